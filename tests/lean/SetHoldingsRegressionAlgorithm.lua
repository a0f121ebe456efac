-- Four targets in one step: each orders the difference to what is held by then.
local spy

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
end

function OnData()
  if Portfolio.Invested then return end
  for _, fraction in ipairs { 0.1, 0.2, 0.3, 1 } do SetHoldings(spy, fraction) end
end
