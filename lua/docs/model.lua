--- stdlib/api.lua as a tree of areas, entries, members, calls and types, and what is wrong with it.

local signature = require "docs.signature"

local model = {}

---@class docs.Member
---@field name string
---@field kind "property"|"output"|"function"|"method"|"class"|"operator"|"value"
---@field doc string
---@field type? docs.Type of a property, or of a value that is not its name
---@field writable? boolean
---@field calls? docs.Call[]
---@field signature? string as written

---@class docs.Entry
---@field name string
---@field kind string see stdlib/api.lua
---@field doc string
---@field signature string
---@field calls? docs.Call[] of what can be called
---@field index? docs.Call of what takes a key in brackets
---@field type? docs.Type of a property, a parameter or an alias
---@field members docs.Member[]
---@field makers? docs.Call[] of a class that a module makes

---@class docs.Area
---@field name string
---@field entries docs.Entry[]

---@class docs.Model
---@field areas docs.Area[]
---@field types table<string, docs.Entry> what can be named as a type
---@field globals table<string, docs.Entry> what a strategy sees, and what it defines
---@field parameters table<string, docs.Entry> parameters that always mean the same
---@field problems string[]

local BUILTIN = {
  number = true, integer = true, string = true, boolean = true, table = true, any = true,
  ["function"] = true, ["nil"] = true, ["true"] = true, ["false"] = true,
}
local IS_TYPE = { class = true, table = true, enum = true, alias = true }
local CALLS = { ["function"] = true, method = true, class = true, operator = true }

local Reading = {} -- one model that is being made
Reading.__index = Reading

