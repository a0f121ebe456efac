-- Updates that the margin does not allow are refused; the orders stay as they were.
local eurusd, quantity
local tickets

function Initialize()
  SetStartDate(2018, 4, 3)
  SetEndDate(2018, 4, 4)
  SetCash(100000)
  eurusd = AddForex("EURUSD", Resolution.Minute, Market.Oanda)
end

function OnData()
  if tickets then return end
  quantity = CalculateOrderQuantity(eurusd, 50)
  MarketOrder(eurusd, quantity)
  local half, stop = -quantity / 2, eurusd.Price - 0.003
  tickets = {
    StopMarketOrder(eurusd, half, stop),
    LimitOrder(eurusd, half, stop),
    TrailingStopOrder(eurusd, half, stop, 0.01, true),
  }
  for _, ticket in ipairs(tickets) do ticket:Update { Quantity = -100 * quantity } end
end

function OnEndOfAlgorithm()
  for _, ticket in ipairs(tickets) do
    if ticket.Quantity ~= -quantity / 2 then error(("order %d became %s"):format(ticket.OrderId, ticket.Quantity)) end
  end
end
