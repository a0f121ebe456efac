-- Indicators that are made of two others: sums and their like, and what is made of two symbols.
local check = require "perigee.check"
local wave, day, fast, slow, sum, apart, double, ratio, ready_late, chained, at_once, by_hand, zero
local told, told_zero, n = 0, 0, 0

local function refusals()
  check.raises("no indicator", "Indicator:Plus: argument 1 (other) was a string ('x'), expected an Indicator",
    fast.Plus, fast, "x")
  check.raises("not finite", "Indicator:Over: argument 1 (other) was inf", fast.Over, fast, 1 / 0)
  check.raises("a name", "Indicator:Minus: argument 2 (name) was 5, expected a string", fast.Minus, fast, slow, 5)
  check.raises("a colon", "Indicator.Plus takes a colon", fast.Plus, 2)
  local MADE = "COMPOSE(SMA(3),SMA(5)): it is made of others, which feed it"
  check.raises("fed by hand", MADE, sum.Update, sum, DateTime(2013, 10, 1), 5)
  check.raises("by bars", MADE, RegisterIndicator, wave, sum)
  check.raises("by another", MADE, sum.Of, sum, fast)
  check.raises("by the past", MADE, WarmUpIndicator, wave, sum)
  check.raises("anew", MADE, IndicatorHistory, sum, wave, 5)
  check.equal("nothing feeds it", DeregisterIndicator(sum), false)
end

-- By hand: when both have come, in any order, of the later time.
local function order()
  local a, b = SimpleMovingAverage(1), SimpleMovingAverage(2)
  local both = a:Times(b)
  local own = a:Plus(a)
  a:Update(DateTime(2013, 10, 1), 2)
  check.equal("the other is missing", both.Samples, 0)
  check.equal("of itself", own.Value, 4.0)
  a:Update(DateTime(2013, 10, 2), 3)
  b:Update(DateTime(2013, 10, 1), 7)
  check.equal("the last of both", both.Value, 21.0)
  check.equal("once", both.Samples, 1)
  check.equal("the later time", both.Current.Time, DateTime(2013, 10, 2))
  check.equal("one is not ready", both.IsReady, false)
  b:Update(DateTime(2013, 10, 3), 9)
  check.equal("the other is missing again", both.Samples, 1)
  a:Update(DateTime(2013, 10, 3), 4)
  check.equal("both", both.Value, 32.0)
  check.equal("ready", both.IsReady, true)
  check.equal("the one before", both.Previous.Value, 21.0)
  a:Reset()
  check.equal("as one of the two", both.IsReady, false)
  check.equal("with its value", both.Value, 32.0)
  a:Update(DateTime(2013, 10, 4), 5)
  check.equal("ready again", both.IsReady, true)
  check.equal("at once, of two that are", a:Minus(b).IsReady, true)
  both:Reset()
  check.equal("as new", both.Samples + a.Samples + b.Samples, 0)
  check.equal("not ready", both.IsReady, false)
end

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 11, 29)
  wave, day = AddEquity("WAVE", Resolution.Daily), AddEquity("DAY", Resolution.Daily)
  fast, slow = SMA(wave, 3), SMA(wave, 5)
  sum, apart = fast:Plus(slow), fast:Minus(slow, "apart")
  double, ratio = fast:Times(2), fast:Over(slow)
  ready_late = fast:Plus(SMA(day, 4))
  chained = apart:SMA(2)
  at_once = SimpleMovingAverage(2):Of(slow, false)
  by_hand = SimpleMovingAverage(2):Of(slow)
  zero = Identity(wave):Over(Identity(wave):Minus(Identity(wave)))
  check.equal("name", sum.Name, "COMPOSE(SMA(3),SMA(5))")
  check.equal("of a number", double.Name, "COMPOSE(SMA(3),2)")
  check.equal("its own name", apart.Name, "apart")
  check.equal("of a half", fast:Plus(0.5).Name, "COMPOSE(SMA(3),0.5)")
  refusals()
  order()
  zero.Updated = function() told_zero = told_zero + 1 end
  apart.Window.Size = 4
  apart.Updated = function(indicator, point)
    told = told + 1
    check.equal("told of its value", point.Value, indicator.Current.Value)
    check.near("which is that of now", point.Value, fast.Value - slow.Value, 1e-12)
  end
end

function OnData(data)
  if not data[wave] then return end
  n = n + 1
  check.near("sum", sum.Value, fast.Value + slow.Value, 1e-12)
  check.near("difference", apart.Value, fast.Value - slow.Value, 1e-12)
  check.near("product", double.Value, 2 * fast.Value, 1e-12)
  check.near("quotient", ratio.Value, fast.Value / slow.Value, 1e-12)
  check.equal("ready with both", sum.IsReady, n >= 5)
  check.equal("with the one there is", double.IsReady, n >= 3)
  check.equal("of two symbols", ready_late.IsReady, n >= 4)
  check.equal("each bar once", sum.Samples, n)
  check.equal("its time", sum.Current.Time, fast.Current.Time)
  check.equal("from when it is ready", chained.Samples, math.max(0, n - 4))
  check.equal("Of waits", by_hand.Samples, math.max(0, n - 4))
  check.equal("or not", at_once.Samples, n)
  check.equal("a quotient by 0 counts", zero.Samples, n)
  check.equal("as ready as both", zero.IsReady, true)
  check.equal("but is no value", zero.Value, 0.0)
  check.equal("in its past", zero.Window.Count, 0)
end

function OnEndOfAlgorithm()
  check.that("days", n > 30)
  check.equal("told of each", told, n)
  check.equal("of none", told_zero, 0)
  check.near("of the last two", chained.Value, (apart.Value + apart[1].Value) / 2, 1e-12)
  check.equal("kept", apart.Window.Count, 4)
  check.that("compares", (sum > fast) and (apart - fast < 0))
  check.finish()
end
