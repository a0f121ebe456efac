-- Days of hours with the sessions around the market's, and without.
-- LEAN: Algorithm.CSharp/DailyConsolidationExtendedMarketHoursWarningRegressionAlgorithm.cs of QuantConnect/Lean, commit 2504ddbb87
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
-- expects: Information Ratio = -6.224
-- expects: Tracking Error = 0.108
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: Drawdown Recovery = 0
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 440
local last
local different = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 31)
  local spy = AddEquity("SPY", Resolution.Hour, nil, true, 0, true).Symbol
  Consolidate(spy, Resolution.Daily, function(bar) last = bar end)
  Settings.DailyConsolidationUseExtendedMarketHours = true
  Consolidate(spy, Resolution.Daily, function(bar)
    if bar.Open ~= last.Open or bar.High ~= last.High or bar.Low ~= last.Low or bar.Close ~= last.Close then
      different = different + 1
    end
  end)
end

function OnEndOfAlgorithm()
  if different == 0 then error("both days were alike") end
end
