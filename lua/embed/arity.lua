--- How many arguments each function of the API takes, read from its signatures: the rows of the C
--- table that lua/lua_arity.h describes.

local arity = {}

local LONGEST = 100 -- bytes of a name: lua/lua_arity.c has no room for more

-- Modules are found among texts by their names.
local function find_in(texts)
  return function(name) return texts[name] and assert(load(texts[name], "@" .. name)) or "no module " .. name end
end

-- The most that any of its calls takes, and whether each takes just as many; nil: any number.
local function of_calls(calls)
  local most, fewest = 0, math.huge
  for _, call in ipairs(calls) do
    local needed = 0
    for _, parameter in ipairs(call.parameters) do
      if parameter.name == "..." then return nil end
      needed = needed + (parameter.optional and 0 or 1)
    end
    most, fewest = math.max(most, #call.parameters), math.min(fewest, needed)
  end
  return most, fewest == most
end

-- What C code makes, and how a member is named there.
local MARKS = { library = ".", class = ":" }

local function rows_of(model)
  local rows = {}
  local function add(name, calls)
    if #name > LONGEST then error(("the name '%s' has more than %d bytes"):format(name, LONGEST), 0) end
    local most, fixed = of_calls(calls or {})
    if calls and most then rows[#rows + 1] = { name = name, most = most, fixed = fixed } end
  end
  for _, area in ipairs(model.areas) do
    for _, entry in ipairs(area.entries) do
      local mark = MARKS[entry.kind]
      if mark or entry.kind == "function" then add(entry.name, entry.calls) end
      for _, member in ipairs(mark and entry.members or {}) do
        if member.kind ~= "operator" then add(entry.name .. mark .. member.name, member.calls) end
      end
    end
  end
  table.sort(rows, function(a, b) return a.name < b.name end)
  return rows
end

--- The table as C. Raises for names too long to be looked up.
---@param texts table<string, string> the modules' sources by their names, "perigee.api" and "docs.model" among them
---@return string
function arity.c_table(texts)
  table.insert(package.searchers, 2, find_in(texts))
  local rows = rows_of(require "docs.model".read(require "perigee.api"))
  local c = { "const peri_lua_arity peri_lua_arities[] = {" }
  for _, row in ipairs(rows) do c[#c + 1] = ('    {"%s", %d, %s},'):format(row.name, row.most, row.fixed) end
  c[#c + 1] = ("};\nconst size_t peri_lua_arity_count = %d;\n"):format(#rows)
  return table.concat(c, "\n")
end

return arity
