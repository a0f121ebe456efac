--- A strict JSON reader (RFC 8259) for tests: `json.decode(text)` gives the value, or raises with
--- the place of the first fault. Objects keep the order of their names in `[json.ORDER]`.

local json = { NULL = setmetatable({}, { __tostring = function() return "null" end }), ORDER = {} }

local ESCAPES = {
  ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}

local function fault(at, what) error(("JSON at byte %d: %s"):format(at, what), 0) end

local function skip(text, at) return text:match("^[ \t\r\n]*()", at) end

local function escape(text, at)
  local kind = text:sub(at, at)
  if kind ~= "u" then
    return ESCAPES[kind] or fault(at, "unknown escape"), at + 1
  end
  local hex = text:match("^%x%x%x%x", at + 1) or fault(at, "four hex digits expected")
  local code, after = tonumber(hex, 16), at + 5
  local low = code >= 0xD800 and code < 0xDC00 and text:match("^\\u(%x%x%x%x)", after)
  if low then
    code = 0x10000 + (code - 0xD800) * 0x400 + tonumber(low, 16) - 0xDC00
    after = after + 6
  end
  return utf8.char(code), after
end

local function string_at(text, at)
  local parts, position = {}, at + 1
  while true do
    local plain, after = text:match('^([^"\\%c]*)()', position)
    parts[#parts + 1] = plain
    local mark = text:sub(after, after)
    if mark == '"' then return table.concat(parts), after + 1 end
    if mark ~= "\\" then fault(after, "the string does not end") end
    parts[#parts + 1], position = escape(text, after + 1)
  end
end

local function number_at(text, at)
  local digits = text:match("^-?0", at) or text:match("^-?[1-9]%d*", at) or fault(at, "a value expected")
  local after = at + #digits
  for _, pattern in ipairs { "^%.%d+", "^[eE][+-]?%d+" } do
    local part = text:match(pattern, after)
    if part then digits, after = digits .. part, after + #part end
  end
  return tonumber(digits), after
end

local value_at

-- Items between brackets; `item` reads one and returns the place behind it.
local function list_at(text, at, close, item)
  at = skip(text, at + 1)
  if text:sub(at, at) == close then return at + 1 end
  while true do
    at = skip(text, item(at))
    local mark = text:sub(at, at)
    if mark == close then return at + 1 end
    if mark ~= "," then fault(at, "',' or '" .. close .. "' expected") end
    at = skip(text, at + 1)
  end
end

local function object_at(text, at)
  local object = { [json.ORDER] = {} }
  return object, list_at(text, at, "}", function(place)
    if text:sub(place, place) ~= '"' then fault(place, "a name expected") end
    local name, after = string_at(text, place)
    if object[name] ~= nil then fault(place, "the name '" .. name .. "' comes twice") end
    after = skip(text, after)
    if text:sub(after, after) ~= ":" then fault(after, "':' expected") end
    object[name], after = value_at(text, after + 1)
    table.insert(object[json.ORDER], name)
    return after
  end)
end

local function array_at(text, at)
  local array = {}
  return array, list_at(text, at, "]", function(place)
    local value, after = value_at(text, place)
    array[#array + 1] = value
    return after
  end)
end

function value_at(text, at)
  at = skip(text, at)
  local mark = text:sub(at, at)
  if mark == "{" then return object_at(text, at) end
  if mark == "[" then return array_at(text, at) end
  if mark == '"' then return string_at(text, at) end
  if text:find("^true", at) then return true, at + 4 end
  if text:find("^false", at) then return false, at + 5 end
  if text:find("^null", at) then return json.NULL, at + 4 end
  return number_at(text, at)
end

--- Reads one JSON document; nothing but white space may follow.
function json.decode(text)
  local value, after = value_at(text, 1)
  after = skip(text, after)
  if after <= #text then fault(after, "text behind the value") end
  return value
end

return json
