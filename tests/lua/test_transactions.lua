-- Transactions: lists of orders and of tickets, by symbol and by function; asynchronous orders.
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

-- As in LEAN's backtests an asynchronous order is processed when it is sent, too.
local function asynchronous()
  check.equal("cancelled with this bar", story(), "2 Canceled; 3 Canceled; 4 Canceled")
  check.equal("filled", MarketOrder(min, 1, true, "async").Status, OrderStatus.Filled)
  check.equal("its tag", Transactions.GetOrderById(5).Tag, "async")
  check.equal("of a target", SetHoldings(min, 0.4, false, true).Status, OrderStatus.Filled)
  check.equal("of targets", SetHoldings({ PortfolioTarget(min, 0.5) }, false, true)[1].Status, OrderStatus.Filled)
  check.equal("liquidated", Liquidate(min, true)[1].Status, OrderStatus.Filled)
  check.raises("what is refused raises", "[OrderQuantityZero]", MarketOrder, min, 0, true)
end

local steps = { lists, asynchronous }

function OnData()
  step = step + 1
  if steps[step] then steps[step]() end
end

function OnEndOfAlgorithm()
  check.equal("steps", step >= 2, true)
  check.finish()
end
