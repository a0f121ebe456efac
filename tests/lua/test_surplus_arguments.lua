-- Arguments that a function does not take are refused, and named with their number; nils behind are none.
-- That every function of the API does so is seen in test_api.lua.
local check = require "perigee.check"
local day, average

function Initialize()
  SetEndDate(2013, 10, 2)
  day = AddEquity("DAY", Resolution.Daily)
  average = SimpleMovingAverage(3)
  check.raises("a date", "SetEndDate: argument 2 (extra) was 5, expected nothing behind a date", SetEndDate,
    DateTime(2013, 10, 2), 5)
  check.raises("a model", "SetBrokerageModel: argument 2 (extra) was a string ('Cash'), expected nothing behind",
    SetBrokerageModel, { GetLeverage = function() return 1 end }, AccountType.Cash)
end

local function refused(text, fn, ...) check.raises(text, text, fn, ...) end

local function look()
  refused("Log: takes 1 argument, got 2", Log, "a", "b")
  refused("Log: takes 1 argument, got 3", Log, "a", nil, "b")
  refused("MarketOrder: takes at most 5 arguments, got 6", MarketOrder, day, 1, false, "tag", nil, 9)
  refused("Indicator:Update: takes at most 2 arguments, got 4", average.Update, average, Time, 1, 1, 2)
  refused("Indicator:Reset: takes no arguments, got 1", average.Reset, average, 1)
  refused("ObjectStore.Delete: takes 1 argument, got 2", ObjectStore.Delete, "a", "b")
  refused("DateTime: takes at most 6 arguments, got 7", DateTime, 2013, 10, 1, 0, 0, 0, 0)
  refused("DateRules.EveryDay: takes at most 2 arguments, got 3", DateRules.EveryDay, day, true, 1)
  refused("Portfolio.ContainsKey: takes 1 argument, got 2", Portfolio.ContainsKey, "DAY", 1)
  refused("Portfolio.ContainsKey: takes 1 argument, got 2", Portfolio.ContainsKey, day, 1)
  refused("Securities.ContainsKey: takes 1 argument, got 2", Securities.ContainsKey, day, 1)
  refused("Portfolio.GetMarginRemaining: takes at most 2 arguments, got 3", Portfolio.GetMarginRemaining, day, nil, 1)
  refused("TradeBuilder.HasOpenPosition: takes 1 argument, got 2", TradeBuilder.HasOpenPosition, day, 1)
  refused("SMA: takes at most 4 arguments, got 5", SMA, day, 3, Resolution.Daily, Field.Close, 1)
  refused("SimpleMovingAverage: takes at most 2 arguments, got 3", SimpleMovingAverage, "name", 3, 1)
  refused("B: takes at most 5 arguments, got 6", B, day, day, 3, Resolution.Daily, Field.Close, 1)
  refused("Slice:ContainsKey: takes 1 argument, got 2", CurrentSlice.ContainsKey, CurrentSlice, day, 1)
  -- a dot and a colon taken for each other are told first
  refused("ObjectStore.Delete takes a dot, not a colon", ObjectStore.Delete, ObjectStore, "a")
  local function colon(name, collection, ...)
    refused(("%s takes a dot, not a colon: write %s(...)"):format(name, name), collection[name:match("%w+$")],
      collection, ...)
  end
  colon("Portfolio.GetMarginRemaining", Portfolio, day)
  colon("Portfolio.ContainsKey", Portfolio, day)
  colon("Securities.ContainsKey", Securities)
  colon("TradeBuilder.HasOpenPosition", TradeBuilder, day)
  colon("TimeRules.At", TimeRules, 9, 30)
  check.that("one function, each time", TimeRules.At == TimeRules.At and Portfolio.ContainsKey == Portfolio.ContainsKey)
  check.that("each collection its own", Portfolio.ContainsKey ~= Securities.ContainsKey)
  refused("Indicator.Update takes a colon", average.Update, Time, 1, 2, 3)
end

-- Forms of a function that take fewer arguments than its longest.
local function shorter_forms()
  local function extra(what, arg, text, fn, ...)
    check.raises(what .. ": " .. arg, ("%s: argument %d (extra) was "):format(what, arg), fn, ...)
    check.raises(what .. ": why", ", expected nothing" .. text, fn, ...)
  end
  local noon = TimeSpan.FromHours(12)
  local function close(bar) return bar.Close end
  extra("SMA", 4, " behind the selector: a period comes before it", SMA, day, 3, close, Resolution.Daily)
  extra("MACD", 7, " behind the selector: a period comes", MACD, day, 3, 6, 2, "Simple", Field.High, 1)
  extra("RegisterIndicator", 4, " behind the selector: a period comes", RegisterIndicator, day, average, close,
    Resolution.Daily)
  extra("SimpleMovingAverage", 2, ": only a name may come before the others", SimpleMovingAverage, 3, 4)
  extra("Indicator:Update", 2, " behind a bar", average.Update, average, CurrentSlice[day], 5)
  extra("Consolidate", 4, " behind the handler", Consolidate, day, 5, close, 1)
  extra("TimeRules.At", 3, " behind the zone", TimeRules.At, noon, "UTC", 3)
  extra("TimeRules.At", 4, " behind the zone", TimeRules.At, 9, 30, "UTC", 3)
  extra("TimeRules.AfterMarketOpen", 3, " behind extendedMarketHours", TimeRules.AfterMarketOpen, 5, true, 3)
  extra("SetHoldings", 6, " behind the orderProperties", SetHoldings, { PortfolioTarget(day, 1) }, false, false, "tag",
    nil, 7)
  extra("TrailingStopOrder", 8, " behind the orderProperties", TrailingStopOrder, day, 1, 0.1, true, false, "tag",
    nil, 7)
  extra("TimeInForce.GoodTilDate", 2, " behind a date", TimeInForce.GoodTilDate, Time, 5)
  extra("Portfolio.GetMarginRemaining", 2, " without a symbol", Portfolio.GetMarginRemaining, nil, 5)
  extra("DateRules.EveryDay", 2, " without a symbol", DateRules.EveryDay, nil, true)
end

local function nils()
  check.equal("nil behind", ObjectStore.ContainsKey("a", nil, nil), false)
  check.equal("of a method", average:Update(Time, 1, nil, nil), false)
  check.equal("it took the value", average.Samples, 1)
  check.equal("of a global", Ticker(day, nil), "DAY")
  check.equal("any number is taken", DateRules.Every(1, 2, 3, 4, 5).Name, DateRules.Every(1, 2, 3, 4, 5).Name)
end

function OnData()
  if average.Samples > 0 then return end
  look()
  shorter_forms()
  nils()
end

function OnEndOfAlgorithm()
  check.equal("none was sent", #Transactions.GetOrders(), 0)
  check.finish()
end
