-- Settings.TrainDuringWarmUp: scheduled trainings run from the begin of the warm-up, as in LEAN.
-- luacheck: ignore 122
local check = require "perigee.check"

local days = {}

function Initialize()
  SetStartDate(2013, 10, 14)
  SetEndDate(2013, 10, 16)
  AddEquity("DAY", Resolution.Daily)
  SetWarmUp(TimeSpan.FromDays(5))
  Settings.TrainDuringWarmUp = true
  check.equal("it is set", Settings.TrainDuringWarmUp, true)
  check.raises("a boolean", "Settings.TrainDuringWarmUp was 1, expected true or false",
    function() Settings.TrainDuringWarmUp = 1 end)
  check.raises("another setting", "Settings has no property 'TrainAlways'", function() Settings.TrainAlways = true end)
  Train(DateRules.EveryDay(), TimeRules.At(8, 0), function() days[#days + 1] = Time.Day end)
end

function OnEndOfAlgorithm()
  check.equal("all days", table.concat(days, " "), "9 10 11 12 13 14 15 16")
  check.finish()
end
