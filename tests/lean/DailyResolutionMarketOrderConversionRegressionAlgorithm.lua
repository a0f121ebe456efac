-- Market orders for a symbol of daily bars, sent while the market is open: for the close, and from
-- 15.5 minutes before it on for the next open.
local spy, ibm

local function check(ticket, kind)
  if ticket.OrderType ~= kind then
    error(("order %d was %s, want %s"):format(ticket.OrderId, tostring(ticket.OrderType), tostring(kind)))
  end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 9)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily).Symbol
  ibm = AddEquity("IBM", Resolution.Minute).Symbol
  local day = DateRules.On(2013, 10, 8)
  Schedule.On(day, TimeRules.At(9, 31), function()
    check(MarketOrder(ibm, 10), OrderType.Market)
    check(MarketOrder(spy, 10), OrderType.MarketOnClose)
  end)
  Schedule.On(day, TimeRules.At(15, 55), function() check(MarketOrder(spy, 10), OrderType.MarketOnOpen) end)
end
