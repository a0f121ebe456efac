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

-- Word of a described type -> whether a value is one. Other words are classes: a userdata.
local TESTS = {
  number = number_type "float", integer = number_type "integer", string = of_type "string",
  boolean = of_type "boolean", ["function"] = of_type "function", method = of_type "function",
  any = function() return true end, ["nil"] = of_type "nil", class = of_type "table", table = of_type "table",
}
local function fits(description, value)
  for alternative in description:gsub("%b()", ""):gsub("%->.*", ""):gmatch("[^|]+") do
    local word = alternative:match("[%a]+") or alternative
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

local function is_whole(fields)
  return function(value)
    for _, field in ipairs(fields) do
      if type(value) ~= "table" or not fits(field[2], value[field[1]]) then return false end
    end
    return true
  end
end

-- Enumerations are texts, but for those whose members say a number; tables have fields.
for _, entry in ipairs(api) do
  if entry.kind == "enum" then
    local is_number = math.tointeger(tonumber(entry.members[1][2]))
    TESTS[entry.name] = is_number and number_type "integer" or of_type "string"
  elseif entry.kind == "table" then
    TESTS[entry.name] = is_whole(entry.members)
  end
end

local OPERATORS = {
  ["+"] = function(a, b) return a + b end, ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end, ["/"] = function(a, b) return a / b end,
}

-- An operator gives with each type of operand what it is said to give.
local function operator(owner, name, member)
  for operand, result in member[2]:gmatch("operator%(%w+: (%w+)%) %-> (%w+)") do
    local ok, value = pcall(OPERATORS[member[1]], owner, objects[operand] or 2.0)
    check.that(("%s %s %s is a %s: %s"):format(name, member[1], operand, result, tostring(value)),
      ok and fits(result, value))
  end
end

local function member_of(owner, name, member)
  local ok, value = pcall(function() return owner[member[1]] end)
  local full = name .. "." .. member[1]
  if check.that(full .. " exists: " .. tostring(value), ok) and member[2] then
    check.that(("%s is a %s, not a %s"):format(full, member[2], type(value)), fits(member[2], value))
  end
end

local function members(owner, name, list)
  for _, member in ipairs(list) do
    local look = OPERATORS[member[1]] and operator or member_of
    if member[2] ~= "output" then look(owner, name, member) end -- see test_indicator_outputs.lua
  end
end

-- Each function refuses one argument more than its longest signature has, but for those of any number.
-- head: "function", "method" or the name of what is called.
local function most_of(text, head)
  local most
  for list in text:gmatch(head .. "(%b())") do
    local _, commas = list:sub(2, -2):gsub("%b()", ""):gsub("%b{}", ""):gsub(",", "")
    most = math.max(most or 0, list == "()" and 0 or commas + 1)
    if list:find("...", 1, true) then return nil end
  end
  return most
end

