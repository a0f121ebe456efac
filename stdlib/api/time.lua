--- The clock, points in time and spans. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Time"

add("property", "Time", "DateTime", "The clock, in the algorithm's zone.")
add("property", "UtcTime", "DateTime", "The clock in UTC.")
add("property", "StartDate", "DateTime", "Midnight of the first day.")
add("property", "EndDate", "DateTime", "Midnight of the last day.")
add("property", "IsWarmingUp", "boolean", "True before the start date of a run with a warm-up.")
add("property", "LiveMode", "boolean", "True when run by perigee live, false in a backtest.")

add("enum", "DayOfWeek", "DayOfWeek", "Day of the week, a number.",
  { { "Sunday", "0" }, { "Monday", "1" }, { "Tuesday", "2" }, { "Wednesday", "3" }, { "Thursday", "4" },
    { "Friday", "5" }, { "Saturday", "6" } })

add("library", "DateTime",
  "DateTime(year, month, day, hour?: integer = 0, minute?: integer = 0, second?: integer = 0) -> DateTime",
  "A point in time, to the nanosecond.", {
    { "Parse", "function(text) -> DateTime", "2013-10-07 or 2013-10-07 09:30" },
  })
add("library", "TimeSpan",
  "TimeSpan(hours: number, minutes: number, seconds: number) | "
    .. "TimeSpan(days: number, hours: number, minutes: number, seconds: number) -> TimeSpan",
  "A length of time, in whole nanoseconds.", {
    { "FromDays", "function(n: number) -> TimeSpan", "n days; n may have a fraction" },
    { "FromHours", "function(n: number) -> TimeSpan", "n hours; n may have a fraction" },
    { "FromMinutes", "function(n: number) -> TimeSpan", "n minutes; n may have a fraction" },
    { "FromSeconds", "function(n: number) -> TimeSpan", "n seconds; n may have a fraction" },
    { "Days", "function(n: number) -> TimeSpan", "as FromDays" },
    { "Hours", "function(n: number) -> TimeSpan", "as FromHours" },
    { "Minutes", "function(n: number) -> TimeSpan", "as FromMinutes" },
    { "Seconds", "function(n: number) -> TimeSpan", "as FromSeconds" },
    { "Zero", "TimeSpan", "no time" },
  })

add("class", "DateTime", "DateTime", "A point in time: its parts, and what lies some time later.", {
  { "Year", "integer", "1700 to 2250" },
  { "Month", "integer", "1 to 12" },
  { "Day", "integer", "1 to 31" },
  { "Hour", "integer", "0 to 23" },
  { "Minute", "integer", "0 to 59" },
  { "Second", "integer", "0 to 59" },
  { "Millisecond", "integer", "0 to 999" },
  { "DayOfWeek", "DayOfWeek", "0 is Sunday" },
  { "DayOfYear", "integer", "1 to 366" },
  { "Date", "DateTime", "its midnight" },
  { "TimeOfDay", "TimeSpan", "since midnight" },
  { "AddDays", "method(n: number) -> DateTime", "days later; n may have a fraction" },
  { "AddHours", "method(n: number) -> DateTime", "hours later; n may have a fraction" },
  { "AddMinutes", "method(n: number) -> DateTime", "minutes later; n may have a fraction" },
  { "AddSeconds", "method(n: number) -> DateTime", "seconds later; n may have a fraction" },
  { "+", "operator(span: TimeSpan) -> DateTime", "later by a span" },
  { "-", "operator(span: TimeSpan) -> DateTime | operator(other: DateTime) -> TimeSpan",
    "earlier by a span, or the span since another time; times compare with == < <=" },
  { "ToString", "method(format?: string) -> string",
    "2013-10-07 09:30:00, or by a format of %Y %m %d %H %M %S %y %j %I %p %a %A %b %B %F %T %f %%" },
})
add("class", "TimeSpan", "TimeSpan", "A length of time, in whole nanoseconds.", {
  { "TotalDays", "number", "the whole span in days" },
  { "TotalHours", "number", "the whole span in hours" },
  { "TotalMinutes", "number", "the whole span in minutes" },
  { "TotalSeconds", "number", "the whole span in seconds" },
  { "+", "operator(other: TimeSpan) -> TimeSpan", "both together; spans compare with == < <=" },
  { "-", "operator(other: TimeSpan) -> TimeSpan", "what is longer" },
  { "*", "operator(factor: number) -> TimeSpan", "so many times as long" },
  { "/", "operator(divisor: number) -> TimeSpan | operator(other: TimeSpan) -> number",
    "a part, or how often it fits" },
  { "Days", "integer", "whole days" },
  { "Hours", "integer", "of the rest: 0 to 23" },
  { "Minutes", "integer", "of the rest: 0 to 59" },
  { "Seconds", "integer", "of the rest: 0 to 59" },
})

return rows
