-- Time in force on daily bars: Day and GoodTilDate end at a close, before the bar of that close could fill
-- them; the default of all orders; stale prices.
local check = require "perigee.check"
local day, coin
local bars, orders, ended = 0, {}, {}

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 11)
  SetCash(1000000)
  day = AddEquity("DAY", Resolution.Daily)
  coin = AddData("coin", Resolution.Daily)
  check.equal("default", DefaultOrderProperties.TimeInForce, TimeInForce.GoodTilCanceled)
  check.equal("hour", Settings.StalePriceTimeSpan, TimeSpan.FromHours(1))
  Settings.StalePriceTimeSpan = TimeSpan.FromMinutes(30) -- luacheck: ignore 122
  check.equal("set", Settings.StalePriceTimeSpan, TimeSpan.FromMinutes(30))
  check.raises("negative", "Settings.StalePriceTimeSpan was", function()
    Settings.StalePriceTimeSpan = TimeSpan.FromMinutes(-1) -- luacheck: ignore 122
  end)
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Canceled then ended[event.OrderId] = { Time, event.Message } end
end

local function names()
  check.equal("Day", TimeInForce.Day, "Day")
  local date = TimeInForce.GoodTilDate(2013, 10, 4)
  check.equal("a date", tostring(date), "GoodTilDate(2013-10-04)")
  check.equal("its Expiry", date.Expiry, DateTime(2013, 10, 4))
  check.equal("equal", date, TimeInForce.GoodTilDate(DateTime(2013, 10, 4)))
  check.equal("not equal", date == TimeInForce.GoodTilDate(2013, 10, 5), false)
  check.raises("no date", "TimeInForce.GoodTilDate: there is no day 2013-2-30", TimeInForce.GoodTilDate, 2013, 2, 30)
  check.raises("no such kind", "OrderProperties: argument 1 (timeInForce) was a string ('Week')",
    OrderProperties, "Week")
  check.raises("no such kind", "OrderProperties.TimeInForce was 5",
    function() DefaultOrderProperties.TimeInForce = 5 end) -- luacheck: ignore 122
end

local function send()
  local date = OrderProperties(TimeInForce.GoodTilDate(2013, 10, 4))
  orders.date = LimitOrder(day, 1, 50, "", date)
  check.equal("its time in force", orders.date.TimeInForce, TimeInForce.GoodTilDate(2013, 10, 4))
  DefaultOrderProperties.TimeInForce = TimeInForce.Day -- luacheck: ignore 122
  orders.day = LimitOrder(day, 1, 50)
  check.equal("by default", orders.day.TimeInForce, TimeInForce.Day)
  orders.passed = LimitOrder(day, 1, 150) -- the next bar would fill it
  orders.open = Buy(day, 1) -- MarketOnOpen, which comes with that bar as well
  DefaultOrderProperties.TimeInForce = TimeInForce.GoodTilCanceled -- luacheck: ignore 122
  orders.ever = LimitOrder(day, 1, 50)
end

local function check_end(name, time, why)
  local ticket = orders[name]
  check.equal(name .. " is over", ticket.Status, OrderStatus.Canceled)
  check.equal(name .. ": when", ended[ticket.OrderId][1], time)
  check.equal(name .. ": why", ended[ticket.OrderId][2], "the order has expired (" .. why .. ")")
  check.equal(name .. ": CanceledTime", ticket.CanceledTime, time)
end

function OnData(data)
  if not data:ContainsKey(day) or data[day].IsFillForward then return end
  bars = bars + 1
  if bars == 1 then
    names()
    send()
  elseif bars == 2 then
    orders.coin = LimitOrder(coin, 1, 5, "", OrderProperties(TimeInForce.Day))
  end
end

function OnEndOfAlgorithm()
  check_end("day", DateTime(2013, 10, 2, 16), "Day")
  check_end("passed", DateTime(2013, 10, 2, 16), "Day")
  check_end("open", DateTime(2013, 10, 2, 16), "Day")
  check_end("coin", DateTime(2013, 10, 2, 20), "Day")
  check_end("date", DateTime(2013, 10, 4, 16), "GoodTilDate")
  check.equal("the last one stays", orders.ever.Status, OrderStatus.Submitted)
  check.finish()
end
