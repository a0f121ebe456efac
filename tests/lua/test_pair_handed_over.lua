-- A pair that only gave a rate is added in the run: it goes on with that price, and its rate is by its own bars.
-- What comes next of the others was settled before the step became finer; and what is filled up to the end gets no
-- longer bar behind it.
-- shared: lean-data
local check = require "perigee.check"
local eurusd
local crosses, rates = {}, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  AddForex("EURGBP", Resolution.Daily)
end

function OnData(data)
  if data:ContainsKey("EURGBP") then crosses[#crosses + 1] = Time end
  if not eurusd then
    eurusd = AddForex("EURUSD", Resolution.Hour)
    check.equal("it has a price", eurusd.HasData, true)
    check.equal("the rate's", eurusd.Price, Portfolio.CashBook.EUR.ConversionRate)
  elseif data:ContainsKey(eurusd) then
    rates = rates + 1
    check.equal("the rate of each hour", Portfolio.CashBook.EUR.ConversionRate, data[eurusd].Close)
  end
end

function OnEndOfAlgorithm()
  check.equal("hours", rates, 28)
  check.equal("two days and four hours", #crosses, 6)
  check.equal("a day, as it was settled", crosses[2], DateTime(2013, 10, 8, 20, 0, 0))
  check.equal("hours from then on", crosses[3], DateTime(2013, 10, 8, 21, 0, 0))
  check.equal("nothing behind the end", Time, DateTime(2013, 10, 9))
  check.finish()
end
