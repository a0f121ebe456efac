-- perigee live: recorded data as if they came in now, trainings on threads, an end in order.
local t = ...

local TRADER = [[
function Initialize()
  SetCash(50000)
  abc = AddEquity("ABC", Resolution.Daily)
  average = SMA(abc, 3)
  Schedule.On(DateRules.EveryDay(), TimeRules.At(9, 0), function() mornings = (mornings or 0) + 1 end)
end
function OnData(data)
  if average.IsReady then SetHoldings(abc, Time.Day % 2, false, "day " .. Time.Day) end
end
function OnEndOfAlgorithm() Log("mornings " .. mornings) end
]]

local LIVE = { "live", "strategy.lua", "--feed", "replay:data@max" }

local function live(more)
  local args = { table.unpack(LIVE) }
  for _, word in ipairs(more or {}) do args[#args + 1] = word end
  return args
end

-- The same steps as in a backtest: the same report, to the byte.
local back = t:run { strategy = TRADER, more = { "--json" } }
local played = t:case { name = "without waiting", strategy = TRADER, args = live { "--json" } }
t:equal("the report", played.stdout:match('{"strategy".*'), back.stdout)
t:check(played.stdout:find('"level":"info","text":"mornings 12"}', 1, true), "log lines are JSON", played.stdout)

-- Trainings -------------------------------------------------------------------------------------------

t:case { name = "an error in a training does not end the run", args = live(), strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  fit = Train("fit", DateRules.On(2013, 10, 8), TimeRules.At(9, 0), function() error("no data") end)
  fit:OnDone(function(training) Log("told: " .. training.State .. ", " .. training.LastError) end)
  assert(LiveMode)
end
function OnData() days = (days or 0) + 1 end
function OnEndOfAlgorithm() Log(days .. " days") end
]], stdout = { "error: training 'fit' at 2013-10-08 09:00:00: strategy.lua:3: no data\nstack traceback:",
  "told: failed, strategy.lua:3: no data", "10 days", "Completed: 10 steps, 10 data points, 1 trainings" } }

local ENDLESS = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  fit = Train("fit", DateRules.On(2013, 10, 8), TimeRules.At(9, 0), function()
    while true do pcall(function() while true do end end) end
  end)
end
function OnData() days = (days or 0) + 1 if fit.State == "running" then during = true end end
function OnEndOfAlgorithm() Log(("%d days, %s, %s"):format(days, fit.State, IsTraining())) end
]]
t:case { name = "cancelled at the end", strategy = ENDLESS, args = live { "--on-exit", "cancel" },
  stdout = "10 days, cancelled, false", stderr = "cancelled  'fit'" }
t:case { name = "cancelled by the strategy", args = live(), strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  fit = Train("fit", DateRules.On(2013, 10, 8), TimeRules.At(9, 0), function() while true do end end)
end
function OnData() if Time.Day == 11 then cancelled = fit:Cancel() end end
function OnEndOfAlgorithm() Log(("%s %s"):format(cancelled, fit.State)) end
]], stdout = "true cancelled" }
t:case { name = "awaited at the end of the data", args = live(), strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Train("fit", DateRules.On(2013, 10, 18), TimeRules.At(9, 0), function()
    local sum = 0
    for i = 1, 3e5 do sum = sum + i end
    Training.Publish(function() model = sum end)
  end)
end
function OnEndOfAlgorithm() Log("model " .. model) end
]], stdout = "model 45000150000" }

t:case { name = "a training's transaction and the strategy's saves", args = live { "--trainers", "2" }, strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  for k = 1, 2 do
    Train(function()
      for i = 1, 20 do
        ObjectStore.Transaction(function()
          local n = ObjectStore.ContainsKey("n") and tonumber(ObjectStore.Read("n")) or 0
          for j = 1, 2e4 do n = n + 1 n = n - 1 end
          ObjectStore.Save("n", tostring(n + 1))
        end)
      end
    end)
  end
end
function OnData() ObjectStore.Save("day", tostring(Time.Day)) end
function OnEndOfAlgorithm() Log(ObjectStore.Read("n") .. " " .. ObjectStore.Read("day")) end
]], stdout = "40 18" }

