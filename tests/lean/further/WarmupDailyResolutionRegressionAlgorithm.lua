-- Three days of warm-up with bars of days, then hours.
-- LEAN: Algorithm.CSharp/WarmupDailyResolutionRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
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
-- expects points: 36
local average
local samples, warmed = 0, false

function Initialize()
  SetStartDate(2013, 10, 10)
  SetEndDate(2013, 10, 11)
  AddEquity("SPY", Resolution.Hour)
  SetWarmUp(TimeSpan.FromDays(3), Resolution.Daily)
  average = SMA("SPY", 2)
end

function OnData(data)
  if average.Samples <= samples then error("the average was not updated at " .. tostring(Time)) end
  samples = average.Samples
  if data:Get(QuoteBar):ContainsKey("SPY") and IsWarmingUp then error("quotes of days") end
  local bar = data:Get(TradeBar)["SPY"]
  if not bar then return end
  warmed = warmed or IsWarmingUp
  local period = TimeSpan.FromHours(1)
  if Time <= StartDate then
    period = TimeSpan.FromHours(6.5)
    if bar.IsFillForward then error("filled forward") end
    if bar.EndTime.Hour ~= 16 then error("a day that ends at " .. tostring(bar.EndTime)) end
  end
  if bar.Period ~= period then error(("%s at %s"):format(bar.Period, Time)) end
end

function OnEndOfAlgorithm()
  if not warmed then error("no bars in the warm-up") end
end
