-- A symbol of quotes only feeds consolidators, and indicators through them, by the middle of its quotes.
-- shared: lean-data
local check = require "perigee.check"
local eurusd, plain, hourly, warm
local quarters, middles, bars = {}, {}, 0

function Initialize()
  SetStartDate(2018, 4, 3)
  SetEndDate(2018, 4, 4)
  eurusd = AddForex("EURUSD", Resolution.Minute)
  plain = SMA(eurusd, 5)
  hourly = SMA(eurusd, 2, Resolution.Hour)
  Consolidate(eurusd, TimeSpan.FromMinutes(15), function(bar) quarters[#quarters + 1] = bar end)
  Settings.AutomaticIndicatorWarmUp = true -- luacheck: ignore 122
  warm = SMA(eurusd, 2)
  check.equal("as many as the past has", warm.Samples, #History(eurusd, 2))
  check.raises("a span without end", "expected 1e-07 s to 36600 days", WarmUpIndicator, eurusd,
    SimpleMovingAverage(3), TimeSpan.FromDays(106751))
  Settings.AutomaticIndicatorWarmUp = false -- luacheck: ignore 122
end

function OnData(data)
  local bar = data[eurusd]
  if not bar then return end
  bars = bars + 1
  middles[#middles + 1] = (bar.Bid.Close + bar.Ask.Close) / 2
end

function OnEndOfAlgorithm()
  local n = #middles
  check.equal("there were quotes", bars > 1000, true)
  check.equal("a consolidator beside it takes nothing away", plain.Samples, bars)
  local sum = 0
  for i = n - 4, n do sum = sum + middles[i] end
  check.near("the mean of middles", plain.Value, sum / 5, 1e-9)
  check.equal("quarters of an hour", #quarters > 90, true)
  check.equal("hours of two days, and that of the bar that ends at the start", hourly.Samples, 49)
  local first = quarters[2]
  check.equal("each as long", first.EndTime - first.Time, TimeSpan.FromMinutes(15))
  check.equal("goes on with the warmed up", warm.Samples > bars, true)
  check.finish()
end
