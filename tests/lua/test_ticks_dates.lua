-- Without dates a run of ticks alone goes from the day of the first to that of the last.
local check = require "perigee.check"
local ticks = 0

function Initialize() AddEquity("TIC", Resolution.Tick) end
function OnData() ticks = ticks + 1 end

function OnEndOfAlgorithm()
  check.equal("ticks came", ticks > 0, true)
  check.equal("StartDate", tostring(StartDate), "2013-10-07 00:00:00")
  check.equal("EndDate", tostring(EndDate), "2013-10-07 00:00:00")
  check.finish()
end
