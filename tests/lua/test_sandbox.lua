-- What a strategy cannot reach, and what stock Lua it has.
local check = require "perigee.check"

local NAMES = { "os", "io", "debug", "package", "dofile", "loadfile", "warn" }

local function absent()
  for _, name in ipairs(NAMES) do check.equal(name, _G[name], nil) end
  check.equal("string.dump", string.dump, nil)
end

local function loading()
  check.equal("load of text", load("return 1 + 1")(), 2)
  check.equal("load with an environment", load("x = 5; return x", "c", "t", {})(), 5)
  check.raises("binary mode", "load: mode was 'b', but only text ('t') can be loaded", load, "x", "c", "b")
  local chunk, message = load("\27Lua" .. ("\0"):rep(40), "code", "bt")
  check.equal("bytecode is refused", chunk, nil)
  check.that("the reason", message:find("binary chunk", 1, true))
  check.equal("a syntax error", select(2, load("x =", "=code")), "code:1: unexpected symbol near <eof>")
end

local function locked()
  check.equal("strings", getmetatable(""), false)
  check.equal("the globals", getmetatable(_G), false)
  check.raises("a library", "math is read-only: 'pi' cannot be set", function() math.pi = 3 end) -- luacheck: ignore 122
  check.raises("rawset on a library", "", rawset, math, "pi", 3)
  check.equal("math.pi stays", math.pi, 3.141592653589793)
  check.raises("setmetatable on a library", "", setmetatable, math, {})
  check.raises("collectgarbage", "strategies can use 'count' and 'collect' only", collectgarbage, "stop")
  check.raises("a text too long", "string.rep: a result of", string.rep, "x", 1e10 // 1)
end

-- The names of the API: values and objects cannot be assigned, functions and tables can.
local function names()
  local function refused(name, assign)
    check.raises(name, name .. " is the API's and cannot be assigned: choose another name, or a local", assign)
  end
  local before = Time
  -- luacheck: push ignore 121 122 131 111
  refused("Time", function() Time = 5 end)
  refused("IsWarmingUp", function() function IsWarmingUp() return false end end)
  refused("Securities", function() Securities = {} end)
  refused("Portfolio", function() _G["Portfolio"] = nil end)
  refused("DefaultOrderProperties", function() DefaultOrderProperties = OrderProperties() end)
  check.equal("Time stays", Time, before)
  local resolution = Resolution
  OrderType, Resolution = nil, "mine"
  check.equal("nil hides nothing", OrderType.Limit, "Limit")
  check.equal("a table is hidden", Resolution, "mine")
  Resolution = nil
  check.equal("and there again", Resolution, resolution)
  Securities, Log = Securities, Log
  refused("Securities", function() Securities = {} end) -- also behind that
  utf8 = "a name of stock Lua"
  rawset(_G, "Debug", "mine")
  check.equal("a function by rawset", Debug, "mine")
  -- luacheck: pop
  check.equal("stock Lua's", utf8, "a name of stock Lua")
  local Time = 5 -- luacheck: ignore 431
  check.equal("a local", Time, 5)
end

local function stock()
  check.equal("string methods", ("abc"):upper(), "ABC")
  check.equal("table", table.concat({ 1, 2 }, ","), "1,2")
  check.equal("utf8", utf8.char(228), "\u{e4}")
  check.equal("coroutines", coroutine.wrap(function() coroutine.yield(7) end)(), 7)
  check.equal("select", select("#", 1, nil, 3), 3)
  check.equal("xpcall", select(2, xpcall(error, function(m) return m .. "!" end, "x")), "x!")
  check.equal("goto and integers", 7 // 2, 3)
  check.equal("own globals", rawget(_G, "Initialize"), Initialize)
end

function Initialize()
  AddData("COIN")
  SetEndDate(2013, 10, 2)
  absent()
  loading()
  locked()
  stock()
  names()
end

function OnEndOfAlgorithm() check.finish() end
