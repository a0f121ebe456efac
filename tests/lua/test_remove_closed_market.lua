-- RemoveSecurity while the market is closed: the position is closed at the next open, and the
-- symbol's data go on until then.
local check = require "perigee.check"

local symbol, sold, removed
local bars = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  symbol = AddEquity("MIN", Resolution.Minute)
  AddEquity("AAA", Resolution.Minute)
  Schedule.On(DateRules.On(2013, 10, 7), TimeRules.At(18, 0), function()
    check.equal("held", symbol.Holdings.Quantity, 5.0)
    check.equal("it was there", RemoveSecurity(symbol), true)
    removed = true
    check.equal("still held", symbol.Holdings.Quantity, 5.0)
    check.equal("by its name", Portfolio["MIN"].Quantity, 5.0)
    check.equal("as by its symbol", Portfolio["MIN"], Portfolio[symbol.Symbol])
    check.equal("its prices too", Securities["MIN"], symbol)
    check.equal("but gone", Securities.ContainsKey("MIN"), false)
    check.raises("never there", "Portfolio: 'MIX' was not added; did you mean 'MIN'?",
      function() return Portfolio["MIX"] end)
    check.equal("not to be traded", symbol.IsTradable, false)
    check.raises("nor ordered", "'MIN' was removed: it takes no orders", Buy, symbol, 1)
  end)
end

function OnData(data)
  if not removed and symbol.HasData and not symbol.Holdings.Invested then Buy(symbol, 5) end
  if removed and data[symbol] then bars = bars + 1 end
end

function OnOrderEvent(event)
  if event.FillQuantity < 0 then
    sold = Time
    check.equal("all of it", event.FillQuantity, -5.0)
    check.equal("at the open", event.FillPrice, symbol.Open)
  end
end

function OnEndOfAlgorithm()
  check.equal("sold with the first bar", tostring(sold), "2013-10-08 09:31:00")
  check.equal("which was the last", bars, 1)
  check.equal("still told behind that", Portfolio["MIN"].Quantity, 0.0)
  check.equal("none held", symbol.Holdings.Quantity, 0.0)
  check.equal("none open", #Transactions.GetOpenOrders(), 0)
  check.finish()
end
