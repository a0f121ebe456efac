-- A day of warm-up with minutes, then seconds.
-- LEAN: Algorithm.CSharp/WarmupLowerResolutionRegressionAlgorithm.cs of QuantConnect/Lean, commit 47c21b85c8
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
-- expects: Information Ratio = 0
-- expects: Tracking Error = 0
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 95175
local warmed = {}

function Initialize()
  SetStartDate(2013, 10, 8)
  SetEndDate(2013, 10, 9)
  AddEquity("SPY", Resolution.Second)
  SetWarmUp(TimeSpan.FromDays(1), Resolution.Minute)
end

function OnData(data)
  local period = IsWarmingUp and TimeSpan.FromMinutes(1) or TimeSpan.FromSeconds(1)
  for kind, bar in pairs { trades = data.Bars["SPY"], quotes = data.QuoteBars["SPY"] } do
    warmed[kind] = warmed[kind] or IsWarmingUp
    if IsWarmingUp and bar.IsFillForward then error("filled forward at " .. tostring(Time)) end
    if bar.Period ~= period then error(("%s at %s"):format(bar.Period, Time)) end
  end
end

function OnEndOfAlgorithm()
  if not warmed.trades or not warmed.quotes then error("no warm-up") end
end
