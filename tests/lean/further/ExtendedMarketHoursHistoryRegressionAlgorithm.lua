-- History of minutes, hours and days, asked for each hour within, around and outside of the market's hours.
-- LEAN: Algorithm.CSharp/ExtendedMarketHoursHistoryRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 19
-- expects: Average Win = 0%
-- expects: Average Loss = 0.00%
-- expects: Compounding Annual Return = -73.997%
-- expects: Drawdown = 2.500%
-- expects: Expectancy = -1
-- expects: Start Equity = 100000
-- expects: End Equity = 98959.88
-- expects: Net Profit = -1.040%
-- expects: Sharpe Ratio = -9.402
-- expects: Sortino Ratio = -9.402
-- expects: Probabilistic Sharpe Ratio = 0%
-- expects: Loss Rate = 100%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.286
-- expects: Beta = 0.55
-- expects: Annual Standard Deviation = 0.075
-- expects: Annual Variance = 0.006
-- expects: Information Ratio = 0.914
-- expects: Tracking Error = 0.061
-- expects: Treynor Ratio = -1.28
-- expects: Total Fees = $21.45
-- expects: Estimated Strategy Capacity = $830000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 34.15%
-- expects: OrderListHash = 6ebe462373e2ecc22de8eb2fe114d704
-- expects points: 5215
local counts = { Minute = 0, Hour = 0, Daily = 0 }

local function ask()
  local spy = Securities["SPY"]
  local hours = spy.Exchange.Hours
  local resolution = Resolution.Daily
  if hours:IsOpen(Time, false) then
    resolution = Resolution.Minute
  elseif hours:IsOpen(Time, true) then
    resolution = Resolution.Hour
  end
  counts[resolution] = counts[resolution] + 1
  local bars = History(spy.Symbol, 5, resolution)
  if #bars ~= 5 then error(("%d bars of %s at %s"):format(#bars, resolution, Time)) end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 9)
  SetCash(100000)
  AddEquity("SPY", Resolution.Minute, nil, false, 0, true)
  Schedule.On("history", DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromHours(1)), ask)
end

function OnData()
  if not Portfolio.Invested then SetHoldings("SPY", 1) end
end

function OnEndOfAlgorithm()
  if counts.Minute ~= 18 or counts.Hour ~= 30 or counts.Daily ~= 21 then
    error(("%d, %d, %d"):format(counts.Minute, counts.Hour, counts.Daily))
  end
end
