-- OnEndOfDay(symbol): ten minutes before each close; securities that come and go.
local check = require "perigee.check"

local seen = {}

function Initialize()
  SetStartDate(2013, 11, 26)
  SetEndDate(2013, 12, 3)
  AddEquity("DAY", Resolution.Daily)
  AddData("COIN")
  Schedule.On(DateRules.On(2013, 12, 1), TimeRules.Noon, function()
    check.equal("it was there", RemoveSecurity("COIN"), true)
    check.raises("it is not any more", "'COIN' was not added", RemoveSecurity, "COIN")
    check.equal("nor in the collection", Securities.ContainsKey("COIN"), false)
    check.equal("two are left", Securities.Count, 2)
  end)
end

function OnEndOfDay(symbol)
  seen[symbol.Value] = (seen[symbol.Value] or "") .. Time:ToString("%d %H:%M, ")
  if symbol.Value == "DAY" and Time.Day == 27 then AddEquity("WAVE", Resolution.Daily) end
end

function OnEndOfAlgorithm()
  check.equal("an equity's days", seen.DAY, "26 15:50, 27 15:50, 29 12:50, 02 15:50, 03 15:50, ")
  check.equal("added at the end of a day, whose end it has missed", seen.WAVE, "29 12:50, 02 15:50, 03 15:50, ")
  -- The market's days are UTC's: ten minutes before its midnight are 18:50 in New York.
  check.equal("around the clock, until it was removed", seen.COIN,
    "26 18:50, 27 18:50, 28 18:50, 29 18:50, 30 18:50, ")
  check.finish()
end
