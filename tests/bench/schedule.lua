-- 10,000 events over 20 years, each once a week: what a firing costs with its function in Lua.
local fired = 0

function Initialize()
  SetStartDate(2000, 1, 1)
  SetEndDate(2019, 12, 31)
  AddEquity("SPX", Resolution.Daily) -- moves the clock
  for i = 0, 9999 do
    local day = i % 7
    Schedule.On(DateRules.Every(day), TimeRules.At(i // 7 // 60, i // 7 % 60), function() fired = fired + 1 end)
  end
end

function OnEndOfAlgorithm() Log("fired " .. fired) end
