-- Bars made of hours end when their time is over, also when no data comes then.
local spy
local daily, three_hours, two_days = {}, {}, {}

local function on_day()
  daily[#daily + 1] = Time
  if not Portfolio.Invested then SetHoldings(spy, 1) end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 10)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Hour).Symbol
  Consolidate(spy, Resolution.Daily, on_day)
  Consolidate(spy, TimeSpan.FromHours(3), function() three_hours[#three_hours + 1] = Time end)
  Consolidate(spy, TimeSpan.FromDays(2), function() two_days[#two_days + 1] = Time end)
end

local function check(name, got, days, hours, n)
  local i = 0
  for _, day in ipairs(days) do
    for _, hour in ipairs(hours) do
      i = i + 1
      local want = DateTime(2013, 10, day, hour, 0, 0)
      if i <= n and got[i] ~= want then error(("%s: bar %d ended at %s, want %s"):format(name, i, got[i], want)) end
    end
  end
  if #got ~= n then error(("%s: %d bars, want %d"):format(name, #got, n)) end
end

function OnEndOfAlgorithm()
  check("daily", daily, { 7, 8, 9, 10 }, { 16 }, 4)
  check("three hours", three_hours, { 7, 8, 9, 10 }, { 12, 15, 18 }, 11)
  check("two days", two_days, { 9 }, { 9 }, 1)
end
