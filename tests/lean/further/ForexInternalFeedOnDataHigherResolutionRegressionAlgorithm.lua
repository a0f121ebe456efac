-- A pair that only gave a rate is added in the run, with hours beside days.
-- LEAN: Algorithm.CSharp/ForexInternalFeedOnDataHigherResolutionRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 0
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000.00
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
-- LEAN counted 63 points at that commit, before a symbol that is added in the run was one.
-- expects points: 64
local counts = {}
local added, last = false, nil

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  SetCash(100000)
  AddForex("EURGBP", Resolution.Daily)
end

function OnData(data)
  if last == data.Time then error("two slices at " .. tostring(Time)) end
  last = data.Time
  if not added then AddForex("EURUSD", Resolution.Hour) end
  added = true
  for symbol in pairs(data) do counts[symbol.Value] = (counts[symbol.Value] or 0) + 1 end
end

function OnEndOfAlgorithm()
  if counts.EURGBP ~= 6 or counts.EURUSD ~= 28 then
    error(("EURGBP %s, EURUSD %s"):format(counts.EURGBP, counts.EURUSD))
  end
end
