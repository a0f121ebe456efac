-- Hours that begin at half past nine.
-- LEAN: Algorithm.CSharp/ConsolidatorStartTimeRegressionAlgorithm.cs of QuantConnect/Lean, commit 433c41e0ad
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
-- expects points: 795
local EXPECTED = { "09:30", "10:30", "11:30", "12:30", "13:30", "14:30" }
local n = 0

function Initialize()
  SetStartDate(2013, 10, 4)
  SetEndDate(2013, 10, 4)
  AddEquity("SPY", Resolution.Minute)
  local hours = TradeBarConsolidator(TimeSpan.FromHours(1), TimeSpan(9, 30, 0))
  hours.DataConsolidated = function(_, bar)
    n = n + 1
    if Time ~= bar.EndTime then error(("a bar of %s at %s"):format(bar.EndTime, Time)) end
    local begin = ("%02d:%02d"):format(bar.Time.Hour, bar.Time.Minute)
    if begin ~= EXPECTED[n] then error(("bar %d began at %s"):format(n, begin)) end
    if bar.Period ~= TimeSpan.FromHours(1) then error("its period was " .. tostring(bar.Period)) end
  end
  SubscriptionManager.AddConsolidator("SPY", hours)
end

function OnEndOfAlgorithm()
  if n ~= #EXPECTED then error(n .. " bars") end
end
