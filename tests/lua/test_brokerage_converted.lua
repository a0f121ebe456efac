-- A market order that became one the brokerage does not take: the reason tells what became of it.
local check = require "perigee.check"
local day, why

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  SetBrokerageModel(BrokerageName.TradierBrokerage)
  day = AddEquity("DAY", Resolution.Daily)
end

function OnOrderEvent(event) why = event.Message end

local function refused(name, says, order)
  check.equal(name, order.Status, OrderStatus.Invalid)
  check.equal(name .. ": why", why:find(says, 1, true) ~= nil or why, true)
end

function OnData()
  if why then return end
  refused("after the close",
    "takes no MarketOnOpen orders of the type Equity (a Market order while the market is closed",
    MarketOrder(day, 1))
  refused("as it was sent", "takes no MarketOnOpen orders of the type Equity", MarketOnOpenOrder(day, 1))
  check.equal("no more is said", why:find("(", 1, true), nil)
end

function OnEndOfAlgorithm() check.finish() end
