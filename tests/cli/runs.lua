-- What a whole run prints: determinism, JSON, seeds, parameters, the store, limits, signals.
local t = ...
local json = require "json"
local quote = require("harness").quote

local TRADER = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Train(DateRules.EveryDay(), TimeRules.At(8, 0), function() lessons = (lessons or 0) + 1 end)
end
function OnData(data)
  SetHoldings(abc, Time.Day % 2, false, "day " .. Time.Day)
  Plot("prices", "close", data[abc].Close)
  local words = {}
  for key in pairs({ one = 1, two = 2, three = 3, [4] = 4, [Time.Day] = 5, four = 6 }) do words[#words + 1] = key end
  Log(table.concat(words, " ") .. " " .. math.random(1000000))
end
]]

-- Ten runs of one strategy print the same bytes.
local function repeatable(name, more)
  local first = t:run { strategy = TRADER, more = more }
  t:equal(name .. ": status", first.status, 0)
  for i = 2, 10 do
    local again = t:run { strategy = TRADER, more = more }
    t:check(again.stdout == first.stdout, ("%s: run %d prints the same"):format(name, i), again.stdout)
  end
  return first
end

local text = repeatable("text", { "--order-hash" })
local report = repeatable("JSON", { "--json" })

-- The hash is for those who ask, and tells orders apart by all they have, the tag as well.
local plain = t:run { strategy = TRADER }.stdout
t:check(not plain:find("OrderListHash", 1, true), "no hash unless it is asked for", plain)
t:check(text.stdout:match("OrderListHash  %x+\n$"), "the hash below all", text.stdout)
local retagged = t:run { strategy = TRADER:gsub('"day "', '"Day "'), more = { "--order-hash" } }.stdout
t:check(retagged:match("OrderListHash  (%x+)") ~= text.stdout:match("OrderListHash  (%x+)"),
  "another tag, another hash", retagged)

-- Rows of the strategy's own.
local OWN = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  SetSummaryStatistic("My longest name of a row", 7)
  SetSummaryStatistic("Ö", "ö")
  SetRuntimeStatistic("State", "calm")
end
]]
t:case { name = "own rows in the table", strategy = OWN, stdout = { "\nMy longest name of a row  7\n" } }
t:case { name = "own rows in JSON", strategy = OWN, more = { "--json" },
  stdout = { '"My longest name of a row":"7","Ö":"ö","OrderListHash":"d41d8cd98f00b204e9800998ecf8427e"},',
    '"State":"calm"}' } }
t:case { name = "the hash's name is taken", status = 1,
  stderr = "'OrderListHash' is one of the engine's own statistics",
  strategy = "function Initialize() SetSummaryStatistic('OrderListHash', 1) end" }

-- The JSON report ------------------------------------------------------------------------------------

