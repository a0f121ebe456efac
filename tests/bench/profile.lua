-- Runs what strategies do often, with a program that counts its branches: the release build is laid out
-- by these counts. Usage: lua5.4 tests/bench/profile.lua FOLDER, of perigee and perigee_bench.
local BIN = assert(arg[1], "the folder of the programs is missing") .. "/"
local DIR = "build/profile"
local BARS, SEED, STOCKS = 200000, 11, 3

local function run(command, ...)
  command = command:format(...)
  if not os.execute(command .. " >" .. DIR .. "/log 2>&1") then
    os.execute("cat " .. DIR .. "/log >&2")
    io.stderr:write("this run ought to end well: ", command, "\n")
    os.exit(1)
  end
end

local function strategy(path, rest)
  run("%sperigee run %s --store %s/store.db --quiet %s", BIN, path, DIR, rest)
end

assert(os.execute("rm -rf " .. DIR .. " && mkdir -p " .. DIR .. "/stocks"))
assert(os.execute(("%sperigee_bench bars %d %d >%s/BARS.csv"):format(BIN, BARS, SEED, DIR)))
run("%sperigee_bench lean %s/stocks %d", BIN, DIR, STOCKS)

local kept = (" --cache %s/cache"):format(DIR)
for _, cache in ipairs { " --cache none", kept, kept, kept } do -- parsed; parsed and kept; found
  strategy("tests/bench/sma_cross.lua", "--data " .. DIR .. cache)
  strategy("tests/bench/many.lua", ("--param symbols=%d --data %s/stocks%s"):format(STOCKS, DIR, cache))
end
strategy("tests/bench/portfolio.lua", ("--data %s/stocks%s"):format(DIR, kept))
strategy("tests/bench/json.lua", "--data tests/data --param rows=50 --param saves=2 --param reads=2")
for _, name in ipairs { "hello", "consolidators", "object_store", "schedule_tour", "several_currencies", "sma_cross",
  "ticks" } do
  strategy("examples/" .. name .. ".lua", "")
end
assert(os.execute("rm -rf " .. DIR))
