-- A limit-if-touched order that is made smaller each minute: a long one is cancelled when one share is
-- left, a short one stays at one share until it fills, since no update makes it 0.
local spy, ticket, side

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
end

local function tag_of(quantity) return ("LIT - Quantity: %d"):format(quantity) end

local function send(close)
  side = Time.Day < 9 and 1 or -1
  local quantity = side * 10
  ticket = LimitIfTouchedOrder(spy, quantity, close - 0.25 * side, close - side, tag_of(quantity))
end

local function five_digits(price) return tonumber(("%.5g"):format(price)) end

function OnData(data)
  if not data:ContainsKey(spy) then return end
  if #Transactions.GetOpenOrders(spy) == 0 then return send(data[spy].Close) end
  if not ticket then return end
  if ticket.Quantity == 1 then
    Transactions.CancelOpenOrders()
    ticket = nil
    return
  end
  local quantity = ticket.Quantity - side
  ticket:Update { Quantity = quantity, Tag = tag_of(quantity) }
  ticket:Update { TriggerPrice = five_digits(ticket:Get(OrderField.TriggerPrice)) }
end
