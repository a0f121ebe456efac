-- Functions of several forms: each form of stdlib/api that takes fewer arguments than another refuses what
-- stands behind its last one, at once and behind nils. test_api.lua looks at the longest ones.
local check = require "perigee.check"
local api = require "perigee.api"

local day, looked
local surplus = coroutine.create(function() end) -- nothing takes one

local function nothing() end

-- Word of a signature -> a value for it. Made when all is there.
local function make_samples()
  return {
    symbol = day.Symbol, symbols = { day }, dataType = TradeBar, bar = CurrentSlice[day],
    date = Time, from = Time, to = Time, dates = { Time }, year = 2013, month = 10, day = 9,
    bars = 5, span = TimeSpan.FromHours(12), barPeriod = 5, barSize = 1.0, evenBars = true,
    hours = 1, minutes = 5, seconds = 3, zone = "UTC", daysOffset = 1,
    amount = 1000, series = "a", chart = "b", value = 5, indicator = SimpleMovingAverage(3),
    securityType = SecurityType.Equity, ticker = "NEW", resolution = Resolution.Daily, fillForward = true,
    leverage = 2, extendedMarketHours = false, dataNormalizationMode = DataNormalizationMode.Raw,
    targets = { PortfolioTarget(day, 1) }, liquidateExistingHoldings = false, asynchronous = false, tag = "tag",
    orderProperties = OrderProperties(), quantity = 1, trailingAmount = 0.1, trailingAsPercentage = true,
    model = { GetLeverage = function() return 1 end }, name = "name", fn = nothing, handler = nothing,
    dateRule = DateRules.Today, timeRule = TimeRules.Noon, options = {},
    dataMappingMode = "nil", -- of futures
  }
end

-- The lists of parameters behind a head, each an array of names; of "..." the field `any`.
local function forms_of(text, head)
  local forms, most, any = {}, 0, false
  for list in text:gmatch("%f[%w]" .. head .. "(%b())") do
    local form = {}
    for part in list:sub(2, -2):gsub("%b()", ""):gsub("%b{}", ""):gmatch("[^,]+") do
      form[#form + 1] = part:match("[%w.]+")
      form.any = form.any or form[#form] == "..."
    end
    forms[#forms + 1] = form
    most, any = math.max(most, #form), any or form.any
  end
  return forms, most, any
end

-- f with the arguments of a form and one more at a position.
local function refused(name, form, samples, at, f, owner)
  local given, shift = { owner }, owner ~= nil and 1 or 0
  for i, parameter in ipairs(form) do
    if not check.that(name .. " has a sample of " .. parameter, samples[parameter] ~= nil) then return end
    if parameter ~= "dataMappingMode" then given[shift + i] = samples[parameter] end
  end
  given[shift + at] = surplus
  local ok, message = pcall(f, table.unpack(given, 1, shift + at))
  local what = ("%s(%s) refuses argument %d"):format(name, table.concat(form, ", "), at)
  local said = not ok and message:find(("^%s: argument %d %%(%%w+%%) was a thread, "):format(name, at))
  check.that(what .. ": " .. tostring(message), said)
end

local function look(name, text, head, samples, f, make_owner)
  local forms, most, any = forms_of(text, head)
  local seen = 0
  for _, form in ipairs(forms) do
    local last = any and #form + 2 or most
    if not form.any and #form < last then
      seen = seen + 1
      for _, at in ipairs { #form + 1, last } do refused(name, form, samples, at, f, make_owner and make_owner()) end
    end
  end
  return seen
end

local TIMES = { At = true, Every = true, AfterMarketOpen = true, BeforeMarketOpen = true, BeforeMarketClose = true,
  AfterMarketClose = true }

local OWNERS = {
  Slice = function() return CurrentSlice end,
  Indicator = function() return SimpleMovingAverage(3) end,
  ScheduleBuilder = function(method)
    local builder = Schedule.Event()
    return TIMES[method] and builder:EveryDay() or builder
  end,
}

-- How many forms of a class's methods were looked at.
local function look_at_methods(entry, samples)
  local seen = 0
  for _, member in ipairs(entry.members) do
    local forms, most, any = forms_of(member[2] or "", "method")
    if forms[2] and (most > 0 or any) then
      local make = OWNERS[entry.name]
      if not check.that(entry.name .. ":" .. member[1] .. " has an owner", make) then return seen end
      local function owner() return make(member[1]) end
      seen = seen + look(entry.name .. ":" .. member[1], member[2], "method", samples, owner()[member[1]], owner)
    end
  end
  return seen
end

local function look_at(entry, samples)
  if entry.kind == "class" then return look_at_methods(entry, samples) end
  local seen = 0
  if entry.kind == "function" or entry.kind == "library" then
    seen = look(entry.name, entry.signature, entry.name, samples, _G[entry.name])
  end
  for _, member in ipairs(entry.kind == "library" and entry.members or {}) do
    seen = seen + look(entry.name .. "." .. member[1], member[2] or "", "function", samples,
      _G[entry.name][member[1]])
  end
  return seen
end

function Initialize()
  SetEndDate(2013, 10, 2)
  day = AddEquity("DAY", Resolution.Daily)
end

function OnData()
  if looked then return end
  looked = true
  local samples, seen = make_samples(), 0
  for _, entry in ipairs(api) do seen = seen + look_at(entry, samples) end
  check.that("there are forms: " .. seen, seen > 60)
end

function OnEndOfAlgorithm()
  check.that("looked", looked)
  check.equal("none was sent", #Transactions.GetOrders(), 0)
  check.equal("none was added", #Securities.Keys, 1)
  check.finish()
end
