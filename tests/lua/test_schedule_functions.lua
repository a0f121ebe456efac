-- Rules made of functions, the builder, events made by hand, callbacks with a name and a time.
local check = require "perigee.check"

local seen, asked = {}, {}

local function record(name)
  seen[name] = {}
  return function() table.insert(seen[name], Time:ToString("%m-%d %H:%M")) end
end

local function functions()
  local odd = FuncDateRule("odd days", function(from, to)
    asked.from, asked.to, asked.calls = from, to, (asked.calls or 0) + 1
    local list = {}
    for day = 13, 1, -2 do list[#list + 1] = DateTime(2013, 11, day) end -- any order
    return list
  end)
  Schedule.On(odd, TimeRules.Noon, record "odd days")
  local evening = FuncTimeRule("evenings", function(dates)
    asked.dates = #dates
    local list = {}
    for i, day in ipairs(dates) do list[i] = day:AddHours(23) end
    return list
  end)
  Schedule.On(DateRules.On({ DateTime(2013, 11, 6), DateTime(2013, 11, 7) }), evening, record "evenings")
  check.equal("asked when set-up is over", asked.calls, nil)
end

local function builder()
  local function weekday(time) return time.DayOfWeek ~= DayOfWeek.Sunday and time.DayOfWeek ~= DayOfWeek.Saturday end
  local event = Schedule.Event("union"):Every(DayOfWeek.Wednesday):At(15, 0):At(10, 0):At(15, 0):Run(record "union")
  check.equal("its name", event.Name, "union")
  Schedule.Event():EveryDay():Where(weekday):At(7, 0):Run(record "where dates")
  Schedule.Event():EveryDay("DAY"):Every(TimeSpan.FromHours(1)):DuringMarketHours("DAY")
    :Where(function(time) return time.Hour % 2 == 0 end):Run(record "where times")
  Schedule.Event():MonthStart("DAY", 3):AfterMarketOpen("DAY", 10):Run(record "market")
  check.equal("made of the rules", Schedule.Event():EveryDay():At(7, 0):Run(record "unnamed").Name, "EveryDay: 7")
  check.raises("dates first", "ScheduleBuilder:At: name the dates first", function() Schedule.Event():At(7, 0) end)
  check.raises("a time is needed", "ScheduleBuilder:Run: name a time first",
    function() Schedule.Event():EveryDay():Run(record) end)
  check.raises("dates once", "ScheduleBuilder:WeekEnd: the dates are 'EveryDay' already",
    function() Schedule.Event():EveryDay():WeekEnd() end)
  check.raises("conditions last", "times come before Where and DuringMarketHours",
    function() Schedule.Event():EveryDay():At(1, 0):DuringMarketHours("DAY"):At(2, 0) end)
  check.raises("an added symbol", "ScheduleBuilder:DuringMarketHours: 'XYZ' was not added",
    function() Schedule.Event():EveryDay():At(1, 0):DuringMarketHours("XYZ") end)
  check.raises("arguments are counted without the builder", "ScheduleBuilder:Run: argument 1 (fn) was missing",
    function() Schedule.Event():EveryDay():At(1, 0):Run() end)
end

local function by_hand()
  local times = { DateTime(2013, 11, 8, 15), DateTime(2013, 11, 5, 14, 30), DateTime(2013, 11, 5, 14, 30) }
  local event = ScheduledEvent("by hand", times, record "by hand")
  check.equal("not scheduled yet", event.NextEventTime, nil)
  Schedule.Add(event)
  Schedule.Add(event) -- once is enough
  ScheduledEvent("never added", DateTime(2013, 11, 6), record "never added")
  local removed = Schedule.On(DateRules.EveryDay(), TimeRules.At(6, 0), record "removed and added")
  Schedule.Remove(removed)
  Schedule.On(DateRules.On(2013, 11, 10), TimeRules.At(0, 30), function()
    Schedule.Add(removed)
    check.equal("scheduled again", removed.NextEventTime, DateTime(2013, 11, 10, 6))
    check.equal("in UTC", removed.NextEventUtcTime, DateTime(2013, 11, 10, 11))
  end)
  local off = Schedule.On(DateRules.EveryDay(), TimeRules.At(5, 0), record "off")
  off.Enabled = false
  Schedule.Remove(off)
  Schedule.Add(off)
  check.equal("what was switched off stays so", off.Enabled, false)
  check.raises("no times", "ScheduledEvent: 0 times were given", ScheduledEvent, "x", {}, record)
  check.raises("not a time", "ScheduledEvent: item 1 of argument 2 (times) was a string ('x'), expected a DateTime",
    ScheduledEvent, "x", { "x" }, record)
end

local function callbacks()
  Schedule.On("two parameters", DateRules.On(2013, 11, 6), TimeRules.At(9, 0), function(name, time)
    seen["two parameters"] = { name, tostring(time) }
  end)
  Schedule.On("one parameter", DateRules.On(2013, 11, 6), TimeRules.At(9, 0), function(force)
    seen["one parameter"] = { tostring(force) }
  end)
  Schedule.Training(DateRules.On(2013, 11, 6), TimeRules.At(9, 0), function(...)
    seen.training = { tostring(IsTraining()), select("#", ...) }
  end)
  local named = Train("named", DateRules.On(2013, 11, 6), TimeRules.At(9, 0), function() end)
  check.equal("a training's name", named.Name, "named")
  Schedule.TrainingNow(function() seen["training now"] = { tostring(Time) } end)
end

local function added_late()
  Schedule.On(DateRules.On(2013, 11, 7), TimeRules.At(1, 0), function()
    check.raises("what a rule's function raises comes to the call", "no dates today",
      Schedule.On, FuncDateRule("bad", function() error("no dates today") end), TimeRules.Noon, record "bad")
    check.raises("and what it returns is checked",
      "returned was 5, expected a DateTime",
      Schedule.On, FuncDateRule("bad", function() return { 5 } end), TimeRules.Noon, record "bad")
    check.raises("nothing", "returned nil, expected an array of DateTime",
      Schedule.On, FuncDateRule("bad", function() end), TimeRules.Noon, record "bad")
    local none = Schedule.On(FuncDateRule("none", function() return {} end), TimeRules.Noon, record "none")
    check.equal("no date at all", none.NextEventTime, nil)
  end)
end

function Initialize()
  SetStartDate(2013, 11, 5)
  SetEndDate(2013, 11, 11)
  AddEquity("DAY", Resolution.Daily)
  AddData("COIN")
  functions()
  builder()
  by_hand()
  callbacks()
  added_late()
end

local function expect(name, list) check.equal(name, table.concat(seen[name], ", "), list) end

function OnEndOfAlgorithm()
  expect("odd days", "11-05 12:00, 11-07 12:00, 11-09 12:00, 11-11 12:00")
  check.equal("from the day before", asked.from, DateTime(2013, 11, 4))
  check.equal("to the end of 2050", asked.to, DateTime(2050, 12, 31))
  check.equal("once", asked.calls, 1)
  expect("evenings", "11-06 18:00, 11-07 18:00")
  check.equal("all dates", asked.dates, 2)
  expect("union", "11-06 10:00, 11-06 15:00")
  expect("where dates", "11-05 07:00, 11-06 07:00, 11-07 07:00, 11-08 07:00, 11-11 07:00")
  expect("where times", (("11-05 %s, 11-06 %s, 11-07 %s, 11-08 %s, 11-11 %s"):gsub("(11%-%d%d) %%s",
    "%1 11:00, %1 13:00, %1 15:00")))
  expect("market", "11-06 09:40")
  expect("by hand", "11-05 09:30, 11-08 10:00")
  expect("never added", "")
  expect("off", "")
  expect("removed and added", "11-10 06:00, 11-11 06:00")
  expect("two parameters", "two parameters, 2013-11-06 14:00:00")
  expect("one parameter", "nil")
  expect("training", "true, 0")
  expect("training now", "2013-11-05 00:00:00")
  check.finish()
end
