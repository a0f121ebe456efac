-- A Symbol that was never added is added by an indicator, a consolidator and an order; its position has a price.
-- shared: lean-data
local check = require "perigee.check"
local function stock(ticker) return Symbol.Create(ticker, SecurityType.Equity, Market.USA) end
local spy, aig, bac, ibm = stock "SPY", stock "AIG", stock "BAC", stock "IBM"
local average, bars, ordered = nil, 0, false

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  average = SMA(spy, 10)
  Consolidate(bac, 5, function() bars = bars + 1 end)
  check.equal("by both", Securities.Count, 2)
  check.equal("as AddSecurity does", Securities[bac].Resolution, Resolution.Minute)
  check.raises("not a ticker", "RegisterIndicator: 'AIG' was not added", RegisterIndicator, "AIG", average)
  check.raises("not for its value", "Portfolio: 'AIG' was not added", function() return Portfolio[aig] end)
end

function OnData()
  if ordered then return end
  ordered = true
  check.equal("filled at its last price", MarketOrder(aig, 100).Status, OrderStatus.Filled)
  check.that("which its position has", Portfolio[aig].Price > 40)
  Settings.SeedInitialPrices = true -- luacheck: ignore 122
  AddEquity("IBM")
  check.equal("so it is with those of SeedInitialPrices", Portfolio[ibm].Price, Securities[ibm].Price)
  check.that("and they have one", Portfolio[ibm].Price > 100)
end

function OnEndOfAlgorithm()
  check.equal("an indicator", average.IsReady, true)
  check.equal("bars", bars, 78)
  check.finish()
end