function Reading:problem(where, text, ...)
  local problems = self.model.problems
  problems[#problems + 1] = where .. ": " .. text:format(...)
end

--- What a reader of signature.lua gives, or nil and a problem.
function Reading:try(where, read, ...)
  local ok, value = pcall(read, ...)
  if ok then return value end
  self:problem(where, "%s (several ways to call: F(a) | F(b); see lua/docs/signature.lua)", value)
end

function Reading:text(where, text)
  if not text or text == "" then
    self:problem(where, "has no text: say in one sentence what it does")
  elseif text == "the same" then
    self:problem(where, "its text was 'the same', but editors show it alone: say the same as what")
  end
  return text or ""
end

-- Members ---------------------------------------------------------------------------------------------

local function take_writable(text)
  local plain = text:gsub(", writable$", "")
  return plain, plain ~= text
end

function Reading:member(owner, row)
  local where = owner.name .. "." .. tostring(row[1])
  local member = { name = row[1], signature = row[2], doc = row[3] or "" }
  if owner.kind == "enum" then
    member.kind = "value"
    member.type = row[2] and row[2] ~= "string" and self:try(where, signature.type, row[2]) or nil
    return member
  end
  self:text(where, row[3])
  local text, writable = take_writable(row[2] or "")
  member.kind, member.writable = "property", writable
  if text == "output" then
    member.kind, member.type = "output", { kind = "name", name = "Indicator" }
    return member
  end
  local head = text:match("^(%a+)%(")
  if CALLS[head] then
    member.kind, member.calls = head, self:try(where, signature.calls, text, head) or {}
  else
    member.type = self:try(where, signature.type, text)
  end
  return member
end

-- Entries ---------------------------------------------------------------------------------------------

-- Name[symbol] -> type: one call with square brackets.
local function index_of(text, name)
  local key, rest = text:match("^" .. name .. "%[(.-)%](.*)$")
  return key and signature.calls(("%s(%s)%s"):format(name, key, rest), name)[1]
end

local NAMES_CALLS = { ["function"] = true, callback = true }

function Reading:signature(entry)
  local name = entry.name
  local text = entry.signature:gsub("^" .. name .. " | ", "") -- a library that can be called, too
  if entry.kind == "property" or entry.kind == "parameter" or entry.kind == "alias" then
    entry.type = self:try(name, signature.type, text)
  elseif text:find(name .. "(", 1, true) == 1 then
    entry.calls = self:try(name, signature.calls, text, name) or {}
  elseif text:find(name .. "[", 1, true) == 1 then
    entry.index = self:try(name, index_of, text, name)
  elseif NAMES_CALLS[entry.kind] then
    self:problem(name, "the signature was '%s', expected '%s(...)'", text, name)
  elseif entry.kind ~= "module" and text ~= name then
    self:problem(name, "the signature was '%s', expected '%s', '%s(...)' or '%s[...]'", text, name, name, name)
  end
end

function Reading:entry(row)
  local entry = { name = row.name, kind = row.kind, signature = row.signature, members = {} }
  entry.doc = self:text(entry.name, row.doc)
  if entry.kind ~= "parameter" and not entry.doc:find("[.]$") then
    self:problem(entry.name, "its text was '%s', expected sentences with full stops", entry.doc)
  end
  self:signature(entry)
  for i, member in ipairs(row.members or {}) do entry.members[i] = self:member(entry, member) end
  self:index_entry(entry)
  return entry
end

function Reading:index_entry(entry)
  local list = entry.kind == "parameter" and self.model.parameters
    or IS_TYPE[entry.kind] and entry.kind ~= "enum" and self.model.types or self.model.globals
  if list[entry.name] then self:problem(entry.name, "is there twice") end
  list[entry.name] = entry
  if entry.kind == "enum" then self.model.types[entry.name] = entry end
end

-- Types: every name is known, and every parameter has one -----------------------------------------------

function Reading:name_type(where, type)
  local known = self.model.types[type.name] or BUILTIN[type.name]
  local global = self.model.globals[type.name]
  if not known and not (global and global.kind == "library") then
    self:problem(where, "there is no type '%s': name a class, table, enum or alias of api.lua, or a type of Lua",
      type.name)
  end
end

function Reading:type(where, type)
  if type.kind == "name" then self:name_type(where, type) end
  if type.of then self:type(where, type.of) end
  for _, part in ipairs(type) do self:type(where, part) end
  if type.parameters then self:call(where, { parameters = type.parameters, returns = type.returns or {} }) end
end

function Reading:parameter(where, parameter)
  local always = self.model.parameters[parameter.name]
  if not parameter.type and always then
    parameter.type, parameter.doc = always.type, always.doc
  elseif not parameter.type then
    self:problem(where, "parameter '%s' has no type: write '%s: number', say, or add('parameter', '%s', ...)",
      parameter.name, parameter.name, parameter.name)
  else
    self:type(where, parameter.type)
  end
end

-- A result may be named as a parameter that always means the same.
function Reading:result(where, result)
  local function resolve(type)
    local always = type.kind == "name" and not BUILTIN[type.name] and not self.model.types[type.name]
      and self.model.parameters[type.name]
    if not always then return type end
    result.name = result.name or type.name
    return always.type
  end
  result.type = resolve(result.type)
  for i, part in ipairs(result.type) do result.type[i] = resolve(part) end
  self:type(where, result.type)
end

function Reading:call(where, call)
  for _, parameter in ipairs(call.parameters) do self:parameter(where, parameter) end
  for _, result in ipairs(call.returns) do self:result(where, result) end
end

-- A module's member "class(...) -> X" makes objects of the class X.
function Reading:maker(member)
  local result = member.calls[1] and member.calls[1].returns[1]
  local class = result and self.model.types[result.type.name]
  if class then class.makers = member.calls end
end

function Reading:types(where, thing)
  if thing.kind == "class" and thing.calls then self:maker(thing) end
  if thing.type then self:type(where, thing.type) end
  for _, call in ipairs(thing.calls or {}) do self:call(where, call) end
  if thing.index then self:call(where, thing.index) end
  for _, member in ipairs(thing.members or {}) do self:types(where .. "." .. member.name, member) end
end

--- Reads the table that stdlib/api.lua returns.
---@param api perigee.api.Entry[]
---@return docs.Model
function model.read(api)
  local made = { areas = {}, types = {}, globals = {}, parameters = {}, problems = {} }
  local reading = setmetatable({ model = made }, Reading)
  local area
  for _, row in ipairs(api) do
    if not area or row.area ~= area.name then
      area = { name = row.area, entries = {} }
      made.areas[#made.areas + 1] = area
    end
    area.entries[#area.entries + 1] = reading:entry(row)
  end
  for _, one in ipairs(made.areas) do
    for _, entry in ipairs(one.entries) do reading:types(entry.name, entry) end
  end
  return made
end

return model
