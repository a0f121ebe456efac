-- Rules, names, order at equal times, Enabled, Remove, NextEventTime; the end of summer time.
local check = require "perigee.check"

local fired, equal_times, sundays = {}, {}, {}
local hourly = { [2] = 0, [3] = 0, [4] = 0 }

local function counter(name)
  fired[name] = 0
  return function() fired[name] = fired[name] + 1 end
end

local function names()
  local function nothing() end
  local every = DateRules.EveryDay()
  check.equal("EveryDay", every.Name, "EveryDay")
  check.equal("an event's name comes from its rules", Schedule.On(every, TimeRules.Noon, nothing).Name,
    every.Name .. ": " .. TimeRules.Noon.Name)
  check.equal("or is given", Schedule.On("mine", every, TimeRules.Noon, nothing).Name, "mine")
  check.raises("a year that is not", "DateRules.On: there is no day 2013-2-30", DateRules.On, 2013, 2, 30)
  check.raises("a fraction of an hour", "TimeRules.At: argument 1 (hour) was 9.5, expected an integer",
    TimeRules.At, 9.5)
  check.equal("25:00 is 01:00 of the next day", TimeRules.At(25, 0).Name, "25")
  check.raises("no such zone", "TimeRules.At: unknown time zone 'Mars/Base'", TimeRules.At, 9, 0, "Mars/Base")
  check.raises("no days", "DateRules.Every: 0 days were given, expected 1 to 7", DateRules.Every)
  check.raises("colon", "DateRules.Every takes a dot, not a colon: write DateRules.Every(...)",
    function() return DateRules:Every(DayOfWeek.Monday) end)
  check.raises("rules the wrong way round", "argument 1 (dateRule) was a TimeRule, expected a DateRule",
    Schedule.On, TimeRules.Noon, every, nothing)
  check.raises("no function", "Schedule.On: argument 3 (fn) was missing, expected a function",
    Schedule.On, every, TimeRules.Noon)
  check.raises("misspelt rule", "DateRules has no property 'EvryDay'; did you mean 'EveryDay'?",
    function() return DateRules.EvryDay end)
  check.raises("every nothing", "Every", TimeRules.Every, TimeSpan.FromSeconds(0))
end

local function rules()
  Schedule.On(DateRules.EveryDay(), TimeRules.Midnight, counter "every day")
  Schedule.On(DateRules.Every(DayOfWeek.Monday, DayOfWeek.Friday), TimeRules.At(7, 30), counter "monday and friday")
  Schedule.On(DateRules.On(2013, 11, 5), TimeRules.Noon, counter "one date")
  Schedule.On(DateRules.On(DateTime(2013, 11, 4), DateTime(2013, 11, 6)), TimeRules.Noon, counter "two dates")
  Schedule.On(DateRules.Today, TimeRules.At(TimeSpan.FromHours(20)), counter "today")
  Schedule.On(DateRules.Tomorrow, TimeRules.At(20, 0), counter "tomorrow")
  Schedule.On(DateRules.Every(DayOfWeek.Sunday), TimeRules.At(8, 0), function()
    sundays[#sundays + 1] = ("%s %s"):format(Time, UtcTime)
  end)
  Schedule.On(DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromHours(1)), function()
    if Time.Month == 11 and hourly[Time.Day] then hourly[Time.Day] = hourly[Time.Day] + 1 end
  end)
end

local function at_equal_times()
  for i = 1, 3 do
    Schedule.On(DateRules.On(2013, 11, 6), TimeRules.At(9, 0), function()
      equal_times[#equal_times + 1] = i
    end)
  end
end

local function switches()
  local off = Schedule.On(DateRules.EveryDay(), TimeRules.At(10, 0), counter "switched off")
  check.equal("Enabled", off.Enabled, true)
  off.Enabled = false
  check.raises("Enabled is a boolean", "ScheduledEvent.Enabled was a string ('no'), expected true or false",
    function() off.Enabled = "no" end)
  Schedule.On(DateRules.On(2013, 11, 6), TimeRules.At(8, 0), function() off.Enabled = true end)

  local gone
  gone = Schedule.On(DateRules.EveryDay(), TimeRules.At(11, 0), function()
    fired.gone = (fired.gone or 0) + 1
    if fired.gone == 2 then Schedule.Remove(gone) end
  end)
  check.raises("Remove with a dot", "Schedule.Remove takes a dot, not a colon", function() Schedule:Remove(gone) end)

  local once
  once = Schedule.On(DateRules.On(2013, 11, 4), TimeRules.At(9, 0), counter "once")
  Schedule.On(DateRules.On(2013, 11, 2), TimeRules.At(1, 0), function()
    check.equal("NextEventTime", once.NextEventTime, DateTime(2013, 11, 4, 9))
  end)
  Schedule.On(DateRules.On(2013, 11, 7), TimeRules.At(1, 0), function()
    check.equal("no time left", once.NextEventTime, nil)
    check.equal("nor for a removed one", gone.NextEventTime, nil)
    Schedule.On(DateRules.Today, TimeRules.At(2, 0), counter "added by an event")
    Schedule.On(DateRules.Today, TimeRules.At(0, 30), counter "too late")
  end)
end

function Initialize()
  SetStartDate(2013, 11, 1)
  SetEndDate(2013, 11, 8)
  AddData("COIN")
  names()
  rules()
  at_equal_times()
  switches()
end

function OnEndOfAlgorithm()
  check.equal("the last slice", tostring(Time), "2013-11-09 19:00:00")
  check.equal("every day", fired["every day"], 9)
  check.equal("Monday and Friday", fired["monday and friday"], 3)
  check.equal("one date", fired["one date"], 1)
  check.equal("two dates", fired["two dates"], 2)
  check.equal("Today", fired.today, 1)
  check.equal("Tomorrow", fired.tomorrow, 1)
  check.equal("order of creation", table.concat(equal_times), "123")
  check.equal("disabled until November 6", fired["switched off"], 4)
  check.equal("removed by itself", fired.gone, 2)
  check.equal("once", fired.once, 1)
  check.equal("added by an event", fired["added by an event"], 1)
  check.equal("a time that has passed", fired["too late"], 0)
  check.equal("Sunday 8:00 local, in winter time", sundays[1], "2013-11-03 08:00:00 2013-11-03 13:00:00")
  check.equal("one Sunday", #sundays, 1)
  check.equal("hours of a day", hourly[2], 24)
  check.equal("hours after the change", hourly[4], 24)
  check.equal("hours of the day of 25 hours: each local time once", hourly[3], 24)
  check.finish()
end
