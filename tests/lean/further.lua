--- Further algorithms of LEAN, tests/lean/further/NAME.lua: their heads say what LEAN's run is known to give.
---
---   -- What it does, in a line or two.
---   -- LEAN: Algorithm.CSharp/NAME.cs of QuantConnect/Lean, commit 0123456789
---   -- expects: Total Orders = 3
---   -- expects: ...                       each row of the table, as LEAN prints it
---   -- expects points: 3943

local further = {}

local SOURCE = "^%-%- LEAN: (Algorithm%.CSharp/%S+%.cs of QuantConnect/Lean, commit %w+)$" -- may be unknown

-- The comment lines at the head of a script.
local function head_of(text)
  local lines = {}
  for line in text:gmatch("([^\n]*)\n") do
    if line:sub(1, 2) ~= "--" then break end
    lines[#lines + 1] = line
  end
  return lines
end

-- One line of the head into `known`; a text when it cannot be read.
local function take(line, known)
  local points = line:match("^%-%- expects points:(.*)$")
  local row = line:match("^%-%- expects:(.*)$")
  if points then
    known.points = math.tointeger(tonumber(points))
    if not known.points then return "the count of data points was '" .. points .. "'" end
  elseif row then
    local key, value = row:match("^%s*(.-)%s*=%s*(.-)%s*$")
    if not key or key == "" then return "a row was '" .. row .. "'; expected 'NAME = TEXT'" end
    if known.statistics[key] then return "'" .. key .. "' is there twice" end
    known.keys[#known.keys + 1], known.statistics[key] = key, value
  elseif line:find("^%-%-%s*expect") then
    return "'" .. line .. "' is no line of a head"
  else
    known.source = known.source or line:match(SOURCE)
  end
  return nil
end

--- Reads the head of a script.
---@param text string the script
---@return table|nil expected for compare.run, without a name: statistics, keys, points; and source
---@return string|nil message what is missing or wrong
function further.expected(text)
  local known = { statistics = {}, keys = {} }
  for _, line in ipairs(head_of(text)) do
    local problem = take(line, known)
    if problem then return nil, "its head: " .. problem end
  end
  if not known.source then return nil, "its head has no line '-- LEAN: Algorithm.CSharp/NAME.cs of ..., commit ...'" end
  if not known.statistics["Total Orders"] then return nil, "its head has no line '-- expects: Total Orders = ...'" end
  if not known.points then return nil, "its head has no line '-- expects points: ...'" end
  return known
end

return further
