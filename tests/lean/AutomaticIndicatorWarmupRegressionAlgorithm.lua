-- An indicator that is made in Initialize is ready at once; one registered by hand is not, until it is
-- warmed up.
local spy
local average, own
local last, samples

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  Settings.AutomaticIndicatorWarmUp = true
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  average = SMA(spy, 10)
  if not average.IsReady then error("the average was not warmed up") end

  own = SimpleMovingAverage("own", 10)
  RegisterIndicator(spy, own, Resolution.Minute)
  if own.IsReady then error("an average registered by hand was ready") end
  WarmUpIndicator(spy, own)
  if not own.IsReady then error("WarmUpIndicator did not make it ready") end
  samples = own.Samples
end

function OnData()
  if own.Samples ~= samples + 1 or last == own.Current.Time then error("not one new value a bar") end
  if math.abs(own.Value - average.Value) > 1e-9 then error("two averages of the same differ") end
  last, samples = own.Current.Time, own.Samples
  if not Portfolio.Invested then SetHoldings(spy, 1) end
end
