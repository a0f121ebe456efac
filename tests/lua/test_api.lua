-- The live environment against stdlib/api.lua: every name is there, and of the kind it is said to be.
-- tests/unit/test_api_table.c runs this file with a global `Live`, which lists what exists, and so
-- checks the other direction.
local check = require "perigee.check"
local api = require "perigee.api"

local objects = {}
local looked = false

local function number_type(kind)
  return function(value) return math.type(value) == kind end
end

local function of_type(kind)
  return function(value) return type(value) == kind end
end

-- Word of a described type -> whether a value is one. Enumerations are texts, but for DayOfWeek.
local TESTS = {
  number = number_type "float", integer = number_type "integer", string = of_type "string",
  boolean = of_type "boolean", ["function"] = of_type "function", method = of_type "function",
  any = function() return true end, value = function(value) return value ~= nil end, ["nil"] = of_type "nil",
  Resolution = of_type "string", OrderStatus = of_type "string", OrderType = of_type "string",
  OrderDirection = of_type "string", OrderResponseErrorCode = of_type "string",
  SecurityType = of_type "string", class = of_type "table", DayOfWeek = number_type "integer",
}

local function fits(description, value)
  for alternative in description:gsub("%b()", ""):gsub("%->.*", ""):gmatch("[^|]+") do
    local word = alternative:match("[%a]+")
    if alternative:find("[]", 1, true) or alternative:find("{", 1, true) then
      if type(value) == "table" or type(value) == "userdata" then return true end
    elseif TESTS[word] and TESTS[word](value) then
      return true
    elseif not TESTS[word] and type(value) == "userdata" then
      return true
    end
  end
  return false
end

local function members(owner, name, list)
  for _, member in ipairs(list) do
    local ok, value = pcall(function() return owner[member[1]] end)
    local full = name .. "." .. member[1]
    if check.that(full .. " exists: " .. tostring(value), ok) and member[2] then
      check.that(("%s is a %s, not a %s"):format(full, member[2], type(value)), fits(member[2], value))
    end
  end
end

local LOOK = {}

function LOOK.callback() end

LOOK["function"] = function(entry) check.equal(entry.name .. " is a function", type(_G[entry.name]), "function") end

function LOOK.property(entry)
  check.that(entry.name .. " is a " .. entry.signature, fits(entry.signature, _G[entry.name]))
end

function LOOK.library(entry)
  check.that(entry.name .. " exists", _G[entry.name] ~= nil)
  members(_G[entry.name], entry.name, entry.members)
end

function LOOK.module(entry)
  members(require(entry.name), entry.name, entry.members)
end

function LOOK.enum(entry)
  members(_G[entry.name], entry.name, entry.members)
  for _, member in ipairs(entry.members) do
    local value = _G[entry.name][member[1]]
    check.that("value of " .. entry.name .. "." .. member[1], value == member[1] or math.type(value) == "integer")
  end
end

function LOOK.class(entry)
  local object = objects[entry.name]
  if check.that("there is an object of " .. entry.name, object ~= nil) then
    members(object, entry.name, entry.members)
  end
end

local function described()
  local names = {}
  for _, entry in ipairs(api) do
    names[entry.name] = names[entry.name] or {}
    local key = entry.kind == "class" and "class" or "global"
    names[entry.name][key] = entry
  end
  return names
end

-- Names that exist must be described. Live.globals: name -> list of members, or true.
local function other_direction()
  local Live, names = rawget(_G, "Live"), described()
  for name, list in pairs(Live.globals) do
    local entry = names[name] and names[name].global
    check.that(name .. " is in api.lua", entry)
    if entry and type(list) == "table" then
      local known = {}
      for _, member in ipairs(entry.members or {}) do known[member[1]] = true end
      for _, member in ipairs(list) do check.that(name .. "." .. member .. " is in api.lua", known[member]) end
    end
  end
  for name, object in pairs(objects) do
    local known = {}
    for _, member in ipairs(names[name].class.members) do known[member[1]] = true end
    for _, member in ipairs(Live.members(object)) do
      check.that(name .. ":" .. member .. " is in api.lua", known[member])
    end
  end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  objects.Security = AddEquity("MIN", Resolution.Minute)
  AddEquity("QUO", Resolution.Minute)
  objects.Indicator = SMA(objects.Security, 3)
  objects.RollingWindow = RollingWindow(2)
  objects.Consolidator = Consolidate(objects.Security, 1, function() end)
  objects.ScheduledEvent = Schedule.On(DateRules.EveryDay(), TimeRules.Noon, function() end)
  objects.TrainingEvent = Train(DateRules.EveryDay(), TimeRules.Noon, function() end)
  objects.FeeModel = ConstantFeeModel(1)
  objects.SettlementModel = ImmediateSettlementModel()
  objects.CashBook, objects.Cash = Portfolio.CashBook, Portfolio.CashBook.USD
  objects.FillModel = ImmediateFillModel()
  objects.SlippageModel, objects.SecurityMarginModel = NullSlippageModel(), SecurityMarginModel()
  objects.DateRule, objects.TimeRule = DateRules.Today, TimeRules.Noon
  objects.DateTime, objects.TimeSpan = Time, TimeSpan.FromDays(1)
  objects.Matrix = require "perigee.matrix".zeros(2, 2)
  objects.LinearRegression = require "perigee.linear_model".LinearRegression():fit({ { 1 }, { 2 } }, { 2, 4 })
end

function OnOrderEvent(event) objects.OrderEvent = event end

function OnData(data)
  if looked then return end
  looked = true
  objects.ScheduleBuilder = Schedule.Event()
  objects.Splits, objects.Dividends, objects.SymbolChangedEvents = data.Splits, data.Dividends, data.SymbolChangedEvents
  objects.Slice, objects.TradeBar = data, data["MIN"]
  objects.TradeBars, objects.QuoteBars, objects.QuoteBar = data.Bars, data.QuoteBars, data.QuoteBars["QUO"]
  objects.Bar = objects.QuoteBar.Bid
  objects.Symbol, objects.Holding = objects.Security.Symbol, objects.Security.Holdings
  objects.OrderTicket = Buy("MIN", 1)
  objects.Order, objects.PortfolioTarget = Transactions.GetOrderById(1), PortfolioTarget("MIN", 0.5)
  objects.OrderProperties, objects.TimeInForce = OrderProperties(), TimeInForce.GoodTilDate(2013, 10, 8)
  for _, entry in ipairs(api) do
    check.that(entry.name .. " has a text", #entry.doc > 0 and #entry.signature > 0)
    LOOK[entry.kind](entry)
  end
  if rawget(_G, "Live") then other_direction() end
end

function OnEndOfAlgorithm()
  check.that("looked", looked)
  check.finish()
end
