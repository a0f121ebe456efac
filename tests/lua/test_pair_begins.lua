-- A pair that was added begins with its last price of before the run, as the rate of its currency does.
local check = require "perigee.check"
local pair

function Initialize()
  SetStartDate(2013, 10, 6)
  SetEndDate(2013, 10, 8)
  pair = AddForex("EURUSD", Resolution.Daily)
  check.equal("none in set-up", pair.HasData, false)
end

function OnWarmupFinished()
  check.equal("Friday's close", pair.Price, 1.25)
  check.equal("HasData", pair.HasData, true)
  check.equal("the rate", Portfolio.CashBook.EUR.ConversionRate, 1.25)
end

function OnEndOfAlgorithm() check.finish() end