local trained = t:case { name = "trainings as JSON", args = live { "--json", "--server", "512" }, strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Train("fit \"1\"", DateRules.On(2013, 10, 8), TimeRules.At(9, 0), function() end)
end
]], stdout = [["level":"training","number":1,"name":"fit \"1\"","outcome":"done","duration_seconds":]],
  stdout_lacks = { "tokens", "milliseconds" } }
local seconds, minutes = trained.stdout:match('"duration_seconds":([%d.]+),"minutes":(%d+)}\n')
t:check(seconds and tonumber(seconds) > 0 and tonumber(seconds) < 60 and minutes == "0", "a training's time",
  trained.stdout)

-- The documentation's flag: set while the training runs, and OnData goes on meanwhile.
t:case { name = "the flag of the documentation", args = live { "--trainers", "2" }, strategy = [[
modelIsTraining = false
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Train(function()
    modelIsTraining = true
    while not enough do coroutine.yield() end
    modelIsTraining = false
  end)
  Train(function() others = true end)
end
function OnData()
  if Time.Day == 18 then enough = true end
  if modelIsTraining then seen = (seen or 0) + 1 end
end
function OnEndOfAlgorithm() Log(("%s %s %s"):format(seen and seen > 0 or seen, others, modelIsTraining)) end
]], stdout = " true false" }

-- A kernel computes without the Lua state; the model it gives is that of any other run.
t:case { name = "a native kernel", args = live(), strategy = [[
local LinearRegression = require "perigee.linear_model".LinearRegression
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  local model = LinearRegression()
  Train("fit", DateRules.EveryDay(), TimeRules.At(9, 0), function()
    local X, y = {}, {}
    for i = 1, 5000 do
      X[i] = { i % 7, i % 11, i % 13, i % 17 }
      y[i] = 1 + 2 * X[i][1] - 3 * X[i][4]
    end
    model:fit(X, y)
    Training.Publish(function() published = model end)
  end)
end
function OnData() days = (days or 0) + 1 end
function OnEndOfAlgorithm() Log(("%d days, %.6f"):format(days, published:predict({ { 2, 0, 0, 1 } })[1])) end
]], stdout = { "10 days, 2.000000", "Completed: 10 steps" }, stdout_lacks = "error" }

-- The end ----------------------------------------------------------------------------------------------

-- At its own pace these ten days take a week and a half; a signal ends them.
local SIGNAL = [[
$BIN live strategy.lua --feed replay:data --quiet %s >out 2>err & pid=$!
until grep -q began out; do sleep 0.02; done
kill -%s $pid
wait $pid; echo "status $?"
cat out err]]
local WAITS = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Train("fit", DateRules.On(2013, 10, 7), TimeRules.Midnight, function() Log("began") while true do end end)
end
function OnData() error("too early") end
function OnEndOfAlgorithm() Log("the end") end
]]
for _, signal in ipairs { "INT", "TERM" } do
  t:case { name = "SIG" .. signal .. " ends in order", strategy = WAITS, shell = SIGNAL:format("", signal),
    stdout = { "status 0", "the end", "Stopped: 0 steps" } }
end

-- The command line ---------------------------------------------------------------------------------------

local function usage(name, args, text)
  t:case { name = name, strategy = TRADER, args = args, status = 2, stderr = text }
end
usage("no feed", { "live", "strategy.lua" }, "perigee live: no feed was given: --feed replay:DIR")
usage("unknown feed", { "live", "strategy.lua", "--feed", "kafka:x" },
  "--feed was 'kafka:x', expected replay:DIR, replay:DIR@SPEED, replay:DIR@max, jsonl:-")
usage("no speed", { "live", "strategy.lua", "--feed", "replay:data@0" }, "--feed was 'replay:data@0'")
usage("no number", { "live", "strategy.lua", "--feed", "replay:data@fast" }, "--feed was 'replay:data@fast'")
usage("unknown broker", live { "--broker", "ib" }, "--broker was 'ib', expected paper")
usage("no trainers", live { "--trainers", "0" }, "--trainers was '0', expected 1 to 64")
usage("unknown end", live { "--on-exit", "x" }, "--on-exit was 'x', expected wait or cancel")
usage("unknown consequence", live { "--on-limit", "x" }, "--on-limit was 'x', expected skip or stop")
usage("not of a backtest", { "run", "strategy.lua", "--feed", "replay:data" }, "unknown option '--feed'")
t:case { name = "help", args = { "live", "--help" }, stdout = "usage: perigee live STRATEGY.lua --feed FEED" }
t:case { name = "a strategy that fails", strategy = "function Initialize() AddEquity('ABC', Resolution.Daily) end\n"
  .. "function OnData() error('broken') end\n", args = live(), status = 1, stderr = "strategy.lua:2: broken" }