local ok, value = pcall(json.decode, report.stdout)
if t:check(ok, "--json prints JSON", tostring(value) .. "\n" .. report.stdout) then
  t:equal("status", value.status, "Completed")
  t:equal("strategy", value.strategy, "strategy.lua")
  t:equal("start", value.start, "2013-10-07 00:00:00")
  t:equal("end", value["end"], "2013-10-18 00:00:00")
  t:equal("steps", value.steps, 10)
  t:equal("data points", value.data_points, 10)
  t:equal("trainings", #value.trainings, 12)
  t:equal("time of a training", value.trainings[1].time, "2013-10-07 08:00:00")
  t:equal("points of the chart", #value.charts[1].points, 10)
  t:equal("a point", value.charts[1].points[1][2], 101)
  t:equal("orders", #value.orders, value.numbers.total_orders)
  t:equal("the tag of the first", value.orders[1].tag, "day 7")
  t:equal("its kind", value.orders[1].type, "MarketOnOpen")
  t:equal("sent at, in UTC", value.orders[1].time_utc, "2013-10-07T20:00:00Z")
  t:equal("filled at, in UTC", value.orders[1].fill_time_utc, "2013-10-08T20:00:00Z")
  t:equal("no durations", value.timing, nil)
  local total, first, second = value.total_performance, value.orders[1], value.orders[2]
  local trade, statistics = total.closed_trades[1], total.trade_statistics
  t:equal("a trade's symbol", trade.symbol, "ABC")
  t:equal("its direction", trade.direction, "Long")
  t:equal("its entry", trade.entry_time_utc, first.fill_time_utc)
  t:equal("its exit", trade.exit_time, second.fill_time)
  t:equal("its prices", trade.exit_price - trade.entry_price, second.fill_price - first.fill_price)
  t:equal("its profit", trade.profit_loss, (second.fill_price - first.fill_price) * first.quantity)
  t:equal("its duration", trade.duration_seconds, 86400)
  t:equal("its fees", trade.total_fees, first.fee + second.fee)
  t:equal("its orders", table.concat(trade.order_ids, " "), "1 2")
  t:equal("whether it won", trade.is_win, true)
  t:equal("trades are counted", statistics.total_number_of_trades, #total.closed_trades)
  t:equal("begin of the first", statistics.start_date_time, first.fill_time)
  t:equal("return", total.portfolio_statistics.total_net_profit, value.numbers.net_profit)
  local windows = value.rolling_window[json.ORDER]
  t:equal("windows", table.concat(windows, " "), "M1_20131018 M3_20131018 M6_20131018 M12_20131018")
  t:equal("one of the whole run", value.rolling_window.M1_20131018.trade_statistics.total_profit_loss,
    statistics.total_profit_loss)
  t:equal("what is held at the end", value.runtime_statistics.Holdings:sub(1, 1), "$")
  local rows = 0
  for _, name in ipairs(value.statistics[json.ORDER]) do
    rows = rows + 1
    local shown = value.statistics[name]
    local line = name:gsub("%p", "%%%0") .. (shown == "" and "" or " +") .. shown:gsub("%p", "%%%0")
    t:check(text.stdout:find(line .. "%f[%s]"), "the table shows " .. name .. " " .. shown, text.stdout)
  end
  t:equal("rows of the table", rows, 29)
  t:equal("the last one", value.statistics[json.ORDER][29], "OrderListHash")
  t:equal("a hash of orders", value.statistics.OrderListHash:match("^" .. ("[0-9a-f]"):rep(32) .. "$"),
    value.statistics.OrderListHash)
  t:equal("end equity is shown rounded", tonumber(value.statistics["End Equity"]),
    tonumber(("%.2f"):format(value.numbers.end_equity)))
  t:check(text.stdout:find("Completed: 10 steps, 10 data points, 12 trainings", 1, true), "counts", text.stdout)
end
t:check(report.stderr:find("2013-10-07 16:00:00 ", 1, true), "log lines go to stderr beside JSON", report.stderr)
t:check(text.stderr:find("training 1  2013-10-07 08:00:00  ", 1, true), "training lines", text.stderr)

local timed = t:run { strategy = TRADER, more = { "--json", "--timing" } }
local timed_ok, timed_value = pcall(json.decode, timed.stdout)
t:check(timed_ok and timed_value.timing.peak_memory_mb > 0 and timed_value.trainings[1].duration_seconds >= 0,
  "--timing adds durations", timed.stdout)
t:case { name = "--quiet", strategy = TRADER, more = { "--quiet" }, stderr_exact = "", stdout = "Completed" }

-- Prices of orders: those its type has, as they are at the end.
local KINDS = [[
function Initialize() abc = AddEquity("ABC", Resolution.Daily) end
function OnData()
  if sent then return end
  sent = LimitOrder(abc, 1, 7.5)
  StopMarketOrder(abc, 1, 500)
  StopLimitOrder(abc, 1, 501, 502)
  LimitIfTouchedOrder(abc, 1, 8, 8.5)
  TrailingStopOrder(abc, -1, 90, false)
  TrailingStopOrder(abc, -1, 0.875, true)
  sent:UpdateLimitPrice(7.25)
end
]]
local WANTED = { -- limit, stop, trigger, trailing amount, as a percentage
  { 7.25 }, { nil, 500 }, { 502, 501 }, { 8.5, nil, 8 }, { nil, 22, nil, 90, false }, { nil, 14, nil, 0.875, true },
}
local kinds_ok, kinds = pcall(json.decode, t:run { strategy = KINDS, more = { "--json" } }.stdout)
if t:check(kinds_ok, "prices of orders", tostring(kinds)) then
  t:equal("each kind was sent", #kinds.orders, #WANTED)
  for i, want in ipairs(WANTED) do
    local order = kinds.orders[i]
    t:equal(order.type .. ": limit", order.limit_price, want[1])
    t:equal(order.type .. ": stop", order.stop_price, want[2])
    t:equal(order.type .. ": trigger", order.trigger_price, want[3])
    t:equal(order.type .. ": trailing amount", order.trailing_amount, want[4])
    t:equal(order.type .. ": as a percentage", order.trailing_as_percentage, want[5])
  end
end

-- Seeds and parameters --------------------------------------------------------------------------------

local RANDOM = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  print(GetParameter("word", "none"), math.random(1 << 50))
end
]]
local function random_line(more)
  return t:run({ strategy = RANDOM, more = more }).stdout:match("[^\n]*")
end
t:equal("the default seed is 1", random_line {}, random_line { "--seed", "1" })
t:check(random_line {} ~= random_line { "--seed", "2" }, "another seed, other numbers")
t:equal("one seed, one sequence", random_line { "--seed", "77" }, random_line { "--seed", "77" })
t:case { name = "--param", strategy = RANDOM, more = { "--param", "word=hey you" }, stdout = "hey you\t" }

-- The store, paths -------------------------------------------------------------------------------------

local COUNTER = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  local runs = ObjectStore.ContainsKey("runs") and ObjectStore.ReadJson("runs") or 0
  ObjectStore.SaveJson("runs", runs + 1)
  print("run " .. runs + 1)
end
]]
local BIN = '"$BIN" run '
local kept = t:case {
  name = "the store is kept across runs", strategy = COUNTER,
  shell = (BIN .. "strategy.lua\n"):rep(2) .. BIN .. "strategy.lua --store other/deep.db",
  stdout = { "run 1\n", "run 2\n" },
}
t:check(kept.stdout:match("run 2.*run 1"), "--store is another one", kept.stdout)
t:check(require("harness").exists(kept.folder .. "/.perigee/store.db"), "beside the strategy")
t:check(require("harness").exists(kept.folder .. "/other/deep.db"), "where --store says")
t:case {
  name = "a store that is none", strategy = COUNTER, files = { ["store.db"] = ("no database "):rep(100) },
  status = 1, stderr = "store 'store.db': ",
}
t:case {
  name = "from another folder, by a path with spaces", files = {
    ["my strategies/the first.lua"] = COUNTER, ["my strategies/data/ABC.csv"] = require("harness").ten_days(),
    ["elsewhere/x"] = "",
  }, shell = "cd elsewhere && " .. BIN .. quote("../my strategies/the first.lua"),
  stdout = { "run 1", "Completed: 10 steps" },
}

-- Limits and signals -----------------------------------------------------------------------------------

t:case {
  name = "memory limit", strategy = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  kept = {}
  while true do kept[#kept + 1] = ("x"):rep(100000) .. #kept end
end
]], more = { "--memory-limit", "20" }, status = 1,
  stderr = "strategy.lua:4: memory limit of 20 MiB reached (--memory-limit)",
}

