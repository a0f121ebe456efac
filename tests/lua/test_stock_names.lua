-- A stock that is added by a former name as well is one security, as in LEAN.
-- shared: lean-data
local check = require "perigee.check"
local wm, wmi, google, class_c
local days = 0

function Initialize()
  SetStartDate(2016, 1, 4)
  SetEndDate(2016, 1, 8)
  wm = AddEquity("WM", Resolution.Daily)
  wmi = AddEquity("WMI", Resolution.Daily)
  google = AddEquity("GOOGL", Resolution.Daily)
  class_c = AddEquity("GOOG", Resolution.Daily)
  check.equal("one security", wm, wmi)
  check.equal("one symbol", wm.Symbol, wmi.Symbol)
  check.equal("by the other name", Securities["WMI"], wm)
  check.equal("counted once", Securities.Count, 3)
  check.equal("others are others", google == class_c, false)
  check.raises("what is the stock's", "'WM' was added before with dataNormalizationMode Adjusted, and now with Raw",
    AddEquity, "WMI", Resolution.Daily, Market.USA, true, 0, false, DataNormalizationMode.Raw)
  check.raises("a misspelt one", "WMII", function() return Securities["WMII"] end)
end

function OnData(data)
  days = days + 1
  if days > 3 then return end
  check.equal("its bar", data["WMI"].Close, data["WM"].Close)
  if days == 1 then MarketOrder("WMI", 10) end
  if days == 3 then
    check.equal("bought", Portfolio["WM"].Quantity, 10.0)
    check.equal("added again", AddEquity("WMI", Resolution.Daily), wm)
    RemoveSecurity("WMI")
  end
end

function OnEndOfAlgorithm()
  check.equal("closed", Portfolio["WMI"].Quantity, 0.0)
  check.finish()
end
