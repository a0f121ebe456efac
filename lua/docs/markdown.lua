--- The reference as Markdown: an area a section, an entry a heading; and the table of all names.

local plain = require "docs.render".plain

local markdown = {}

---@class docs.Markdown
---@field lines string[]
local Writer = {}
Writer.__index = Writer

function Writer:add(text, ...) self.lines[#self.lines + 1] = select("#", ...) > 0 and text:format(...) or text end

--- GitHub's anchor of a heading.
local function anchor(text) return (text:lower():gsub("[^%w _-]", ""):gsub(" ", "-")) end

-- A text in a cell of a table. The bars of types must not end the cell.
local function cell(text) return (text:gsub("|", "\\|")) end

local function code(text) return "`" .. text .. "`" end

local function calls_of(head, calls)
  local lines = {}
  for i, call in ipairs(calls) do lines[i] = plain:call(head, call) end
  return lines
end

-- Members -----------------------------------------------------------------------------------------------

-- Member -> its first cell: a name, or a line for each call.
local function member_cell(entry, member)
  local mark = member.kind == "method" and ":" or member.kind == "function" and entry.kind ~= "table" and "." or ""
  if not member.calls then return code(member.name) end
  local lines = calls_of(mark .. member.name, member.calls)
  for i, line in ipairs(lines) do lines[i] = code(line) end
  return table.concat(lines, "<br>")
end

local function type_cell(member)
  if not member.type then return "" end
  return code(plain:type(member.type)) .. (member.writable and ", writable" or "")
end

function Writer:members(entry)
  if #entry.members == 0 then return end
  self:add("| | type | |\n|---|---|---|")
  for _, member in ipairs(entry.members) do
    self:add("| %s | %s | %s |", cell(member_cell(entry, member)), cell(type_cell(member)), cell(member.doc))
  end
  self:add("")
end

local function has_texts(entry)
  for _, member in ipairs(entry.members) do
    if member.doc ~= "" then return true end
  end
  return false
end

-- Names of an enumeration: a table where they have texts, else a line.
function Writer:names(entry)
  if has_texts(entry) then
    self:add("| | |\n|---|---|")
    for _, member in ipairs(entry.members) do self:add("| `%s` | %s |", member.name, cell(member.doc)) end
  else
    local names = {}
    for i, member in ipairs(entry.members) do
      names[i] = code(member.name) .. (member.type and " " .. member.type.name or "")
    end
    self:add(table.concat(names, ", "))
  end
  self:add("")
end

-- Entries -----------------------------------------------------------------------------------------------

local KIND_TEXT = {
  callback = "you define it", property = "read only", library = "library", enum = "enumeration", class = "class",
  table = "table", alias = "type", module = "module",
}

function Writer:signature(entry)
  local lines = {}
  if entry.calls then lines = calls_of(entry.name, entry.calls) end
  if entry.makers then lines = calls_of(entry.name, entry.makers) end
  if entry.index then
    lines[#lines + 1] = plain:call(entry.name, entry.index):gsub("%((.-)%)", "[%1]", 1)
  end
  if entry.type then lines[1] = ("%s: %s"):format(entry.name, plain:type(entry.type)) end
  if lines[1] then self:add("```lua\n%s\n```\n", table.concat(lines, "\n")) end
end

function Writer:entry(entry)
  local kind = KIND_TEXT[entry.kind]
  self:add("### %s%s\n", entry.name, kind and " (" .. kind .. ")" or "")
  self:signature(entry)
  self:add(entry.doc .. "\n")
  if entry.kind == "enum" then self:names(entry) else self:members(entry) end
end

-- Parameters that always mean the same: one table.
function Writer:parameters(entries)
  local rows = {}
  for _, entry in ipairs(entries) do
    if entry.kind == "parameter" then
      rows[#rows + 1] = ("| `%s` | %s | %s |"):format(entry.name, cell(code(plain:type(entry.type))), cell(entry.doc))
    end
  end
  if rows[1] then
    self:add("### Parameters that always mean the same\n\n| | type | |\n|---|---|---|\n%s\n", table.concat(rows, "\n"))
  end
end

function Writer:area(area)
  self:add("## %s\n", area.name)
  for _, entry in ipairs(area.entries) do
    if entry.kind ~= "parameter" then self:entry(entry) end
  end
  self:parameters(area.entries)
end

local HEAD = [[
# Reference

<!-- Made of stdlib/api.lua by `./bootstrap.sh docs`: changes here are lost. -->

What a strategy can use. Functions of libraries take a dot, methods of objects a colon. `name?` may be left out,
`= value` is what counts then; `A|B` is one of both, `T[]` an array; several lines are several ways to call. What
cannot be done raises an error that says why. `perigee api NAME` shows an entry in the terminal.
]]

--- The whole reference.
---@param model docs.Model
---@return string
function markdown.reference(model)
  local writer = setmetatable({ lines = { HEAD } }, Writer)
  for _, area in ipairs(model.areas) do writer:add("- [%s](#%s)", area.name, anchor(area.name)) end
  writer:add("")
  for _, area in ipairs(model.areas) do writer:area(area) end
  return (table.concat(writer.lines, "\n"):gsub("\n*$", "\n"))
end

local SHOWN = { ["function"] = true, property = true, library = true, enum = true, module = true }

--- The areas with the names in them that a strategy can write, as a table.
---@param model docs.Model
---@param reference string path of the reference, for links
---@return string
function markdown.names(model, reference)
  local lines = { "| | |\n|---|---|" }
  for _, area in ipairs(model.areas) do
    local names = {}
    for _, entry in ipairs(area.entries) do
      if SHOWN[entry.kind] then names[#names + 1] = code(entry.name) end
    end
    if names[1] then
      lines[#lines + 1] = ("| [%s](%s#%s) | %s |"):format(area.name, reference, anchor(area.name),
        table.concat(names, " "))
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

return markdown
