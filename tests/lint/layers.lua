-- Includes point downwards only, and third-party headers have one home each. Returns problems.

local LAYER = {
  base = 0, time = 1, store = 2, market = 2, schedule = 3, trade = 3, train = 3, stream = 3, learn = 4,
  engine = 5, report = 5, host = 6, lua = 6, api = 7, cli = 8,
}
-- Pattern of an included header -> patterns of the files that may name it: one, but for SQLite, with
-- the object store's files, the one of all other files of the runtime, and what those two share.
local HOME = {
  { "^unicode/", "runtime/time/zone.c" },
  { "^sqlite3%.h$", "runtime/store/store_db[a-z_]*.[ch]", "runtime/store/sql_[a-z]*.h",
    "runtime/store/log_mover.h" },
  { "^cjson/", "runtime/store/json.c" },
  { "^libxml/", "runtime/store/xml.c" },
  { "^nettle/", "runtime/store/digest.c" },
  { "^xxhash%.h$", "runtime/store/digest.c" },
  { "^cblas%.h$", "runtime/learn/lapack.c" },
  { "^lapack[e]?%.h$", "runtime/learn/lapack.c" },
  { "^zip%.h$", "runtime/market/zip_file.c" },
}
local LUA_HOMES = { host = true, lua = true }

local function layer_of(path)
  return path:match("^runtime/(%w+)/") or path:match("^(lua)/")
end

-- The folder an include leads to: "time/civil.h" -> time; "lua_time.h" -> lua.
local function target_of(header)
  return header:match("^(%w+)/") or header:match("^lua_") and "lua" or header == "embedded.h" and "lua"
end

local function is_one_of(path, home)
  for i = 2, #home do
    if path:match("^" .. home[i] .. "$") then return true end
  end
  return false
end

local function check_include(path, line, header, problems)
  local from = layer_of(path)
  local function problem(text)
    problems[#problems + 1] = ("%s:%d: %s"):format(path, line, text)
  end
  local to = target_of(header)
  if LAYER[to] and LAYER[from] and LAYER[to] > LAYER[from] then
    problem(("layer %s includes %s of the higher layer %s"):format(from, header, to))
  end
  for _, home in ipairs(HOME) do
    if header:match(home[1]) and not is_one_of(path, home) then
      problem(("%s belongs to %s only"):format(header, table.concat(home, ", ", 2)))
    end
  end
  local is_lua = header == "lua.h" or header == "lauxlib.h" or header == "lualib.h"
  if is_lua and not LUA_HOMES[from] then problem("lua.h is for host/ and lua/ only") end
end

local problems = {}
local pipe = assert(io.popen("find runtime lua -name '*.[ch]' | LC_ALL=C sort"))
for path in pipe:lines() do
  local number = 0
  for line in io.lines(path) do
    number = number + 1
    local header = line:match('^%s*#%s*include%s*[<"]([^>"]+)[>"]')
    if header then check_include(path, number, header, problems) end
  end
end
pipe:close()

for _, text in ipairs(problems) do print(text) end
os.exit(#problems == 0)
