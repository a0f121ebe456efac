-- Changes, directions, stochastics and volumes on prices that rise by one a day (close 101 + i, volume 1000 i).
local check = require "perigee.check"
local day, mom, rocp, logr, adx, sto, short, obv, vwap, chained, by_hand
local n, volume = 0, 0

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 11, 29)
  day = AddEquity("DAY", Resolution.Daily)
  mom, rocp, logr = MOM(day, 2), ROCP(day, 2), LOGR(day, 2)
  adx, sto, short, obv, vwap = ADX(day, 5), STO(day, 5, 3, 2), STO(day, 4), OBV(day), VWAP(day, 3)
  chained = mom:SMA(2)
  by_hand = Momentum(1)
  by_hand:Update(DateTime(2013, 10, 1), 5)
  by_hand:Update(DateTime(2013, 10, 2), 7)
  check.equal("by hand", by_hand.Value, 2.0)
  check.raises("no period", "MOM: argument 2 (period)", MOM, day)
  check.raises("0", "kPeriod", STO, day, 5, 0, 2)
  check.raises("a value", "a whole bar is needed", function() OnBalanceVolume():Update(DateTime(2013, 10, 1), 5) end)
end

function OnData(data)
  local bar = data[day]
  if not bar or bar.IsFillForward then return end
  n = n + 1
  volume = volume + bar.Volume
  local close = bar.Close
  check.near("OBV", obv.Value, volume, 1e-6)
  if n > 2 then
    check.near("MOM", mom.Value, 2, 1e-9)
    check.near("ROCP", rocp.Value, 200 / (close - 2), 1e-9)
    check.near("LOGR", logr.Value, math.log(close / (close - 2)), 1e-12)
  end
  if n >= 3 then
    local typical = (bar.Open + bar.High + bar.Low + bar.Close) / 4
    local v = bar.Volume
    local sum = typical * v + (typical - 1) * (v - 1000) + (typical - 2) * (v - 2000)
    check.near("VWAP", vwap.Value, sum / (3 * v - 3000), 1e-9)
  end
  if n >= 5 then check.near("STO", sto.Value, 100 * (close - (bar.Low - 4)) / (bar.High - (bar.Low - 4)), 1e-9) end
end

function OnEndOfAlgorithm()
  check.that("days", n > 20)
  check.equal("all one way", adx.Value, 100.0)
  check.that("up", adx.PositiveDirectionalIndex.Value > 0)
  check.equal("not down", adx.NegativeDirectionalIndex.Value, 0.0)
  check.near("means of the same", sto.StochD.Value, sto.StochK.Value, 1e-9)
  check.near("of the fast one", sto.StochK.Value, sto.FastStoch.Value, 1e-9)
  check.equal("one period for all", short.Name, "STO(4,4,4)")
  check.equal("of another one", chained.Value, 2.0)
  local past = IndicatorHistory(BollingerBands(3, 2), day, 4)
  check.equal("so many values", #past, 4)
  check.near("the middle of three days", past[4].MiddleBand, day.Price - 1, 1e-9)
  check.near("a day before", past[3].MiddleBand, day.Price - 2, 1e-9)
  check.equal("its time", past[4].Time, day:GetLastData().EndTime)
  check.equal("the one given does not change", IndicatorHistory(mom, day, 2)[2].Value, mom.Value)
  check.finish()
end
