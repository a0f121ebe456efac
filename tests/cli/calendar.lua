-- `perigee calendar`: built-in calendars, LEAN's database, the list; status 2 for wrong usage, 3 for a
-- damaged database.
local t = ...
local harness, json = require "harness", require "json"

local function decode(name, result)
  local ok, value = pcall(json.decode, result.stdout)
  return t:check(ok, name .. ": JSON", tostring(value) .. "\n" .. result.stdout) and value or nil
end

-- A list of records as lines of some of their members.
local function lines(list, ...)
  local out = {}
  for i, row in ipairs(list) do
    local words = {}
    for k, member in ipairs { ... } do words[k] = tostring(row[member]) end
    out[i] = table.concat(words, " ")
  end
  return table.concat(out, "\n")
end

-- Source: NYSE Holidays & Trading Hours 2025, and its notice of December 2024 on January 9.
local HOLIDAYS_2025 = [[
2025-01-01 New Year's Day
2025-01-09 Mourning for Jimmy Carter
2025-01-20 Martin Luther King Jr. Day
2025-02-17 Washington's Birthday
2025-04-18 Good Friday
2025-05-26 Memorial Day
2025-06-19 Juneteenth
2025-07-04 Independence Day
2025-09-01 Labor Day
2025-11-27 Thanksgiving Day
2025-12-25 Christmas Day]]

t:case {
  name = "a year as text", args = { "calendar", "nyse", "2025" }, stderr_exact = "",
  stdout = {
    "US equities (NYSE, Nasdaq)", "\nYear 2025, time zone America/New_York\n",
    "\n  2025-03-09 02:00  the clock goes from UTC-05:00 to UTC-04:00\n",
    "\n  2025-11-02 02:00  the clock goes from UTC-04:00 to UTC-05:00\n",
    "\nSessions\n  Monday to Friday      04:00-09:30  pre-market\n",
    "\n                        09:30-16:00  regular\n                        16:00-20:00  post-market\n",
    "\nSpecial days\n  2025-01-01  Wednesday  closed        New Year's Day\n",
    "\n  2025-07-03  Thursday   closes 13:00  ", "\n  2025-12-24  Wednesday  closes 13:00  ",
    "\n250 trading days, 11 holidays, 3 early closes, 0 late opens\n",
  },
  stdout_lacks = { "Saturday", "Sunday", "Sessions from" },
}

