-- Bought with a brick of closes, sold with a brick of an average of the bar's prices.
local spy

function Initialize()
  SetStartDate(2012, 1, 1)
  SetEndDate(2013, 1, 1)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily).Symbol

  local closes = ClassicRenkoConsolidator(2.5)
  closes.DataConsolidated = function()
    if not Portfolio.Invested then SetHoldings(spy, 1) end
  end
  SubscriptionManager.AddConsolidator(spy, closes)

  local averages = ClassicRenkoConsolidator(2.5, function(bar)
    return (2 * bar.Open + bar.High + bar.Low + 3 * bar.Close) / 7
  end)
  averages.DataConsolidated = function()
    if Portfolio.Invested then Liquidate() end
  end
  SubscriptionManager.AddConsolidator(spy, averages)
end
