-- Volumes and sizes of quotes of a stock before its split, adjusted by it.
-- LEAN: Algorithm.CSharp/AdjustedVolumeRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100146.57
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
-- expects: Total Fees = $21.60
-- expects: Estimated Strategy Capacity = $42000000.00
-- expects: Lowest Capacity Asset = AAPL R735QTJ8XC9X
-- expects: Portfolio Turnover = 99.56%
-- expects: OrderListHash = 60f03c8c589a4f814dc4e8945df23207
-- expects points: 795
local VOLUMES = { 6164842, 3044047, 3680347, 3468303, 2169943, 2652523, 1499707, 1518215, 1655219, 1510487 }
local ASKS = { 215600, 5600, 25200, 8400, 5600, 5600, 2800, 8400, 14000, 2800 }
local BIDS = { 2800, 11200, 2800, 2800, 2800, 5600, 11200, 8400, 30800, 2800 }
local aapl
local bars, quotes = 0, 0

function Initialize()
  SetStartDate(2014, 6, 5)
  SetEndDate(2014, 6, 5)
  UniverseSettings.DataNormalizationMode = DataNormalizationMode.SplitAdjusted
  aapl = AddEquity("AAPL", Resolution.Minute).Symbol
end

local function check(what, n, want, got)
  if want and want ~= got then error(("%s %d was %s, want %s"):format(what, n, got, want)) end
end

function OnData(data)
  if not Portfolio.Invested then SetHoldings(aapl, 1) end
  local bar, quote = data.Bars[aapl], data.QuoteBars[aapl]
  if bar then
    bars = bars + 1
    check("volume", bars, VOLUMES[bars], bar.Volume)
  end
  if quote then
    quotes = quotes + 1
    check("ask's size", quotes, ASKS[quotes], quote.LastAskSize)
    check("bid's size", quotes, BIDS[quotes], quote.LastBidSize)
  end
end