-- A signal after the line that says the loop has begun.
local function stopped(name, signal, strategy)
  t:case {
    name = name .. " by " .. signal, strategy = strategy, status = 130, shell = [[
mkfifo lines
"$BIN" run strategy.lua --store store.db --json >out 2>lines &
pid=$!
{ read line; echo "$line"; kill -]] .. signal .. [[ $pid; cat; } <lines
wait $pid
]], stdout = { "looping", "interrupted" }, stdout_lacks = "went on",
  }
end
for _, signal in ipairs { "INT", "TERM" } do
  stopped("an endless loop is stopped", signal, [[
function Initialize() AddEquity("ABC", Resolution.Daily) end
function OnData()
  Log("looping")
  while true do end
end
function OnEndOfAlgorithm() Log("went on") end
]])
  stopped("a loop of caught errors is stopped", signal, [[
function Initialize() AddEquity("ABC", Resolution.Daily) end
function OnData()
  Log("looping")
  while true do pcall(function() while true do end end) end
end
]])
  stopped("a training is stopped", signal, [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  Train(function()
    Log("looping")
    while true do end
  end)
end
]])
end

t:case {
  name = "Quit", strategy = [[
function Initialize() AddEquity("ABC", Resolution.Daily) end
function OnData() Quit("enough") end
function OnEndOfAlgorithm() Log("the end") end
]], stdout = { "2013-10-07 16:00:00 enough", "2013-10-07 16:00:00 the end", "Stopped: 1 steps" },
}
t:case {
  name = "Log, Debug, Error, print", strategy = [[
function Initialize() AddEquity("ABC", Resolution.Daily) end
function OnData()
  Log("log") Debug("debug") Debug("debug") Error("error") print("a", nil, 1.5) Log(2.0)
  Quit()
end
]], stdout = "2013-10-07 16:00:00 log\n2013-10-07 16:00:00 debug: debug\n2013-10-07 16:00:00 error: error\n"
  .. "2013-10-07 16:00:00 a\tnil\t1.5\n2013-10-07 16:00:00 2.0\n\nStopped",
}

-- The progress bar -----------------------------------------------------------------------------------

t:case { name = "no bar in a pipe", strategy = TRADER, shell = BIN .. "strategy.lua 2>&1 | cat", stdout = "Completed",
  stdout_lacks = { "\r", "\27[" } }
if os.execute("script -qec true /dev/null >/dev/null 2>&1") then
  local shell = "script -qec '\"$BIN\" run strategy.lua%s' /dev/null"
  t:case { name = "a bar on a terminal", strategy = TRADER, shell = shell:format "",
    stdout = { "\r[..........", " %  2013-10-18", "\r\27[K", "Completed" } }
  t:case { name = "none with --quiet", strategy = TRADER, shell = shell:format " --quiet", stdout = "Completed",
    stdout_lacks = "[####" }
else
  t:skip("a bar on a terminal", "no pseudo-terminal can be had by `script`")
end
