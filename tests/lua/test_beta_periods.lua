-- B of bars that are made of others: hours, spans of time, so many bars; and what is made when that fails.
local check = require "perigee.check"
local slope = require "helpers.slope"
local min, aaa
local forms, asked = {}, 0

-- Another price of each of the two, whose closes are the same.
local function price(bar)
  return bar.Close + (bar.Symbol == min.Symbol and bar.Volume % 5 or bar.Volume % 7)
end

local function form(name, least, period)
  local one = { name = name, least = least, target = {}, reference = {}, b = B(min, aaa, 3, period, price) }
  Consolidate(min, period, function(bar) table.insert(one.target, price(bar)) end)
  Consolidate(aaa, period, function(bar) table.insert(one.reference, price(bar)) end)
  forms[#forms + 1] = one
end

local function count(bar)
  asked = asked + 1
  return bar.Close
end

local function failures()
  local consolidator, average = TradeBarConsolidator(2), SimpleMovingAverage(2)
  check.raises("of one symbol", "B: argument 4 (barPeriod) was a Consolidator, expected a Resolution", B, min, aaa, 5,
    consolidator)
  RegisterIndicator(aaa, average, consolidator) -- nobody has it yet
  check.raises("shorter", "B: 'MIN' has Minute bars, which cannot be made into shorter ones", B, min, aaa, 5,
    Resolution.Second, count)
  Settings.AutomaticIndicatorWarmUp = true -- luacheck: ignore 122
  check.raises("no past of so many", "B: an indicator is warmed up with bars of a Resolution or a TimeSpan", B, min,
    aaa, 5, 2, count)
  Settings.AutomaticIndicatorWarmUp = false -- luacheck: ignore 122
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  min, aaa = AddEquity("MIN", Resolution.Minute), AddEquity("AAA", Resolution.Minute)
  failures()
  form("minutes", 700, Resolution.Minute)
  form("hours", 12, Resolution.Hour)
  form("an hour as a span", 12, TimeSpan.FromHours(1))
  form("ten minutes", 70, TimeSpan.FromMinutes(10))
  form("bars over an hour", 6, TimeSpan.FromHours(2))
  form("seven bars", 100, 7)
end

function OnEndOfAlgorithm()
  for _, one in ipairs(forms) do
    check.that(one.name .. ": bars", #one.target >= one.least)
    check.equal(one.name .. ": of both", #one.reference, #one.target)
    check.equal(one.name .. ": each of them", one.b.Samples, #one.target)
    check.near(one.name, one.b.Value, slope(one.target, one.reference, 3), 1e-9)
  end
  check.equal("what failed is fed with nothing", asked, 0)
  check.finish()
end
