--- Stubs for editors: the API as one file of declarations for lua-language-server (and what reads
--- its annotations). It is never run.

local luals = require "docs.render".luals

local stubs = {}

local HEAD = [[
---@meta
--- The API of perigee's strategies, for editors. Made by `perigee api --stubs`: changes are lost.
---@diagnostic disable: lowercase-global, missing-return, unused-local
]]

---@class docs.Stubs
---@field lines string[]
---@field model docs.Model
local Writer = {}
Writer.__index = Writer

function Writer:add(text, ...) self.lines[#self.lines + 1] = select("#", ...) > 0 and text:format(...) or text end

function Writer:doc(text) self:add("---" .. text) end

-- Names of types: those of a library are apart where there is a class of the same name ------------------

function Writer:library_type(entry)
  return self.model.types[entry.name] and entry.name .. "Library" or entry.name
end

-- Functions -------------------------------------------------------------------------------------------

local function default_text(parameter)
  local words = {}
  if parameter.doc then words[1] = parameter.doc end
  if parameter.default then words[#words + 1] = "(default " .. parameter.default .. ")" end
  return words[1] and " " .. table.concat(words, " ") or ""
end

function Writer:call(call)
  for _, parameter in ipairs(call.parameters) do
    self:add("---@param %s%s %s%s", parameter.name, parameter.optional and parameter.name ~= "..." and "?" or "",
      luals:type(parameter.type), default_text(parameter))
  end
  for _, result in ipairs(call.returns) do
    if result.name == "..." then
      self:add("---@return any ...")
    else
      self:add("---@return %s%s", luals:type(result.type), result.name and " " .. result.name or "")
    end
  end
end

--- One function: its first call is declared, the others are overloads of it.
---@param name string with what stands before it: Schedule.On, Order:Cancel
---@param self_type? string of a method
function Writer:func(name, doc, calls, self_type)
  self:doc(doc)
  self:call(calls[1])
  for i = 2, #calls do self:add("---@overload %s", luals:call("fun", calls[i], self_type and "self: " .. self_type)) end
  local names = {}
  for i, parameter in ipairs(calls[1].parameters) do names[i] = parameter.name end
  self:add("function %s(%s) end\n", name, table.concat(names, ", "))
end

-- Classes and libraries ---------------------------------------------------------------------------------

local OPERATORS = { ["+"] = "add", ["-"] = "sub", ["*"] = "mul", ["/"] = "div" }

function Writer:operators(member)
  for _, call in ipairs(member.calls) do
    self:add("---@operator %s(%s): %s", OPERATORS[member.name], luals:type(call.parameters[1].type),
      luals:type(call.returns[1].type))
  end
end

local function field_type(member)
  if member.type then return luals:type(member.type) end
  if member.kind == "class" then return luals:type(member.calls[1].returns[1].type) end
  local parts = {}
  for i, call in ipairs(member.calls) do parts[i] = "(" .. luals:call("fun", call) .. ")" end
  return table.concat(parts, "|")
end

--- The head of a class: what can be read. Functions follow behind the table of the class, unless
--- there is none.
function Writer:fields(name, entry, with_functions)
  self:add("---@class %s", name)
  for _, member in ipairs(entry.members) do
    if member.kind == "operator" then
      self:operators(member)
    elseif member.type or member.kind == "class" or with_functions then
      self:add("---@field %s %s %s%s", member.name, field_type(member), member.doc,
        member.kind == "property" and member.writable and " (can be set)" or "")
    end
  end
  if entry.index then
    self:add("---@field [%s] %s", luals:type(entry.index.parameters[1].type), luals:type(entry.index.returns[1].type))
  end
  for _, call in ipairs(entry.makers or entry.kind ~= "class" and entry.calls or {}) do
    self:add("---@overload %s", luals:call("fun", call))
  end
end

function Writer:functions(holder, entry, self_type)
  for _, member in ipairs(entry.members) do
    if member.kind == "method" then
      self:func(holder .. ":" .. member.name, member.doc, member.calls, self_type)
    elseif member.kind == "function" then
      self:func(holder .. "." .. member.name, member.doc, member.calls)
    end
  end
end

-- Kinds of entries --------------------------------------------------------------------------------------

local KIND = {}

KIND["function"] = function(self, entry) self:func(entry.name, entry.doc, entry.calls) end
KIND.callback = KIND["function"]

function KIND.property(self, entry)
  self:doc(entry.doc)
  self:add("---@type %s", luals:type(entry.type))
  self:add("%s = nil\n", entry.name)
end

function KIND.library(self, entry)
  local name = self:library_type(entry)
  self:doc(entry.doc)
  self:fields(name, entry)
  self:add("%s = {}\n", entry.name)
  self:functions(entry.name, entry)
end

KIND["class"] = function(self, entry)
  self:doc(entry.doc)
  self:fields(entry.name, entry)
  local holder = "_" .. entry.name
  self:add("local %s = {}\n", holder)
  self:functions(holder, entry, entry.name)
end

function KIND.table(self, entry)
  self:doc(entry.doc)
  self:fields(entry.name, entry, true)
  self:add("")
end

function KIND.enum(self, entry)
  self:doc(entry.doc)
  self:add("---@enum %s", entry.name)
  self:add("%s = {", entry.name)
  for _, member in ipairs(entry.members) do
    if member.doc ~= "" then self:add("  ---%s", member.doc) end
    self:add("  %s = %s,", member.name, member.type and member.type.name or ('"%s"'):format(member.name))
  end
  self:add("}\n")
end

function KIND.alias(self, entry)
  self:doc(entry.doc)
  self:add("---@alias %s %s\n", entry.name, luals:type(entry.type))
end

function KIND.parameter() end
function KIND.module() end -- a file of its own

local function writer_of(model, head) return setmetatable({ lines = { head }, model = model }, Writer) end

--- The file of a module, which its require leads to.
local function module_file(model, entry)
  local writer = writer_of(model, "---@meta " .. entry.name .. "\n")
  writer:doc(entry.doc)
  writer:fields(entry.name, entry)
  writer:add("local module = {}\n")
  writer:functions("module", entry)
  writer:add("return module\n")
  return { path = entry.name:gsub("%.", "/") .. ".lua", text = table.concat(writer.lines, "\n") }
end

---@class docs.File
---@field path string below the folder of the stubs
---@field text string

--- The files of the stubs: one of what is global, one for each module.
---@param model docs.Model
---@return docs.File[]
function stubs.files(model)
  local writer, files = writer_of(model, HEAD), {}
  for _, area in ipairs(model.areas) do
    writer:add("-- %s %s\n", area.name, ("-"):rep(96 - #area.name))
    for _, entry in ipairs(area.entries) do
      KIND[entry.kind](writer, entry)
      if entry.kind == "module" then files[#files + 1] = module_file(model, entry) end
    end
  end
  table.insert(files, 1, { path = "perigee.lua", text = table.concat(writer.lines, "\n") })
  return files
end

return stubs
