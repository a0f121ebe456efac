-- One limit order a day outside of regular hours; it may fill there.
local OPEN, CLOSE = TimeSpan(9, 30, 0), TimeSpan(16, 0, 0)
local spy, last

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute, Market.USA, true, 0, true).Symbol
end

function OnData(data)
  local now = Time.TimeOfDay
  if last == Time.Date or OPEN < now and now < CLOSE then return end
  if not data:ContainsKey(spy) then return end
  LimitOrder(spy, 10, data[spy].Low)
  last = Time.Date
end
