-- Thirty days of warm-up feed a Renko consolidator and an average of its bricks.
local spy, average

local function on_brick()
  if IsWarmingUp then return end
  if not average.IsReady then error("the average was not warmed up") end
  if not Portfolio.Invested then SetHoldings(spy, 1) end
end

function Initialize()
  SetStartDate(2013, 11, 1)
  SetEndDate(2013, 12, 10)
  SetCash(100000)
  SetWarmUp(TimeSpan.FromDays(30))
  spy = AddEquity("SPY", Resolution.Daily).Symbol
  local renko = ClassicRenkoConsolidator(2)
  renko.DataConsolidated = on_brick
  average = SimpleMovingAverage("average of bricks", 3)
  RegisterIndicator(spy, average, renko)
end
