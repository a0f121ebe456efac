-- Consolidators and indicators of a pair, which has quotes only: bars, ticks, longer periods, warm-up.
-- shared: lean-data
local check = require "perigee.check"
local pair, own, longer, warm
local hours, middles = {}, 0

function Initialize()
  SetStartDate(2014, 5, 2)
  SetEndDate(2014, 5, 2)
  pair = AddForex("EURUSD", Resolution.Minute)
  own, longer = SMA(pair, 5), SMA(pair, 5, TimeSpan.FromMinutes(10))
  warm = SimpleMovingAverage(5)
  WarmUpIndicator(pair, warm, Resolution.Minute)
  Consolidate(pair, TimeSpan.FromHours(1), function(bar) hours[#hours + 1] = bar end)
end

function OnData(data)
  if data.QuoteBars[pair] then middles = middles + 1 end
end

function OnEndOfAlgorithm()
  check.that("there were quotes", middles > 900)
  check.equal("an indicator takes each", own.Samples, middles)
  check.equal("its value", own.Current.Time ~= nil and own.Value > 1.3, true)
  check.that("of ten minutes", longer.Samples >= middles // 10)
  check.that("warmed up", warm.IsReady or warm.Samples > 0)
  check.that("hours: " .. #hours, #hours >= 16)
  check.that("of quotes", hours[1].Bid.Close > 1.3 and hours[1].Ask.Close > hours[1].Bid.Close)
  check.equal("whole hours", hours[2].Period, TimeSpan.FromHours(1))
  check.finish()
end
