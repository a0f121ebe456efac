-- SetBenchmark: refusals, and a function that is asked once a midnight and at the end.
local check = require "perigee.check"

local asked = {}

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 9)
  local day = AddEquity("DAY", Resolution.Daily)
  check.raises("a number", "SetBenchmark: argument 1 (benchmark) was 5, expected a ticker, a Symbol", SetBenchmark, 5)
  check.raises("nothing", "SetBenchmark: argument 1 (benchmark)", SetBenchmark)
  SetBenchmark("NOWHERE") -- the last one counts
  SetBenchmark(day)
  SetBenchmark(day.Symbol)
  SetBenchmark("DAY")
  SetBenchmark(function(time)
    asked[#asked + 1] = tostring(time)
    return 100 + #asked
  end)
end

function OnData()
  check.raises("later", "the benchmark can be set in Initialize only", SetBenchmark, "DAY")
end

function OnEndOfAlgorithm()
  check.equal("midnights of the algorithm's zone", table.concat(asked, ", "),
    "2013-10-07 00:00:00, 2013-10-08 00:00:00, 2013-10-09 00:00:00")
  check.finish()
end
