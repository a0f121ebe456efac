-- Random live runs under AddressSanitizer and ThreadSanitizer, half the time each. Usage: lua5.4 tests/stress/run.lua
-- [SECONDS [SEED]]. The last line is "N passed, N failed". A failure names its seed: to see it again,
-- build/bin/asan/perigee_stress tests/stress/strategy.lua 60 SEED 1
local SECONDS = tonumber(arg[1] or "60")
local SEED = math.tointeger(tonumber(arg[2] or os.time()))

assert(SECONDS and SECONDS > 0, "the seconds must be a number above zero")
assert(SEED, "the seed must be a whole number")

local passed, failed = 0, 0
for _, config in ipairs { "asan", "tsan" } do
  print(("%s, %d s from seed %d"):format(config, SECONDS // 2, SEED))
  local pipe = assert(io.popen(("build/bin/%s/perigee_stress tests/stress/strategy.lua %d %d 2>&1"):format(config,
    math.max(1, SECONDS // 2), SEED)))
  local text = pipe:read("a")
  local ok = pipe:close()
  local p, f = text:match(".*\n(%d+) passed, (%d+) failed\n")
  p, f = math.tointeger(p or 0), math.tointeger(f or 0)
  if f == 0 and not ok then f = 1 end
  passed, failed = passed + p, failed + f
  print(ok and text:match("\n?(seeds [^\n]*\n)[^\n]*\n$") or text)
end
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 0)
