-- What GetOrderById returns is a copy: an update does not change it.
local spy, ticket, before

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 9)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily).Symbol
end

local function check(name, got, want)
  if got ~= want then error(("%s was %s, want %s"):format(name, tostring(got), tostring(want))) end
end

function OnData(data)
  if ticket or not data:ContainsKey(spy) then return end
  ticket = LimitOrder(spy, 10, 100)
  before = Transactions.GetOrderById(ticket.OrderId)
  ticket:Update { Quantity = 20, Tag = "Pepe", LimitPrice = data[spy].Low }
end

function OnEndOfAlgorithm()
  check("quantity of the copy", before.Quantity, 10)
  check("tag of the copy", before.Tag, "")
  check("status of the copy", before.Status, OrderStatus.Submitted)
  local after = Transactions.GetOrderById(ticket.OrderId)
  check("quantity", after.Quantity, 20)
  check("tag", after.Tag, "Pepe")
  check("status", after.Status, OrderStatus.Filled)
end
