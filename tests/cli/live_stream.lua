-- perigee live with data that come in by lines: the same steps as a backtest, records of every kind, what
-- is left out, the clock, the past from files, and a run that goes on after it was left or killed.
local t = ...
local harness = require "harness"

local DATA = t.root .. "/tests/data"
local STREAM = { "live", "strategy.lua", "--feed", "jsonl:-", "--data", "none", "--store", "store.db" }

local function command(more, program)
  local words = {}
  for _, word in ipairs(STREAM) do words[#words + 1] = harness.quote(word) end
  for _, word in ipairs(more or {}) do words[#words + 1] = harness.quote(word) end
  return (program or '"$BIN" ') .. table.concat(words, " ") .. " <lines.jsonl"
end

-- A case whose lines come from standard input.
local function stream(case)
  case.files = case.files or {}
  case.files["lines.jsonl"] = type(case.lines) == "table" and table.concat(case.lines, "\n") .. "\n" or case.lines
  case.shell = case.shell or command(case.more)
  case.more = nil
  return t:case(case)
end

local function last_line(text) return text:match("([^\n]*)\n?$") end

-- Rows of the CSV files of tests/data as lines, in order of time.
local function rows_of(symbols)
  local rows = {}
  for at, symbol in ipairs(symbols) do
    for line in io.lines(("%s/%s.csv"):format(DATA, symbol)) do
      local time, o, h, l, c, v = line:match("^([%d-]+ [%d:]+),([^,]+),([^,]+),([^,]+),([^,]+),([^,]+)$")
      if time then rows[#rows + 1] = { time, at, symbol, o, h, l, c, v } end
    end
  end
  table.sort(rows, function(a, b) return a[1] < b[1] or a[1] == b[1] and a[2] < b[2] end)
  return rows
end

local function bar(row)
  return ('{"type":"bar","symbol":"%s","time":"%s","open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}'):format(row[3],
    row[1], table.unpack(row, 4))
end

-- Ticks: trades and quotes as they come; a bar is none.
stream {
  name = "a symbol of ticks takes trades and quotes one by one", status = 0,
  files = { ["strategy.lua"] = [[
function Initialize()
  tic = AddEquity("TIC", Resolution.Tick)
  Consolidate(tic, TimeSpan.FromSeconds(1), function(bar) Log(("second %g"):format(bar.Volume)) end)
end
function OnData(data)
  local text = {}
  for i, tick in ipairs(data.Ticks[tic]) do
    text[i] = tick.TickType == TickType.Trade and ("%g x %g"):format(tick.Price, tick.Quantity)
      or ("%g/%g"):format(tick.BidPrice, tick.AskPrice)
  end
  Log(table.concat(text, ", ") .. (" price %g ask %g"):format(tic.Price, tic.AskPrice))
  if #text == 2 then Log("filled at " .. MarketOrder(tic, 1).AverageFillPrice) end
end
]] },
  lines = {
    '{"symbol":"TIC","time":"2024-01-02T14:31:00Z","price":10,"size":5}',
    '{"symbol":"TIC","time":"2024-01-02T14:31:00Z","bid":9.5,"ask":10.5}',
    '{"symbol":"TIC","time":"2024-01-02T14:31:00.5Z","price":11,"size":6}',
    '{"symbol":"TIC","time":"2024-01-02T14:31:00.2Z","price":12,"size":6}',
    '{"symbol":"TIC","time":"2024-01-02T09:31:00Z","price":12,"size":6}',
    '{"symbol":"TIC","time":"2024-01-02T14:31:01Z","open":1,"high":1,"low":1,"close":1}',
    '{"symbol":"TIC","time":"2024-01-02T14:31:02Z","price":13,"size":7}',
  },
  more = { "--clock", "data" },
  stdout = { "09:31:00 10 x 5, 9.5/10.5 price 10 ask 10.5\n", "filled at 10.5\n", "09:31:00.500 11 x 6 price 11",
    "09:31:01 second 11\n", "09:31:02 13 x 7 price 13", "came after a later tick", "is a bar, and the symbol has ticks",
    "1 outside of market hours, 1 late, 1 impossible" },
}

-- Several resolutions: a record that each leaves out is one, and a day has 25 hours when clocks change.
local function line(from, till)
  return ('{"symbol":"ABC","time":"%s",%s"open":1,"high":1,"low":1,"close":1}'):format(from,
    till and ('"end":"%s",'):format(till) or "")
end
stream {
  name = "a record is counted once", status = 0,
  strategy = [[
function Initialize() AddEquity("ABC", Resolution.Minute) AddEquity("ABC", Resolution.Hour) end
]],
  lines = { line "2024-01-02T15:00:00Z", line "2024-01-02T17:30:00Z", line "2024-01-02T15:10:00Z",
    line "2024-01-02T09:00:00Z" },
  more = { "--clock", "data" },
  stdout = { "line 3: 'ABC' ends no later than the bar before it", "1 outside of market hours, 1 late, 0 impossible" },
}
stream {
  name = "a day of 25 hours", status = 0,
  strategy = [[
function Initialize()
  AddData("ABC", Resolution.Minute, "America/New_York") AddData("ABC", Resolution.Daily, "America/New_York")
end
function OnData(data) Log(("%g hours"):format(data.Bars["ABC"].Period.TotalHours)) end
]],
  lines = { line("2013-11-03T00:00:00-04:00", "2013-11-04T00:00:00-05:00"),
    line("2013-11-04T00:00:00-05:00", "2013-11-05T01:00:00-05:00") },
  more = { "--clock", "data" },
  stdout = { "00:00:00 25 hours", "line 2: 'ABC' is a bar longer than", "0 late, 1 impossible" },
}

-- The same as a backtest ------------------------------------------------------------------------------

local TRADER = [[
function Initialize()
  aaa, min = AddData("AAA", Resolution.Minute), AddData("MIN", Resolution.Minute)
  fast, slow = SMA(aaa, 3), EMA(min, 10)
end
function OnData(data)
  if fast.IsReady and data:ContainsKey("AAA") then SetHoldings("AAA", fast.Value % 1) end
  if Time.Minute % 11 == 0 and data:ContainsKey("MIN") then MarketOrder("MIN", 3) end
end
]]
local ROWS = rows_of { "AAA", "MIN" }
local bars = {}
for i, row in ipairs(ROWS) do bars[i] = bar(row) end

local back = t:run { strategy = TRADER, args = { "run", "strategy.lua", "--data", DATA, "--json" } }.stdout

-- It is estimated at intervals that depend on the length of the run, which a live one does not know.
local function without_capacity(text)
  return text and text:gsub('"capacity":[%d.e+-]+', ""):gsub('"Estimated Strategy Capacity":"[^"]*"', "")
end

local function same_as_backtest(name, result, want)
  want = want or back
  local report = last_line(result.stdout)
  t:equal(name .. ": the orders are many", select(2, want:gsub('"fill_time"', "")) > 400, true)
  for _, pattern in ipairs { '"status":"Completed"', '"steps":%d+', '"data_points":%d+', '"invalid_orders":%d+',
    '"statistics":{.-}', '"numbers":{.-}', '"orders":%[.-%],"charts"' } do
    t:equal(name .. ": " .. pattern, without_capacity(report:match(pattern)), without_capacity(want:match(pattern)))
  end
end
same_as_backtest("bars", stream { name = "bars", strategy = TRADER, lines = bars, more = { "--json", "--quiet" } })

-- Each of several subscriptions takes what comes: whole, or as parts of its bars.
local PARTS = [[
function Initialize()
  SetTimeZone("UTC")
  aaa, min = AddData("AAA", Resolution.Hour), AddData("MIN", Resolution.Minute)
  AddData("AAA", Resolution.Minute) AddData("MIN", Resolution.Daily)
  hours = SMA(aaa, 2)
  Consolidate(aaa, TimeSpan.FromMinutes(20), function(bar) MarketOrder("AAA", bar.Volume % 7 + 1) end)
end
function OnData(data)
  if hours.IsReady and data:ContainsKey("AAA") then SetHoldings("AAA", hours.Value % 1) end
  local days = History("MIN", 1, Resolution.Daily)
  if #days > 0 and data:ContainsKey("MIN") then MarketOrder("MIN", days[1].Volume % 5 + 1) end
end
]]
local whole = table.move(bars, 1, #bars, 1, {}) -- the last ones of longer bars end behind the last row
whole[#whole + 1] = '{"type":"time","time":"2013-10-09T00:00:00Z"}'
local parts_back = t:run { strategy = PARTS, args = { "run", "strategy.lua", "--data", DATA, "--json" } }.stdout
same_as_backtest("several resolutions",
  stream { name = "several resolutions", strategy = PARTS, lines = whole, more = { "--json", "--quiet" } }, parts_back)

-- Each minute as four trades, of one symbol behind the other's: the last one of a minute at its last moment.
local trades = {}
for _, row in ipairs(ROWS) do
  local minute = row[1]:sub(1, -3)
  for i, at in ipairs { "00", "10.5", "20", "59.999999999" } do
    trades[#trades + 1] = { minute .. at, #trades,
      ('{"symbol":"%s","time":"%s%s","price":%s,"size":%s}'):format(row[3], minute, at, row[3 + ({ 1, 2, 3, 4 })[i]],
        i == 1 and row[8] or 0) }
  end
end
table.sort(trades, function(a, b) return a[1] < b[1] or a[1] == b[1] and a[2] < b[2] end)
local ticks = {}
for i, trade in ipairs(trades) do ticks[i] = trade[3] end
ticks[#ticks + 1] = '{"type":"time","time":"2013-10-09T00:00:00Z"}'
same_as_backtest("trades", stream { name = "trades", strategy = TRADER, lines = ticks, more = { "--json", "--quiet" } })

-- Through a queue of one, with what is no line in between, and with \r\n.
local torn = {}
for i, text in ipairs(bars) do torn[#torn + 1] = i % 100 == 0 and text .. "\r\n{}\r" or text .. "\r" end
same_as_backtest("a short queue", stream { name = "a short queue", strategy = TRADER, lines = torn,
  more = { "--json", "--quiet", "--queue", "1" }, stdout = "bad lines so far: 10)" })

-- Killed again and again, each time with the lines from the first one on.
local KILLS = [[
for wait in 0.02 0.03 0.02 0.04 0.02 0.03 0.05 0.02 0.03 0.04 0.02 0.03; do
  timeout -s KILL $wait %s --json --quiet >killed.out 2>&1
done
%s --json --quiet
]]
same_as_backtest("after kills", stream { name = "after kills", strategy = TRADER, lines = bars,
  shell = KILLS:format(command(), command()) })

-- Records ---------------------------------------------------------------------------------------------

local SHOWS = [[
function Initialize()
  abc = AddData("ABC", Resolution.Minute)
end
function OnData(data)
  local b = data[abc]
  Log(("%s %g %g %g %g %g"):format(b.EndTime, b.Open, b.High, b.Low, b.Close, b.Volume))
end
]]
stream { name = "short bars are joined", strategy = SHOWS, stderr_exact = "", lines = {
  '{"symbol":"ABC","time":"2024-01-02T10:00:00Z","end":"2024-01-02T10:00:30Z","open":5,"high":6,"low":4,' ..
    '"close":5.5,"volume":10}',
  '{"symbol":"ABC","time":"2024-01-02T10:00:30Z","end":"2024-01-02T10:01:00Z","open":5.5,"high":7,"low":5,' ..
    '"close":6,"volume":1}',
  '{"type":"time","time":1704189720}' },
  stdout = { "2024-01-02 05:01:00 5 7 4 6 11", "Completed: 1 steps" } }
stream { name = "quotes by their middle, until there are trades", strategy = SHOWS, lines = {
  '{"symbol":"ABC","time":"2024-01-02T10:00:01Z","bid":10,"ask":11}',
  '{"symbol":"ABC","time":"2024-01-02T10:00:02Z","bid":12}',
  '{"symbol":"ABC","time":"2024-01-02T10:00:03Z","ask":9}',
  '{"symbol":"abc","time":"2024-01-02T10:01:00Z","price":20,"size":2}',
  '{"symbol":"ABC","time":"2024-01-02T10:01:30Z","bid":1,"ask":1}',
  '{"type":"time","time":"2024-01-02T10:02:00Z"}' },
  stdout = { "2024-01-02 05:02:00 20 20 20 20 2", "Completed: 1 steps" }, stdout_lacks = "10.5 12" }
stream { name = "quotes alone", strategy = SHOWS, lines = {
  '{"symbol":"ABC","time":"2024-01-02T10:00:01Z","bid":10,"ask":11}',
  '{"symbol":"ABC","time":"2024-01-02T10:00:02Z","bid":12}',
  '{"symbol":"ABC","time":"2024-01-02T10:00:03Z","ask":9}',
  '{"type":"time","time":"2024-01-02T10:01:00.000000001Z"}' },
  stdout = "2024-01-02 05:01:00 10.5 12 9 9 0" }
stream { name = "what is left out", strategy = SHOWS, lines = {
  '{"symbol":"ABC","time":"2024-01-02T10:00:00Z","open":5,"high":6,"low":4,"close":5,"volume":1}',
  '{"symbol":"XYZ","time":"2024-01-02T10:00:10Z","price":1}',
  '{"symbol":"ABC","time":"2024-01-02T10:00:00Z","open":7,"high":7,"low":7,"close":7}',
  '{"symbol":"ABC","time":"2024-01-02T10:00:00Z","end":"2024-01-02T11:00:00Z","open":7,"high":7,"low":7,"close":7}',
  '{"symbol":"ABC","time":"2090-01-02T10:00:00Z","open":7,"high":7,"low":7,"close":7}',
  'no JSON', '{"symbol":"ABC","time":"2024-01-02T10:01:00Z","price":-1}', "",
  '{"symbol":"ABC","time":"2024-01-02T10:01:00Z","open":8,"high":8,"low":8,"close":8}' },
  stdout = { "warning: line 2: 'XYZ' is no symbol of the strategy: left out (further ones are only counted)",
    "warning: line 3: 'ABC' ends no later than the bar before it",
    "warning: line 4: 'ABC' is a bar longer than the symbol's resolution",
    "warning: line 6: JSON at byte 1", "warning: line 7: price was -1; expected a number above 0",
    "records left out: 1 of other symbols, 0 outside of market hours, 1 late, 2 impossible",
    "Completed: 2 steps", "skipped 2 of 9 rows as unreadable; the first: line 6: JSON at byte 1" } }
stream { name = "hours of a market", lines = {
  '{"symbol":"SPY","time":"2024-01-02T09:29:00-05:00","open":5,"high":6,"low":4,"close":5}',
  '{"symbol":"SPY","time":"2024-01-02T09:30:00-05:00","open":5,"high":6,"low":4,"close":5}',
  '{"symbol":"SPY","time":"2024-01-02T15:59:00-05:00","open":5,"high":6,"low":4,"close":5}',
  '{"symbol":"SPY","time":"2024-01-02T16:00:00-05:00","open":5,"high":6,"low":4,"close":5}' },
  strategy = [[
function Initialize() spy = AddEquity("SPY", Resolution.Minute, nil, false) end
function OnData(data) Log("at " .. tostring(Time)) end
]], stdout = { "at 2024-01-02 09:31:00", "at 2024-01-02 16:00:00", "Completed: 2 steps", "2 outside of market hours" } }
stream { name = "holes are filled by the data's clock", lines = {
  '{"symbol":"SPY","time":"2024-01-02T09:30:00-05:00","open":5,"high":6,"low":4,"close":5}',
  '{"symbol":"SPY","time":"2024-01-02T09:33:00-05:00","open":7,"high":7,"low":7,"close":7}',
  '{"type":"time","time":"2024-01-02T14:35:30Z"}' },
  strategy = [[
function Initialize() spy = AddEquity("SPY", Resolution.Minute) end
function OnData(data) Log(("%s %g %s"):format(Time, data[spy].Close, data[spy].IsFillForward)) end
]], stdout = { "09:31:00 5 false", "09:32:00 5 true", "09:33:00 5 true", "09:34:00 7 false", "09:35:00 7 true",
    "Completed: 5 steps" } }

-- Time ------------------------------------------------------------------------------------------------

stream { name = "events between lines", lines = {
  '{"symbol":"ABC","time":"2024-01-02T09:59:00Z","price":5}',
  '{"type":"time","time":"2024-01-02T10:02:00Z"}', '{"type":"time","time":"2024-01-02T10:06:00Z"}' },
  strategy = [[
function Initialize()
  AddData("ABC", Resolution.Minute)
  Schedule.On(DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromMinutes(2)), function()
    Log("event " .. tostring(Time))
  end)
  Train("fit", DateRules.EveryDay(), TimeRules.At(5, 3), function()
    Training.Publish(function() Log("published") end)
  end)
end
function OnData() Log("bar " .. tostring(Time)) end
]], stdout = { "the first record is of 2024-01-02 04:59:00: time follows the data (--clock data)",
    "bar 2024-01-02 05:00:00\n", "event 2024-01-02 05:00:00\n", "event 2024-01-02 05:02:00\n",
    "event 2024-01-02 05:04:00\n", "event 2024-01-02 05:06:00\n", "published" } }
stream { name = "standard input is closed: it is no file of the run", strategy = SHOWS, lines = {},
  shell = command():gsub("<lines.jsonl$", "<&-"),
  stdout = { "lost standard input: Bad file descriptor", "Completed: 0 steps" } }
stream { name = "no line at all", strategy = SHOWS, lines = {}, stdout = "Completed: 0 steps" }
stream { name = "the wall's clock on old lines: handed out now", strategy = SHOWS, more = { "--clock", "wall" },
  lines = { '{"symbol":"ABC","time":"2024-01-02T10:00:00Z","open":5,"high":6,"low":4,"close":5}' },
  stdout = { "2024-01-02 05:01:00 5 6 4 5 0", "Completed: 1 steps" } }

-- The past --------------------------------------------------------------------------------------------

local PAST = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  average = SMA(abc, 3)
  SetWarmUp(3)
end
function OnWarmupFinished() Log(("warm %s %g"):format(average.IsReady, average.Value)) end
function OnData(data)
  if IsWarmingUp then return end
  local closes = {}
  for _, b in ipairs(History(abc, 4)) do closes[#closes + 1] = ("%g"):format(b.Close) end
  Log(("average %g of %s"):format(average.Value, table.concat(closes, " ")))
end
]]
stream { name = "files are the past", strategy = PAST, more = { "--data", "data" }, lines = {
  '{"symbol":"ABC","time":"2013-10-17T13:30:00Z","open":200,"high":200,"low":200,"close":200}',
  '{"symbol":"ABC","time":"2013-10-18T13:30:00Z","open":300,"high":300,"low":300,"close":300}' },
  stdout = { "warm true 107", "average 138.333 of 106 107 108 200", "average 202.667 of 107 108 200 300" } }

-- Going on --------------------------------------------------------------------------------------------

local COUNTS = [[
function Initialize() abc = AddData("ABC", Resolution.Minute) average = SMA(abc, 2) end
function OnData(data)
  MarketOrder(abc, 1)
  Log(("%s holds %g, average %g"):format(Time, Portfolio[abc].Quantity, average.Value))
  if data[abc].Close == 12 then Quit() end
end
]]
local five = {}
for i = 10, 14 do
  five[#five + 1] = ('{"symbol":"ABC","time":"2024-01-02T10:%d:00Z","open":%d,"high":%d,"low":%d,"close":%d}')
    :format(i, i, i, i, i)
end
stream { name = "goes on behind what it knew", strategy = COUNTS, lines = five,
  shell = command() .. " && " .. command(),
  stdout = { "05:13:00 holds 3, average 11.5", "resumed at 2024-01-02 05:13:00: cash", "1 position (ABC 3), 3 orders",
    "05:14:00 holds 4, average 12.5", "05:15:00 holds 5, average 13.5", "Completed: 5 steps" } }
stream { name = "another feed is refused", strategy = COUNTS, lines = five, status = 1,
  shell = command() .. " && mkdir d && " .. command():gsub("'jsonl:%-' '%-%-data' 'none'", "replay:d@max"),
  stderr = "the saved run had the feed 'jsonl:-', not 'd': give that one, another --name, or --state fresh" }

-- Usage -----------------------------------------------------------------------------------------------

local function usage(name, more, text)
  local args = { "live", "strategy.lua", "--state", "none" }
  for _, word in ipairs(more) do args[#args + 1] = word end
  t:case { name = name, strategy = SHOWS, args = args, status = 2, stderr = text }
end
usage("a clock", { "--feed", "jsonl:-", "--clock", "atomic" }, "--clock was 'atomic', expected auto, wall or data")
usage("a queue", { "--feed", "jsonl:-", "--queue", "0" }, "--queue was '0', expected 1 to 1000000")
usage("when full", { "--feed", "jsonl:-", "--when-full", "cry" }, "--when-full was 'cry', expected wait or drop")
for option, value in pairs { ["--clock"] = "wall", ["--queue"] = "9", ["--when-full"] = "drop", ["--data"] = "d" } do
  local text = ("%s is of a jsonl feed, but --feed was 'replay:data'"):format(option)
  usage(option .. " of a replay", { "--feed", "replay:data@max", option, value }, text)
  usage(option .. " before it", { option, value, "--feed", "replay:data@max" }, text)
end
usage("a name for nothing", { "--feed", "replay:data@max", "--state", "none", "--name", "x" },
  "--name was 'x', but --state none keeps nothing by a name")
stream { name = "the last feed counts", strategy = SHOWS, lines = {}, more = { "--feed", "replay:data", "--feed",
  "jsonl:-" }, stdout = "Completed: 0 steps" }
t:case { name = "a source", strategy = SHOWS,
  args = { "live", "strategy.lua", "--feed", "jsonl:ftp:x", "--state", "none" }, status = 1, stderr = "ftp:x" }
