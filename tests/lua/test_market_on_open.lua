-- Daily data of an equity: the bar comes at the close, so a market order becomes MarketOnOpen and
-- fills at the open of the next bar, when that has come.
local check = require "perigee.check"
local day, atNoon, first, second

local day_count, events = 0, {}

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 9)
  day = AddEquity("DAY", Resolution.Daily)
  Schedule.On(DateRules.On(2013, 10, 4), TimeRules.At(12, 0), function()
    check.equal("the market is open at noon", IsMarketOpen(day), true)
    atNoon = Buy(day, 1)
    check.equal("an order during the session waits for its close", atNoon.OrderType, OrderType.MarketOnClose)
  end)
  Schedule.On(DateRules.On(2013, 10, 5), TimeRules.Noon, function()
    check.equal("closed on Saturday", IsMarketOpen(day), false)
  end)
end

function OnOrderEvent(event)
  events[#events + 1] = ("%s %d %s"):format(event.Time, event.OrderId, event.Status)
end

function OnData()
  day_count = day_count + 1
  if day_count == 1 then
    first = SetHoldings(day, 1)
    check.equal("converted", first.OrderType, OrderType.MarketOnOpen)
    check.equal("not filled yet", first.Status, OrderStatus.Submitted)
    check.equal("no position yet", Portfolio.Invested, false)
    second = Buy(day, 1)
  elseif day_count == 2 then
    check.equal("filled", first.Status, OrderStatus.Filled)
    check.equal("at the open", first.AverageFillPrice, 102.0)
    check.equal("the second too", second.Status, OrderStatus.Filled)
    local list = Liquidate(day)
    check.equal("closing waits too", list[1].Status, OrderStatus.Submitted)
    check.equal("an open closing order counts", #Liquidate(day), 1)
    check.equal("the earlier one is cancelled", list[1].Status, OrderStatus.Canceled)
  elseif day_count == 3 then
    check.equal("flat", Portfolio.Invested, false)
  elseif day_count == 4 then
    check.equal("filled at the close", atNoon.Status, OrderStatus.Filled)
    check.equal("the price of the close", atNoon.AverageFillPrice, 105.0)
  end
end

function OnEndOfAlgorithm()
  check.equal("first event", events[1], "2013-10-01 16:00:00 1 Submitted")
  check.equal("second event", events[2], "2013-10-01 16:00:00 2 Submitted")
  check.equal("fills in order of the orders", events[3], "2013-10-02 16:00:00 1 Filled")
  check.equal("the next", events[4], "2013-10-02 16:00:00 2 Filled")
  check.finish()
end
