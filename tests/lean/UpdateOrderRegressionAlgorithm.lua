-- Each month another kind of order, given as it is to the transactions; it is made larger in the
-- second week, gets new prices in the third, and is cancelled after that.
local TYPES = {
  OrderType.Market, OrderType.Limit, OrderType.StopMarket, OrderType.StopLimit, OrderType.MarketOnOpen,
  OrderType.MarketOnClose, OrderType.TrailingStop,
}
local NUMBERS = { 0, 1, 2, 3, 4, 5, 11 } -- of these types, for the tag

local STOP, LIMIT = 0.025, 0.025 -- distances from the bar, as fractions
local STEP = 0.005              -- of the new prices from the last one

local spy, ticket
local month, kind, quantity, updates = 0, 0, 100, 0

function Initialize()
  SetStartDate(2013, 1, 1)
  SetEndDate(2015, 1, 1)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily)
end

local function prices(bar, long, limit_order)
  local stop = long and (1 + STOP) * bar.High or (1 - STOP) * bar.Low
  local limit = long and (1 - LIMIT) * stop or (1 + LIMIT) * stop
  if limit_order then limit = long and (1 - LIMIT) * bar.Low or (1 + LIMIT) * bar.High end
  return stop, limit
end

local function send(bar)
  kind = kind % #TYPES + 1
  if TYPES[kind] == OrderType.Market then quantity = -quantity end
  local stop, limit = prices(bar, quantity > 0, TYPES[kind] == OrderType.Limit)
  local request = { OrderType = TYPES[kind], Symbol = spy, Quantity = quantity, Tag = tostring(NUMBERS[kind]) }
  if request.OrderType == OrderType.TrailingStop then
    request.TrailingAmount, request.TrailingAsPercentage = 0.01, true
  else
    request.StopPrice, request.LimitPrice = stop, limit
  end
  ticket, updates = Transactions.AddOrder(request), 0
end

local function is_open()
  local status = ticket.Status
  return status ~= OrderStatus.Filled and status ~= OrderStatus.Canceled and status ~= OrderStatus.Invalid
end

local function change(fields)
  ticket:Update(fields)
  updates = updates + 1
end

local function change_quantity(day)
  local sign = quantity > 0 and 1 or -1
  change { Quantity = ticket.Quantity + sign * 10, Tag = "Change quantity: " .. day }
end

local function change_prices(day)
  local sign = ticket.Quantity > 0 and 1 or -1
  local fields = { LimitPrice = spy.Price * (1 - sign * STEP), Tag = "Change prices: " .. day }
  if ticket.OrderType ~= OrderType.TrailingStop then fields.StopPrice = spy.Price * (1 + sign * STEP) end
  change(fields)
end

function OnData(data)
  if not data:ContainsKey(spy) then return end
  if Time.Month ~= month then
    month = Time.Month
    return send(data[spy])
  end
  if not is_open() then return end
  local day = Time.Day
  if day > 8 and day < 14 then
    if updates == 0 then change_quantity(day) end
  elseif day > 13 and day < 20 then
    if updates == 1 then change_prices(day) end
  elseif updates == 2 then
    ticket:Cancel(day .. " and is still open!")
  end
end
