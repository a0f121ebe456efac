-- Events at equal times fire in the order in which they were scheduled.
local spy
local fired, week_starts = {}, 0

local function note(name)
  return function() fired[#fired + 1] = name end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  for i = 1, 2 do
    Schedule.On(DateRules.EveryDay(spy), TimeRules.At(9, 25), note("early " .. i))
    Schedule.On(DateRules.EveryDay(spy), TimeRules.BeforeMarketClose(spy, 5), note("before the close " .. i))
    Schedule.On(DateRules.EveryDay(spy), TimeRules.At(16, 5), note("late " .. i))
  end
  Schedule.On(DateRules.WeekStart(spy), TimeRules.AfterMarketOpen(spy, 5), function() week_starts = week_starts + 1 end)
end

function OnData()
  if not Portfolio.Invested then SetHoldings(spy, 1) end
end

function OnEndOfAlgorithm()
  local day = { "early 1", "early 2", "before the close 1", "before the close 2", "late 1", "late 2" }
  for i, name in ipairs(fired) do
    local want = day[(i - 1) % #day + 1]
    if name ~= want then error(("event %d was '%s', want '%s'"):format(i, name, want)) end
  end
  if #fired ~= 28 then error(("%d events, want 28"):format(#fired)) end
  if week_starts ~= 1 then error(("%d starts of weeks, want 1"):format(week_starts)) end
end
