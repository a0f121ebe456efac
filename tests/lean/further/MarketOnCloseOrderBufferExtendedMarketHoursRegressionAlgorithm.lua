-- Orders at the close, taken until ten minutes before it: at midnight, in time, too late, and after the close.
-- LEAN: Algorithm.CSharp/MarketOnCloseOrderBufferExtendedMarketHoursRegressionAlgorithm.cs of QuantConnect/Lean, commit 8e1573c13b
-- expects: Total Orders = 3
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 99996.08
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
-- expects: Total Fees = $3.00
-- expects: Estimated Strategy Capacity = $910000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 0.43%
-- expects: OrderListHash = df8ee16902d30659c4b1411075e9fc23
-- expects points: 3862
local midnight, early, after, refused

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  AddEquity("SPY", Resolution.Minute, nil, true, 0, true)
  Schedule.On(DateRules.Tomorrow, TimeRules.Midnight, function() midnight = MarketOnCloseOrder("SPY", 2) end)
  Settings.MarketOnCloseSubmissionTimeBuffer = TimeSpan.FromMinutes(10)
end

function OnData()
  local hour, minute = Time.Hour, Time.Minute
  if hour == 15 and minute == 49 and not early then early = MarketOnCloseOrder("SPY", 2) end
  if hour == 15 and minute == 51 and not refused then
    local taken, text = pcall(MarketOnCloseOrder, "SPY", 2)
    if taken or not text:find("[MarketOnCloseOrderTooLate]", 1, true) then error("nine minutes before the close") end
    refused = true
  end
  if hour == 16 and minute == 48 and not after then after = MarketOnCloseOrder("SPY", 2) end
end

function OnEndOfAlgorithm()
  if not refused then error("no order came too late") end
  for _, ticket in ipairs { midnight, early, after } do
    if ticket.Status ~= OrderStatus.Filled then error("order " .. ticket.OrderId .. " is not filled") end
  end
end
