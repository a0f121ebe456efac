-- Each type of order on daily bars whose prices one can work out: the order is made at a close, the next bar
-- has open 102, high 104, low 101, close 103, the one after it a dollar more, and so on.
local check = require "perigee.check"
local day
local bars, wanted, events = 0, {}, {}

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 9)
  SetCash(1000000)
  day = AddEquity("DAY", Resolution.Daily)
end

-- An order, and on which bar (counted from its own) it fills, at what price; no bar: never.
local function want(name, ticket, bar, price)
  wanted[#wanted + 1] = { name = name, ticket = ticket, bar = bar, price = price }
  check.equal(name .. " waits", ticket.Status, OrderStatus.Submitted)
end

local function send_all()
  want("limit, passed", LimitOrder(day, 1, 101.5), 2, 101.5)
  want("limit, touched only", LimitOrder(day, 1, 101), nil)
  want("limit, far above: the open", LimitOrder(day, 1, 110), 2, 102.0)
  want("limit, sold", LimitOrder(day, -1, 103.5), 2, 103.5)
  want("limit, sold later", LimitOrder(day, -1, 104), 3, 104.0)
  want("stop, bought", StopMarketOrder(day, 1, 103), 2, 103.0)
  want("stop, touched", StopMarketOrder(day, 1, 104), 2, 104.0)
  want("stop, sold: begins below it", StopMarketOrder(day, -1, 110), 2, 102.0)
  want("stop, sold: never", StopMarketOrder(day, -1, 100.5), nil)
  want("stop limit", StopLimitOrder(day, 1, 103.5, 103.25), 2, 103.25)
  want("stop limit, ends at the limit", StopLimitOrder(day, 1, 103.5, 103), nil)
  want("if touched, bought", LimitIfTouchedOrder(day, 1, 101, 103), 2, 103.0)
  want("if touched, too dear", LimitIfTouchedOrder(day, 1, 101, 102.5), nil)
  want("if touched, sold", LimitIfTouchedOrder(day, -1, 104, 103), 2, 103.0)
  want("trailing, at once", TrailingStopOrder(day, -1, 1, false), 2, 101.0)
  want("trailing, two bars later", TrailingStopOrder(day, 1, 5, false), 4, 106.0)
  want("trailing by half, never", TrailingStopOrder(day, -1, 0.5, true), nil)
  want("trailing, from a stop", TrailingStopOrder(day, -1, 101.5, 3, false), 2, 101.5)
  want("on open", MarketOnOpenOrder(day, 1), 2, 102.0)
  want("on close", MarketOnCloseOrder(day, 1), 2, 103.0)
end

local function look_at_tickets()
  local stop_limit, trailing = wanted[10].ticket, wanted[17].ticket
  check.equal("OrderType", stop_limit.OrderType, OrderType.StopLimit)
  check.equal("StopPrice", stop_limit:Get(OrderField.StopPrice), 103.5)
  check.equal("LimitPrice", stop_limit:Get(OrderField.LimitPrice), 103.25)
  check.raises("TriggerPrice", "order 10 is a StopLimit order, without a trigger price",
    function() stop_limit:Get(OrderField.TriggerPrice) end)
  check.raises("no field", "a value of OrderField", function() stop_limit:Get("Limit") end)
  check.equal("TrailingAmount", trailing:Get(OrderField.TrailingAmount), 0.5)
  check.equal("TrailingAsPercentage", trailing:Get(OrderField.TrailingAsPercentage), true)
  check.equal("its stop", trailing:Get(OrderField.StopPrice), 51.0)
  check.equal("its tag", trailing.Tag, "Trailing Amount: 50.0%")
  check.equal("in dollars", wanted[15].ticket.Tag, "Trailing Amount: $1")
  check.equal("other tags are empty", stop_limit.Tag, "")
  check.equal("Direction", wanted[4].ticket.Direction, OrderDirection.Sell)
  check.equal("TimeInForce", stop_limit.TimeInForce, TimeInForce.GoodTilCanceled)
  local seen = stop_limit.OrderSubmissionData
  check.equal("prices at the submission", ("%g %g %g"):format(seen.BidPrice, seen.AskPrice, seen.LastPrice),
    "102 102 102")
  check.equal("no fill yet", stop_limit.LastFillTime, nil)
  check.equal("open", #Transactions.GetOpenOrders(), #wanted)
end

local function check_bar()
  for _, want_of in ipairs(wanted) do
    local ticket, filled = want_of.ticket, want_of.bar and want_of.bar <= bars
    check.equal(("%s on bar %d"):format(want_of.name, bars), ticket.Status,
      filled and OrderStatus.Filled or OrderStatus.Submitted)
    check.equal(want_of.name .. ": price", ticket.AverageFillPrice, filled and want_of.price or 0.0)
    if want_of.bar == bars then check.equal("LastFillTime", ticket.LastFillTime, Time) end
  end
end

local function arguments()
  local tagged = LimitOrder(day, 1, 50, "tag", OrderProperties(TimeInForce.Day))
  check.equal("tag", tagged.Tag, "tag")
  check.equal("properties", tagged.TimeInForce, TimeInForce.Day)
  tagged = LimitOrder(day, 1, 50, true, "asynchronous")
  check.equal("asynchronous is accepted", tagged.Tag, "asynchronous")
  tagged = StopLimitOrder(day, 1, 500, 600, nil, "none given")
  check.equal("or nil", tagged.Tag, "none given")
  check.equal("MarketOrder's", MarketOrder(day, 1, false, "market").Tag, "market")
  check.equal("TrailingStop's", TrailingStopOrder(day, 1, 500, 5, false, "t").Tag, "t")
  check.raises("missing price", "LimitOrder: argument 3 (limitPrice) was missing, expected a number",
    LimitOrder, day, 1)
  check.raises("price of 0", "limit price 0 is not finite and > 0 [InvalidRequest]", LimitOrder, day, 1, 0)
  check.raises("zero", "neither buys (> 0) nor sells (< 0) [OrderQuantityZero]", LimitOrder, day, 0, 5)
  check.raises("lot", "[OrderQuantityLessThanLotSize]", StopMarketOrder, day, 0.5, 5)
  check.raises("percentage", "TrailingStopOrder: argument 4 (trailingAsPercentage) was missing",
    TrailingStopOrder, day, 1, 5)
  check.raises("properties", "argument 5 (orderProperties) was a string", LimitOrder, day, 1, 50, "tag", "Day")
end

function OnOrderEvent(event)
  events[#events + 1] = event
  check.equal("event's ticket", event.Ticket.OrderId, event.OrderId)
  check.equal("event's quantity", event.Quantity, event.Ticket.Quantity)
  check.equal("event's direction", event.Direction, event.Ticket.Direction)
end

function OnData()
  bars = bars + 1
  if bars == 1 then
    send_all()
    look_at_tickets()
  else
    check_bar()
  end
  if bars == 5 then arguments() end
end

function OnEndOfAlgorithm()
  check.equal("all bars came", bars, 7)
  check.finish()
end
