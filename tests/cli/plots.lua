-- Plot, Record and PlotIndicator: what the report has of them. Closes are 101, 102, ..., 110.
local t = ...
local json = require "json"

local run = t:run { more = { "--json" }, strategy = [[
local abc, fast, slow, macd
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  fast, slow = SMA(abc, 2), SMA(abc, 4)
  macd = MACD(abc, 2, 3, 2)
  PlotIndicator("all", fast, slow)
  PlotIndicator("ready", true, slow, fast:Minus(slow, "apart"))
  PlotIndicator("ready", false, EMA(abc, 3))
end
function OnData(data)
  Plot("once", fast, slow)
  Plot("once", "signal", macd.Signal)
  Plot("close", data[abc].Close)
  Plot("before", fast[1] or fast.Current)
  Record("recorded", fast)
end
]] }
local ok, report = pcall(json.decode, run.stdout)
if not t:check(ok and report.charts, "JSON with charts", run.stdout) then return end

local series = {}
for _, one in ipairs(report.charts) do series[one.chart .. "/" .. one.series] = one.points end

local function values(name)
  local list = {}
  for i, point in ipairs(series[name] or {}) do list[i] = ("%g"):format(point[2]) end
  return table.concat(list, " ")
end

local FAST = "101 101.5 102.5 103.5 104.5 105.5 106.5 107.5 108.5 109.5"
t:equal("each value", values "all/SMA(2)", FAST)
t:equal("of each indicator", values "all/SMA(4)", "101 101.5 102 102.5 103.5 104.5 105.5 106.5 107.5 108.5")
t:equal("from when it is ready", values "ready/SMA(4)", "102.5 103.5 104.5 105.5 106.5 107.5 108.5")
t:equal("one that is made of two", values "ready/apart", "1 1 1 1 1 1 1")
t:equal("at once", #series["ready/EMA(3)"], 10)
t:equal("the time of the bar", series["all/SMA(2)"][2][1], series["Strategy Equity/close"][2][1])
t:equal("by name in a chart", values "once/SMA(2)", FAST)
t:equal("the other", values "once/SMA(4)", values "all/SMA(4)")
t:equal("an output", #series["once/signal"], 10)
t:equal("a number", values "Strategy Equity/close", "101 102 103 104 105 106 107 108 109 110")
t:equal("a value of the past", values "Strategy Equity/before", "101 " .. FAST:match("^(.*) %S+$"))
t:equal("Record", values "Strategy Equity/recorded", FAST)

for name, case in pairs {
  ["no indicator"] = { "PlotIndicator('x')",
    "PlotIndicator: argument 2 (indicator) was missing, expected an Indicator" },
  ["a number"] = { "PlotIndicator('x', true, 5)",
    "PlotIndicator: argument 3 (indicator) was 5, expected an Indicator" },
  ["no chart"] = { "PlotIndicator(5)", "PlotIndicator: argument 1 (chart) was 5, expected a string" },
  ["one of several"] = { "Plot('x', SMA('ABC', 2), 3)",
    "Plot: argument 3 (indicator) was 3, expected an Indicator" },
  ["two of one name"] = { "Plot('x', SMA('ABC', 2), SMA('ABC', 2))",
    "Plot: the chart 'x' has a series of an indicator 'SMA(2)' already: draw one of them with Plot('x', name, " },
  ["a series twice"] = { "local s = SMA('ABC', 2) PlotIndicator('x', s) PlotIndicator('y', s) PlotIndicator('x', s)",
    "PlotIndicator: the chart 'x' has a series of an indicator 'SMA(2)' already" },
  ["no number"] = { "Record('x', 'y')", "Record: argument 2 (value) was a string ('y'), expected a number" },
} do
  t:case { name = name, status = 1, stderr = { case[2] },
    strategy = "function Initialize() AddEquity('ABC', Resolution.Daily) " .. case[1] .. " end" }
end

t:case { name = "a slip in a Security's own field", stdout = { "strategy.lua:2: Security.FeeModell is a field of your "
  .. "own; did you mean 'FeeModel'?" }, strategy = [[
function Initialize() local abc = AddEquity('ABC', Resolution.Daily)
abc.FeeModell = 1
abc.FeeModell = 2
abc.Note = "nothing like it"
end]] }
