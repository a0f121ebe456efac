-- In and out every other minute of the second day; the way out with orders for the day.
local aapl
local OPEN, CLOSE = DateTime(2014, 6, 6, 10, 0, 0), DateTime(2014, 6, 6, 16, 0, 0)

function Initialize()
  SetStartDate(2014, 6, 5)
  SetEndDate(2014, 6, 6)
  SetCash(100000)
  aapl = AddEquity("AAPL", Resolution.Minute).Symbol
end

function OnData()
  if Time <= OPEN or Time >= CLOSE then return end
  if not Portfolio.Invested then
    MarketOrder(aapl, 10)
    return
  end
  local properties = OrderProperties()
  properties.TimeInForce = TimeInForce.Day
  for _, ticket in ipairs(Liquidate(nil, false, nil, properties)) do
    local order = Transactions.GetOrderById(ticket.OrderId)
    if order.TimeInForce ~= TimeInForce.Day then error("order " .. ticket.OrderId .. " is not for the day") end
  end
end
