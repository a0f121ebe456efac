-- Hours of a stock on the day of its reverse split.
-- LEAN: Algorithm.CSharp/HourReverseSplitRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 99976.76
-- expects: Net Profit = 0%
-- expects: Sharpe Ratio = 0
-- expects: Sortino Ratio = 0
-- expects: Probabilistic Sharpe Ratio = 0%
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0
-- expects: Beta = 0
-- expects: Annual Standard Deviation = 0
-- expects: Annual Variance = 0
-- expects: Information Ratio = 0
-- expects: Tracking Error = 0
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $1.00
-- expects: Estimated Strategy Capacity = $1000000000.00
-- expects: Lowest Capacity Asset = VXX U9R0H3K6HVMT
-- expects: Portfolio Turnover = 0.40%
-- expects: OrderListHash = b159c44453935e5c9be375454153c9ee
-- expects points: 17
local vxx

function Initialize()
  SetStartDate(2013, 11, 7)
  SetEndDate(2013, 11, 8)
  SetCash(100000)
  SetBenchmark(function() return 0 end)
  vxx = AddEquity("VXX.1", Resolution.Hour).Symbol
end

function OnData(data)
  if data.Bars:ContainsKey(vxx) and not Portfolio.Invested and Time.Date == EndDate.Date then Buy(vxx, 1) end
end
