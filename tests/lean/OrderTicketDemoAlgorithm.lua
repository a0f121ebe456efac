-- All kinds of orders, updated and cancelled through their tickets.
local spy
local limits, stops, stop_limits, trailing = {}, {}, {}, {} -- Long, Short; Updates: how many so far
local on_open, on_close = {}, {}                            -- Ticket, Updates

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute)
end

local function is_time(day, hour, minute)
  return Time.Day == day and Time.Hour == hour and Time.Minute == minute
end

local function filled(ticket) return ticket.Status == OrderStatus.Filled end

local function track(pair, long, short)
  pair.Long, pair.Short, pair.Updates, pair.Since = long, short, 0, Time
end

-- Whether the pair is over: when one has filled the other is cancelled. When both have, that is refused.
local function is_over(pair)
  local long, short = filled(pair.Long), filled(pair.Short)
  if long then
    pair.Short:Cancel("Long filled.")
  elseif short then
    pair.Long:Cancel("Short filled")
  end
  if long or short then pair.Long, pair.Short = nil, nil end
  return long or short
end

local function moved(ticket, field, step) return ticket:Get(OrderField[field]) + step end

-- Changes both orders of a pair; steps names the fields of the long one and by how much they change.
local function move(pair, steps)
  pair.Updates = pair.Updates + 1
  for _, side in ipairs { { pair.Long, 1 }, { pair.Short, -1 } } do
    local ticket, sign = side[1], side[2]
    local fields = { Tag = "Update #" .. pair.Updates }
    for field, step in pairs(steps) do fields[field] = moved(ticket, field, sign * step) end
    ticket:Update(fields)
  end
end

local function market_orders()
  if not is_time(7, 9, 31) then return end
  MarketOrder(spy, 10)
  local ticket = MarketOrder(spy, 10, true) -- asynchronous
  ticket:Cancel("Attempt to cancel async order")
  if not filled(ticket) then error("the market order did not fill") end
end

local function limit_orders()
  local close = spy.Close
  if is_time(7, 12, 0) then
    track(limits, LimitOrder(spy, 10, close * 0.999), LimitOrder(spy, -10, close * 1.001))
  end
  if limits.Long and not is_over(limits) then move(limits, { LimitPrice = 0.01 }) end
end

local function stop_market_orders()
  local close = spy.Close
  if is_time(7, 16, 0) then
    track(stops, StopMarketOrder(spy, 10, close * 1.0025), StopMarketOrder(spy, -10, close * 0.9975))
  end
  if stops.Long and not is_over(stops) then move(stops, { StopPrice = -0.01 }) end
end

local function stop_limit_orders()
  local close = spy.Close
  if is_time(8, 12, 1) then
    track(stop_limits, StopLimitOrder(spy, 10, close * 1.001, close - 0.03),
      StopLimitOrder(spy, -10, close * 0.999, close + 0.03))
  end
  if stop_limits.Long and not is_over(stop_limits) then
    move(stop_limits, { StopPrice = -0.01, LimitPrice = 0.01 })
  end
end

-- Both trails come closer, but not under a hundredth of a percent.
local function shorten_trails()
  trailing.Updates = trailing.Updates + 1
  for _, ticket in ipairs { trailing.Long, trailing.Short } do
    local amount = math.max(moved(ticket, "TrailingAmount", -0.0001), 0.0001)
    ticket:Update { TrailingAmount = amount, Tag = "Update #" .. trailing.Updates }
  end
end

local function trailing_stop_orders()
  local close = spy.Close
  if is_time(7, 12, 0) then
    return track(trailing, TrailingStopOrder(spy, 10, close * 1.0025, 0.0025, true),
      TrailingStopOrder(spy, -10, close * 0.9975, 0.0025, true))
  end
  if not trailing.Long or is_over(trailing) then return end
  local minutes = (Time - trailing.Since).TotalMinutes
  if minutes % 5 == 0 then shorten_trails() end
end

-- One share more at the end of each hour, until it has filled.
local function one_more(order)
  if not order.Ticket or Time.Minute ~= 59 then return end
  if filled(order.Ticket) then
    order.Ticket = nil
    return
  end
  order.Updates = order.Updates + 1
  order.Ticket:Update { Quantity = order.Ticket.Quantity + 1, Tag = "Update #" .. order.Updates }
end

local function market_on_open_orders()
  if is_time(8, 16, 0) then on_open = { Ticket = MarketOnOpenOrder(spy, 50), Updates = 0 } end
  one_more(on_open)
end

local function market_on_close_orders()
  if is_time(9, 12, 0) then
    local held = spy.Holdings.Quantity
    on_close = { Ticket = MarketOnCloseOrder(spy, held == 0 and 100 or 2 * held), Updates = 0 }
  end
  one_more(on_close)
  if is_time(11, 15, 45) then
    -- Too late for the close: refused.
    local taken, ticket = pcall(MarketOnCloseOrder, spy, -spy.Holdings.Quantity, "Liquidate end of algorithm")
    if taken and ticket.Status ~= OrderStatus.Invalid then error("an order 15 minutes before the close was taken") end
  end
end

function OnData()
  market_orders()
  limit_orders()
  stop_market_orders()
  stop_limit_orders()
  trailing_stop_orders()
  market_on_open_orders()
  market_on_close_orders()
end

function OnEndOfAlgorithm()
  local open = #Transactions.GetOpenOrders()
  if open ~= 0 then error(("%d orders are still open"):format(open)) end
end