local function surplus(name, text, head, f, ...)
  local most = most_of(text, head)
  if not most then return end
  local given = { ... }
  for _ = 1, most + 1 do given[#given + 1] = true end
  local ok, message = pcall(f, table.unpack(given))
  local refused = not ok and message:match("^" .. name:gsub("[.:]", "[.:]") .. ": takes (.*)$")
  local last = refused and refused:gsub("^at most ", ""):gsub("^no ", "0 ")
  local plural = most == 1 and "" or "s"
  check.equal(name .. " refuses too many", last or message, ("%d argument%s, got %d"):format(most, plural, most + 1))
end

local function surplus_of_members(entry, owner)
  local mark = entry.kind == "class" and ":" or "."
  for _, member in ipairs(entry.members) do
    local head = entry.kind == "class" and "method" or "function"
    if (member[2] or ""):find("^" .. head .. "%(") then
      surplus(entry.name .. mark .. member[1], member[2], head, owner[member[1]], mark == ":" and owner or nil)
    end
  end
end

local function look_for_surplus(entry)
  local is_function = entry.kind == "function"
  if is_function or entry.kind == "library" then surplus(entry.name, entry.signature, entry.name, _G[entry.name]) end
  if entry.kind == "library" then surplus_of_members(entry, _G[entry.name]) end
  if entry.kind == "class" then surplus_of_members(entry, objects[entry.name]) end
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

-- A member's value is its name, or the number it says.
function LOOK.enum(entry)
  for _, member in ipairs(entry.members) do
    local number = math.tointeger(tonumber(member[2]))
    check.equal("value of " .. entry.name .. "." .. member[1], _G[entry.name][member[1]], number or member[1])
  end
end

-- Words of the description itself.
function LOOK.table() end
function LOOK.alias() end
function LOOK.parameter() end

function LOOK.class(entry)
  local object = objects[entry.name]
  if check.that("there is an object of " .. entry.name, object ~= nil) then
    members(object, entry.name, entry.members)
  end
end

local WORDS = { table = true, alias = true, parameter = true }

local function described()
  local names = {}
  for _, entry in ipairs(api) do
    names[entry.name] = names[entry.name] or {}
    local key = entry.kind == "class" and "class" or "global"
    if not WORDS[entry.kind] then names[entry.name][key] = entry end
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
  SetStartDate(2013, 10, 4)
  SetEndDate(2013, 10, 8)
  objects.Security = AddEquity("MIN", Resolution.Minute)
  AddEquity("QUO", Resolution.Minute)
  AddEquity("ACT", Resolution.Daily)
  AddEquity("TIC", Resolution.Tick)
  AddEquity("END", Resolution.Daily)
  local bricks = RenkoConsolidator(0.01)
  bricks.DataConsolidated = function(_, brick) objects.RenkoBar = objects.RenkoBar or brick end
  SubscriptionManager.AddConsolidator(objects.Security, bricks)
  objects.Indicator = SMA(objects.Security, 3)
  objects.IndicatorWindow = objects.Indicator.Window
  objects.Indicator.Updated = function(indicator, point)
    objects.Indicator, objects.IndicatorDataPoint = indicator, point
  end
  objects.RollingWindow = RollingWindow(2)
  objects.Consolidator = Consolidate(objects.Security, 1, function() end)
  objects.ScheduledEvent = Schedule.On(DateRules.EveryDay(), TimeRules.Noon, function() end)
  objects.TrainingEvent = Train(DateRules.EveryDay(), TimeRules.Noon, function() end)
  objects.FeeModel = ConstantFeeModel(1)
  objects.SettlementModel = ImmediateSettlementModel()
  objects.CashBook, objects.Cash = Portfolio.CashBook, Portfolio.CashBook.USD
  objects.CurrencyConversion = objects.Cash.CurrencyConversion
  objects.SymbolProperties = objects.Security.SymbolProperties
  objects.FillModel = ImmediateFillModel()
  objects.SlippageModel, objects.SecurityMarginModel = NullSlippageModel(), SecurityMarginModel()
  objects.TradeBuilder = TradeBuilder(FillGroupingMethod.FillToFill, FillMatchingMethod.FIFO)
  SetTradeBuilder(objects.TradeBuilder)
  objects.DateRule, objects.TimeRule = DateRules.Today, TimeRules.Noon
  objects.DateTime, objects.TimeSpan = Time, TimeSpan.FromDays(1)
  objects.Matrix = require "perigee.matrix".zeros(2, 2)
  objects.LinearRegression = require "perigee.linear_model".LinearRegression():fit({ { 1 }, { 2 } }, { 2, 4 })
end

function OnOrderEvent(event) objects.OrderEvent = event end

-- The share has all three on the second day.
function OnSplits(splits)
  if splits.ACT.Type == SplitType.SplitOccurred then objects.Splits, objects.Split = splits, splits.ACT end
end

function OnDividends(dividends) objects.Dividends, objects.Dividend = dividends, dividends.ACT end

function OnSymbolChangedEvents(events)
  objects.SymbolChangedEvents, objects.SymbolChangedEvent = events, events.ACT
end

function OnDelistings(delistings) objects.Delistings, objects.Delisting = delistings, delistings.END end

function OnData(data)
  objects.Tick = objects.Tick or data.Ticks["TIC"] and data.Ticks["TIC"][1]
  if looked or not data["MIN"] or not objects.RenkoBar or not data.QuoteBars["QUO"] then return end
  looked = true
  objects.ScheduleBuilder = Schedule.Event()
  objects.Slice, objects.TradeBar = data, data["MIN"]
  objects.TradeBars, objects.QuoteBars, objects.QuoteBar = data.Bars, data.QuoteBars, data.QuoteBars["QUO"]
  objects.Ticks = data.Ticks
  objects.Bar = objects.QuoteBar.Bid
  objects.Exchange, objects.ExchangeHours = objects.Security.Exchange, objects.Security.Exchange.Hours
  objects.Symbol, objects.Holding = objects.Security.Symbol, objects.Security.Holdings
  objects.OrderTicket = Buy("MIN", 1)
  objects.Order, objects.PortfolioTarget = Transactions.GetOrderById(1), PortfolioTarget("MIN", 0.5)
  Sell("MIN", 1)
  objects.Trade = TradeBuilder.ClosedTrades[1]
  objects.OrderProperties, objects.TimeInForce = OrderProperties(), TimeInForce.GoodTilDate(2013, 10, 8)
  for _, entry in ipairs(api) do
    LOOK[entry.kind](entry)
    look_for_surplus(entry)
  end
  if rawget(_G, "Live") then other_direction() end
end

function OnEndOfAlgorithm()
  check.that("looked", looked)
  check.finish()
end
