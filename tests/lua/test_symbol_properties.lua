-- What symbols are traded in, by LEAN's database in its sample data.
-- shared: lean-data
local check = require "perigee.check"

local function check_properties(security, want)
  local name, properties = security.Symbol.Value, security.SymbolProperties
  for key, value in pairs(want) do check.equal(name .. " " .. key, properties[key], value) end
  check.equal(name .. " multiplier", properties.ContractMultiplier, security.ContractMultiplier)
  check.equal(name .. " currency", properties.QuoteCurrency, security.QuoteCurrency.Symbol)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  local spy = AddEquity("SPY", Resolution.Minute)
  check_properties(spy, { LotSize = 1.0, MinimumPriceVariation = 0.01, ContractMultiplier = 1.0, QuoteCurrency = "USD",
    MarketTicker = "", Description = "" })
  check.equal("none is known", spy.SymbolProperties.MinimumOrderSize, nil)
  check_properties(AddForex("EURUSD", Resolution.Daily),
    { LotSize = 1.0, MinimumPriceVariation = 0.00001, Description = "EUR/USD", QuoteCurrency = "USD" })
  check_properties(AddCrypto("BTCUSD", Resolution.Daily), { LotSize = 1e-8, MinimumPriceVariation = 0.01,
    MinimumOrderSize = 1e-8, MarketTicker = "BTC-USD", Description = "Bitcoin-US Dollar" })
  check.raises("misspelt", "SymbolProperties has no property 'LotSise'; did you mean 'LotSize'?",
    function() return spy.SymbolProperties.LotSise end)
end

function OnEndOfAlgorithm() check.finish() end
