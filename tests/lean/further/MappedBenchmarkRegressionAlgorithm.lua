-- A benchmark that gets a new ticker meanwhile, and was not added.
-- LEAN: Algorithm.CSharp/MappedBenchmarkRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = -50.371%
-- expects: Drawdown = 12.700%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 92136.86
-- expects: Net Profit = -7.863%
-- expects: Sharpe Ratio = -1.217
-- expects: Sortino Ratio = -1.275
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.286
-- expects: Beta = 0.262
-- expects: Annual Standard Deviation = 0.335
-- expects: Annual Variance = 0.112
-- expects: Information Ratio = 0.074
-- expects: Tracking Error = 0.721
-- expects: Treynor Ratio = -1.551
-- expects: Total Fees = $5.10
-- expects: Estimated Strategy Capacity = $180000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 2.30%
-- expects: OrderListHash = a27fe8cbd54877fe74d0536e685196fa
-- expects points: 430
function Initialize()
  SetStartDate(2008, 8, 20)
  SetEndDate(2008, 10, 1)
  SetBenchmark("SPWR")
  AddEquity("SPY", Resolution.Hour)
end

function OnData()
  if not Portfolio.Invested then SetHoldings("SPY", 1) end
end
