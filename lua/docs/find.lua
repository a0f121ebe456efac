--- One name of the API as text for a terminal.

local plain = require "docs.render".plain

local find = {}

local WIDTH = 100

-- Looking up ------------------------------------------------------------------------------------------

---@class docs.Found
---@field entry docs.Entry
---@field member? docs.Member

local function entries(model)
  local list = {}
  for _, area in ipairs(model.areas) do table.move(area.entries, 1, #area.entries, #list + 1, list) end
  return list
end

--- What a name means: Order (a function and a class), Order.Id, OrderTicket:Cancel, or a member's name
--- alone, of whatever has it.
---@param model docs.Model
---@param name string
---@return docs.Found[]
function find.all(model, name)
  local whole, members, alone = {}, {}, {}
  local owner, last = name:match("^(.+)[.:]([^.:]+)$")
  for _, entry in ipairs(entries(model)) do
    if entry.name == name then whole[#whole + 1] = { entry = entry } end
    for _, member in ipairs(entry.members) do
      local found = { entry = entry, member = member }
      if entry.name == owner and member.name == last then members[#members + 1] = found end
      if member.name == name then alone[#alone + 1] = found end
    end
  end
  return whole[1] and whole or members[1] and members or alone
end

--- All names that can be asked for: to propose one for a misspelt one.
---@param model docs.Model
---@return string[]
function find.names(model)
  local names, seen = {}, {}
  local function add(name)
    if not seen[name] then names[#names + 1] = name end
    seen[name] = true
  end
  for _, entry in ipairs(entries(model)) do
    add(entry.name)
    for _, member in ipairs(entry.members) do
      add(entry.name .. (member.kind == "method" and ":" or ".") .. member.name)
      add(member.name)
    end
  end
  return names
end

-- Showing ---------------------------------------------------------------------------------------------

-- A text in lines, each after an indent; it is broken behind words, or what another pattern finds.
local function fill(text, indent, pattern)
  local lines, line = {}, indent
  for word in text:gmatch(pattern or "%S+") do
    if #line + #word > WIDTH and line ~= indent then
      lines[#lines + 1] = line
      line = indent
    end
    line = line .. (line == indent and "" or " ") .. word
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

local function add_calls(lines, head, calls)
  for _, call in ipairs(calls) do lines[#lines + 1] = fill(plain:call(head, call), "  ", " *([^,]+,?)") end
end

-- Parameters with a text of their own, each once.
local function add_parameters(lines, calls)
  local seen, first = {}, true
  for _, call in ipairs(calls) do
    for _, parameter in ipairs(call.parameters) do
      if parameter.doc and not seen[parameter.name] then
        if first then lines[#lines + 1] = "" end
        first = false
        seen[parameter.name] = true
        lines[#lines + 1] = ("  %-20s %s"):format(parameter.name, parameter.doc)
      end
    end
  end
end

local function member_line(entry, member)
  local mark = member.kind == "method" and ":" or ""
  local names = {}
  for i, call in ipairs(member.calls or {}) do names[i] = plain:call(mark .. member.name, call) end
  local head = names[1] and table.concat(names, "\n  ") or member.name
  if member.type and entry.kind == "enum" then head = ("%s = %s"):format(head, plain:type(member.type))
  elseif member.type then head = ("%s: %s"):format(head, plain:type(member.type)) end
  if member.writable then head = head .. ", writable" end
  return member.doc == "" and "  " .. head or ("  %s\n%s"):format(head, fill(member.doc, "      "))
end

local function show_member(found)
  local entry, member = found.entry, found.member
  local name = entry.name .. (member.kind == "method" and ":" or ".") .. member.name
  local lines = { ("%s (%s of the %s %s)"):format(name, member.kind, entry.kind, entry.name) }
  if member.calls then add_calls(lines, name, member.calls) end
  if member.type then
    lines[2] = ("  %s%s"):format(plain:type(member.type), member.writable and ", writable" or "")
  end
  if member.doc ~= "" then lines[#lines + 1] = "\n" .. fill(member.doc, "  ") end
  if member.calls then add_parameters(lines, member.calls) end
  return table.concat(lines, "\n") .. "\n"
end

local function show_entry(entry)
  local lines = { ("%s (%s)"):format(entry.name, entry.kind) }
  if entry.calls then add_calls(lines, entry.name, entry.calls) end
  if entry.makers then add_calls(lines, entry.name, entry.makers) end
  if entry.index then
    lines[#lines + 1] = "  " .. plain:call(entry.name, entry.index):gsub("%((.-)%)", "[%1]", 1)
  end
  if entry.type then lines[#lines + 1] = "  " .. plain:type(entry.type) end
  lines[#lines + 1] = "\n" .. fill(entry.doc, "  ")
  if entry.calls then add_parameters(lines, entry.calls) end
  if entry.members[1] then lines[#lines + 1] = "" end
  for _, member in ipairs(entry.members) do lines[#lines + 1] = member_line(entry, member) end
  return table.concat(lines, "\n") .. "\n"
end

--- The text of what was found.
---@param list docs.Found[]
---@return string
function find.text(list)
  local texts = {}
  for i, found in ipairs(list) do texts[i] = found.member and show_member(found) or show_entry(found.entry) end
  return table.concat(texts, "\n")
end

--- The names of all areas.
---@param model docs.Model
---@return string
function find.list(model)
  local lines = {}
  for _, area in ipairs(model.areas) do
    local names, seen = {}, {}
    for _, entry in ipairs(area.entries) do
      if entry.kind ~= "parameter" and not seen[entry.name] then names[#names + 1] = entry.name end
      seen[entry.name] = true
    end
    lines[#lines + 1] = area.name .. "\n" .. fill(table.concat(names, " "), "  ")
  end
  return table.concat(lines, "\n") .. "\n"
end

return find
