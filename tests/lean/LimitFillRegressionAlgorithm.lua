-- A limit order at the last price at every full hour, on bars of a second: buys on two days, then sells.
local spy

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Second).Symbol
end

function OnData(data)
  if not data:ContainsKey(spy) or Time.Minute ~= 0 or Time.Second ~= 0 then return end
  local side = Time < StartDate:AddDays(2) and 1 or -1
  LimitOrder(spy, side * 10, data[spy].Close)
end
