--- Functions at times of the calendar. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Schedule"

add("library", "Schedule", "Schedule", "Functions at times of the calendar.", {
  { "On", "function(dateRule, timeRule, fn: EventFunction) | "
    .. "function(name, dateRule, timeRule, fn: EventFunction) -> ScheduledEvent",
    "call fn at every time the rules give; with its name and UTC time if it has two parameters" },
  { "Event", "function(name?) -> ScheduleBuilder", "name dates, times and conditions one after the other" },
  { "Training", "function(dateRule, timeRule, fn) -> TrainingEvent", "as Train with rules" },
  { "TrainingNow", "function(fn) -> TrainingEvent", "as Train(fn)" },
  { "Add", "function(event)", "schedule a ScheduledEvent made by hand, or one that was removed" },
  { "Remove", "function(event)", "it does not fire any more" },
  { "DateRules", "DateRules", "the same as the global" },
  { "TimeRules", "TimeRules", "the same as the global" },
})

local PERIOD_RULE = "function(daysOffset?) | function(symbol, daysOffset?, extendedMarketHours?: boolean = true) "
  .. "-> DateRule"
local MARKET_RULE = "function(symbol, minutes?: number = 0, extendedMarketHours?) | "
  .. "function(minutes?: number = 0, extendedMarketHours?) -> TimeRule"
add("library", "DateRules", "DateRules", "On which days.", {
  { "Today", "DateRule", "this day" },
  { "Tomorrow", "DateRule", "the next day" },
  { "On", "function(year, month, day) | function(...: DateTime) | function(dates: DateTime[]) -> DateRule",
    "given dates" },
  { "Every", "function(...: DayOfWeek) -> DateRule", "given days of the week" },
  { "EveryDay", "function() | function(symbol, extendedMarketHours?) -> DateRule",
    "every calendar day; every open day of the symbol" },
  { "WeekStart", PERIOD_RULE,
    "Monday; first open day of the week; so many days later, but in the week" },
  { "WeekEnd", PERIOD_RULE,
    "Friday; last open day of the week; so many days earlier" },
  { "MonthStart", PERIOD_RULE,
    "first (open) day of the month, or so many later" },
  { "MonthEnd", PERIOD_RULE,
    "last (open) day of the month, or so many earlier" },
  { "QuarterStart", PERIOD_RULE,
    "first (open) day of the quarter, or so many later" },
  { "QuarterEnd", PERIOD_RULE,
    "last (open) day of the quarter, or so many earlier" },
  { "YearStart", PERIOD_RULE,
    "first (open) day of the year, or so many later" },
  { "YearEnd", PERIOD_RULE,
    "last (open) day of the year, or so many earlier" },
  { "SetDefaultTimeZone", "function(timeZone: string)", "zone of Today and Tomorrow from now on" },
})
add("function", "FuncDateRule",
  "FuncDateRule(name, fn: function(from: DateTime, to: DateTime) -> DateTime[]) -> DateRule",
  "Dates a function gives: asked once, for all dates to the end of 2050.")

add("library", "TimeRules", "TimeRules", "At which times of a day, in the algorithm's zone.", {
  { "Now", "TimeRule", "at once" },
  { "Noon", "TimeRule", "12:00" },
  { "Midnight", "TimeRule", "00:00" },
  { "At", "function(hour, minute, second?: integer = 0, zone?) | function(span: TimeSpan, zone?) -> TimeRule",
    "a time of day; 25:00 is 01:00 of the next day" },
  { "Every", "function(span: TimeSpan) -> TimeRule", "from 00:00 in steps" },
  { "AfterMarketOpen", MARKET_RULE,
    "after the first open of the day; without a symbol that of US equities and all other added markets" },
  { "BeforeMarketOpen", MARKET_RULE,
    "before the first open" },
  { "BeforeMarketClose", MARKET_RULE,
    "before the last close of the day" },
  { "AfterMarketClose", MARKET_RULE,
    "after the last close" },
  { "SetDefaultTimeZone", "function(timeZone: string)", "zone of rules made from now on, instead of the algorithm's" },
})
add("function", "FuncTimeRule", "FuncTimeRule(name, fn: function(dates: DateTime[]) -> DateTime[]) -> TimeRule",
  "Times in UTC a function gives for all dates of the date rule: asked once.")
