-- A coin begins with its last trade, not with a quote; and B of two markets whose days end at different hours is
-- warmed up.
-- shared: lean-data
local check = require "perigee.check"
local coin, beta

function Initialize()
  SetStartDate(2015, 5, 8)
  SetEndDate(2015, 5, 8)
  Settings.AutomaticIndicatorWarmUp = true -- luacheck: ignore 122
  coin = AddCrypto("BTCUSD", Resolution.Daily)
  AddEquity("SPY", Resolution.Daily)
  beta = B(coin, "SPY", 3, Resolution.Daily)
  check.equal("ready in set-up", beta.IsReady, true)
  check.equal("as many as it needs", beta.Samples, 4)
end

function OnWarmupFinished()
  check.equal("the last trade", coin.Price, 237.98)
  check.equal("the rate", Portfolio.CashBook.BTC.ConversionRate, 237.98)
end

function OnEndOfAlgorithm() check.finish() end
