-- Proves that trainings do not delay ticks: a feed of 1,000 ticks a second while trainings of several kinds run, and
-- the speed of a training that nobody disturbs beside stock Lua. Usage: lua5.4 tests/bench/live.lua [SECONDS]
-- Lock wait: from wanting the Lua state to having it. Late: from the moment a tick was due to OnData's return.
-- Other programs on the machine spoil it: their share of the time is shown.
local BIN = "build/bin/release/"
local DIR = "build/bench/live"
local SECONDS = tonumber(arg and arg[1] or "20")
local ROUNDS = 3 -- of each side beside stock Lua
local SEED = 7

local function run(command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  local text = pipe:read("a")
  assert(pipe:close(), text)
  return text
end

local function write_ticks(folder, n)
  run(("mkdir -p %s && %sperigee_bench seconds %d %d >%s/TICKS.csv"):format(folder, BIN, n, SEED, folder))
end

-- Ticks of the processors since the start: used by anybody, and all.
local function processor_time()
  local busy, all, column = 0, 0, 0
  for value in io.open("/proc/stat"):read("l"):gmatch("%d+") do
    column = column + 1
    all = all + value
    if column ~= 4 and column ~= 5 then busy = busy + value end -- idle, waiting for a disk
  end
  return busy, all
end

-- Runs a command; its output, and which part of the machine others used meanwhile.
local function measured(command)
  local busy, all = processor_time()
  local text = run(("bash -c 'TIMEFORMAT=\"own %%U %%S\"; time %s'"):format(command))
  local busy_after, all_after = processor_time()
  local user, system = text:match("own ([%d.]+) ([%d.]+)")
  local others = (busy_after - busy) / 100 - user - system
  return text, math.max(0, others / ((all_after - all) / 100))
end

-- The ticks ---------------------------------------------------------------------------------------------

local CASES = {
  { "a  nothing", "none" },
  { "b  numbers", "numeric" },
  { "c  garbage, sort, gsub, coroutines", "allocating" },
  { "c' the same, collector stopped", "allocating", collector = "stopped", short = true },
  { "d  one native kernel", "kernel" },
  { "d' small ones, of a Matrix", "matrix" },
  { "d\" small ones, and tables read", "tables" },
  { "e  one long library call", "library" },
}

local function command_of(case)
  local folder = case.short and DIR .. "/short" or DIR
  if case.collector then
    return ("%sperigee_bench live tests/bench/live/strategy.lua %s 1000 %s %s"):format(BIN, folder, case[2],
      case.collector)
  end
  return ("%sperigee live tests/bench/live/strategy.lua --feed replay:%s@1000 --on-exit cancel --quiet --timing --json")
    :format(BIN, folder) .. (" --store %s/none.db --param training=%s"):format(DIR, case[2])
end

local function numbers(text, name)
  local values = { text:match('"' .. name .. '":{"count":(%d+),"p50_us":([%d.e+-]+),"p99_us":([%d.e+-]+),'
    .. '"max_us":([%d.e+-]+)') }
  assert(values[4], text)
  return values
end

write_ticks(DIR, SECONDS * 1000)
write_ticks(DIR .. "/short", math.min(SECONDS, 5) * 1000)
write_ticks(DIR .. "/few", 2) -- nobody waits
print(("%-36s %8s %8s %8s   %8s %8s %8s   %s"):format("ticks at 1,000 /s; microseconds", "wait p50", "p99", "max",
  "late p50", "p99", "max", "others"))
for _, case in ipairs(CASES) do
  local text, others = measured(command_of(case))
  if text:find("skipped: ", 1, true) then
    print(("%-36s skipped: %s"):format(case[1], text:match("skipped: ([^\"\n]*)")))
  else
    local wait, late = numbers(text, "lock_wait"), numbers(text, "done_late")
    print(("%-36s %8.1f %8.1f %8.1f   %8.1f %8.1f %8.1f   %3.0f %%"):format(case[1], wait[2], wait[3], wait[4], late[2],
      late[3], late[4], others * 100))
  end
end

-- Alone -------------------------------------------------------------------------------------------------

-- What the training itself took, without the ticks beside it.
local function perigee_seconds(work)
  local text = run(("%sperigee live tests/bench/live/alone.lua --feed replay:%s/few@max --on-exit wait --json")
    :format(BIN, DIR) .. (" --state none --store %s/none.db --param work=%s"):format(DIR, work))
  return (assert(tonumber(text:match('"duration_seconds":([%d.e+-]+)')), text))
end

local function stock_seconds(work)
  local text = run(("bash -c 'TIMEFORMAT=\"took %%R\"; time lua5.4 tests/bench/live/stock.lua %s >/dev/null'")
    :format(work))
  return tonumber(text:match("took ([%d.]+)"))
end

print(("\n%-36s %8s %8s %8s"):format("f  a training that nobody disturbs", "perigee", "lua5.4", "ratio"))
for _, work in ipairs { "numeric", "allocating" } do
  local ours, stock = math.huge, math.huge
  for _ = 1, ROUNDS do -- in turns: both see the same machine
    ours = math.min(ours, perigee_seconds(work))
    stock = math.min(stock, stock_seconds(work))
  end
  print(("   %-33s %6.0f ms %5.0f ms %8.3f"):format(work, ours * 1000, stock * 1000, ours / stock))
end
