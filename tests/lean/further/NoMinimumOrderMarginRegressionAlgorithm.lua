-- A quarter of the portfolio, asked for at each bar: the difference is ordered when it is a share.
-- LEAN: Algorithm.CSharp/NoMinimumOrderMarginRegressionAlgorithm.cs of QuantConnect/Lean, commit 8e1573c13b
-- expects: Total Orders = 5
-- expects: Average Win = 0.00%
-- expects: Average Loss = 0.00%
-- expects: Compounding Annual Return = 38.897%
-- expects: Drawdown = 0.600%
-- expects: Expectancy = -0.118
-- expects: Start Equity = 100000
-- expects: End Equity = 100420.97
-- expects: Net Profit = 0.421%
-- expects: Sharpe Ratio = 5.45
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 50%
-- expects: Win Rate = 50%
-- expects: Profit-Loss Ratio = 0.76
-- expects: Alpha = -0.19
-- expects: Beta = 0.249
-- expects: Annual Standard Deviation = 0.055
-- expects: Annual Variance = 0.003
-- expects: Information Ratio = -10.01
-- expects: Tracking Error = 0.167
-- expects: Treynor Ratio = 1.213
-- expects: Total Fees = $5.00
-- expects: Estimated Strategy Capacity = $63000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 5.15%
-- expects: OrderListHash = 72d5203e9911bad556de371750fe0278
-- expects points: 3943
local spy

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
end

function OnData() SetHoldings(spy, 0.25) end
