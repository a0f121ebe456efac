-- Random live runs under AddressSanitizer and ThreadSanitizer, half the time each. Usage: lua5.4 tests/stress/run.lua
-- [SECONDS [SEED]]. The last line is "N passed, N failed". A failure names its seed: to see it again,
-- build/bin/asan/perigee_stress tests/stress/strategy.lua 60 SEED 1
local SECONDS = tonumber(arg[1] or "60")
local SEED = math.tointeger(tonumber(arg[2] or os.time()))
local MOST = 60 -- of one process: the thread sanitizer keeps each different stack for ever, 40 MB a second

assert(SECONDS and SECONDS > 0, "the seconds must be a number above zero")
assert(SEED, "the seed must be a whole number")

local passed, failed, trainings

-- One process; the seed behind its last one.
local function process(config, seconds, seed)
  local pipe = assert(io.popen(("build/bin/%s/perigee_stress tests/stress/strategy.lua %d %d 2>&1"):format(config,
    seconds, seed)))
  local text = pipe:read("a")
  local ok = pipe:close()
  local p, f = text:match(".*\n(%d+) passed, (%d+) failed\n")
  p, f = math.tointeger(p or 0), math.tointeger(f or 0)
  if f == 0 and not ok then f = 1 end
  passed, failed = passed + p, failed + f
  trainings = trainings + math.tointeger(text:match("seeds [^\n]*, (%d+) trainings") or 0)
  if f > 0 then print(text) end
  return seed + p + f
end

local total_passed, total_failed = 0, 0
for _, config in ipairs { "asan", "tsan" } do
  local left, seed = math.max(1, SECONDS // 2), SEED
  passed, failed, trainings = 0, 0, 0
  while left > 0 do
    local seconds = math.min(left, MOST)
    seed = process(config, seconds, seed)
    left = left - seconds
  end
  print(("%s, %d s: seeds %d to %d, %d trainings, %d rounds passed, %d not"):format(config, math.max(1, SECONDS // 2),
    SEED, seed - 1, trainings, passed, failed))
  total_passed, total_failed = total_passed + passed, total_failed + failed
end
print(("%d passed, %d failed"):format(total_passed, total_failed))
os.exit(total_failed == 0 and total_passed > 0)
