-- What a wrong value within a table is called; refusals have their code; what is for Initialize alone.
local check = require "perigee.check"
local day, later

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 4)
  day = AddEquity("DAY", Resolution.Daily)
  SetBrokerageModel { GetLeverage = function() return 3 end }
  later = AddEquity("LATE", Resolution.Daily)
  check.raises("a field", "SecurityMarginModel's Leverage was a string ('x'), expected a number",
    SecurityMarginModel, { Leverage = "x" })
  check.raises("out of range", "SecurityMarginModel's Leverage was 0, expected 1 to 1000", SecurityMarginModel,
    { Leverage = 0 })
  check.raises("another field", "SecurityMarginModel's InitialMarginRequirement was 2, expected 0.001 to 1",
    SecurityMarginModel, { InitialMarginRequirement = 2 })
  check.raises("a table of functions", "Security:SetBuyingPowerModel: Leverage was a string ('x'), expected a number",
    day.SetBuyingPowerModel, day, { Leverage = "x" })
end

function OnData()
  check.raises("zeros of a text", "MarketOrder: argument 2 (quantity) was a string ('a\\0b'), expected a number",
    MarketOrder, day, "a\0b")
  check.raises("a target's symbol", "SetHoldings: target 1's symbol was 5, expected a ticker, a Symbol or a Security",
    SetHoldings, { { 5, 1 } })
  check.raises("not added", "SetHoldings: target 2's symbol: 'NONE' was not added", SetHoldings,
    { { day, 0.1 }, { "NONE", 1 } })
  check.raises("AddOrder", "Transactions.AddOrder's Symbol was 5, expected a ticker, a Symbol or a Security",
    Transactions.AddOrder, { OrderType = OrderType.Market, Symbol = 5, Quantity = 1 })
  check.raises("its tag", "Transactions.AddOrder's Tag was 5, expected a string", Transactions.AddOrder,
    { OrderType = OrderType.Market, Symbol = day, Quantity = 1, Tag = 5 })
  check.raises("its properties", "Transactions.AddOrder's OrderProperties was 5, expected an OrderProperties",
    Transactions.AddOrder, { OrderType = OrderType.Market, Symbol = day, Quantity = 1, OrderProperties = 5 })
  check.raises("no price", "LATE has no price yet: no bar of it has arrived by this time [SecurityHasNoData]",
    MarketOrder, later, 1)
  check.equal("no price, no target", SetHoldings(later, 1), nil)
  check.equal("nor a quantity", CalculateOrderQuantity(later, 1), 0.0)
  check.equal("of several", #SetHoldings { { later, 1 }, { day, 0 } }, 0)
  check.raises("no share", "is not a fraction of the portfolio (within +-1e9) [InvalidRequest]", SetHoldings, day, 1e10)
  check.raises("a brokerage of its own", "SetBrokerageModel can be called in Initialize only", SetBrokerageModel,
    { GetLeverage = function() return 2 end })
  check.raises("by name", "SetBrokerageModel can be called in Initialize only", SetBrokerageModel, "Coinbase")
end

function OnEndOfAlgorithm() check.finish() end