local function year_as_json()
  local name = "a year as JSON"
  local year = decode(name, t:case {
    name = name, args = { "calendar", "NASDAQ", "2025", "--json" }, stderr_exact = "",
  })
  if not year then return end
  t:equal("the calendar behind an alias", year.name, "nyse")
  t:equal("zone", year.timeZone, "America/New_York")
  t:equal("year", year.year, 2025)
  t:equal("trading days", year.tradingDays, 250)
  t:equal("holidays", lines(year.holidays, "date", "name"), HOLIDAYS_2025)
  t:equal("early closes", lines(year.earlyCloses, "date", "close"),
    "2025-07-03 13:00\n2025-11-28 13:00\n2025-12-24 13:00")
  t:equal("late opens", #year.lateOpens, 0)
  t:equal("Saturday", #year.week.saturday, 0)
  t:equal("Monday", lines(year.week.monday, "kind", "open", "close"),
    "pre 04:00 09:30\nregular 09:30 16:00\npost 16:00 20:00")
  t:equal("no later week", #year.laterWeeks, 0)
  t:equal("clocks", lines(year.clockChanges, "time", "before", "after"),
    "2025-03-09 02:00:00 UTC-05:00 UTC-04:00\n2025-11-02 02:00:00 UTC-04:00 UTC-05:00")
end
year_as_json()

-- New Year's Day 2028 is a Saturday that nobody makes up for.
t:case {
  name = "a holiday at the weekend is left out", args = { "calendar", "nyse", "2028" },
  stdout_lacks = "2028-01-01",
}

-- Tokyo trades until 15:30 since 2024-11-05 (JPX, extension of trading hours).
t:case {
  name = "hours that change within the year", args = { "calendar", "jpx", "2024" },
  stdout = {
    "\nSessions\n  Monday to Friday      09:00-11:30  regular\n                        12:30-15:00  regular\n",
    "\nSessions from 2024-11-05 on\n  Monday to Friday      09:00-11:30  regular\n"
      .. "                        12:30-15:30  regular\n",
  },
}
local tokyo = decode("later weeks", t:case { name = "later weeks", args = { "calendar", "jpx", "2024", "--json" } })
if tokyo then
  t:equal("before", tokyo.week.friday[2].close, "15:00")
  t:equal("from", lines(tokyo.laterWeeks, "from"), "2024-11-05")
  t:equal("after", tokyo.laterWeeks[1].week.friday[2].close, "15:30")
end

t:case {
  name = "a market that never closes", args = { "calendar", "crypto", "2024" },
  stdout = { "time zone UTC\n", "  Sunday to Saturday    00:00-24:00  regular\n",
    "\n366 trading days, 0 holidays, 0 early closes, 0 late opens\n" },
  stdout_lacks = { "Special days", "the clock" },
}

t:case {
  name = "the list", args = { "calendar" }, stderr_exact = "",
  stdout = { "nyse     ", "\ncme      ", "\nforex    ", "\ncrypto   ", "\nhkex     ", "\nlse      ",
    "\nxetra    ", "\njpx      ", "US equities (NYSE, Nasdaq)", "; also nasdaq usa\n" },
}
local list = decode("the list", t:case { name = "the list as JSON", args = { "calendar", "--json" } })
if list then
  t:equal("names", lines(list.calendars, "name"), "nyse\ncme\nforex\ncrypto\nhkex\nlse\nxetra\njpx")
  t:equal("aliases", table.concat(list.calendars[1].aliases, " "), "nasdaq usa")
end

-- Symbols as LEAN names them.
local function text_of(args)
  return t:case { name = table.concat(args, " "), args = args, stderr_exact = "" }.stdout
end
t:equal("a market's built-in calendar", text_of { "calendar", "Equity-usa", "2025" },
  text_of { "calendar", "nyse", "2025" })
t:equal("a ticker of the market", text_of { "calendar", "future-CME-ES", "2025" },
  text_of { "calendar", "cme", "2025" })
t:equal("a folder without a database", text_of { "calendar", "Equity-usa", "2025", "--data", "." },
  text_of { "calendar", "nyse", "2025" })

local DATABASE = "data/market-hours/market-hours-database.json"
local ENTRIES = [[{"entries": {
  "Index-asx-[*]": {"exchangeTimeZone": "UTC-05", "monday": [
      {"start": "09:00:00", "end": "12:00:00", "state": "market"},
      {"start": "13:00:00", "end": "1.00:00:00", "state": "postmarket"}],
    "wednesday": [{"start": "10:00:00", "end": "11:00:30", "state": "market"}],
    "holidays": ["1/6/2020", "1/7/2020"],
    "earlyCloses": {"1/6/2020": "10:00:00", "1/13/2020": "10:00:00", "1/20/2020": "14:00:00"},
    "lateOpens": {"1/20/2020": "20:00:00", "1/15/2020": "10:30:00", "2/3/2021": "10:15:00"}},
  "Base-plain-[*]": {"exchangeTimeZone": "UTC"},
  "Index-asx-BAD": {"exchangeTimeZone": "UTC", "holidays": ["today"]}}}]]

t:case {
  name = "a year of the database", files = { [DATABASE] = ENTRIES },
  args = { "calendar", "Index-asx-XJO", "2020", "--data", "data" },
  stdout_exact = [[
Index-asx-[*]
Year 2020, time zone UTC-05

Sessions
  Monday                09:00-12:00  regular
                        13:00-24:00  post-market
  Wednesday             10:00-11:00:30  regular

Special days
  2020-01-06  Monday     closed
  2020-01-13  Monday     closes 10:00
  2020-01-15  Wednesday  opens 10:30
  2020-01-20  Monday     closes 14:00, opens 20:00

104 trading days, 1 holiday, 2 early closes, 2 late opens
]],
}
local asx = decode("the database as JSON", t:case {
  name = "the database as JSON", files = { [DATABASE] = ENTRIES },
  args = { "calendar", "--json", "--data", "data", "index-ASX", "2020" },
})
if asx then
  t:equal("as it was asked for", asx.name, "index-ASX")
  t:equal("the entry", asx.title, "Index-asx-[*]")
  t:equal("no name", asx.holidays[1].name, json.NULL)
  t:equal("a Tuesday without sessions is left out", lines(asx.holidays, "date"), "2020-01-06")
  t:equal("early closes", lines(asx.earlyCloses, "date", "close"), "2020-01-13 10:00\n2020-01-20 14:00")
  t:equal("late opens", lines(asx.lateOpens, "date", "open"), "2020-01-15 10:30\n2020-01-20 20:00")
end

-- Arguments behind `calendar`, exit status, and what is said about them.
local WRONG = {
  { { "nyze", "2025" }, 2, "perigee calendar: unknown calendar 'nyze', expected one of 'nyse', 'cme'" },
  { { "nyse", "1492" }, 2, "perigee calendar: YEAR was 1492, expected " },
  { { "cme", "2061" }, 2, "YEAR was 2061, expected 1990 to 2060: these are the years known of 'cme'" },
  { { "Equity-usa", "1492" }, 2, "these are the years known of 'Equity-usa'" },
  { { "Future-us-ES", "2025" }, 2, "perigee calendar: no hours are known for 'Future-us-ES': market was 'us', expected "
    .. "one of cme, cbot, nymex" },
  { { "Stock-usa", "2025" }, 2, "type was 'Stock', expected one of Equity, Option" },
  { { "-", "2025" }, 2, "no hours are known for '-'" },
  { { "Equity-", "2025" }, 2, "no hours are known for 'Equity-'" },
  { { "Index-asx", "2019", "--data", "data" }, 2, "YEAR was 2019, expected 2020 to 2021" },
  { { "Base-plain", "1899", "--data", "data" }, 2, "YEAR was 1899, expected 1900 to 2100" },
  { { "Index-asx-BAD", "2020", "--data", "data" }, 3, "perigee calendar: market hours '" .. DATABASE
    .. "': entry 'Index-asx-BAD': holidays[0] was 'today', expected a date M/D/YYYY" },
}
for _, row in ipairs(WRONG) do
  t:case {
    name = table.concat(row[1], " "), args = { "calendar", table.unpack(row[1]) }, status = row[2],
    files = { [DATABASE] = ENTRIES }, stderr = row[3], stderr_lacks = "usage:", stdout_exact = "",
  }
end
t:case {
  name = "a database that is no JSON", files = { [DATABASE] = "{" }, status = 3,
  args = { "calendar", "Equity-usa", "2025", "--data", "data" }, stdout_exact = "",
  stderr = "market hours 'data/market-hours/market-hours-database.json': JSON at byte 2: ",
}
t:case {
  name = "a folder in the database's place", files = { [DATABASE .. "/x"] = "" }, status = 3,
  args = { "calendar", "Equity-usa", "2025", "--data", "data" }, stdout_exact = "", stderr = "' was a folder",
}
t:case {
  name = "a pipe in the database's place", files = { ["data/market-hours/x"] = "" }, status = 3,
  shell = "mkfifo " .. DATABASE .. ' && "$BIN" calendar Equity-usa 2025 --data data', stderr = "' was a device, pipe",
}
t:case {
  name = "a calendar needs no database", files = { [DATABASE] = "{" },
  args = { "calendar", "nyse", "2025", "--data", "data" }, stdout = "250 trading days",
}

-- Command lines that are wrong; the usage follows.
local MISUSE = {
  { { "nyse" }, "perigee calendar: no year was given for 'nyse'" },
  { { "nyse", "25" }, "YEAR was '25', expected four digits such as 2025" },
  { { "nyse", "20255" }, "YEAR was '20255', expected four digits" },
  { { "nyse", "2o25" }, "YEAR was '2o25', expected four digits" },
  { { "nyse", "0000" }, "YEAR was '0000', expected four digits" },
  { { "nyse", "2025", "2026" }, "'2026' is one too many: one calendar and one year are shown" },
  { { "nyse", "2025", "--jsn" }, "unknown option '--jsn'; did you mean '--json'?" },
  { { "nyse", "2025", "--verbose" }, "unknown option '--verbose'\n" },
  { { "nyse", "2025", "--data" }, "--data needs a value" },
}
for _, row in ipairs(MISUSE) do
  t:case {
    name = table.concat(row[1], " "), args = { "calendar", table.unpack(row[1]) }, status = 2,
    stderr = { row[2], "usage: perigee calendar [NAME YEAR]" }, stdout_exact = "",
  }
end
t:case {
  name = "calendar --help", args = { "calendar", "--help" }, stderr_exact = "",
  stdout = { "usage: perigee calendar [NAME YEAR] [option]...", "--data DIR", "--json", "Exit status: 0 done" },
}
t:case { name = "the usage names it", args = { "help" }, stdout = "perigee calendar --help" }
t:case {
  name = "an output that is full", shell = '"$BIN" calendar nyse 2025 >/dev/full', status = 3,
  stderr = "cannot write the calendar: ",
}

local function leans_database()
  local args = { "calendar", "Equity-usa-SPY", "2024", "--json", "--data", t.shared .. "/lean-data" }
  local name = "LEAN's database and the calendar agree on 2024"
  local year = decode(name, t:case { name = name, args = args })
  local built_in = decode(name, t:case { name = name, args = { "calendar", "nyse", "2024", "--json" } })
  if not year or not built_in then return end
  t:equal("title", year.title, "Equity-usa-[*]")
  t:equal("holidays", lines(year.holidays, "date"), lines(built_in.holidays, "date"))
  t:equal("early closes", lines(year.earlyCloses, "date", "close"), lines(built_in.earlyCloses, "date", "close"))
  t:equal("trading days", year.tradingDays, 252)
end
if os.execute("test -d " .. harness.quote(t.shared .. "/lean-data/market-hours")) then
  leans_database()
else
  t:skip("calendar", "there is no " .. t.shared .. "/lean-data/market-hours")
end
