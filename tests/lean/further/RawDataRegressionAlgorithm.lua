-- Raw daily closes of a stock over its split.
-- LEAN: Algorithm.CSharp/RawDataRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = -85.376%
-- expects: Drawdown = 6.900%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 93054.5
-- expects: Net Profit = -6.946%
-- expects: Sharpe Ratio = -2.925
-- expects: Sortino Ratio = -2.881
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.379
-- expects: Beta = 1.959
-- expects: Annual Standard Deviation = 0.257
-- expects: Annual Variance = 0.066
-- expects: Information Ratio = -2.874
-- expects: Tracking Error = 0.195
-- expects: Treynor Ratio = -0.384
-- expects: Total Fees = $1.00
-- expects: Estimated Strategy Capacity = $140000000.00
-- expects: Lowest Capacity Asset = GOOG T1AZ164W5VTX
-- expects: Portfolio Turnover = 7.33%
-- expects: OrderListHash = 2284e1b9e7d44577d77987dfe56d3e8d
-- expects points: 91
local CLOSES = { 1158.72, 1131.97, 1114.28, 1120.15, 1114.51, 1134.89, 1135.1, 571.50, 545.25, 540.63 }
local googl
local seen = 0

function Initialize()
  SetStartDate(2014, 3, 25)
  SetEndDate(2014, 4, 7)
  SetCash(100000)
  UniverseSettings.DataNormalizationMode = DataNormalizationMode.Raw
  googl = AddEquity("GOOGL", Resolution.Daily).Symbol
end

function OnData(data)
  if not Portfolio.Invested then SetHoldings(googl, 1) end
  local bar = data.Bars[googl]
  if not bar then return end
  seen = seen + 1
  if math.abs(CLOSES[seen] - bar.Close) > 1e-9 then error(("close %d was %s"):format(seen, bar.Close)) end
end
