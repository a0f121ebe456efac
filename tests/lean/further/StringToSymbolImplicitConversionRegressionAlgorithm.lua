-- An order of a ticker that nobody added is refused.
-- LEAN: Algorithm.CSharp/StringToSymbolImplicitConversionRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 98824.68
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
-- expects: Total Fees = $3.44
-- expects: Estimated Strategy Capacity = $56000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 49.82%
-- expects: OrderListHash = 3da9fa60bf95b9ed148b95e02e0cfc9e
-- expects points: 1582
function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  AddEquity("SPY", Resolution.Minute)
end

function OnData()
  local ok, text = pcall(MarketOrder, "PEPE", 1)
  if not ok and text:find("'PEPE' was not added", 1, true) and not Portfolio.Invested then SetHoldings("SPY", 1) end
end