add("function", "ScheduledEvent",
  "ScheduledEvent(name, times: DateTime|DateTime[], fn: EventFunction) -> ScheduledEvent",
  "An event at given UTC times, for Schedule.Add.")

add("class", "ScheduledEvent", "ScheduledEvent", "What Schedule.On returns.", {
  { "Name", "string", "of the rules, or as given" },
  { "Enabled", "boolean, writable", "false: its times pass silently" },
  { "NextEventTime", "DateTime|nil", "in the algorithm's zone; nil: no time is left, or in Initialize" },
  { "NextEventUtcTime", "DateTime|nil", "in UTC; nil: no time is left, or in Initialize" },
})

local PERIOD_BUILDER = PERIOD_RULE:gsub("function%(", "method("):gsub("DateRule", "ScheduleBuilder")

local MARKET_BUILDER = MARKET_RULE:gsub("function%(", "method("):gsub("TimeRule", "ScheduleBuilder")
add("class", "ScheduleBuilder", "ScheduleBuilder",
  "Schedule.Event(): dates, then times (their union), then conditions, then Run.", {
  { "On", "method(year, month, day) | method(...: DateTime) | method(dates: DateTime[]) -> ScheduleBuilder",
    "dates: as DateRules.On" },
  { "Every", "method(...: DayOfWeek) | method(span: TimeSpan) -> ScheduleBuilder",
    "dates: days of the week; times: in steps" },
  { "EveryDay", "method() | method(symbol, extendedMarketHours?) -> ScheduleBuilder", "dates: as DateRules.EveryDay" },
  { "WeekStart", PERIOD_BUILDER, "dates: as DateRules.WeekStart" },
  { "WeekEnd", PERIOD_BUILDER, "dates: as DateRules.WeekEnd" },
  { "MonthStart", PERIOD_BUILDER, "dates: as DateRules.MonthStart" },
  { "MonthEnd", PERIOD_BUILDER, "dates: as DateRules.MonthEnd" },
  { "QuarterStart", PERIOD_BUILDER, "dates: as DateRules.QuarterStart" },
  { "QuarterEnd", PERIOD_BUILDER, "dates: as DateRules.QuarterEnd" },
  { "YearStart", PERIOD_BUILDER, "dates: as DateRules.YearStart" },
  { "YearEnd", PERIOD_BUILDER, "dates: as DateRules.YearEnd" },
  { "Where", "method(fn: function(time: DateTime) -> boolean) -> ScheduleBuilder",
    "before the first time: which dates; after it: which times, in UTC" },
  { "At", "method(hour, minute, second?: integer = 0, zone?) | method(span: TimeSpan, zone?) -> ScheduleBuilder",
    "a time: as TimeRules.At" },
  { "AfterMarketOpen", MARKET_BUILDER, "a time: as TimeRules.AfterMarketOpen" },
  { "BeforeMarketOpen", MARKET_BUILDER, "a time: as TimeRules.BeforeMarketOpen" },
  { "BeforeMarketClose", MARKET_BUILDER, "a time: as TimeRules.BeforeMarketClose" },
  { "AfterMarketClose", MARKET_BUILDER, "a time: as TimeRules.AfterMarketClose" },
  { "DuringMarketHours", "method(symbol, extendedMarketHours?) -> ScheduleBuilder",
    "only times at which the symbol's market is open" },
  { "Run", "method(fn: EventFunction) -> ScheduledEvent", "schedule it" },
})
add("class", "DateRule", "DateRule", "Made by DateRules.", { { "Name", "string", "as LEAN names it" } })
add("class", "TimeRule", "TimeRule", "Made by TimeRules.", { { "Name", "string", "as LEAN names it" } })

return rows
