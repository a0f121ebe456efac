-- The clock in Initialize, warm-up, OnData, events; the order of the callbacks around the start.
local check = require "perigee.check"
local day, sma

local calls, warm_days, days = {}, 0, 0
local firstEvent

local function note(name)
  if calls[#calls] ~= name then calls[#calls + 1] = name end
end

function Initialize()
  check.equal("Time before SetStartDate", tostring(Time), "1998-01-01 00:00:00")
  check.equal("EndDate is not known yet", EndDate, nil)
  SetStartDate(2013, 10, 14)
  SetEndDate(DateTime(2013, 10, 18))
  check.equal("Time after SetStartDate", tostring(Time), "2013-10-14 00:00:00")
  check.equal("StartDate", tostring(StartDate), "2013-10-14 00:00:00")
  check.equal("EndDate", tostring(EndDate), "2013-10-18 00:00:00")
  check.equal("UtcTime", tostring(UtcTime), "2013-10-14 04:00:00")
  check.equal("LiveMode", LiveMode, false)
  day = AddEquity("DAY", Resolution.Daily)
  SetWarmUp(3, Resolution.Daily)
  sma = SMA(day, 3)
  Schedule.On(DateRules.EveryDay(), TimeRules.Noon, function()
    note("event")
    firstEvent = firstEvent or tostring(Time)
    check.equal("time of an event", Time.Hour, 12)
    check.equal("time of day of an event", Time.TimeOfDay, TimeSpan.FromHours(12))
    check.equal("no slice in an event", CurrentSlice, nil)
  end)
  check.raises("an order in Initialize", "orders cannot be sent in Initialize", MarketOrder, day, 1)
  check.raises("a wrong date", "SetStartDate: there is no day 2013-2-30", SetStartDate, 2013, 2, 30)
  check.raises("a wrong zone", "'Nowhere/City'", SetTimeZone, "Nowhere/City")
end

function OnWarmupFinished()
  note("finished")
  check.equal("Time when the warm-up ends", tostring(Time), "2013-10-14 00:00:00")
  check.equal("no warm-up any more", IsWarmingUp, false)
  check.equal("bars of the warm-up", warm_days, 3)
  check.equal("the indicator is ready", sma.IsReady, true)
  check.near("its value: closes of October 9, 10, 11", sma.Value, 109, 1e-12)
end

function OnData(data)
  check.equal("Time in OnData is the slice's", tostring(Time), tostring(data.Time))
  check.equal("a daily bar ends at the close", Time.Hour, 16)
  if IsWarmingUp then
    note("warm data")
    warm_days = warm_days + 1
    check.raises("an order while warming up", "orders cannot be sent while warming up",
      SetHoldings, day, 1)
    return
  end
  note("data")
  days = days + 1
  if days == 1 then
    check.equal("first day", Time, DateTime(2013, 10, 14, 16))
    check.equal("UtcTime in summer", UtcTime, DateTime(2013, 10, 14, 20))
    check.raises("set-up is over", "SetCash can be called in Initialize only", SetCash, 1)
    check.raises("the start is fixed", "SetStartDate can be called in Initialize only",
      SetStartDate, 2013, 1, 1)
  end
end

function OnEndOfAlgorithm()
  check.equal("days after the warm-up", days, 5)
  check.equal("Time at the end", tostring(Time), "2013-10-18 16:00:00")
  check.equal("first event, in the warm-up", firstEvent, "2013-10-09 12:00:00")
  check.equal("order of the callbacks", table.concat(calls, ", "),
    "event, warm data, event, warm data, event, warm data, event, finished, "
      .. "event, data, event, data, event, data, event, data, event, data")
  check.raises("no orders after the end", "orders cannot be sent when the data have ended",
    MarketOrder, day, 1)
  check.finish()
end
