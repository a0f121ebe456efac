-- Updates and cancels: what they return, when they are processed, what becomes of tags; Transactions.
local check = require "perigee.check"
local min
local minute, events, first, second = 0, {}, nil, nil

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(100000)
  min = AddEquity("MIN", Resolution.Minute)
  check.raises("too early", "orders cannot be sent in Initialize: send them from OnData or a scheduled "
    .. "function [PreOrderChecksError]", LimitOrder, min, 1, 5)
  -- Between two bars: what is asked for here is processed with the next one.
  Schedule.On(DateRules.On(2013, 10, 7), TimeRules.At(9, 33, 30), function()
    check.equal("cancelled between bars", first:Cancel("by schedule"), true)
    check.equal("not yet", first.Status, OrderStatus.CancelPending)
  end)
end

function OnOrderEvent(event) events[#events + 1] = ("%d %s"):format(event.OrderId, event.Status) end

local function story()
  local text = table.concat(events, "; ")
  events = {}
  return text
end

local function updates()
  check.equal("Update", first:Update { LimitPrice = 41.5, Quantity = 7, Tag = "nearer" }, true)
  check.equal("it waits", first:Get(OrderField.LimitPrice), 41.0)
  check.equal("one field", second:UpdateStopPrice(60.5, "farther"), true)
  check.equal("no event yet", story(), "1 Submitted; 2 Submitted")
  local ok, text, code = first:Update { StopPrice = 5 }
  check.equal("refused", ok, false)
  check.equal("why", text, "update: order 1 for MIN is a Limit order, without a stop price")
  check.equal("code", code, OrderResponseErrorCode.InvalidRequest)
  check.equal("zero", select(3, first:UpdateQuantity(0)), OrderResponseErrorCode.OrderQuantityZero)
  check.equal("less than a lot", select(3, first:UpdateQuantity(0.5)),
    OrderResponseErrorCode.OrderQuantityLessThanLotSize)
  check.equal("refused, and noted", first.LastUpdateTime, Time)
  check.raises("no such field", "OrderTicket:Update has no field 'LimitPrise'; did you mean 'LimitPrice'?",
    function() first:Update { LimitPrise = 1 } end)
  check.raises("no name of a field", "OrderTicket:Update: a field's name was", function() first:Update { 1 } end)
  check.raises("no number", "OrderTicket:Update: LimitPrice was a string ('5'), expected a number",
    function() first:Update { LimitPrice = "5" } end)
  check.raises("no table", "OrderTicket:Update: argument 1 (fields) was 5", function() first:Update(5) end)
  -- A submission processes what waits.
  local market = Buy(min, 1)
  check.equal("processed", story(), "1 UpdateSubmitted; 2 UpdateSubmitted; 3 Submitted; 3 Filled")
  check.equal("limit", first:Get(OrderField.LimitPrice), 41.5)
  check.equal("quantity", first.Quantity, 7.0)
  check.equal("remaining", first.QuantityRemaining, 7.0)
  check.equal("tag", first.Tag, "nearer")
  check.equal("stop", second:Get(OrderField.StopPrice), 60.5)
  check.equal("status", first.Status, OrderStatus.UpdateSubmitted)
  check.equal("LastUpdateTime", first.LastUpdateTime, Time)
  check.equal("tickets are equal", Transactions.GetOrderTicket(1), first)
  check.equal("others are not", market == first, false)
  check.equal("no such order", Transactions.GetOrderById(99), nil)
  check.equal("no such ticket", Transactions.GetOrderTicket(99), nil)
  check.equal("closed: price", select(3, market:Update { Quantity = 2 }),
    OrderResponseErrorCode.InvalidOrderStatus)
  check.equal("closed: tag", market:UpdateTag("afterwards"), true)
  check.equal("closed: cancel", select(3, market:Cancel("too late")), OrderResponseErrorCode.InvalidOrderStatus)
  check.equal("its tag is kept", market.Tag, "too late")
end

local function cancels()
  check.equal("processed with this bar, before OnData", story(), "1 CancelPending; 1 Canceled")
  check.equal("Status", first.Status, OrderStatus.Canceled)
  check.equal("CanceledTime", first.CanceledTime, Time)
  check.equal("Tag", first.Tag, "by schedule")
  check.equal("the update of a tag came later than the cancel's", Transactions.GetOrderById(3).Tag, "afterwards")
  local open = Transactions.GetOpenOrders()
  check.equal("one is open", #open, 1)
  check.equal("which", open[1].Id, second.OrderId)
  check.equal("its ticket", Transactions.GetOpenOrderTickets()[1], second)
  check.equal("of the symbol", #Transactions.GetOpenOrders(min), 1)
  check.equal("by id", Transactions.CancelOrder(2, "enough"), true)
  check.equal("still open", #Transactions.GetOpenOrders(), 1)
  local ok, text, code = second:Cancel()
  check.equal("again", ok, false)
  check.equal("why", text, "cancel: order 2 for MIN is to be cancelled already")
  check.equal("code", code, OrderResponseErrorCode.InvalidOrderStatus)
  check.equal("unknown", select(3, Transactions.CancelOrder(99)), OrderResponseErrorCode.UnableToFindOrder)
  LimitOrder(min, 1, 40)
  check.equal("processed by a submission", story(), "2 CancelPending; 2 Canceled; 4 Submitted")
  LimitOrder(min, 1, 40, "mine")
end

local function cancel_all()
  local list = Transactions.CancelOpenOrders()
  check.equal("both", #list, 2)
  check.equal("tag", list[1].Tag, "Canceled by CancelOpenOrders() at 2013-10-07T13:35:00.0000000Z")
  check.equal("again: none", #Transactions.CancelOpenOrders(), 0)
end

local function cancel_of_a_symbol()
  check.equal("none is open", #Transactions.GetOpenOrders(), 0)
  LimitOrder(min, 1, 40, "kept")
  LimitOrder(min, 1, 40)
  local list = Transactions.CancelOpenOrders(min)
  check.equal("tags stay", list[1].Tag .. list[2].Tag, "kept")
  LimitOrder(min, 1, 40)
  check.equal("with a tag", Transactions.CancelOpenOrders(min, "all")[1].Tag, "all")
end

local function liquidate()
  LimitOrder(min, 1, 40)
  StopMarketOrder(min, 1, 70)
  story()
  local held = Portfolio[min].Quantity
  local list = Liquidate(min)
  check.equal("one order", #list, 1)
  check.equal("of what is held", list[1].Quantity, -held)
  check.equal("the others are cancelled before it", story(),
    "9 CancelPending; 10 CancelPending; 9 Canceled; 10 Canceled; 11 Submitted; 11 Filled")
  check.equal("their tag", Transactions.GetOrderById(9).Tag, "Liquidated")
  check.equal("flat", Portfolio[min].Quantity, 0.0)
  LimitOrder(min, 1, 40)
  check.equal("nothing is held: no order", #Liquidate(nil, "out"), 0)
  check.equal("but its cancel", Transactions.GetOrderById(12).Status, OrderStatus.CancelPending)
  check.equal("with the tag", Transactions.GetOrderById(12).Tag, "out")
end

local function maximum()
  SetMaximumOrders(5)
  check.raises("too many", "12 orders were made, more than the maximum of 5 [ExceededMaximumOrders]", Buy, min, 1)
  SetMaximumOrders(10000)
end

function OnData()
  minute = minute + 1
  if minute == 1 then
    first, second = LimitOrder(min, 5, 41), StopMarketOrder(min, 3, 60)
    updates()
  elseif Time == DateTime(2013, 10, 7, 9, 34) then
    cancels()
  elseif Time == DateTime(2013, 10, 7, 9, 35) then
    cancel_all()
  elseif Time == DateTime(2013, 10, 7, 9, 36) then
    cancel_of_a_symbol()
  elseif Time == DateTime(2013, 10, 7, 9, 37) then
    story()
    liquidate()
    maximum()
  end
end

function OnEndOfAlgorithm()
  check.equal("the cancel of the last step", events[#events], "12 Canceled")
  check.raises("too late", "orders cannot be sent when the data have ended [PreOrderChecksError]", Buy, min, 1)
  check.finish()
end