-- Log lines -------------------------------------------------------------------------------------------

local LEVELS = [[
function Initialize() abc = AddEquity("ABC", Resolution.Daily) end
function OnEndOfAlgorithm() Debug("d1") Log("i2") Error("e3") Log("bad \xff \u{e9} \"q\" \\ \1") end
]]
t:case { name = "all levels", strategy = LEVELS, args = live(), stdout = { "debug: d1", " i2", "error: e3" } }
t:case { name = "errors only", strategy = LEVELS, args = live { "--log-level", "error" }, stdout = "error: e3",
  stdout_lacks = { "d1", "i2" } }
t:case { name = "a backtest's", strategy = LEVELS,
  args = { "run", "strategy.lua", "--log-level", "info", "--store", "s.db" }, stdout = "i2", stdout_lacks = "d1" }
t:case { name = "JSON of any bytes", strategy = LEVELS, args = live { "--json" },
  stdout = [["level":"info","text":"bad \ufffd é \"q\" \\ \u0001"}]] }
usage("a level", { "live", "strategy.lua", "--feed", "replay:data", "--log-level", "loud" },
  "--log-level was 'loud', expected debug, info, warning or error")

-- Names, outcomes, ends --------------------------------------------------------------------------------

t:case { name = "a one-off training has a name", args = live(), strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  fit = Train("fit", function() flag = IsTraining("fit") end)
  fit:OnDone(function(handle, run)
    Log(("%s %s %s %s %s"):format(handle.Name, run.Outcome, run.Error, run.Due, flag))
  end)
end
function OnEndOfAlgorithm() Log(fit.LastOutcome) end
]], stdout = { "fit done nil 2013-10-07 00:00:00 true", "done\n" } }
t:case { name = "a rule that was not called", args = live(), status = 1, strategy = [[
function Initialize() Train(DateRules.EveryDay, TimeRules.At(8, 0), function() end) end
]], stderr = "Train: argument 1 (dateRule) was a function: call it, as in DateRules.EveryDay()" }
-- It is cancelled once it has asked.
t:case { name = "it may end by itself when it asks", args = { "live", "strategy.lua", "--feed", "replay:data@1000000" },
  strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Schedule.On(DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromHours(1)), function()
    if fit.Progress > 0 then fit:Cancel() end
  end)
  fit = Train("fit", function()
    while not Training.ShouldStop() do Training.Progress(0.5) end
    Training.Publish(function() Log("half a model") end)
  end)
  fit:OnDone(function(_, run) Log("told " .. run.Outcome) end)
end
]], stdout = { "half a model", "told cancelled" } }
t:case { name = "an error in what is published names the training", args = live(), status = 1, strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Train("fit", function() Training.Publish(function() error("no model") end) end)
end
]], stderr = { "training 'fit': Training.Publish: strategy.lua:3: no model",
  "the next run goes on at the last step that was saved; --state fresh begins anew" } }
t:case { name = "and in OnDone", args = live(), status = 1, strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Train("fit", function() end):OnDone(function() error("no") end)
end
]], stderr = "training 'fit' at 2013-10-07 00:00:00: OnDone: strategy.lua:3: no" }
t:case { name = "a failed run as JSON", args = live { "--json" }, status = 1, strategy = [[
function Initialize() abc = AddEquity("ABC", Resolution.Daily) end
function OnData() error("no \"data\"") end
]], stdout = [[{"status":"Error","error":"OnData at 2013-10-07 16:00:00: strategy.lua:2: no \"data\"]] }
t:case { name = "endless functions of trainings are stopped", args = live { "--step-limit", "0.002" }, status = 1,
  strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Train("fit", function() Training.Publish(function() while true do end end) end)
end
]], stderr = "training 'fit': Training.Publish: strategy.lua:3: stopped after" }
