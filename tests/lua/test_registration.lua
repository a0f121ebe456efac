-- Indicators made by hand, fed by registration, by warm-up and by other indicators.
local check = require "perigee.check"
local day, hand, highs, chained, identity, bricks, weekly, fast, ready
local closes = {}

function Initialize()
  SetStartDate(2013, 10, 14)
  SetEndDate(2013, 10, 25)
  day = AddEquity("DAY", Resolution.Daily).Symbol

  hand = SimpleMovingAverage("mine", 3)
  check.equal("its name", hand.Name, "mine")
  check.equal("a name of its own", ExponentialMovingAverage(4).Name, "EMA(4)")
  RegisterIndicator(day, hand)
  highs = Maximum(3)
  RegisterIndicator(day, highs, Resolution.Daily, Field.High)

  identity = Identity(day)
  check.equal("of an identity", identity.Name, "Identity")
  chained = identity:SMA(3)
  fast = SimpleMovingAverage(2):Of(chained)

  bricks = Minimum(2)
  RegisterIndicator(day, bricks, ClassicRenkoConsolidator(2), function(bar) return bar.Open * 10 end)
  weekly = SMA(day, 1, Calendar.Weekly)

  -- 9 daily bars lie before the start: closes 102 .. 110.
  ready = SimpleMovingAverage(4)
  WarmUpIndicator(day, ready)
  check.equal("warmed up", ready.IsReady, true)
  check.equal("with as many as it needs", ready.Samples, 4)
  check.near("the last ones", ready.Value, (107 + 108 + 109 + 110) / 4, 1e-9)
  local ranges = RelativeStrengthIndex(3)
  WarmUpIndicator(day, ranges, Resolution.Daily, function(bar) return bar.Low end)
  check.equal("one more than its period", ranges.Samples, 4)
  Settings.AutomaticIndicatorWarmUp = true -- luacheck: ignore 122
  check.equal("from the begin", SMA(day, 5).IsReady, true)
  check.near("of another field", MAX(day, 2, nil, Field.High).Value, 111, 1e-9)
  Settings.AutomaticIndicatorWarmUp = false -- luacheck: ignore 122
  check.equal("not any more", SMA(day, 5).IsReady, false)

  check.raises("not an indicator", "RegisterIndicator: argument 2 (indicator)", RegisterIndicator, day, 3)
  check.raises("a selector", "RegisterIndicator: argument 4 (selector) was 3, expected a Field",
    RegisterIndicator, day, hand, Resolution.Daily, 3)
  check.raises("finer bars", "'DAY' has Daily bars, which cannot be made into shorter ones",
    RegisterIndicator, day, hand, Resolution.Hour)
  check.raises("needs bars", "indicator ATR(3): it needs bars, not values of another indicator",
    function() AverageTrueRange(3):Of(identity) end)
  check.raises("two leaders", "it follows another indicator already", function() fast:Of(identity) end)
  check.raises("itself", "it cannot follow itself", function() identity:Of(identity) end)
  check.raises("in a circle", "others follow it already", function() identity:Of(fast) end)
  check.raises("a period of 0", "indicator SMA(0): period must be", function() identity:SMA(0) end)
  check.raises("no period", "SimpleMovingAverage: argument 2 (period) was missing", SimpleMovingAverage, "x")
end

function OnData(data)
  local bar = data[day]
  if not bar then return end
  closes[#closes + 1] = bar.Close
  local n = #closes
  check.equal("one sample a bar", hand.Samples, n)
  check.near("Identity", identity.Value, bar.Close, 0)
  check.equal("chained from the first value on", chained.Samples, n)
  if n >= 3 then
    local mean = (closes[n] + closes[n - 1] + closes[n - 2]) / 3
    check.near("by hand", hand.Value, mean, 1e-9)
    check.near("chained", chained.Value, mean, 1e-9)
    check.near("highs", highs.Value, bar.High, 1e-9)
  end
  check.equal("when the first is ready", fast.Samples, math.max(n - 2, 0))
  hand:Reset()
  for i = math.max(1, n - 2), n do hand:Update(Time, closes[i]) end
  hand:Reset()
  for _, old in ipairs(History(day, n)) do hand:Update(old) end
end

function OnEndOfAlgorithm()
  check.equal("two weeks, the second is not over", weekly.Samples, 1)
  check.near("the close of its Friday", weekly.Value, closes[5], 1e-9)
  check.that("bricks", bricks.IsReady)
  check.near("their selector", bricks.Value % 20, 0, 1e-9)
  check.finish()
end
