-- What a ticket knows of its order's past, and what an order is worth.
local check = require "perigee.check"
local min, limit, market, refused, sold
local told, step = {}, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(100000)
  min = AddEquity("MIN", Resolution.Minute)
  check.equal("no orders yet", Transactions.OrdersCount, 0)
end

function OnOrderEvent(event)
  told[event.OrderId] = told[event.OrderId] or {}
  table.insert(told[event.OrderId], event.Status)
  check.equal("the event is known when it is told", #event.Ticket.OrderEvents, #told[event.OrderId])
end

local function statuses(ticket)
  local list = {}
  for i, event in ipairs(ticket.OrderEvents) do list[i] = event.Status end
  return table.concat(list, " ")
end

local function values()
  local price = min.Price
  local order = Transactions.GetOrderById(limit.OrderId)
  check.equal("AbsoluteQuantity", order.AbsoluteQuantity, 10.0)
  check.equal("no value before a fill", order.Value, 0.0)
  check.equal("currency", order.PriceCurrency, "USD")
  check.equal("type of the symbol", order.SecurityType, SecurityType.Equity)
  check.equal("of the ticket", limit.SecurityType, SecurityType.Equity)
  check.equal("CreatedTime", order.CreatedTime, limit.Time)
  check.near("a sale at its limit, which is higher", order:GetValue(min), -10 * (price + 50), 1e-6)
  check.near("its own security without", order:GetValue(), -10 * (price + 50), 1e-6)
  local bought = Transactions.GetOrderById(market.OrderId)
  check.near("filled", bought.Value, 5 * market.AverageFillPrice, 1e-9)
  check.near("at the price of now", bought:GetValue(), 5 * price, 1e-9)
  local low = StopMarketOrder(min, -5, price - 50)
  check.near("a sale's stop, below the price", Transactions.GetOrderById(low.OrderId):GetValue(), -5 * price, 1e-6)
  low:Cancel()
  check.raises("no security", "Order:GetValue: 'XYZ' was not added", order.GetValue, order, "XYZ")
end

function OnData(data)
  if not data[min] then return end
  step = step + 1
  if step == 1 then
    market = Buy(min, 5)
    limit = LimitOrder(min, -10, min.Price + 50)
    refused = Buy(min, 1e6)
    check.equal("OrdersCount", Transactions.OrdersCount, 3)
    check.equal("LastOrderId", Transactions.LastOrderId, 3)
    limit:UpdateTag("nearer")
    values()
  elseif step == 2 then
    limit:Cancel()
    sold = Sell(min, 3)
  end
end

function OnEndOfAlgorithm()
  check.equal("a market order", statuses(market), "Submitted Filled")
  check.equal("one that was changed", statuses(limit), "Submitted UpdateSubmitted CancelPending Canceled")
  check.equal("one that cannot be paid", statuses(refused), "Invalid")
  for id, list in pairs(told) do
    check.equal("as it was told " .. id, statuses(Transactions.GetOrderTicket(id)), table.concat(list, " "))
  end
  local fill = market.OrderEvents[2]
  check.equal("quantity of the fill", fill.FillQuantity, 5.0)
  check.equal("its price", fill.FillPrice, market.AverageFillPrice)
  check.equal("its fee", fill.OrderFee, market.Fee)
  check.equal("its ticket", fill.Ticket, market)
  check.equal("its time", fill.Time, market.LastFillTime)
  check.equal("in UTC", fill.UtcTime, fill.Time + TimeSpan.FromHours(4))
  check.equal("currency of its price", fill.FillPriceCurrency, "USD")
  check.equal("of a sale that did not fill", Transactions.GetOrderTicket(2).OrderEvents[1].AbsoluteFillQuantity, 0.0)
  local sale = sold.OrderEvents[2]
  check.equal("a sale", sale.FillQuantity, -3.0)
  check.equal("without its sign", sale.AbsoluteFillQuantity, 3.0)
  check.that("why", refused.OrderEvents[1].Message:find("^insufficient buying power: needed "))
  check.raises("misspelt", "Transactions has no member 'OrderCounts'", function() return Transactions.OrderCounts end)
  check.raises("a colon", "takes a dot", function() return Transactions:GetOrders() end)
  check.finish()
end
