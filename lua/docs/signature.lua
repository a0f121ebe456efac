--- Reads the signatures of stdlib/api.lua.
---
---   call    Name(parameter, ...) [-> result, ...]          several calls are joined by " | "
---   parameter  name[?][: type][ = default]                 `...` is a name, too; ? it may be left out
---   result  [name:] type, or the name of a parameter that always means the same (message, code)
---   type    name, type[], type|type (no spaces), "text", 12, (type), { field, ... },
---           function(parameter, ...) [-> type]
---
--- Results that differ together are joined by " | " as well: -> true | false, text. A call without
--- results has those of the next one that has some. What cannot be read raises a text.

local signature = {}

---@class docs.Type
---@field kind "name"|"array"|"union"|"function"|"table"|"literal"
---@field name? string of a name or a literal
---@field of? docs.Type of an array
---@field [integer] docs.Type of a union
---@field parameters? docs.Parameter[] of a function, the fields of a table
---@field returns? docs.Result[] of a function

---@class docs.Parameter
---@field name string
---@field type? docs.Type nil where the name alone says it
---@field optional boolean
---@field default? string as written

---@class docs.Result
---@field type docs.Type
---@field name? string

---@class docs.Call
---@field parameters docs.Parameter[]
---@field returns docs.Result[]

local Reader = {}
Reader.__index = Reader

local function read(text) return setmetatable({ text = text, at = 1 }, Reader) end

function Reader:fault(what)
  error(("%s at '%s' of '%s'"):format(what, self.text:sub(self.at, self.at + 20), self.text), 0)
end

--- The text a pattern matches here, after spaces, and goes behind it.
function Reader:take(pattern)
  local from = self.text:match("^ *()", self.at)
  local found, after = self.text:match("^(" .. pattern .. ")()", from)
  if found then self.at = after end
  return found
end

function Reader:need(pattern, what) return self:take(pattern) or self:fault("expected " .. what) end

--- Items up to a closing mark.
function Reader:list(close, item)
  local list = {}
  if self:take(close) then return list end
  repeat list[#list + 1] = item(self) until not self:take(",")
  self:need(close, "'" .. close:sub(-1) .. "'")
  return list
end

--- A default: up to the next comma or closing mark outside of brackets and texts.
function Reader:default()
  local from, depth = self.text:match("^ *()", self.at), 0
  for at = from, #self.text + 1 do
    local mark = self.text:sub(at, at)
    if depth == 0 and (mark == "," or mark == ")" or mark == "}" or mark == "") then
      self.at = at
      return (self.text:sub(from, at - 1):gsub(" $", ""))
    end
    if mark == "(" or mark == "{" then depth = depth + 1 end
    if mark == ")" or mark == "}" then depth = depth - 1 end
  end
  self:fault("a default without an end")
end

function Reader:parameter()
  local name = self:take("%.%.%.") or self:need("[%a_][%w_]*", "a name")
  local parameter = { name = name, optional = self:take("%?") ~= nil }
  if self:take(":") then parameter.type = self:type() end
  if self:take("=") then parameter.default = self:default() end
  return parameter
end

function Reader:result()
  if self:take("%.%.%.") then return { name = "...", type = { kind = "name", name = "any" } } end
  local named = self:take("[%a_][%w_]*:")
  return { name = named and named:sub(1, -2), type = self:type() }
end

function Reader:func()
  if not self:take("%(") then return { kind = "name", name = "function" } end
  local type = { kind = "function", parameters = self:list("%)", self.parameter), returns = {} }
  if self:take("%->") then type.returns[1] = self:result() end
  return type
end

function Reader:simple()
  if self:take("%(") then
    local type = self:type()
    self:need("%)", "')'")
    return type
  end
  if self:take("{") then return { kind = "table", parameters = self:list("}", self.parameter) } end
  local literal = self:take('"[^"]*"') or self:take("%-?%d+")
  if literal then return { kind = "literal", name = literal } end
  local name = self:need("[%a_][%w_]*", "a type")
  if name == "function" then return self:func() end
  return { kind = "name", name = name }
end

function Reader:type()
  local union = { kind = "union" }
  repeat
    local type = self:simple()
    while self:take("%[%]") do type = { kind = "array", of = type } end
    union[#union + 1] = type
    local goes_on = self.text:sub(self.at, self.at) == "|"
    if goes_on then self.at = self.at + 1 end
  until not goes_on
  return union[2] and union or union[1]
end

function Reader:finish()
  if self:take(".") then
    self.at = self.at - 1
    self:fault("unexpected text")
  end
end

--- Reads a type; all of the text.
---@param text string
---@return docs.Type
function signature.type(text)
  local reader = read(text)
  local type = reader:type()
  reader:finish()
  return type
end

-- Parts of a text between those " | " outside of brackets behind which accepts(rest) holds.
local function split(text, accepts)
  local parts, depth, from = {}, 0, 1
  for at = 1, #text do
    local mark = text:sub(at, at)
    if mark:find("[({%[]") then depth = depth + 1 end
    if mark:find("[)}%]]") then depth = depth - 1 end
    if depth == 0 and text:sub(at, at + 2) == " | " and accepts(text:sub(at + 3)) then
      parts[#parts + 1] = text:sub(from, at - 1)
      from = at + 3
    end
  end
  parts[#parts + 1] = text:sub(from)
  return parts
end

-- One type of several: each once, true and false as boolean, nil at the end.
local function union_of(types)
  local union, seen = { kind = "union" }, {}
  for _, type in ipairs(types) do
    if type.name ~= "nil" and not (type.name and seen[type.name]) then union[#union + 1] = type end
    if type.name then seen[type.name] = true end
  end
  if seen["true"] and seen["false"] then return { kind = "name", name = "boolean" } end
  if seen["nil"] then union[#union + 1] = { kind = "name", name = "nil" } end
  return union[2] and union or union[1]
end

-- The results of alternatives, place by place: true | false, text -> boolean, text or nil.
local function join(alternatives)
  local joined, most = {}, 0
  for _, list in ipairs(alternatives) do most = math.max(most, #list) end
  for i = 1, most do
    local types, rest = {}, nil
    for k, list in ipairs(alternatives) do
      types[k] = list[i] and list[i].type or { kind = "name", name = "nil" }
      rest = rest or list[i] and list[i].name
    end
    joined[i] = { type = union_of(types), name = rest }
  end
  return joined
end

local function results(text)
  local alternatives = {}
  for i, part in ipairs(split(text, function() return true end)) do
    local reader, list = read(part), {}
    repeat list[#list + 1] = reader:result() until not reader:take(",")
    reader:finish()
    alternatives[i] = list
  end
  return join(alternatives)
end

local function call(text, head)
  local reader = read(text)
  reader:need(head, "'" .. head .. "'")
  reader:need("%(", "'('")
  local one = { parameters = reader:list("%)", reader.parameter) }
  if reader:take("%->") then one.returns = results(text:sub(reader.at)) else reader:finish() end
  return one
end

--- Reads the calls of a function.
---@param text string
---@param head string what stands before the bracket: a name, "function", "method", "class", "operator"
---@return docs.Call[]
function signature.calls(text, head)
  local begins = "^" .. head:gsub("%p", "%%%0") .. "%("
  local calls = {}
  for i, part in ipairs(split(text, function(rest) return rest:find(begins) end)) do
    calls[i] = call(part, (head:gsub("%p", "%%%0")))
  end
  for i = #calls, 1, -1 do
    calls[i].returns = calls[i].returns or calls[i + 1] and calls[i + 1].returns or {}
  end
  return calls
end

return signature
