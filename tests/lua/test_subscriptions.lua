-- Ways to add a symbol, defaults of UniverseSettings, the exchange of a security, the last price of the past.
-- luacheck: ignore 122
local check = require "perigee.check"
local day, min, quo

function Initialize()
  SetStartDate(2013, 10, 9)
  SetEndDate(2013, 10, 9)
  UniverseSettings.Resolution = Resolution.Daily
  UniverseSettings.Leverage = 5
  day = AddEquity("DAY")
  check.equal("the default resolution", day.Resolution, Resolution.Daily)
  check.equal("not the leverage: that is of universes", day.Leverage, 2.0)
  check.equal("no price yet", day.HasData, false)
  Settings.SeedInitialPrices = true
  min = AddSecurity(SecurityType.Equity, "MIN", Resolution.Minute, false, 3, false)
  check.equal("with a leverage", min.Leverage, 3.0)
  check.equal("the last price", min.HasData and min.Price, 58.8)
  quo = AddSecurity(SecurityType.Equity, "QUO", Resolution.Minute, Market.USA, true, 4)
  check.equal("with a market", quo.Leverage, 4.0)
  check.equal("and of quotes", quo.AskPrice > 0 and quo.Price > 0, true)
  check.equal("by a symbol", AddSecurity(Symbol.Create("DAY", SecurityType.Equity, Market.USA)), day)
  check.equal("by another one", AddSecurity(min.Symbol, Resolution.Minute), min)
  check.raises("no type", "AddSecurity: argument 1 (securityType)", AddSecurity, "Stock", "X")
  check.raises("a type that cannot be added", "expected Equity, Forex, Cfd or Crypto", AddSecurity, SecurityType.Option,
    "X")
  check.raises("leverage", "UniverseSettings.Leverage", function() UniverseSettings.Leverage = 0.5 end)
  check.raises("after prices were read", "Settings.DailyPreciseEndTime must be set before History",
    function() Settings.DailyPreciseEndTime = false end)
  check.equal("Symbol(ticker)", Symbol("MIN"), min.Symbol)
  check.equal("Ticker(symbol)", Ticker(min.Symbol), "MIN")
  check.raises("Symbol of none", "'MIM' was not added; did you mean 'MIN'?", Symbol, "MIM")
  check.equal("parameters", next(GetParameters()), nil)
  check.equal("Type", day.Type, SecurityType.Equity)
  check.equal("IsTradable", day.IsTradable, true)
end

local function hours()
  local exchange = day.Exchange
  check.equal("open", exchange.ExchangeOpen, false)
  check.equal("its clock", exchange.LocalTime, DateTime(2013, 10, 9, 16))
  local h = exchange.Hours
  check.equal("zone", h.TimeZone, "America/New_York")
  check.equal("closes", h.IsMarketAlwaysOpen, false)
  check.equal("IsOpen", h:IsOpen(DateTime(2013, 10, 9, 9, 30)), true)
  check.equal("not before", h:IsOpen(DateTime(2013, 10, 9, 9, 29)), false)
  check.equal("but extended", h:IsOpen(DateTime(2013, 10, 9, 9, 29), true), true)
  check.equal("a Saturday", h:IsDateOpen(DateTime(2013, 10, 12)), false)
  check.equal("next open", h:GetNextMarketOpen(DateTime(2013, 10, 11, 16)), DateTime(2013, 10, 14, 9, 30))
  check.equal("next close", h:GetNextMarketClose(DateTime(2013, 10, 11, 12)), DateTime(2013, 10, 11, 16))
  check.equal("next day", h:GetNextTradingDay(DateTime(2013, 10, 11)), DateTime(2013, 10, 14))
  check.equal("the day before", h:GetPreviousTradingDay(DateTime(2013, 10, 14)), DateTime(2013, 10, 11))
end

local looked
function OnData(data)
  if not data:ContainsKey(day) then return end
  looked = true
  check.equal("UtcTime", data.UtcTime, DateTime(2013, 10, 9, 20))
  hours()
  RemoveSecurity(day)
  check.equal("removed", day.IsTradable, false)
end

function OnEndOfAlgorithm()
  check.equal("looked", looked, true)
  check.finish()
end
