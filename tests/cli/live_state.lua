-- perigee live --state and --name: how a run stands is kept, and goes on; perigee training.
local t = ...
local harness = require "harness"

-- Three days, and others six years later: at its pace a run waits minutes between them, so what
-- a case does after the morning of the tenth comes while it waits, whenever that is.
local DATA = harness.ten_days():gsub("2013%-10%-1", "2019-10-1")
local PACE = "2000000"
local TRADER = [[
function Initialize()
  SetCash(50000)
  abc = AddEquity("ABC", Resolution.Daily, "usa", false)
  average = SMA(abc, 2)
  Schedule.On(DateRules.On(2013, 10, 10), TimeRules.At(9, 0), function() Log("morning") end)
end
function OnData()
  Log("day " .. Time.Day)
  if average.IsReady then MarketOrder(abc, Time.Day % 3 + 1, "day " .. Time.Day) end
end
function OnEndOfAlgorithm() Log("the end") end
]]
local LIVE = "$BIN live strategy.lua --feed replay:data@max --store p/store.db --quiet "

local function case(row)
  row.strategy = row.strategy or TRADER
  row.files = row.files or {}
  row.files["data/ABC.csv"] = DATA
  return t:case(row)
end

-- Without a kill ---------------------------------------------------------------------------------------

case { name = "a run that ended begins anew", shell = LIVE .. "&&" .. LIVE,
  stdout = { "day 7\n", "day 18\n", "Completed: 10 steps, 10 data points, 0 trainings" }, stdout_lacks = "resumed" }
local files = case { name = "its file is named as the strategy", shell = LIVE .. "&& ls p/live",
  stdout = "strategy.lua.db\n" }
t:check(harness.exists(files.folder .. "/p/training.db"), "the file of trainings lies beside the store")
case { name = "named otherwise", shell = LIVE .. "--name 'two words' && ls p/live", stdout = "two_words-" }
case { name = "nothing is kept",
  shell = LIVE .. "--state none && ! test -e p/live && ! test -e p/training.db && echo none",
  stdout = { "Completed: 10 steps", "none" } }

-- Ended in order, and on -------------------------------------------------------------------------------

local function begin(more)
  return ("$BIN live strategy.lua --feed replay:data@%s --store p/store.db --quiet %s >out 2>err & pid=$!\n")
    :format(PACE, more or "") .. "until grep -q morning out || ! kill -0 $pid; do sleep 0.01; done\n"
end
local function left(signal, more)
  return begin(more) .. "kill -" .. signal .. " $pid; wait $pid; echo status $?; cat out err; echo then\n"
end
local RESUMED = "resumed at 2013-10-"
local report = case { name = "whole", shell = LIVE .. "--json" }.stdout:match('{"strategy".*')
for _, signal in ipairs { "INT", "TERM" } do
  local result = case { name = "SIG" .. signal .. ", and on", shell = left(signal) .. LIVE .. "--json",
    stdout = { "status 0\n", "the end\n", RESUMED, ": cash 49690.00, 1 position (ABC 3), 2 orders, 1 of them open",
      '"text":"day 18"' } }
  local first, second = result.stdout:match("^(.*)then\n(.*)$")
  t:check(first and not first:find("resumed", 1, true), "the first one begins", result.stdout)
  t:equal("the report", second and second:match('{"strategy".*'), report)
end
local killed = case { name = "SIGKILL, and on", shell = left("KILL") .. LIVE .. "--json",
  stdout = { "status 137", RESUMED }, stdout_lacks = "the end\nthen" }
t:equal("the report", killed.stdout:match('{"strategy".*'), report)
case { name = "fresh", shell = left("KILL") .. LIVE .. "--state fresh",
  stdout = { "then\n2013-10-07 16:00:00 day 7\n", "Completed: 10 steps" }, stdout_lacks = "resumed" }
case { name = "none does not look at what is kept",
  shell = left("KILL") .. LIVE .. "--state none >none; grep -c 'day 7$' none; " .. LIVE,
  stdout = { "then\n1\n", RESUMED, "Completed: 10 steps" } }
case { name = "another name", shell = left("KILL", "--name one") .. LIVE .. "--name two >two; grep -c resumed two; "
  .. LIVE .. "--name one", stdout = { "then\n0\n", RESUMED, "Completed: 10 steps" } }
