-- OnEndOfDay without a parameter: once, late on the days on which anything trades.
local check = require "perigee.check"

local seen = {}

function Initialize()
  SetStartDate(2013, 11, 26)
  SetEndDate(2013, 12, 3)
  AddEquity("DAY", Resolution.Daily)
  AddData("COIN") -- which trades on each day, but is removed on Thanksgiving
  Schedule.On(DateRules.On(2013, 11, 28), TimeRules.Noon, function() RemoveSecurity("COIN") end)
end

function OnEndOfDay() seen[#seen + 1] = Time:ToString("%d %H:%M") end

function OnEndOfAlgorithm()
  -- The evening of the last day lies behind the last slice.
  check.equal("trading days", table.concat(seen, ", "), "26 23:58, 27 23:58, 29 23:58, 02 23:58")
  check.finish()
end
