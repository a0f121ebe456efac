-- Rates of currencies by pairs that nobody added, on LEAN's sample data: known before the first bar.
-- shared: lean-data
local check = require "perigee.check"
local eth
local others, steps = 0, 0

function Initialize()
  SetStartDate(2018, 4, 4)
  SetEndDate(2018, 4, 4)
  SetCash(10000)
  SetCash("EUR", 1000)
  SetCash("BTC", 10)
  SetCash("USDC", 5)
  SetBrokerageModel(BrokerageName.Coinbase, AccountType.Cash)
  eth = AddCrypto("ETHUSD", Resolution.Minute)
  check.equal("no rate in set-up", Portfolio.CashBook.EUR.ConversionRate, 0.0)
end

function OnWarmupFinished()
  check.near("euros, the middle of the quotes", Portfolio.CashBook.EUR.ConversionRate, (1.22814 + 1.22828) / 2, 1e-9)
  check.equal("bitcoins, the last trade", Portfolio.CashBook.BTC.ConversionRate, 7291.99)
  check.equal("a coin that is worth one", Portfolio.CashBook.USDC.ConversionRate, 1.0)
  check.equal("ether, of the pair that was added", Portfolio.CashBook.ETH.ConversionRate, (402.87 + 403.03) / 2)
end

function OnData(data)
  steps = steps + 1
  for symbol in pairs(data) do
    if symbol.Value ~= "ETHUSD" then others = others + 1 end
  end
  if steps == 1 then
    check.equal("one symbol", Securities.Count, 1)
    MarketOrder(eth, 1)
    check.near("its fee in dollars", Portfolio.CashBook.USD.Amount, 10000 - 403.03 * 1.003, 1e-9)
  end
end

function OnEndOfAlgorithm()
  check.equal("nothing of the others", others, 0)
  check.equal("a step a minute", steps, 1441)
  check.that("the rate moved", Portfolio.CashBook.BTC.ConversionRate ~= 7291.99)
  check.finish()
end
