-- An indicator whose automatic warm-up fails is not fed afterwards, nor is a consolidator left for it.
local check = require "perigee.check"
local day, other
local calls, days = 0, 0

-- Reads the close, but fails at its first bar when `fails`.
local function reading(fails)
  return function(bar)
    calls = calls + 1
    if fails and calls == 1 then error("the first bar") end
    return bar.Close
  end
end

local function attempts()
  calls = 0
  check.raises("bars by number", "SMA: an indicator is warmed up with bars of a Resolution or a TimeSpan", SMA, day, 3,
    2, reading(false))
  check.raises("a week", "an indicator is warmed up with bars", EMA, day, 3, Calendar.Weekly, reading(false))
  check.raises("two symbols", "an indicator is warmed up with bars", B, day, other, 3, 2, reading(false))
  check.equal("none was read", calls, 0)
  check.raises("a selector that fails", "the first bar", SMA, day, 3, Resolution.Daily, reading(true))
  calls = 0
  check.raises("one of two symbols", "the first bar", B, day, other, 3, Resolution.Daily, reading(true))
  calls = 0
end

function Initialize()
  SetStartDate(2013, 10, 14)
  SetEndDate(2013, 10, 18)
  Settings.AutomaticIndicatorWarmUp = true -- luacheck: ignore 122
  day = AddEquity("DAY", Resolution.Daily)
  other = AddEquity("LATE", Resolution.Daily)
  attempts()
  local fine = SMA(day, 3, Resolution.Daily, reading(false))
  check.that("one that does not fail is ready", fine.IsReady)
  check.equal("with three bars", calls, 3)
  DeregisterIndicator(fine)
  calls = 0
end

function OnData(data)
  if not data[day] then return end
  days = days + 1
  check.equal("nothing is read", calls, 0)
  if days == 2 then attempts() end
end

function OnEndOfAlgorithm()
  check.equal("days", days, 5)
  check.finish()
end
