-- Two targets, all else to be liquidated: the one that is filled first is not liquidated for the other.
-- LEAN: Algorithm.CSharp/SetHoldingsLiquidateExistingHoldingsMultipleTargetsRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 2
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 300.863%
-- expects: Drawdown = 2.100%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 101791.04
-- expects: Net Profit = 1.791%
-- expects: Sharpe Ratio = 9.746
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0.21
-- expects: Beta = 0.995
-- expects: Annual Standard Deviation = 0.223
-- expects: Annual Variance = 0.05
-- expects: Information Ratio = 7.104
-- expects: Tracking Error = 0.028
-- expects: Treynor Ratio = 2.186
-- expects: Total Fees = $3.76
-- expects: Estimated Strategy Capacity = $40000000.00
-- expects: Lowest Capacity Asset = IBM R735QTJ8XC9X
-- expects: Portfolio Turnover = 19.93%
-- expects: Drawdown Recovery = 3
-- expects: OrderListHash = b56516b18612ece304dfd566f8b2e2f6
-- expects points: 7843
function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  AddEquity("SPY", Resolution.Minute)
  AddEquity("IBM", Resolution.Minute)
end

function OnData()
  if not Portfolio.Invested then SetHoldings({ PortfolioTarget("SPY", 0.8), PortfolioTarget("IBM", 0.2) }, true) end
end
