-- A run that fails with --json: one JSON object on stdout says why; stderr and exit status are as without.
local t = ...
local json = require "json"

local HEAD = "function Initialize() abc = AddEquity('ABC', Resolution.Daily) end\n"

-- The members of the object; `case` as of harness.case, with status and stderr.
local function failed(name, case)
  case.name = name
  local plain = t:run(case)
  case.more = { "--json", table.unpack(case.more or {}) }
  local result = t:case(case)
  t:equal(name .. ": stderr", result.stderr, plain.stderr)
  local ok, value = pcall(json.decode, result.stdout)
  if not t:check(ok and type(value) == "table", name .. ": one object", result.stdout) then return {} end
  t:equal(name .. ": status", value.status, "Error")
  t:equal(name .. ": strategy", value.strategy, "strategy.lua")
  return value
end

local name = "in OnData"
local value = failed(name, { status = 1, strategy = HEAD .. [[
local function inner() error('no "data"') end
function OnData()
  inner()
  return 1
end
]] })
t:equal(name .. ": error", value.error, 'OnData at 2013-10-07 16:00:00: strategy.lua:2: no "data"')
t:equal(name .. ": traceback", table.concat(value.traceback or {}, "|"),
  "strategy.lua:2: in function 'inner'|strategy.lua:4: in function 'OnData'")
t:equal(name .. ": time", value.time, "2013-10-07 16:00:00")

name = "in Initialize"
value = failed(name, { status = 1, strategy = "function Initialize()\n  error('early')\nend\n" })
t:equal(name .. ": error", value.error, "Initialize: strategy.lua:2: early")
t:equal(name .. ": no time yet", value.time, nil)

name = "a syntax error"
value = failed(name, { status = 1, strategy = "x = = 1\n" })
t:equal(name .. ": error", value.error, "strategy.lua:1: unexpected symbol near '='")
t:equal(name .. ": nothing ran", value.traceback, nil)

name = "damaged data"
value = failed(name, { status = 3, strategy = HEAD, files = {
  ["data/ABC.csv"] = "date,open,high,low,close\n2013-10-07,abc,2,1,2\n" } })
t:check(tostring(value.error):find("ABC.csv:2:12: open was 'abc'", 1, true), name .. ": the place", value.error)

name = "by a model, between two OnData"
value = failed(name, { status = 1, strategy = HEAD .. [[
function OnData()
  abc:SetFillModel(function() return "x" end)
  Buy(abc, 1)
end
]] })
t:equal(name .. ": error", value.error, "fill model of ABC at 2013-10-08 16:00:00: strategy.lua:3: "
  .. "the function returned a string ('x'), expected a price, a fill or nil")
t:equal(name .. ": no function was running", value.traceback, nil)
t:equal(name .. ": time", value.time, "2013-10-08 16:00:00")

name = "bytes that are no UTF-8"
value = failed(name, { status = 1, strategy = HEAD .. "function OnData() error('a\\xFFb') end\n" })
t:equal(name, value.error, "OnData at 2013-10-07 16:00:00: strategy.lua:2: a\u{FFFD}b")

name = "a byte that terminals do not show"
value = failed(name, { status = 1, stdout = [[a\u007fb\u001fc]],
  strategy = HEAD .. "function OnData() error('a\\x7Fb\\x1Fc') end\n" })
t:equal(name, value.error, "OnData at 2013-10-07 16:00:00: strategy.lua:2: a\x7Fb\x1Fc")

t:case { name = "wrong usage has no result", args = { "run", "nowhere.lua", "--json" }, status = 2, stdout_exact = "",
  stderr = "cannot read 'nowhere.lua'" }

-- A result longer than what stdio keeps, to where nothing can be written.
local LONG = "function Initialize() abc = AddEquity('ABC', Resolution.Daily) end\n"
  .. "function OnData() for i = 1, 200 do Plot('chart', 'series ' .. i, i) end end\n"
for redirect, says in pairs { [">/dev/full"] = "No space left", [">&-"] = "Bad file descriptor" } do
  for _, form in ipairs { "--json", "--quiet" } do
    t:case { name = form .. " " .. redirect, strategy = LONG, status = 1,
      shell = '"$BIN" run strategy.lua ' .. form .. " " .. redirect, stderr = "cannot write the result: " .. says }
  end
end
