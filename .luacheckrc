-- 581 is "write x <= y": not (x > y) is how NaN is refused.
std = "lua54"
max_line_length = 120
ignore = { "581" }
exclude_files = { "build/**" }

-- A strategy's globals: what the engine calls, and the API (stdlib/api.lua describes it).
local api = {}
for line in io.lines("stdlib/api.lua") do
  local name = line:match('^add%("%a+", "(%a+)"') or line:match('^indicator%("(%a+)"')
  if name then api[#api + 1] = name end
end
local callbacks = {
  "Initialize", "OnData", "OnOrderEvent", "OnWarmupFinished", "OnEndOfAlgorithm",
}
for _, folder in ipairs { "examples", "tests/lua", "tests/bench/sma_cross.lua" } do
  files[folder] = { read_globals = api, globals = callbacks, allow_defined_top = true }
end
