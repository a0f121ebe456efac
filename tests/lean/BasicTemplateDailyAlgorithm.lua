-- Buy and hold, daily bars: they end at the close, so the order waits for the next open.
local spy

function Initialize()
  SetStartDate(2013, 10, 8)
  SetEndDate(2013, 10, 17)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily).Symbol
end

function OnData()
  if not Portfolio.Invested then SetHoldings(spy, 1) end
end
