-- A day of warm-up, whose end is told once.
-- LEAN: Algorithm.CSharp/OnWarmupFinishedRegressionAlgorithm.cs of QuantConnect/Lean, commit 0124dffa98
-- expects: Total Orders = 0
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100000
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
-- expects: Information Ratio = -57.739
-- expects: Tracking Error = 0.178
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 3943
local told = 0

function Initialize()
  SetStartDate(2013, 10, 8)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  AddEquity("SPY", Resolution.Minute)
  SetWarmUp(TimeSpan.FromDays(1))
end

function OnWarmupFinished() told = told + 1 end

function OnEndOfAlgorithm()
  if told ~= 1 then error("told " .. told .. " times") end
end
