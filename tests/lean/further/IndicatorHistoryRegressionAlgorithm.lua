-- Fifty past values of Bollinger bands, all their outputs.
-- LEAN: Algorithm.CSharp/IndicatorHistoryRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
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
-- expects points: 16
local spy

function Initialize()
  SetStartDate(2013, 1, 1)
  SetEndDate(2014, 12, 31)
  spy = AddEquity("SPY", Resolution.Daily).Symbol
end

function OnData()
  local bands = BollingerBands("BB", 20, 2, MovingAverageType.Simple)
  local points = IndicatorHistory(bands, spy, 50)
  if #points ~= 50 then error(#points .. " points") end
  for _, point in ipairs(points) do
    if point.Value == 0 or point.UpperBand == 0 or point.MiddleBand == 0 then error("a value of 0") end
  end
  Quit()
end
