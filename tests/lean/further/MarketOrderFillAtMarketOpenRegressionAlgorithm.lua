-- A market order a second after each open waits for the session's first bar.
-- LEAN: Algorithm.CSharp/MarketOrderFillAtMarketOpenRegressionAlgorithm.cs of QuantConnect/Lean, commit 37b3dea11a
-- expects: Total Orders = 4
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0.486%
-- expects: Drawdown = 0.000%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100006.20
-- expects: Net Profit = 0.006%
-- expects: Sharpe Ratio = -5.157
-- expects: Sortino Ratio = -19.237
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.01
-- expects: Beta = 0.003
-- expects: Annual Standard Deviation = 0.001
-- expects: Annual Variance = 0
-- expects: Information Ratio = -8.92
-- expects: Tracking Error = 0.222
-- expects: Treynor Ratio = -1.182
-- expects: Total Fees = $4.00
-- expects: Estimated Strategy Capacity = $4300000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 0.12%
-- expects: Drawdown Recovery = 2
-- expects: OrderListHash = f76c5144075b62eaf924fe29632b92f4
-- expects points: 3943
local spy

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  Schedule.On(DateRules.EveryDay(spy), TimeRules.At(9, 30, 1), function()
    if Securities[spy].HasData then MarketOrder(spy, 1) end
  end)
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled and Time.Hour == 9 and Time.Minute < 31 then
    error("filled at " .. tostring(Time))
  end
end