case { name = "another feed", status = 1,
  shell = left("KILL") .. "cp -r data other; $BIN live strategy.lua --feed replay:other@max --store p/store.db",
  stderr = "the saved run had the feed 'data', not 'other': give that one, another --name, "
    .. "or --state fresh to begin anew" }

-- What is counted over all processes ---------------------------------------------------------------------

-- 3 are bought and sold, 2 higher, by the first process; the first two have a training.
local COUNTS = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  for _, day in ipairs { 8, 16 } do
    Train("fit " .. day, DateRules.On(2013, 10, day), TimeRules.At(9, 0), function() end)
  end
end
function OnData()
  local quantities = { [8] = 3, [10] = -3 }
  if quantities[Time.Day] then MarketOrder(abc, quantities[Time.Day]) end
  if Time.Day == 14 or Time.Day == 16 then Quit() end
end
function OnEndOfAlgorithm() Log("profit " .. Portfolio.TotalProfit) end
]]
local counted = t:case { name = "profit and trainings go on", strategy = COUNTS,
  shell = LIVE .. "&& echo then &&" .. LIVE .. "&& echo then &&" .. LIVE }.stdout .. "then\n"
local counts = {}
for text in counted:gmatch "(.-)then\n" do
  counts[#counts + 1] = (text:match "profit (%S+)" or "?") .. " " .. (text:match "(%d+) trainings" or "?")
end
t:equal("profit and trainings of each", table.concat(counts, ", "), "6.0 1, 6.0 2, 6.0 2")

-- One process at a time --------------------------------------------------------------------------------

case { name = "a second process", shell = begin "--name 'my run'" .. LIVE .. [[--name 'my run'; echo second $?
]] .. LIVE .. [[; echo third $?
kill -INT $pid; wait $pid; echo first $?]],
  stderr = "this run is at work in another process; give a second one another --name",
  stdout = { "second 1\n", "third 0\n", "first 0\n" } }

-- Trainings --------------------------------------------------------------------------------------------

-- The training is at work from the ninth on, in a first process that is killed then.
local TRAINER = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily, "usa", false)
  Train("fit", DateRules.On(2013, 10, 9), TimeRules.At(9, 0), function()
    Log("began " .. tostring(ObjectStore.ContainsKey("known")))
    while not ObjectStore.ContainsKey("known") do end
  end)
  Train(function() Log("now") end)
  Schedule.On(DateRules.On(2013, 10, 10), TimeRules.At(9, 0), function() Log("morning") end)
end
]]
local KILLED = begin() .. [[
until grep -q 'began false' out || ! kill -0 $pid; do sleep 0.01; done
kill -KILL $pid; wait $pid; cat out err
echo yes | $BIN store put known - --store p/store.db
]]
local again = case { name = "a training at work begins again", strategy = TRAINER,
  shell = KILLED .. LIVE:gsub("%-%-quiet", "") .. "2>&1; $BIN training --store p/store.db",
  stdout = { "began false", "; these trainings begin again: 'fit'\n", "began true", "done  'fit'",
    "allowance (--server ", "lost       2013-10-09T13:00:00Z", "'fit' of strategy.lua", "done " } }
t:check(not again.stdout:match("begin again: [^\n]*,"), "the one of set-up comes by itself", again.stdout)
local _, nows = again.stdout:gsub(" now\n", "")
t:equal("once in each process", nows, 2)
case { name = "one that is not scheduled any more", strategy = TRAINER,
  shell = KILLED .. "sed 's/Train(\"fit\"/Train(\"new\"/' strategy.lua >s && mv s strategy.lua; " .. LIVE,
  stdout = "warning: these trainings were at work and are not scheduled any more: 'fit'", stdout_lacks = "began true" }

-- perigee training -------------------------------------------------------------------------------------

local SHORT = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  for k = 1, 3 do
    Train("fit " .. k, DateRules.On(2013, 10, 8 + k % 3), TimeRules.At(9, 0), function()
      if k == 2 then error("no data") end
    end)
  end
