-- Measures speed and memory, each figure beside a floor of the same run. Usage: lua5.4 tests/bench/bench.lua
-- Floors are small programs that lie beside the repository (../shared/bench); without them their
-- columns are empty.

local BIN = "build/bin/release/"
local DIR = "build/bench"
local BARS = 1000000
local SEED = 7
local TRADES, EQUITY = 19544, 103090.78500
local REPEAT = 9

local function run(command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  local text = pipe:read("a")
  local ok = pipe:close()
  return text, ok
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

-- Seconds, user seconds and peak memory in MB of the best of several runs, and the last output.
local function time(command, times)
  local best, memory, output = math.huge, 0, ""
  for _ = 1, times or REPEAT do
    local text = run(("/usr/bin/env bash -c 'TIMEFORMAT=%%R; time %s'"):format(command))
    local seconds = tonumber(text:match("([%d.]+)%s*$"))
    if seconds and seconds < best then best, output = seconds, text end
  end
  return best, output, memory
end

local rows = {}
local function row(what, value, floor, ratio) rows[#rows + 1] = { what, value, floor or "", ratio or "" } end

os.execute("mkdir -p " .. DIR)
local csv = DIR .. "/BARS.csv"
if not exists(csv) then
  assert(os.execute(("%sperigee_bench bars %d %d >%s"):format(BIN, BARS, SEED, csv)))
end

-- The floor: a C program that calls one Lua function per bar.
local floor_bars, floor_rows
if exists("../shared/bench/host.c") then
  local flags = run("pkg-config --cflags --libs lua5.4"):gsub("%s+$", "")
  local built = os.execute(("gcc -O2 -march=native ../shared/bench/host.c -o %s/host %s -lm"):format(DIR, flags))
    and os.execute(("gcc -O2 -march=native ../shared/bench/sma.c -o %s/sma"):format(DIR))
  if built then
    floor_bars, floor_rows = 0, 0
    for _ = 1, REPEAT do
      local text = run(("%s/host %s args c"):format(DIR, csv))
      floor_bars = math.max(floor_bars, BARS / tonumber(text:match("engine_s=([%d.]+)")))
      text = run(("%s/sma %s"):format(DIR, csv))
      floor_rows = math.max(floor_rows, BARS / tonumber(text:match("load_s=([%d.]+)")))
    end
  end
else
  print("the floors are skipped: ../shared/bench is not beside the repository")
end

local function rate(value) return ("%.2f M/s"):format(value / 1e6) end
local function against(value, floor) return floor and ("%.2f"):format(value / floor) or "" end

local CSV_RUN = ("%sperigee run tests/bench/sma_cross.lua --data %s --store %s/none.db"):format(BIN, DIR, DIR)

-- Engine and reading, from perigee's own timing of the phases.
local engine, reading, memory, result = 0, 0, 0, ""
for _ = 1, REPEAT do
  local text, ok = run(CSV_RUN .. " --cache none --json --timing")
  assert(ok, text)
  engine = math.max(engine, BARS / tonumber(text:match('"run_seconds":([%d.e+-]+)')))
  reading = math.max(reading, BARS / tonumber(text:match('"read_seconds":([%d.e+-]+)')))
  memory = math.max(memory, tonumber(text:match('"peak_memory_mb":([%d.e+-]+)')))
  result = text
end
local trades = tonumber(result:match('"closed_trades":(%d+)'))
local equity = tonumber(result:match('"end_equity":([%d.]+)'))
row("sma_cross, OnData in Lua, bars", rate(engine), floor_bars and rate(floor_bars), against(engine, floor_bars))
row("reading the CSV, rows", rate(reading), floor_rows and rate(floor_rows), against(reading, floor_rows))
row("peak memory of that run", ("%.0f MB"):format(memory), "limit 150 MB", ("%.2f"):format(memory / 150))
local right = trades == TRADES and math.abs(equity - EQUITY) < 0.0051
row("trades and equity", ("%d  %.5f"):format(trades, equity), ("%d  %.5f"):format(TRADES, EQUITY),
  right and "equal" or "DIFFER")

-- From start to exit over the CSV: a run that keeps what it parsed, and one that finds it; then the
-- same over a year of minutes of many stocks. The floor is a run that keeps nothing. All print the
-- table of statistics; memory is asked for in a run of its own, since its report lists all trades.
local CACHE = DIR .. "/cache"
local function first_and_second(what, bars, command, times)
  local quiet, kept = command .. " --quiet", " --cache " .. CACHE
  local none = time(quiet .. " --cache none", times)
  local first, second = math.huge, math.huge
  for _ = 1, times do
    os.execute("rm -rf " .. CACHE)
    first = math.min(first, (time(quiet .. kept, 1)))
    second = math.min(second, (time(quiet .. kept, 1)))
  end
  local text, ok = run(quiet .. kept .. " --json --timing")
  assert(ok, text)
  os.execute("rm -rf " .. CACHE)
  row(what .. ", first run", rate(bars / first), rate(bars / none), against(none, first))
  row("  second run, beside the first", rate(bars / second), rate(bars / first), against(first, second))
  row("  peak memory", ("%.0f MB"):format(text:match('"peak_memory_mb":([%d.]+)')))
end
first_and_second("CSV from start to exit", BARS, CSV_RUN, REPEAT)

local STOCKS, BARS_OF_STOCK = { 1, 10, 100, 500 }, 97740
local stocks = DIR .. "/lean"
if not exists(stocks .. "/equity/usa/minute/s499/20131231_trade.zip") then
  print("making a year of minutes of 500 stocks in " .. stocks .. " (1 GB, some minutes)")
  os.execute("mkdir -p " .. stocks)
  assert(os.execute(("%sperigee_bench lean %s 500"):format(BIN, stocks)))
end
for _, n in ipairs(STOCKS) do
  first_and_second(("%d stocks, a year of minutes"):format(n), n * BARS_OF_STOCK,
    ("%sperigee run tests/bench/many.lua --param symbols=%d --data %s --store %s/none.db")
      :format(BIN, n, stocks, DIR), n > 100 and 1 or 3)
end

-- Scheduled events: the scheduler alone beside a bare heap of times, then with functions in Lua.
for _, events in ipairs { 100, 10000 } do
  local text = run(("%sperigee_bench schedule %d 20"):format(BIN, events))
  local ns, floor_ns, bytes, firings = tonumber(text:match("ns_per_firing=([%d.]+)")),
    tonumber(text:match("floor_ns=([%d.]+)")), text:match("bytes_per_event=(%d+)"), text:match("firings=(%d+)")
  assert(ns, text)
  row(("%d events, 20 years, a firing"):format(events), ("%.0f ns"):format(ns), ("bare heap %.0f ns"):format(floor_ns),
    ("%.1f"):format(ns / floor_ns))
  row(("  %.1f M firings, memory an event"):format(firings / 1e6), bytes .. " B")
end
local in_lua = BIN .. "perigee run tests/bench/schedule.lua --data examples/data --store " .. DIR .. "/none.db"
local firings = tonumber(run(in_lua):match("fired (%d+)"))
row(("10000 events in Lua, %.1f M firings, each"):format(firings / 1e6),
  ("%.0f ns"):format(time(in_lua .. " >/dev/null", 3) / firings * 1e9), "with start and end")

-- The object store beside plain SQLite, in turns in the same folder.
local function number_in(text, name) return assert(tonumber(text:match(name .. "=([%d.]+)")), text) end
os.execute("mkdir -p " .. DIR .. "/store")
for _, case in ipairs { { 2000, 1024, "1 KiB" }, { 100, 1048576, "1 MiB" } } do
  local text = run(("%sperigee_bench store %s/store %d %d %d"):format(BIN, DIR, case[1], case[2], 5))
  for _, what in ipairs { "saves", "reads" } do
    local ours, floor = number_in(text, what .. "_per_s"), number_in(text, "floor_" .. what .. "_per_s")
    row(("store, %s of %s"):format(what, case[3]), ("%.0f /s"):format(ours), ("SQLite %.0f /s"):format(floor),
      ("%.2f"):format(ours / floor))
  end
  local slow, floor = number_in(text, " slowest_ms"), number_in(text, "floor_slowest_ms")
  row("  slowest save", ("%.1f ms"):format(slow), ("%.1f ms"):format(floor), ("%.2f"):format(slow / floor))
end
local text = run(("%sperigee_bench transaction %s/store 20"):format(BIN, DIR))
local single, together = number_in(text, "single_per_s"), number_in(text, "together_per_s")
row("store, 100 saves in one Transaction", ("%.0f /s"):format(together), ("one by one %.0f /s"):format(single),
  ("%.1f"):format(together / single))

-- JSON through Lua and the store beside cJSON alone: the difference of many and none.
local function json_seconds(params)
  return time(("%sperigee run tests/bench/json.lua --data tests/data --store %s/store/json.db %s --quiet >/dev/null")
    :format(BIN, DIR, params), 3)
end
local cjson = run(BIN .. "perigee_bench cjson 1000 5")
local none, one = json_seconds("--param saves=0"), json_seconds("--param saves=1")
local saves, reads = json_seconds("--param saves=5"), json_seconds("--param saves=1 --param reads=4")
for _, r in ipairs { { "SaveJson", (saves - none) / 5, "print" }, { "ReadJson", (reads - one) / 4, "parse" } } do
  local floor = number_in(cjson, r[3] .. "_ms")
  row(r[1] .. " of 1000 x 1000", ("%.0f ms"):format(r[2] * 1000), ("cJSON %s %.0f ms"):format(r[3], floor),
    ("%.2f"):format(r[2] * 1000 / floor))
end
for _, rows_of_model in ipairs { 700, 1400, 2800 } do
  local params = "--param rows=" .. rows_of_model
  local spent = json_seconds(params .. " --param saves=1 --param reads=1") - json_seconds(params)
  row(("SaveJson and ReadJson, %.0f MB"):format(rows_of_model * 0.0195), ("%.0f ms"):format(spent * 1000),
    "a MB", ("%.0f ms"):format(spent * 1000 / (rows_of_model * 0.0195)))
end

-- From start to exit.
local hello = time(BIN .. "perigee run examples/hello.lua --store " .. DIR .. "/none.db >/dev/null", 20)
local bare = time('lua5.4 -e ""', 20)
row("perigee run examples/hello.lua", ("%.0f ms"):format(hello * 1000),
  ("lua5.4 -e '': %.0f ms"):format(bare * 1000), "limit 15 ms")

print(("%-42s %18s %22s %8s"):format("what (best of " .. REPEAT .. ")", "perigee", "floor", "ratio"))
for _, r in ipairs(rows) do print(("%-42s %18s %22s %8s"):format(table.unpack(r))) end
if not right then os.exit(1) end
