--- Types and calls of docs.model as text: `render.plain` in the notation of stdlib/api.lua,
--- `render.luals` in that of lua-language-server's annotations.

---@class docs.Style
---@field func string the word for a function
---@field result string what stands before results
---@field is_plain boolean shows defaults and names of results
local Style = {}
Style.__index = Style

--- symbol: SymbolLike, tag?: string = "x"
---@param parameter docs.Parameter
---@return string
function Style:parameter(parameter)
  local default = self.is_plain and parameter.default
  return ("%s%s: %s%s"):format(parameter.name, parameter.optional and "?" or "", self:type(parameter.type),
    default and " = " .. default or "")
end

function Style:parameters(list, first)
  local words = { first }
  for _, parameter in ipairs(list) do words[#words + 1] = self:parameter(parameter) end
  return table.concat(words, ", ")
end

local COMPOUND = { union = true, ["function"] = true }

--- A type as a part of a larger one.
function Style:part(type)
  local text = self:type(type)
  return COMPOUND[type.kind] and "(" .. text .. ")" or text
end

---@param type docs.Type
---@return string
function Style:type(type)
  if type.kind == "name" or type.kind == "literal" then return type.name end
  if type.kind == "array" then return self:part(type.of) .. "[]" end
  if type.kind == "table" then return "{ " .. self:parameters(type.parameters) .. " }" end
  if type.kind == "function" then return self:call(self.func, type) end
  local parts = {}
  for i, part in ipairs(type) do parts[i] = self:part(part) end
  return table.concat(parts, "|")
end

-- Results of annotations have no names in a type.
function Style:result_text(list, result)
  if result.name == "..." then return "..." end
  local text = self:type(result.type)
  if self.is_plain then return result.name and result.name .. ": " .. text or text end
  return #list > 1 and result.type.kind == "union" and "(" .. text .. ")" or text
end

--- Order(symbol: SymbolLike, quantity: number) -> OrderTicket
---@param head string what stands before the bracket
---@param call docs.Call
---@param first? string a parameter before the others
---@return string
function Style:call(head, call, first)
  local results = {}
  for i, result in ipairs(call.returns) do results[i] = self:result_text(call.returns, result) end
  local text = ("%s(%s)"):format(head, self:parameters(call.parameters, first))
  return results[1] and text .. self.result .. table.concat(results, ", ") or text
end

local function style(fields) return setmetatable(fields, Style) end

return {
  plain = style { func = "function", result = " -> ", is_plain = true },
  luals = style { func = "fun", result = ": " },
}
