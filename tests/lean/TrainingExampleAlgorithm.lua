-- A training at once, and one every Sunday at 8:00. No orders.
local spy
local times = {}

local function train()
  times[#times + 1] = Time
  local history = History(spy, 200, Resolution.Daily)
  Log(("trained on %d bars"):format(#history))
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 14)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily).Symbol
  Train(train)
  Train(DateRules.Every(DayOfWeek.Sunday), TimeRules.At(8, 0), train)
end

function OnEndOfAlgorithm()
  local expected = { StartDate, DateTime(2013, 10, 13, 8, 0, 0) }
  if #times ~= #expected then error(("%d trainings, want %d"):format(#times, #expected)) end
  for i, time in ipairs(expected) do
    if times[i] ~= time then error(("training %d ran at %s, want %s"):format(i, times[i], time)) end
  end
end
