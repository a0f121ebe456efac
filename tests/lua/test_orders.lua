-- Market orders in an open market: tickets, order of events, cancel, Liquidate, sizes, tags, fees.
local check = require "perigee.check"
local min, other, later, cancelled

local events, minute = {}, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(10000)
  min = AddEquity("MIN", Resolution.Minute)
  other = AddEquity("AAA", Resolution.Minute) -- the same prices
end

function OnOrderEvent(event)
  events[#events + 1] = ("%d %s %s"):format(event.OrderId, event.Status, event.FillQuantity)
  if #events > 2 then return end
  check.equal("Symbol", event.Symbol.Value, "MIN")
  check.equal("Time", event.Time, DateTime(2013, 10, 7, 9, 31))
  check.equal("FillPrice", event.FillPrice, event.Status == OrderStatus.Filled and 50.01 or 0.0)
  check.equal("OrderFee", event.OrderFee, event.Status == OrderStatus.Filled and 1.0 or 0.0)
  check.equal("Message", event.Message, "")
end

local function first_order()
  local ticket = MarketOrder(min, 10, "first")
  check.equal("events before the call returned", table.concat(events, "; "), "1 Submitted 0.0; 1 Filled 10.0")
  check.equal("OrderId", ticket.OrderId, 1)
  check.equal("Symbol", ticket.Symbol.Value, "MIN")
  check.equal("OrderType", ticket.OrderType, OrderType.Market)
  check.equal("Status", ticket.Status, OrderStatus.Filled)
  check.equal("Quantity", ticket.Quantity, 10.0)
  check.equal("QuantityFilled", ticket.QuantityFilled, 10.0)
  check.equal("AverageFillPrice", ticket.AverageFillPrice, 50.01)
  check.equal("Fee: at least 1", ticket.Fee, 1.0)
  check.equal("Time", ticket.Time, Time)
  check.equal("Tag", ticket.Tag, "first")
  check.equal("too late to cancel", ticket:Cancel(), false)
  check.raises("read-only", "OrderTicket.Quantity is read-only", function() ticket.Quantity = 5 end)
  check.raises("dot", "OrderTicket.Cancel takes a colon: write orderTicket:Cancel(...)",
    function() ticket.Cancel() end)
end

local function refusals()
  local before = #events
  check.raises("zero", "order for MIN: quantity 0 neither buys (> 0) nor sells (< 0)", Buy, min, 0)
  check.raises("less than a lot", "quantity 0.5 is below the lot size of 1", Buy, min, 0.5)
  check.raises("not finite", "MarketOrder: argument 2 (quantity) was inf, expected a finite number",
    MarketOrder, min, math.huge)
  check.raises("nan", "was nan, expected a finite number", MarketOrder, min, 0 / 0)
  check.raises("text", "MarketOrder: argument 2 (quantity) was a string ('5'), expected a number",
    MarketOrder, min, "5")
  check.raises("missing", "Sell: argument 2 (quantity) was missing, expected a number", Sell, min)
  check.raises("no symbol", "Buy: argument 1 (symbol) was nil, expected a ticker, a Symbol or a Security",
    Buy, nil, 1)
  check.raises("long tag", "Buy: argument 3 (tag) was a string", Buy, min, 1, ("x"):rep(64))
  check.equal("nothing was sent", #events, before)
end

local function too_much()
  local ticket = Buy(min, 1000)
  check.equal("not enough cash", ticket.Status, OrderStatus.Invalid)
  check.equal("why", ticket.ErrorCode, OrderResponseErrorCode.InsufficientBuyingPower)
  check.equal("nothing filled", ticket.QuantityFilled, 0.0)
  check.equal("no price", ticket.AverageFillPrice, 0.0)
  check.equal("the position stays", Portfolio[min].Quantity, 10.0)
end

local function sizes()
  local value = Portfolio.TotalPortfolioValue
  local ticket = SetHoldings(min, 0.5, false, "half")
  local price = ticket.AverageFillPrice
  -- LEAN's buffer: a quarter of a percent stays free, and the fee is paid out of the goal.
  local want = math.floor((value - 1) * 0.5 * 0.9975 / price) - 10
  check.equal("quantity of SetHoldings", ticket.Quantity, want + 0.0)
  check.equal("its tag", ticket.Tag, "half")
  check.equal("nothing to do", SetHoldings(min, 0.5), nil)
  SetHoldings(other, 0.25, true)
  check.equal("others are closed first", Portfolio[min].Invested, false)
  check.equal("and the new one bought", Portfolio[other].IsLong, true)
  check.equal("a short", SetHoldings(other, -0.5).Status, OrderStatus.Filled)
  check.equal("IsShort", Portfolio[other].IsShort, true)
  check.raises("not a number", "SetHoldings: argument 2 (fraction) was a string ('all'), expected a number",
    SetHoldings, min, "all")
end

local function several()
  check.equal("a position", Portfolio[other].Quantity < 0, true)
  local list = SetHoldings({ { min, 0.25 }, { "AAA", 0 } }, false, "several")
  check.equal("what reduces comes first", list[1].Symbol.Value .. " " .. list[2].Symbol.Value, "AAA MIN")
  check.equal("tag", list[2].Tag, "several")
  list = SetHoldings({ { min, 0.26 }, { other, 0.5 } })
  check.equal("the higher value first", list[1].Symbol.Value .. " " .. list[2].Symbol.Value, "AAA MIN")
  list = SetHoldings({ { other, 0.5 } }, true)
  check.equal("nothing to do for it, but others are closed", #list .. " " .. list[1].Symbol, "1 MIN")
  check.equal("to nothing", Portfolio[min].Invested, false)
  check.equal("as it would be ordered", CalculateOrderQuantity(other, 0), -Portfolio[other].Quantity)
  check.raises("twice", "SetHoldings: target 2 is the symbol of target 1 again", SetHoldings,
    { { min, 0.5 }, { "MIN", 0.5 } })
  check.raises("no pair", "SetHoldings: target 1 was 5, expected a PortfolioTarget or { symbol, fraction }",
    SetHoldings, { 5 })
  check.raises("no fraction", "SetHoldings: the fraction of target 1 was nil, expected a number", SetHoldings,
    { { min } })
end

local function liquidate()
  Buy(min, 5)
  local list = Liquidate(nil, "all out")
  check.equal("one order for each position", #list, 2)
  check.equal("in order of ticker", list[1].Symbol.Value .. " " .. list[2].Symbol.Value, "AAA MIN")
  check.equal("tag", list[1].Tag, "all out")
  check.equal("flat", Portfolio.Invested, false)
  check.equal("again: nothing", #Liquidate(), 0)
  Buy(min, 3)
  Buy(other, 3)
  check.equal("one symbol", #Liquidate(min), 1)
  check.equal("default tag", Liquidate(other)[1].Tag, "Liquidated")
end

local function models()
  min:SetFeeModel(ConstantFeeModel(7))
  check.equal("constant fee", Buy(min, 1).Fee, 7.0)
  min:SetFeeModel(InteractiveBrokersFeeModel())
  check.equal("the minimum", Sell(min, 1).Fee, 1.0)
  check.equal("a small order of many shares", InteractiveBrokersFeeModel().Name, "InteractiveBrokers")
  min:SetFillModel(NextOpenFillModel())
  later = Buy(min, 2)
  check.equal("waits for the next bar", later.Status, OrderStatus.Submitted)
  check.equal("and stays a market order", later.OrderType, OrderType.Market)
  cancelled = Buy(min, 100)
  check.equal("can be cancelled", cancelled:Cancel(), true)
  check.equal("CancelPending", cancelled.Status, OrderStatus.CancelPending)
  check.equal("once", cancelled:Cancel(), false)
  check.raises("no model", "FillModel", function() min:SetFillModel(ConstantFeeModel(1)) end)
  check.raises("negative fee", "amount", ConstantFeeModel, -1)
end

function OnData(data)
  minute = minute + 1
  if minute == 1 then
    first_order()
    refusals()
    too_much()
    sizes()
    several()
    liquidate()
    models()
  elseif minute == 2 then
    check.equal("filled before OnData", later.Status, OrderStatus.Filled)
    check.equal("at the open of the bar", later.AverageFillPrice, data[min].Open)
    check.equal("the cancelled one never", cancelled.QuantityFilled, 0.0)
    check.equal("Canceled", cancelled.Status, OrderStatus.Canceled)
  end
end

function OnEndOfAlgorithm()
  check.equal("last event of the run", events[#events]:match("%a+"), OrderStatus.Filled)
  check.finish()
end