end
]]
local function training(more) return "$BIN training --store p/store.db " .. more end
local made = LIVE .. "--server 512 >out 2>&1 && " .. LIVE .. "--server 512 --name other >out 2>&1 && "
t:case { name = "text", strategy = SHORT, shell = made .. training "", stdout = {
  "allowance (--server 512): 30 of 30 minutes, up to 5 more at ", "began (UTC)", "'fit 1' of strategy.lua",
  "'fit 2' of strategy.lua  strategy.lua:5: no data\n", "failed", "'fit 3' of other\n", "2013-10-08T13:00:00Z" } }
local _, rows = t:run { strategy = SHORT, shell = made .. training "--last 2" }.stdout:gsub("'fit", "")
t:equal("the newest two", rows, 2)
t:case { name = "of one run", strategy = SHORT, shell = made .. training "--name other",
  stdout = "'fit 3' of other", stdout_lacks = "of strategy.lua" }
t:case { name = "of nobody", strategy = SHORT, shell = made .. training "--name nobody",
  stdout = "allowance", stdout_lacks = "fit" }
t:case { name = "JSON", strategy = SHORT, shell = made .. training "--json --last 4", stdout = {
  '"allowance":{"server":"512","available":30,"capacity":30,"refill_amount":5,"next_refill":"',
  '"run":"other","name":"fit 3","due":"2013-10-08T13:00:00', '"outcome":"failed","error":"strategy.lua:5: no data' } }
local as_json = t:run { strategy = SHORT, shell = made .. training "--json" }.stdout
local ended = 0
for seconds, minutes in as_json:gmatch('"began":"[^"]*","duration_seconds":([%d.e-]+),"minutes":(%d+),') do
  ended = ended + 1
  t:check(tonumber(seconds) < 60 and minutes == "0", "seconds and minutes", as_json)
end
t:equal("trainings that tell their time", ended, 6)
t:case { name = "JSON of nothing", strategy = SHORT, shell = made .. training "--json --name nobody",
  stdout = '"trainings":[]' }

local function usage(name, more, text)
  t:case { name = name, args = { "training", table.unpack(more) }, status = 2,
    stderr = { "perigee training: " .. text, "usage: perigee training" } }
end
usage("unknown option", { "--what" }, "unknown option '--what'")
usage("a word", { "fit" }, "unknown option 'fit'")
usage("no value", { "--last" }, "--last needs a value")
usage("no number", { "--last", "x" }, "--last was 'x'")
usage("too many", { "--last", "10001" }, "--last was '10001'")
t:case { name = "help", args = { "training", "--help" }, stdout = "usage: perigee training [option]" }
t:case { name = "no file", args = { "training", "--store", "p/store.db" }, status = 3,
  stderr = "there is no 'p/training.db': no live run has trained beside this store" }
t:case { name = "a damaged file", args = { "training", "--store", "p/store.db" }, status = 3,
  files = { ["p/training.db"] = "words, and nothing but words\n" }, stderr = "training file 'p/training.db': " }
t:case { name = "a folder in its place", strategy = SHORT, status = 1, shell = "mkdir -p p/training.db; " .. LIVE,
  stderr = "training file 'p/training.db': " }

-- The command line of a run ----------------------------------------------------------------------------

local function wrong(name, args, text)
  t:case { name = name, strategy = TRADER, status = 2, stderr = "perigee live: " .. text,
    args = { "live", "strategy.lua", "--feed", "replay:data@max", table.unpack(args) } }
end
wrong("unknown state", { "--state", "x" }, "--state was 'x', expected keep, fresh or none")
wrong("no state", { "--state" }, "--state needs a value")
wrong("an empty name", { "--name", "" }, "--name was '', expected 1 to 100 bytes")
wrong("a long name", { "--name", ("n"):rep(101) }, "--name was 'nnnn")
t:case { name = "not of a backtest", strategy = TRADER, status = 2, args = { "run", "strategy.lua", "--state", "keep" },
  stderr = "unknown option '--state'" }
t:case { name = "a damaged run", strategy = TRADER, status = 1, shell = LIVE,
  files = { ["strategy.lua"] = TRADER, ["data/ABC.csv"] = harness.ten_days(),
    ["p/live/strategy.lua.db"] = "words, and nothing but words\n" },
  stderr = "live run's file 'p/live/strategy.lua.db': " }
