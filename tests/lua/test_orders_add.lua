-- Transactions.AddOrder, which sends an order as it is, and Order: copies that do not change.
local check = require "perigee.check"
local min, night
local looked = false

local function add(fields)
  fields.Symbol = fields.Symbol or min
  return Transactions.AddOrder(fields)
end

-- While the market is closed: no conversion.
local function at_night()
  night = add { OrderType = OrderType.Market, Quantity = 2, Tag = "night", Time = UtcTime:AddHours(-1) }
  check.equal("it stays a market order", night.OrderType, OrderType.Market)
  check.equal("it waits", night.Status, OrderStatus.Submitted)
  check.equal("made an hour ago", night.Time, Time:AddHours(-1))
  check.equal("others are converted", MarketOrder(min, 1).OrderType, OrderType.MarketOnOpen)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  min = AddEquity("MIN", Resolution.Minute).Symbol
  Schedule.On(DateRules.On(2013, 10, 7), TimeRules.At(23, 0), at_night)
end

local function each_type()
  local limit = add { OrderType = OrderType.Limit, Quantity = 1, LimitPrice = 40, StopPrice = 0, Tag = "l" }
  check.equal("limit", limit:Get(OrderField.LimitPrice), 40.0)
  check.equal("tag", limit.Tag, "l")
  local stop = add { OrderType = "StopLimit", Quantity = -1, LimitPrice = 41, StopPrice = 42,
    OrderProperties = OrderProperties(TimeInForce.Day) }
  check.equal("stop", stop:Get(OrderField.StopPrice), 42.0)
  check.equal("for the day", stop.TimeInForce, TimeInForce.Day)
  local touched = add { OrderType = OrderType.LimitIfTouched, Quantity = 1, LimitPrice = 41, TriggerPrice = 40 }
  check.equal("trigger", touched:Get(OrderField.TriggerPrice), 40.0)
  local trailing = add { OrderType = OrderType.TrailingStop, Quantity = -1, TrailingAmount = 0.5,
    TrailingAsPercentage = true }
  check.equal("trailing", trailing:Get(OrderField.TrailingAsPercentage), true)
  check.equal("tag of a trailing stop", trailing.Tag, "Trailing Amount: 50.0%")
  Transactions.CancelOpenOrders()
end

local function refused()
  local function raises(name, text, fields) check.raises(name, text, add, fields) end
  check.raises("no table", "Transactions.AddOrder: argument 1 (request) was 5", Transactions.AddOrder, 5)
  raises("no type", "Transactions.AddOrder's OrderType was nil, expected a value of OrderType", { Quantity = 1 })
  raises("misspelt type", "did you mean 'Limit'?", { OrderType = "Limitt", Quantity = 1 })
  raises("no quantity", "Transactions.AddOrder's Quantity was nil, expected a number", { OrderType = "Market" })
  raises("misspelt member", "did you mean 'LimitPrice'?", { OrderType = "Limit", Quantity = 1, LimitPrize = 5 })
  raises("unknown symbol", "'MIX' was not added", { OrderType = "Market", Quantity = 1, Symbol = "MIX" })
  raises("a text", "Transactions.AddOrder: LimitPrice was a string ('5'), expected a number",
    { OrderType = "Limit", Quantity = 1, LimitPrice = "5" })
  raises("no limit", "Limit order for MIN: limit price 0 is not finite and > 0 [InvalidRequest]",
    { OrderType = "Limit", Quantity = 1 })
  raises("no time", "Transactions.AddOrder: Time was 5, expected a DateTime in UTC",
    { OrderType = "Market", Quantity = 1, Time = 5 })
  raises("too late", "order for MIN: its time, 2013-10-07 13:32:00 UTC, is later than now, 2013-10-07 13:31:00 UTC "
    .. "[InvalidRequest]", { OrderType = "Market", Quantity = 1, Time = UtcTime:AddMinutes(1) })
  raises("nothing", "neither buys (> 0) nor sells (< 0) [OrderQuantityZero]", { OrderType = "Market", Quantity = 0 })
end

-- A copy's tag is its own: it stays when the order's is replaced, and the memory of that used again.
local function tags()
  local ticket = LimitOrder(min, 3, 40, "the first tag")
  local first = Transactions.GetOrderById(ticket.OrderId)
  local seen = {}
  for i, tag in ipairs { "a second tag!", "a third tag!!", "a fourth tag!" } do
    ticket:UpdateTag(tag)
    Buy(min, 1) -- processes it
    seen[i] = Transactions.GetOrderById(ticket.OrderId)
    check.equal("the order's", ticket.Tag, tag)
  end
  check.equal("the first copy's", first.Tag, "the first tag")
  check.equal("a later one's", seen[1].Tag, "a second tag!")
  check.equal("the one behind it", seen[2].Tag, "a third tag!!")
end

local function copies()
  local ticket = LimitOrder(min, 3, 40, "before")
  local before = Transactions.GetOrderById(ticket.OrderId)
  ticket:Update { Quantity = 4, LimitPrice = 41, StopPrice = 7, Tag = "after" } -- a limit order has no stop
  Buy(min, 1) -- processes it
  local after = Transactions.GetOrderById(ticket.OrderId)
  check.equal("Id", before.Id, ticket.OrderId)
  check.equal("Type", before.Type, OrderType.Limit)
  check.equal("Quantity", before.Quantity .. " " .. after.Quantity, "3.0 4.0")
  check.equal("LimitPrice", before.LimitPrice .. " " .. after.LimitPrice, "40.0 41.0")
  check.equal("Tag", before.Tag .. " " .. after.Tag, "before after")
  check.equal("Status", before.Status .. " " .. after.Status, "Submitted UpdateSubmitted")
  check.equal("LastUpdateTime", before.LastUpdateTime, nil)
  check.equal("the other one's", after.LastUpdateTime, Time)
  check.equal("no stop", after.StopPrice, nil)
  check.equal("no trailing amount", after.TrailingAmount, nil)
  check.equal("OrderSubmissionData", before.OrderSubmissionData.LastPrice, Securities[min].Close)
  check.equal("as a text", tostring(before), "order " .. ticket.OrderId .. ": Limit 3.0 of MIN, Submitted")
  check.raises("read-only", "Order.Quantity is read-only", function() before.Quantity = 1 end)
  check.raises("it is no ticket", "Order has no property 'Update'", function() return before.Update end)
  local code = select(3, ticket:Update { StopPrice = 7 })
  check.equal("a stop alone is refused", code, OrderResponseErrorCode.InvalidRequest)
  ticket:Cancel()
end

function OnData()
  if looked then return end
  looked = true
  each_type()
  refused()
  copies()
  tags()
end

function OnEndOfAlgorithm()
  check.that("looked", looked)
  check.equal("filled in the morning", night.Status, OrderStatus.Filled)
  check.equal("with the first bar", night.LastFillTime, DateTime(2013, 10, 8, 9, 31))
  check.finish()
end
