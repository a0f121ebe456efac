-- Consolidators and indicators of trade bars take quotes where a pair has no trades; weeks feed an indicator.
-- LEAN: Algorithm.CSharp/ConsolidatorAutoAdaptationRegressionAlgorithm.cs of QuantConnect/Lean, commit 61c3151af9
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
-- expects: Information Ratio = -3.328
-- expects: Tracking Error = 0.091
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: Drawdown Recovery = 0
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 8661
local volumes, weeks
local bars = 0

function Initialize()
  SetStartDate(2014, 5, 5)
  SetEndDate(2014, 5, 12)
  local eurusd = AddForex("EURUSD", Resolution.Minute, Market.Oanda).Symbol
  local hours = TradeBarConsolidator(TimeSpan.FromHours(1))
  hours.DataConsolidated = function(_, bar)
    bars = bars + 1
    if bar.Volume ~= 0 then error("a volume of quotes: " .. bar.Volume) end
  end
  SubscriptionManager.AddConsolidator(eurusd, hours)
  volumes = OBV(eurusd, Resolution.Hour)
  weeks = RelativeStrengthIndex(2)
  RegisterIndicator(eurusd, weeks, Calendar.Weekly)
  if pcall(SubscriptionManager.AddConsolidator, eurusd, TradeBarConsolidator(TimeSpan.FromSeconds(10))) then
    error("ten seconds were made of minutes")
  end
end

function OnEndOfAlgorithm()
  if bars == 0 then error("no bars of quotes") end
  if volumes.Samples == 0 then error("no volumes") end
  if weeks.Samples == 0 then error("no weeks") end
end
