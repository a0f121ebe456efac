-- The examples as they stand, and what the README tells about them. Called by run.lua with a suite.
local t = ...
local harness = require "harness"

local beside = t.root .. "/examples/.perigee/store.db"
local was_there = harness.exists(beside)

local function run(name)
  return ('"$BIN" run %s --store store.db'):format(harness.quote(t.root .. "/examples/" .. name))
end

t:case {
  name = "hello buys once and holds", shell = run "hello.lua",
  stdout = { "bought at 1132.98", "Completed: 2516 steps", "Total Orders", "End Equity" },
  stderr_exact = "",
}
t:case {
  name = "sma_cross trades", shell = run "sma_cross.lua",
  stdout = { "Completed:", "Net Profit", "Sharpe Ratio" }, stderr_exact = "",
}

t:case {
  name = "ticks buys at the ask and sells at the bid", shell = run "ticks.lua",
  stdout = { "2019-10-07 09:55:40.743 +500 at 49.99, bid 49.95, ask 49.99", "-500 at 50.00, bid 50.00, ask 50.03",
    "1485 quotes, on average 0.0301 wide; 673 minutes with trades", "Completed:" },
  stderr_exact = "",
}
t:case {
  name = "several_currencies owes no dollars for long", shell = run "several_currencies.lua",
  stdout = { "100000 EUR (100000), 5000 USD (4383), 0 GBP (0); SPX 0; together 104383 EUR",
    "54000 EUR (54000), 320 USD (287), 10000 GBP (11389); SPX 46274; together 111950 EUR", "End Equity" },
  stdout_lacks = "warning", stderr_exact = "",
}
t:case {
  name = "consolidators makes weeks, months and bricks", shell = run "consolidators.lua",
  stdout = { "2018-11-01 00:00:00 a month from 2926 to 2712, which ended now",
    "261 weeks, 59 months, 251 times five days, 53 bricks up and 31 down", "Completed: 1258 steps" },
  stderr_exact = "",
}
t:case {
  name = "the invented data of the examples are those their script writes",
  shell = ("lua5.4 %s/make.lua made && cd made && for f in $(find . -type f); do cmp $f %s/$f || exit 1; done "
    .. "&& find . -type f | wc -l")
    :format(harness.quote(t.root .. "/examples/data"), harness.quote(t.root .. "/examples/data")),
  stdout_exact = "6\n", stderr_exact = "",
}

t:case {
  name = "schedule_tour shows every rule", shell = run "schedule_tour.lua",
  stdout = {
    "2019-06-30 18:00:00 futures open the week              Sunday",
    "2019-07-01 21:30:00 Hong Kong opens the month          Monday",
    "2019-07-03 13:00:00 an early close                     Wednesday",
    "2019-09-13 00:00:00 Friday the 13th                    Friday",
    "27 times: 10 minutes to the week's end", "52 times: twice on Mondays, market open",
    "Completed: 129 steps, 129 data points, 2 trainings",
  },
}

t:case {
  name = "linear_model trains each Sunday and trades", shell = run "linear_model.lua" .. " --quiet",
  stdout = { "trained on 500 days, R^2 0.", "Completed: 4853 steps, 4853 data points, 1006 trainings", "Net Profit" },
  stderr_exact = "",
}

local keeping = run "object_store.lua"
t:case {
  name = "object_store keeps its models, and finds them again",
  shell = keeping .. " --quiet && " .. keeping .. " --quiet",
  stdout = {
    "no model yet", "found a model of 231 prices, run 1", "11 models by month, models/by-month/11 the last",
    "models/latest: json of ", "the store holds 13 objects; the quota is 10000",
  },
  stderr_exact = "",
}

local semaphore = run "semaphore_training.lua"
local twice = t:case {
  name = "semaphore_training trains each Sunday, and finds its model again",
  shell = semaphore .. " >first && " .. semaphore .. " --quiet >second && cat first second",
  stdout = {
    "no model in the store yet: starting without one", "saved the model of 2020-04-12 08:00:00",
    "found the model of 2020-04-12 08:00:00 in the store", "1006 trainings",
  },
  stderr = { "training 1  2001-01-07 08:00:00  ", "training 1006  2020-04-12 08:00:00  " },
}
local function result_of(file) return (harness.read(twice.folder .. "/" .. file) or ""):match("Completed:.*") end
t:equal("a model of the future does not change the result", result_of "second", result_of "first")

-- A minute long.
local replay = t:case {
  name = "live_replay trains while days pass",
  shell = ('PERIGEE="$BIN" %s --store store.db --timing'):format(harness.quote(t.root .. "/examples/live_replay.sh")),
  stdout = { " of 4853 calls of OnData came while the model was training", "saved the model of 20",
    "Completed: 4853 steps, 4853 data points", "Wait for the Lua state" },
  stderr = { "done  'Sunday: 8'" }, stderr_lacks = { "failed", "over_limit" },
}
local during = tonumber(replay.stdout:match("(%d+) of 4853 calls of OnData"))
t:check(during and during > 0 and during < 4853, "OnData came during trainings and between them", tostring(during))

t:equal("no store is left beside the examples", harness.exists(beside), was_there)
