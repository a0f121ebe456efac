-- A stock on daily bars over a New Year. (LEAN's asks for dividends and splits of the past as well.)
-- LEAN: Algorithm.CSharp/HistoryAuxiliaryDataRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 235.317%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 101558.94
-- expects: Net Profit = 1.559%
-- expects: Sharpe Ratio = 13.436
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 1.873
-- expects: Beta = 0.603
-- expects: Annual Standard Deviation = 0.124
-- expects: Annual Variance = 0.015
-- expects: Information Ratio = 18.773
-- expects: Tracking Error = 0.107
-- expects: Treynor Ratio = 2.756
-- expects: Total Fees = $3.86
-- expects: Estimated Strategy Capacity = $1100000000.00
-- expects: Lowest Capacity Asset = AAPL R735QTJ8XC9X
-- expects: Portfolio Turnover = 19.55%
-- expects: OrderListHash = 7b1f04613621baa2333be0876f106ad3
-- expects points: 24
function Initialize()
  SetStartDate(2021, 1, 1)
  SetEndDate(2021, 1, 5)
  AddEquity("AAPL", Resolution.Daily)
end

function OnData()
  if not Portfolio.Invested then SetHoldings("AAPL", 1) end
end
