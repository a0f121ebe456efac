-- Every date rule and time rule, with and without a symbol: names, arguments, the times they give.
local check = require "perigee.check"

local NOON = "12:00"
local seen = {} -- name -> list of local times

local function record(name)
  seen[name] = {}
  return function() table.insert(seen[name], Time:ToString("%m-%d %H:%M")) end
end

local function nothing() end

local function days(rule) Schedule.On(rule, TimeRules.Noon, record(rule.Name)) end
local function times(rule)
  local dates = DateRules.On({ DateTime(2013, 11, 27), DateTime(2013, 11, 28), DateTime(2013, 11, 29) })
  Schedule.On(dates, rule, record(rule.Name))
end

local function names()
  local function named(rule, name) check.equal(name, rule.Name, name) end
  named(DateRules.WeekStart(), "WeekStart")
  named(DateRules.WeekStart(2), "WeekStart+2")
  named(DateRules.WeekEnd("SPY", 1), "SPY: WeekEnd-1")
  named(DateRules.MonthStart("DAY", 5, false), "DAY: MonthStart+5")
  named(DateRules.QuarterEnd(), "QuarterEnd")
  named(DateRules.YearStart("SPY"), "SPY: YearStart")
  named(DateRules.EveryDay("SPY"), "SPY: EveryDay")
  named(TimeRules.AfterMarketOpen("SPY", 30), "SPY: 30 min after MarketOpen")
  named(TimeRules.BeforeMarketOpen("SPY", 30, true), "SPY: 30 min before ExtendedMarketOpen")
  named(TimeRules.BeforeMarketClose("SPY", 2.5), "SPY: 2.5 min before MarketClose")
  named(TimeRules.AfterMarketClose(15), "15 min after MarketClose")
  named(TimeRules.AfterMarketOpen(), "0 min after MarketOpen")
  named(TimeRules.At(9, 31, 12), "9.52")
  named(FuncDateRule("mine", nothing), "mine")
  named(FuncTimeRule("my times", nothing), "my times")
  check.equal("the same rules on Schedule", Schedule.DateRules.WeekEnd(1).Name, "WeekEnd-1")
  check.equal("and times", Schedule.TimeRules.Noon.Name, "Noon")
end

local function refused()
  check.raises("a week has 7 days", "offset was 7, expected 0 to 6", DateRules.WeekStart, 7)
  check.raises("5 of them are trading days", "offset was 5, expected 0 to 4", DateRules.WeekEnd, "SPY", 5)
  check.raises("a negative offset", "offset was -1", DateRules.WeekStart, "SPY", -1)
  check.raises("a month", "offset was 31, expected 0 to 30", DateRules.MonthStart, 31)
  check.raises("a month of a symbol", "offset was 31, expected 0 to 30", DateRules.MonthEnd, "SPY", 31)
  check.raises("a quarter", "offset was 93, expected 0 to 92", DateRules.QuarterStart, 93)
  check.raises("a year", "offset was 366, expected 0 to 365", DateRules.YearEnd, 366)
  check.raises("half a day", "DateRules.MonthStart: argument 1 (daysOffset) was 0.5, expected an integer",
    DateRules.MonthStart, 0.5)
  check.raises("no symbol", "DateRules.WeekStart: argument 2 (extra) was true, expected nothing behind daysOffset",
    DateRules.WeekStart, 2, true)
  check.raises("a table as symbol", "DateRules.EveryDay: argument 1 (symbol) was a table", DateRules.EveryDay, {})
  for _, edge in ipairs { "AfterMarketOpen", "BeforeMarketOpen", "BeforeMarketClose", "AfterMarketClose" } do
    check.raises(edge .. " around the clock", "'COIN'", TimeRules[edge], "COIN", 30)
    check.raises(edge .. " proposes At", "TimeRules.At", TimeRules[edge], "COIN", 30)
  end
  check.raises("minutes", "TimeRules.AfterMarketOpen: argument 2 (minutes) was a string ('x'), expected a number",
    TimeRules.AfterMarketOpen, "SPY", "x")
  check.raises("more than a lifetime", "minutes", TimeRules.AfterMarketOpen, 1e7)
  check.raises("steps of two days", "TimeRules.Every: the span was 2.00:00:00, expected a millisecond to a day",
    TimeRules.Every, TimeSpan.FromDays(2))
  check.raises("a zone that is none", "TimeRules.At: unknown time zone", TimeRules.At, 9, 30, 0, "Nowhere")
  check.raises("a function", "FuncDateRule: argument 2 (fn) was 1, expected a function", FuncDateRule, "f", 1)
  check.raises("a function of times", "FuncTimeRule: argument 2 (fn) was a string ('hello'), expected a function",
    FuncTimeRule, "f", "hello")
  check.raises("a zone", "TimeRules.SetDefaultTimeZone: ", TimeRules.SetDefaultTimeZone, "Nowhere")
end

