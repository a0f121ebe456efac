-- A symbol that was removed while its market was closed, and is added again before its position is
-- closed, stays one security, also with another resolution; the order that closes it stands, as in LEAN.
local check = require "perigee.check"

local symbol, again
local bars, sold = 0, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  symbol = AddEquity("MIN", Resolution.Minute)
  AddEquity("AAA", Resolution.Minute)
  Schedule.On(DateRules.On(2013, 10, 7), TimeRules.At(18, 0), function()
    RemoveSecurity(symbol)
    check.raises("in another way", "'MIN' was added before with fillForward true, and now with false",
      AddEquity, "MIN", Resolution.Minute, nil, false)
    check.equal("still gone", Securities.ContainsKey("MIN"), false)
    again = AddEquity("MIN", Resolution.Hour)
    check.equal("one security", again, symbol)
    check.equal("with its position", again.Holdings.Quantity, 5.0)
    check.equal("which the portfolio knows", Portfolio["MIN"].Quantity, 5.0)
  end)
end

function OnData(data)
  if not again and symbol.HasData and not symbol.Holdings.Invested then Buy(symbol, 5) end
  if sold > 0 and data.Bars[symbol] then bars = bars + 1 end
end

function OnOrderEvent(event)
  if again then sold = sold - event.FillQuantity end
end

function OnEndOfAlgorithm()
  check.equal("what was held is sold", sold, 5.0)
  check.equal("none held", symbol.Holdings.Quantity, 0.0)
  check.equal("none open", #Transactions.GetOpenOrders(), 0)
  check.equal("it is there", Securities.ContainsKey("MIN"), true)
  check.that("bars come on", bars > 1)
  check.finish()
end
