-- Transactions: lists of orders and of tickets, by symbol and by function; orders that need not begin at once.
local check = require "perigee.check"
local min, quo
local step, events = 0, {}

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  min = AddEquity("MIN", Resolution.Minute)
  quo = AddEquity("QUO", Resolution.Minute)
end

function OnOrderEvent(event) events[#events + 1] = event.OrderId .. " " .. event.Status end

local function story()
  local told = table.concat(events, "; ")
  events = {}
  return told
end

local function ids(list)
  local found = {}
  for i, entry in ipairs(list) do
    local ok, id = pcall(function() return entry.OrderId end)
    found[i] = ok and id or entry.Id
  end
  return table.concat(found, " ")
end

local function lists()
  MarketOrder(min, 10)
  LimitOrder(min, 20, 1)
  LimitOrder(quo, 30, 1)
  LimitOrder(min, -5, 1000)
  check.equal("open", ids(Transactions.GetOpenOrders()), "2 3 4")
  check.equal("of a symbol", ids(Transactions.GetOpenOrders(min)), "2 4")
  check.equal("by a function", ids(Transactions.GetOpenOrders(function(order) return order.Quantity > 25 end)), "3")
  check.equal("tickets", ids(Transactions.GetOpenOrderTickets(quo)), "3")
  check.equal("all", ids(Transactions.GetOrders()), "1 2 3 4")
  check.equal("all of a symbol", ids(Transactions.GetOrders("MIN")), "1 2 4")
  check.equal("all by a function", ids(Transactions.GetOrderTickets(function(ticket)
    return ticket.Status == OrderStatus.Filled
  end)), "1")
  check.equal("what is open of them", Transactions.GetOpenOrdersRemainingQuantity(), 45.0)
  check.equal("of a symbol's", Transactions.GetOpenOrdersRemainingQuantity(min), 15.0)
  local order = Transactions.GetOpenOrders()[1]
  check.equal("a copy", order.Status, OrderStatus.Submitted)
  Transactions.GetOpenOrderTickets()[1]:Cancel()
  check.equal("does not change", order.Status, OrderStatus.Submitted)
  check.raises("neither", "Transactions.GetOrders", Transactions.GetOrders, 5)
  check.raises("an error of the function", "no idea", Transactions.GetOrders, function() error("no idea") end)
  Transactions.CancelOpenOrders()
  story()
end

local function later()
  check.equal("cancelled with this bar", story(), "2 Canceled; 3 Canceled; 4 Canceled")
  local ticket = MarketOrder(min, 1, true)
  check.equal("nothing has happened", story(), "")
  check.equal("New", ticket.Status, OrderStatus.New)
  check.equal("it has its tag", MarketOrder(min, 2, true, "async").Tag, "async")
  MarketOrder(min, 4, true):Cancel()
  check.equal("a cancel comes behind it", story(), "7 CancelPending")
  check.raises("what is refused is refused at once", "[OrderQuantityZero]", MarketOrder, min, 0, true)
end

local function begun()
  check.equal("behind OnData", story(),
    "5 Submitted; 5 Filled; 6 Submitted; 6 Filled; 7 Submitted; 7 Filled")
  LimitOrder(min, 1, 1000, true)
  MarketOrder(min, 3)
  check.equal("before the next order", story(), "8 Submitted; 9 Submitted; 9 Filled")
  check.equal("targets", SetHoldings({ PortfolioTarget(min, 0.5) }, false, true)[1].Status, OrderStatus.New)
  check.equal("one target", SetHoldings(min, 0.4, false, true).Status, OrderStatus.New)
  check.equal("liquidated", Liquidate(min, true)[1].Status, OrderStatus.New)
end

local steps = { lists, later, begun }

function OnData()
  step = step + 1
  if steps[step] then steps[step]() end
end

function OnEndOfAlgorithm()
  check.equal("steps", step >= 3, true)
  check.equal("in the end", Transactions.GetOrderTicket(10).Status, OrderStatus.Filled)
  check.finish()
end