local function symbols()
  local es = Symbol.Create("ES", SecurityType.Future, Market.CME)
  check.equal("ticker", es.Value, "ES")
  check.equal("type", es.SecurityType, SecurityType.Future)
  check.equal("market", es.Market, "cme")
  check.that("equal", es == Symbol.Create("ES", "Future", "CME"))
  check.that("not equal", es ~= Symbol.Create("NQ", "Future", "cme"))
  check.equal("of what was added", Symbol.Create("DAY", SecurityType.Equity, Market.USA), Securities["DAY"].Symbol)
  check.raises("no such market", "Symbol.Create: ", Symbol.Create, "ES", SecurityType.Future, "mars")
  check.raises("no such type", "securityType", Symbol.Create, "ES", "Futur", "cme")
  check.raises("not added", "MarketOrder: 'ES' was not added", MarketOrder, es, 1)
  days(DateRules.WeekStart(es))
  times(TimeRules.AfterMarketOpen(es, 0, true))
end

function Initialize()
  SetStartDate(2013, 11, 1)
  SetEndDate(2013, 12, 31)
  AddEquity("DAY", Resolution.Daily)
  AddData("COIN")
  names()
  refused()
  symbols()
  days(DateRules.WeekStart(1))
  days(DateRules.WeekEnd())
  days(DateRules.WeekEnd("DAY"))
  days(DateRules.MonthStart())
  days(DateRules.MonthStart("DAY"))
  days(DateRules.MonthEnd("DAY", 1))
  days(DateRules.QuarterEnd("DAY"))
  days(DateRules.YearEnd(3))
  days(DateRules.WeekStart("COIN"))
  times(TimeRules.AfterMarketOpen("DAY", 30))
  times(TimeRules.BeforeMarketOpen("DAY", 30))
  times(TimeRules.BeforeMarketClose("DAY", 10))
  times(TimeRules.AfterMarketClose("DAY", 90))
  times(TimeRules.BeforeMarketClose("DAY", 0, true))
  times(TimeRules.AfterMarketOpen(1))
  times(TimeRules.BeforeMarketClose(1))
  times(TimeRules.At(9, 0, TimeZones.London))
  times(TimeRules.At(TimeSpan.FromHours(34)))
  TimeRules.SetDefaultTimeZone(TimeZones.Utc)
  times(TimeRules.At(20, 15))
  TimeRules.SetDefaultTimeZone("America/New_York")
end

local function expect(name, list)
  check.equal(name, table.concat(seen[name] or { "never made" }, ", "), list)
end

local function at_noon(list) return (list:gsub("%d%d%-%d%d", "%0 " .. NOON)) end

function OnEndOfAlgorithm()
  expect("WeekStart+1", at_noon "11-05, 11-12, 11-19, 11-26, 12-03, 12-10, 12-17, 12-24, 12-31")
  expect("WeekEnd", at_noon "11-01, 11-08, 11-15, 11-22, 11-29, 12-06, 12-13, 12-20, 12-27")
  expect("DAY: WeekEnd", at_noon "11-01, 11-08, 11-15, 11-22, 11-29, 12-06, 12-13, 12-20, 12-27")
  expect("MonthStart", at_noon "11-01, 12-01")
  expect("DAY: MonthStart", at_noon "11-01, 12-02")
  expect("DAY: MonthEnd-1", at_noon "11-27, 12-30")
  expect("DAY: QuarterEnd", at_noon "12-31")
  expect("YearEnd-3", at_noon "12-28")
  expect("COIN: WeekStart", at_noon "11-03, 11-10, 11-17, 11-24, 12-01, 12-08, 12-15, 12-22, 12-29")
  expect("ES: WeekStart", at_noon "11-03, 11-10, 11-17, 11-24, 12-01, 12-08, 12-15, 12-22, 12-29")
  expect("ES: 0 min after ExtendedMarketOpen", "11-27 00:00, 11-28 00:00, 11-29 00:00")
  -- Thanksgiving is closed, and the day after it closes at 13:00.
  expect("DAY: 30 min after MarketOpen", "11-27 10:00, 11-29 10:00")
  expect("DAY: 30 min before MarketOpen", "11-27 09:00, 11-29 09:00")
  expect("DAY: 10 min before MarketClose", "11-27 15:50, 11-29 12:50")
  expect("DAY: 90 min after MarketClose", "11-27 17:30, 11-29 14:30")
  expect("DAY: 0 min before ExtendedMarketClose", "11-27 20:00, 11-29 13:00")
  expect("1 min after MarketOpen", "11-27 09:31, 11-29 09:31")
  expect("1 min before MarketClose", "11-27 15:59, 11-29 12:59")
  expect("9", "11-27 04:00, 11-28 04:00, 11-29 04:00")
  expect("34", "11-28 10:00, 11-29 10:00, 11-30 10:00")
  expect("20.25", "11-27 15:15, 11-28 15:15, 11-29 15:15")
  check.finish()
end
