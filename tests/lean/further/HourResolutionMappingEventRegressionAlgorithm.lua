-- Hours of a stock that gets a new ticker, held all the while.
-- LEAN: Algorithm.CSharp/HourResolutionMappingEventRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = -78.316%
-- expects: Drawdown = 31.700%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 83636.96
-- expects: Net Profit = -16.363%
-- expects: Sharpe Ratio = -0.498
-- expects: Sortino Ratio = -0.507
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0.357
-- expects: Beta = 2.004
-- expects: Annual Standard Deviation = 0.924
-- expects: Annual Variance = 0.854
-- expects: Information Ratio = -0.073
-- expects: Tracking Error = 0.718
-- expects: Treynor Ratio = -0.23
-- expects: Total Fees = $5.40
-- expects: Estimated Strategy Capacity = $2400000.00
-- expects: Lowest Capacity Asset = SPWR TDQZFPKOZ5UT
-- expects: Portfolio Turnover = 2.34%
-- expects: OrderListHash = cc6e8f0ec77d9ed25118562e954bb781
-- expects points: 429
local last, changed

function Initialize()
  SetStartDate(2008, 8, 20)
  SetEndDate(2008, 10, 1)
  AddEquity("SPWR", Resolution.Hour, nil, false)
end

function OnData(data)
  last = Time.Date
  if not Portfolio.Invested then SetHoldings("SPWR", 1) end
  for _, event in pairs(data.SymbolChangedEvents) do changed = event end
end

function OnEndOfAlgorithm()
  if last ~= EndDate.Date then error("the last day was " .. tostring(last)) end
  if not changed then error("no new ticker was told") end
end
