--- The API as JSON: { "areas": [ { "name", "entries": [ { "name", "kind", "doc", ... } ] } ] }.

local plain = require "docs.render".plain

local json = {}

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r" }

local function text(value)
  return '"' .. value:gsub('[%c"\\]', function(c) return ESCAPES[c] or ("\\u%04x"):format(c:byte()) end) .. '"'
end

local value

-- An object of { name, value } pairs, in their order; those without a value are left out.
local function object(pairs_of, indent)
  local inner, lines = indent .. "  ", {}
  for _, pair in ipairs(pairs_of) do
    lines[#lines + 1] = ("%s%s: %s"):format(inner, text(pair[1]), value(pair[2], inner))
  end
  return ("{\n%s\n%s}"):format(table.concat(lines, ",\n"), indent)
end

local function array(list, indent)
  if not list[1] then return "[]" end
  local inner, lines = indent .. "  ", {}
  for i, item in ipairs(list) do lines[i] = inner .. value(item, inner) end
  return ("[\n%s\n%s]"):format(table.concat(lines, ",\n"), indent)
end

function value(what, indent)
  if type(what) == "string" then return text(what) end
  if type(what) ~= "table" then return tostring(what) end
  return what.is_array and array(what, indent) or object(what, indent)
end

local function map(list, fn)
  local items = { is_array = true }
  for i, item in ipairs(list) do items[i] = fn(item) end
  return items
end

-- Adds { name, value }, unless there is no value.
local function put(pairs_of, name, what)
  if what ~= nil then pairs_of[#pairs_of + 1] = { name, what } end
end

local function parameter(one)
  local pairs_of = { { "name", one.name }, { "type", plain:type(one.type) }, { "optional", one.optional } }
  put(pairs_of, "default", one.default)
  put(pairs_of, "doc", one.doc)
  return pairs_of
end

local function result(one)
  local pairs_of = { { "type", plain:type(one.type) } }
  put(pairs_of, "name", one.name)
  return pairs_of
end

local function call(one)
  return { { "parameters", map(one.parameters, parameter) }, { "returns", map(one.returns, result) } }
end

local function described(thing, is_value)
  local pairs_of = { { "name", thing.name }, { "kind", thing.kind }, { "doc", thing.doc } }
  put(pairs_of, is_value and "value" or "type", thing.type and plain:type(thing.type))
  put(pairs_of, "writable", thing.writable or nil)
  put(pairs_of, "calls", thing.calls and map(thing.calls, call))
  put(pairs_of, "makers", thing.makers and map(thing.makers, call))
  put(pairs_of, "index", thing.index and call(thing.index))
  return pairs_of
end

local function entry(one)
  local pairs_of = described(one)
  local function member(of) return described(of, one.kind == "enum") end
  if one.members[1] then put(pairs_of, "members", map(one.members, member)) end
  return pairs_of
end

local function area(one)
  return { { "name", one.name }, { "entries", map(one.entries, entry) } }
end

--- The whole API.
---@param model docs.Model
---@return string
function json.write(model) return object({ { "areas", map(model.areas, area) } }, "") .. "\n" end

--- Entries as they are found by a name, as an array.
---@param entries docs.Entry[]
---@return string
function json.entries(entries) return array(map(entries, entry), "") .. "\n" end

return json
