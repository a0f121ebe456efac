-- Errors of the strategy: status 1, file, line, function, time; no frames of the host.
local t = ...

local HEAD = "function Initialize()\n  abc = AddEquity('ABC', Resolution.Daily)\nend\n"

--- Runs a strategy that must fail; lines of `text` begin at line 1.
local function fails(name, text, stderr, lacks)
  lacks = lacks or {}
  lacks[#lacks + 1] = "[C]"
  lacks[#lacks + 1] = "(perigee"
  return t:case { name = name, strategy = text, status = 1, stderr = stderr, stderr_lacks = lacks,
    stdout_lacks = "Completed" }
end

fails("syntax error", "function Initialize()\n  x = = 1\nend\n", "strategy.lua:2: unexpected symbol near '='")
fails("unfinished", "function Initialize()\n", "'end' expected")
fails("an error in the main chunk", "local x = nil\nx.y = 1\n", {
  "strategy.lua:2: attempt to index a nil value (local 'x')", "strategy.lua:2: in main chunk",
})
fails("no Initialize", "function OnData() end\n", "strategy.lua: defines no function Initialize()")
fails("Initialize is no function", "Initialize = 5\n", "strategy.lua: defines no function Initialize()")
fails("OnData is no function", HEAD .. "OnData = 5\n", "OnData is a number, expected a function")
fails("nothing to run", "function Initialize() end\n", "there is nothing to run: add a symbol that has data")
fails("start after end", [[
function Initialize()
  AddEquity('ABC', Resolution.Daily)
  SetStartDate(2013, 10, 9)
  SetEndDate(2013, 10, 8)
end
]], "the start date 2013-10-09 is after the end date 2013-10-08")

fails("run-time error with traceback", HEAD .. [[
local function inner(bar)
  return bar.Close + nothing.field
end
function outer(bar)
  local result = inner(bar)
  return result
end
function OnData(data)
  outer(data[abc])
  return 1
end
]], {
  "OnData at 2013-10-07 16:00:00: strategy.lua:5: attempt to index a nil value (global 'nothing')",
  "stack traceback:\n  strategy.lua:5: in function 'inner'\n  strategy.lua:8: in function 'outer'\n"
    .. "  strategy.lua:12: in function 'OnData'\n",
})

fails("the clock is assigned", HEAD .. "function OnData()\n  Time = 5\nend\n",
  "OnData at 2013-10-07 16:00:00: strategy.lua:5: Time is the API's and cannot be assigned: choose another name, or a "
    .. "local\nstack traceback:\n  strategy.lua:5: in function 'OnData'")

fails("an argument too many", HEAD .. "local function tell(...)\n  Log(...)\nend\nfunction OnData() tell(1, 2) end\n", {
  "OnData at 2013-10-07 16:00:00: strategy.lua:5: Log: takes 1 argument, got 2",
  "strategy.lua:5: in function 'tell'",
})

fails("an error below a C function", HEAD .. [[
function OnData(data)
  table.sort({ 3, 1, 2 }, function(a, b) return a < b.c end)
end
]], { "strategy.lua:5: attempt to index a number value (local 'b')", "in function 'OnData'" })

fails("error in Initialize", "function Initialize()\n  error('my text')\nend\n",
  { "Initialize: strategy.lua:2: my text", "strategy.lua:2: in function 'Initialize'" })
fails("error with a table", HEAD .. "function OnData() error({ code = 5 }) end\n",
  "OnData at 2013-10-07 16:00:00: (error object is a table value)")
fails("error with a table that has a text", HEAD .. [[
function OnData()
  error(setmetatable({}, { __tostring = function() return "my own error" end }))
end
]], { "my own error", "strategy.lua:5: in function 'OnData'" })
fails("error with nil", HEAD .. "function OnData() error(nil) end\n", "error object is a nil value")
fails("stack overflow", HEAD .. "function f() return 1 + f() end\nfunction OnData() f() end\n",
  { "stack overflow", "in function 'f'" })

fails("error in a training", HEAD .. [[
function fit() error("cannot learn") end
Initialize0 = Initialize
function Initialize()
  Initialize0()
  Train(DateRules.On(2013, 10, 8), TimeRules.At(8, 0), fit)
end
]], { "training '", "at 2013-10-08 08:00:00: strategy.lua:4: cannot learn", "in function 'fit'" })
fails("error in a training at once", [[
function Initialize()
  AddEquity('ABC', Resolution.Daily)
  Train(function() error("cannot learn") end)
end
]], { "training 'Training: Now", "at 2013-10-07 00:00:00: strategy.lua:3: cannot learn" })
fails("error in a scheduled event", [[
function Initialize()
  AddEquity('ABC', Resolution.Daily)
  Schedule.On("rebalance", DateRules.EveryDay(), TimeRules.Noon, function() error("oh") end)
end
]], "scheduled event 'rebalance' at 2013-10-07 12:00:00: strategy.lua:3: oh")
fails("error in OnOrderEvent", HEAD .. [[
function OnData() Buy(abc, 1) end
function OnOrderEvent(event)
  error("event " .. event.OrderId)
end
]], { "OnOrderEvent at 2013-10-07 16:00:00: strategy.lua:6: event 1", "in function 'OnOrderEvent'" })
fails("error in OnWarmupFinished", HEAD .. "function OnWarmupFinished() error('w') end\n",
  "OnWarmupFinished at 2013-10-07 00:00:00: strategy.lua:4: w")
fails("error in OnEndOfAlgorithm", HEAD .. "function OnEndOfAlgorithm() error('e') end\n",
  "OnEndOfAlgorithm at 2013-10-18 16:00:00: strategy.lua:4: e")

local PAIRS = "; go over it with pairs: for key, value in pairs(...)\nstack"

-- A statement of OnData, and what is said about it.
local MISUSE = {
  { "unknown global function", "SetHolding(abc, 1)", "(global 'SetHolding'); did you mean 'SetHoldings'?" },
  { "unknown global table", "x = Securites[abc]", "(global 'Securites'); did you mean 'Securities'?" },
  { "unknown library member", "ObjectStore.Sav('a', 'b')", "ObjectStore has no member 'Sav'; did you mean 'Save'?" },
  { "unknown enum value", "x = Resolution.Dayly", "Resolution has no member 'Dayly'; did you mean 'Daily'?" },
  { "unknown property", "x = Portfolio.Csh", "Portfolio has no property 'Csh'; did you mean 'Cash'?" },
  { "unknown property of Securities", "x = Securities.Cuont",
    "Securities has no property 'Cuont'; did you mean 'Count'?" },
  { "misspelt symbol of Portfolio", "x = Portfolio['ABD']", "Portfolio: 'ABD' was not added; did you mean 'ABC'?" },
  { "read-only property", "abc.Price = 5", "Security.Price is read-only" },
  { "assignment to a library", "ObjectStore.New = 5", "ObjectStore is read-only: 'New' cannot be set" },
  { "colon on a library",
    "ObjectStore:Keys()", "ObjectStore.Keys takes a dot, not a colon: write ObjectStore.Keys(...)" },
  { "dot on an object", "abc.SetLeverage(2)", "Security.SetLeverage takes a colon: write security:SetLeverage(...)" },
  { "dot with an object of the class", "local sma = SMA(abc, 3) sma.Minus(sma)",
    "strategy.lua:5: Indicator.Minus takes a colon: write indicator:Minus(...)" },
  { "no argument at all", "local sma = SMA(abc, 3) sma:Minus()",
    "Indicator:Minus: argument 1 (other) was missing, expected an Indicator" },
  { "length of a slice", "for i = 1, #data do end", "attempt to get length of a Slice value" .. PAIRS },
  { "a slice without pairs", "for symbol, bar in data do end", "attempt to call a Slice value" .. PAIRS },
  { "its bars without pairs", "for symbol, bar in data.Bars do end", "attempt to call a TradeBars value" .. PAIRS },
  { "a table without pairs", "for k, v in { 1 } do end", "(for iterator 'for iterator')" .. PAIRS },
  { "what cannot be gone over", "for k, v in 5 do end", "a number value (for iterator 'for iterator')\nstack" },
  { "unknown symbol", "Buy('ABX', 1)", "Buy: 'ABX' was not added; did you mean 'ABC'?" },
  { "a symbol in small letters", "Buy('abc', 1)", "Buy: 'abc' was not added; did you mean 'ABC'?" },
  { "quite unknown symbol", "Buy('QQQQ', 1)",
    "Buy: 'QQQQ' was not added: call AddEquity, AddForex or the like in Initialize" },
  { "wrong argument type", "SetHoldings(abc, 'half')",
    "SetHoldings: argument 2 (fraction) was a string ('half'), expected a number" },
  { "missing argument", "SetHoldings(abc)", "SetHoldings: argument 2 (fraction) was missing, expected a number" },
  { "nil as symbol", "Buy(nil, 1)", "Buy: argument 1 (symbol) was nil, expected a ticker, a Symbol or a Security" },
  { "a table as symbol", "Buy({}, 1)", "Buy: argument 1 (symbol) was a table, expected a ticker" },
  { "self of a class", "self.SetCash(1)", "(global 'self'); there is no self: functions of the API are global" },
  { "what is not there", "AddOption('SPY')", "(global 'AddOption'); perigee does not have it, see 'Missing'" },
  { "a property with a colon", "if Portfolio:Invested() then return end",
    "attempt to call a boolean value (method 'Invested'); it is a property: write .Invested, without a colon and ()" },
  { "an object with a colon", "x = abc:Holdings()",
    "attempt to call a Holding value (method 'Holdings'); it is a property: write .Holdings, without a colon and ()" },
  { "a property with parentheses", "x = abc.Price()",
    "attempt to call a number value (field 'Price'); it is a property: write .Price, without a colon and ()" },
  { "Time with parentheses", "x = Time()", "(global 'Time'); it is no function: write Time, without ()" },
  { "a bar that is not there", "local key = DateTime(2013, 10, 7) x = ({})[key].Close",
    "(field '?'); a slice has nothing of a symbol that has no bar now: if this is one, ask data:ContainsKey" },
  { "a local that is none", "local f = 5 f()", "attempt to call a number value (local 'f')\nstack" },
  { "os", "os.exit(1)", "(global 'os'); the os library is not available to strategies" },
  { "io", "io.open('x')", "(global 'io'); the io library is not available to strategies" },
  { "debug", "debug.traceback()", "the debug library is not available to strategies" },
  { "package", "package.path = ''", "the package library is not available to strategies" },
  { "dofile", "dofile('x.lua')", "(global 'dofile'); it is not available to strategies, use require" },
  { "string.dump", "string.dump(OnData)", "attempt to call a nil value (field 'dump')" },
  { "set-up after Initialize", "SetStartDate(2013, 1, 1)", "SetStartDate can be called in Initialize only" },
  { "Plot of text", "Plot('a', 'b')", "Plot: argument 2 (value) was a string ('b'), expected a number" },
  { "Log of nothing", "Log()", "Log: argument 1 (text) is missing" },
}
-- ipairs asks from C, so that the message has no place; the traceback has it.
local BY_IPAIRS = {
  { "ipairs over a slice", "for i, bar in ipairs(data) do end", "Slice has no property '1'" .. PAIRS },
  { "ipairs over its bars", "for i, bar in ipairs(data.Bars) do end", "TradeBars has no property '1'" .. PAIRS },
  { "ipairs over Securities", "for i, s in ipairs(Securities) do end", "a Symbol or a Security" .. PAIRS },
  { "ipairs over the cash book", "for i, c in ipairs(Portfolio.CashBook) do end", "expected a string" .. PAIRS },
}
for _, row in ipairs(BY_IPAIRS) do
  fails(row[1], HEAD .. "function OnData(data)\n  " .. row[2] .. "\nend\n",
    { row[3], "strategy.lua:5: in function 'OnData'" })
end
for _, row in ipairs(MISUSE) do
  fails(row[1], HEAD .. "function OnData(data)\n  " .. row[2] .. "\n  x = 1\nend\n",
    { "OnData at 2013-10-07 16:00:00: strategy.lua:5: ", row[3], "strategy.lua:5: in function 'OnData'" })
end

fails("order in Initialize",
  "function Initialize()\n  local a = AddEquity('ABC', Resolution.Daily)\n  Buy(a, 1)\nend\n",
  "strategy.lua:3: orders cannot be sent in Initialize")
fails("order while warming up", [[
function Initialize()
  SetStartDate(2013, 10, 15)
  SetWarmUp(2)
  abc = AddEquity('ABC', Resolution.Daily)
end
function OnData()
  SetHoldings(abc, 1)
end
]], "strategy.lua:7: orders cannot be sent while warming up: test IsWarmingUp first")

t:case {
  name = "a callback with a typing error in its name is warned of",
  strategy = HEAD .. "function onData() end\n", status = 0,
  stdout = "warning: the function 'onData' is never called by the engine; did you mean 'OnData'?",
}
t:case {
  name = "a caught error is none", strategy = HEAD .. [[
function OnData()
  local ok, text = pcall(Buy, abc, "x")
  if Time.Day == 7 then Log(tostring(ok) .. " " .. text) end
end
]], stdout = { "2013-10-07 16:00:00 false Buy: argument 2 (quantity) was a string ('x'), expected a number",
    "Completed: 10 steps" }, stderr_exact = "",
}
fails("a traceback through a module beside", HEAD .. "local m = require 'mod'\nfunction OnData() m.f() end\n",
  "module 'mod' not found")
t:case {
  name = "a syntax error in a module beside", strategy = HEAD .. "require 'mod'\n",
  files = { ["mod.lua"] = "return function( end\n" }, status = 1,
  stderr = { "mod.lua:1: ", "expected near 'end'", "strategy.lua:4: in main chunk" }, stderr_lacks = "[C]",
}
t:case {
  name = "an error in a module beside", strategy = HEAD .. "local m = require 'mod'\nfunction OnData()\n  m.f()\nend\n",
  files = { ["mod.lua"] = "local m = {}\nfunction m.f()\n  return nil + 1\nend\nreturn m\n" }, status = 1,
  stderr = { "mod.lua:3: attempt to perform arithmetic on a nil value", "mod.lua:3: in function 'f'",
    "strategy.lua:6: in function 'OnData'" },
}

-- A function or table of the API may be hidden by the strategy's own; that is told once for each name, with its place.
do
  local says = "%s is a %s of the API, which this assignment hides; if that is meant, write rawset(_G, '%s', ...)"
  local function told(place, name, what)
    return "warning: strategy.lua:" .. place .. ": " .. says:format(name, what or "function", name)
  end
  local result = t:case { name = "names of the API are hidden", strategy = HEAD .. [[
local api_log = Log
function Log(text) api_log("mine: " .. text) end
Plot = Plot
rawset(_G, "Debug", Log)
string = "free"
SMA = nil
function OnData()
  Order = "of the " .. Time.Day
  Symbol = Order
  Log(Symbol)
  Debug("debugged")
  Order = nil
end
]], stdout = { told(5, "Log"), told(11, "Order"), told(12, "Symbol", "table"),
      "mine: of the 7", "mine: of the 8", "mine: debugged", "Completed" },
    stdout_lacks = { "Plot is", "Debug is", "string is", "SMA is" } }
  local _, n = result.stdout:gsub("which this assignment hides", "")
  t:equal("names of the API are hidden: once each", n, 3)
end
