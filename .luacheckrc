-- 581 is "write x <= y": not (x > y) is how NaN is refused.
std = "lua54"
max_line_length = 120
ignore = { "581" }
exclude_files = { "build/**" }

-- A strategy's globals: what the engine calls, and the API (stdlib/api.lua describes it).
dofile "tests/modules.lua" "."
local IS_GLOBAL = { ["function"] = true, property = true, library = true, enum = true }
local api, callbacks = {}, {}
for _, entry in ipairs(require "perigee.api") do
  if entry.kind == "callback" then callbacks[#callbacks + 1] = entry.name end
  if IS_GLOBAL[entry.kind] then api[#api + 1] = entry.name end
end
files["stdlib/linear_model.lua"] = { read_globals = api }
local strategies = { "examples", "tests/lua", "tests/bench/sma_cross.lua", "tests/bench/schedule.lua", "tests/bench/json.lua",
  "tests/bench/many.lua", "tests/bench/portfolio.lua", "tests/bench/live", "tests/stress" }
for _, folder in ipairs(strategies) do
  files[folder] = { read_globals = api, globals = callbacks, ignore = { "131" } }
end

files["tests/lean"] = { read_globals = api, globals = callbacks, ignore = { "131", "122" } }
files["tests/lean/further"] = { max_comment_line_length = false } -- LEAN's names are long
