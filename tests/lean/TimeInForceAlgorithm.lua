-- Limit orders that are good till cancelled, for the day, and until a date; of each kind one that
-- fills and one that does not.
local spy
local tickets

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
end

local function send(price, time_in_force)
  local properties = OrderProperties()
  properties.TimeInForce = time_in_force
  return LimitOrder(spy, 10, price, "", properties)
end

function OnData()
  if tickets then return end
  local until_thursday = TimeInForce.GoodTilDate(DateTime(2013, 10, 10))
  tickets = {
    send(100, TimeInForce.GoodTilCanceled), send(160, TimeInForce.GoodTilCanceled),
    send(140, TimeInForce.Day), send(180, TimeInForce.Day),
    send(100, until_thursday), send(160, until_thursday),
  }
end

function OnEndOfAlgorithm()
  local expected = { "Submitted", "Filled", "Canceled", "Filled", "Canceled", "Filled" }
  for i, name in ipairs(expected) do
    if tickets[i].Status ~= OrderStatus[name] then
      error(("order %d: %s, want %s"):format(i, tostring(tickets[i].Status), name))
    end
  end
end
