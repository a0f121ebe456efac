-- Symbols that were never added: an indicator, a consolidator and an order add them.
-- LEAN: Algorithm.CSharp/RegisterIndicatorAndConsolidatorWithoutSubscriptionRegressionAlgorithm.cs of QuantConnect/Lean, commit 297ecbbd36
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 6.467%
-- expects: Drawdown = 0.200%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100080.15
-- expects: Net Profit = 0.080%
-- expects: Sharpe Ratio = 3.91
-- expects: Sortino Ratio = 0
-- expects: Probabilistic Sharpe Ratio = 62.503%
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.079
-- expects: Beta = 0.072
-- expects: Annual Standard Deviation = 0.016
-- expects: Annual Variance = 0
-- expects: Information Ratio = -9.261
-- expects: Tracking Error = 0.207
-- expects: Treynor Ratio = 0.871
-- expects: Total Fees = $1.00
-- expects: Estimated Strategy Capacity = $11000000.00
-- expects: Lowest Capacity Asset = AIG R735QTJ8XC9X
-- expects: Portfolio Turnover = 0.83%
-- expects: Drawdown Recovery = 3
-- expects: OrderListHash = 5bb87da5d4faaf7c85a9e263890c3d64
-- expects points: 7842
local spy = Symbol.Create("SPY", SecurityType.Equity, Market.USA)
local aig = Symbol.Create("AIG", SecurityType.Equity, Market.USA)
local average, ticket
local bars, filled = 0, false

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  average = SimpleMovingAverage(10)
  RegisterIndicator(spy, average, Resolution.Minute)
  Consolidate(spy, TimeSpan.FromMinutes(30), function() bars = bars + 1 end)
  if not Securities.ContainsKey(spy) then error("SPY was not added") end
end

function OnData()
  if Portfolio.Invested then return end
  ticket = MarketOrder(aig, 100)
  if not Securities.ContainsKey(aig) then error("AIG was not added") end
end

function OnOrderEvent(event)
  filled = filled or event.Status == OrderStatus.Filled
end

function OnEndOfAlgorithm()
  if not average.IsReady then error(average.Samples .. " values") end
  if bars == 0 then error("no bars of half an hour") end
  if ticket.Status ~= OrderStatus.Filled or not filled then error("the order is " .. ticket.Status) end
  if not Portfolio[aig].Invested then error("no position") end
end
