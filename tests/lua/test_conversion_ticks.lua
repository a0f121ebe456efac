-- A pair of ticks gives its rate from before the run, which begins in the middle of the data.
-- shared: lean-data
local check = require "perigee.check"
local ticks, first = 0, nil

function Initialize()
  SetStartDate(2014, 5, 2)
  SetEndDate(2014, 5, 2)
  SetAccountCurrency("EUR")
  AddForex("EURUSD", Resolution.Tick)
  Train(function() first = Portfolio.CashBook["USD"].ConversionRate end)
end

function OnData() ticks = ticks + 1 end

function OnEndOfAlgorithm()
  check.that("a rate before the first tick: " .. tostring(first), first > 0.71 and first < 0.73)
  local rate = Portfolio.CashBook["USD"].ConversionRate
  check.near("then that of the last one", rate, 1 / Securities["EURUSD"].Price, 1e-12)
  check.that("there were ticks", ticks > 10000)
  check.finish()
end
