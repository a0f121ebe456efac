-- A span as long as a resolution warms an indicator up with that one's bars, where the data folder has them.
-- shared: lean-data
local check = require "perigee.check"

function Initialize()
  SetStartDate(2020, 1, 2)
  SetEndDate(2020, 1, 2)
  local spy = AddEquity("SPY", Resolution.Hour)
  local ranges = AverageTrueRange(5)
  WarmUpIndicator(spy, ranges, TimeSpan.FromDays(1))
  local by_hand = AverageTrueRange(5)
  for _, bar in ipairs(History(spy, ranges.Samples, Resolution.Daily)) do by_hand:Update(bar) end
  check.equal("ready", ranges.IsReady, true)
  check.equal("the value of the file's days", ranges.Value, by_hand.Value)
  check.equal("they end at the close", ranges.Current.Time, DateTime(2019, 12, 31, 16, 0, 0))
  local half = SimpleMovingAverage(4)
  WarmUpIndicator(spy, half, TimeSpan.FromHours(2))
  check.equal("others are made of the symbol's own", half.IsReady, true)
  check.finish()
end
