-- Holes in minute bars: filled for a symbol that wants it, left for one that does not.
local check = require "perigee.check"
local min

local minutes, fills, hole = 0, 0, {}

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  min = AddEquity("MIN", Resolution.Minute)
  check.equal("Resolution", min.Resolution, Resolution.Minute)
  check.equal("Leverage of an equity", min.Leverage, 2.0)
end

function OnData(data)
  minutes = minutes + 1
  local bar = data[min]
  if bar.IsFillForward then
    fills = fills + 1
    hole[#hole + 1] = bar
  end
  if Time == DateTime(2013, 10, 7, 9, 31) then
    check.equal("first bar", bar.Close, 50.01)
    check.equal("its period", bar.Period, TimeSpan.FromMinutes(1))
    check.equal("market open", IsMarketOpen(min), true)
  end
  if Time == DateTime(2013, 10, 7, 16) then check.equal("closed at 16:00", IsMarketOpen(min), false) end
end

local function is_repeat(name, bar, close)
  check.near(name .. ": the close before", bar.Close, close, 1e-9)
  check.near(name .. ": its high", bar.High, close + 0.04, 1e-9)
  check.equal(name .. ": no volume", bar.Volume, 0.0)
end

function OnEndOfAlgorithm()
  check.equal("a bar for each minute of both days", minutes, 780)
  check.equal("five holes, and the end of the second day", fills, 15)
  check.equal("from 10:00", hole[1].Time, DateTime(2013, 10, 7, 10, 0))
  check.equal("to 10:05", hole[5].EndTime, DateTime(2013, 10, 7, 10, 5))
  check.equal("to the close", hole[15].EndTime, DateTime(2013, 10, 8, 16, 0))
  for i, bar in ipairs(hole) do is_repeat("bar " .. i, bar, i <= 5 and 50.30 or 58.80) end
  local past = History(min, 2000)
  check.equal("History is filled as well", #past, 780)
  check.equal("a repeat says so", past[31].IsFillForward, true)
  is_repeat("in History", past[31], 50.30)
  check.equal("a real bar says so", past[30].IsFillForward, false)
  check.equal("unless it is not wanted", #History(min, 2000, Resolution.Minute, false), 765)
  check.finish()
end
