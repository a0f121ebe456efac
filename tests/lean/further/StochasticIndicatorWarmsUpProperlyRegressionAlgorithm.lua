-- Indicators of days that are made of hours, warmed up by the engine and by hand: both go on alike.
-- LEAN: Algorithm.CSharp/StochasticIndicatorWarmsUpProperlyRegressionAlgorithm.cs of QuantConnect/Lean, commit 0198d658a2
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
-- expects: Information Ratio = -0.016
-- expects: Tracking Error = 0.101
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 302
local spy, rsi, sto, rsi_by_hand, sto_by_hand
local received = false

function Initialize()
  SetStartDate(2020, 1, 1)
  SetEndDate(2020, 2, 1)
  spy = AddEquity("SPY", Resolution.Hour).Symbol
  local day = TimeSpan.FromDays(1)
  local days = TradeBarConsolidator(day)
  rsi, sto = RelativeStrengthIndex(14, MovingAverageType.Wilders), Stochastic("first", 14, 3, 3)
  RegisterIndicator(spy, rsi, days)
  RegisterIndicator(spy, sto, days)
  WarmUpIndicator(spy, rsi, day)
  WarmUpIndicator(spy, sto, day)
  rsi_by_hand, sto_by_hand = RelativeStrengthIndex(14, MovingAverageType.Wilders), Stochastic("second", 14, 3, 3)
  RegisterIndicator(spy, rsi_by_hand, days)
  RegisterIndicator(spy, sto_by_hand, days)
  for _, bar in ipairs(History(spy, rsi.Samples, Resolution.Daily)) do rsi_by_hand:Update(bar.EndTime, bar.Close) end
  for _, bar in ipairs(History(spy, sto.Samples, Resolution.Daily)) do sto_by_hand:Update(bar) end
  for i, indicator in ipairs { rsi, sto, rsi_by_hand, sto_by_hand } do
    if not indicator.IsReady then error(("indicator %d: %d samples"):format(i, indicator.Samples)) end
  end
end

local function alike(what, a, b)
  if math.abs(a.Value - b.Value) > 1e-9 then error(("%s: %s and %s"):format(what, a.Value, b.Value)) end
end

function OnData(data)
  if not data:ContainsKey(spy) then return end
  received = true
  alike("strength", rsi, rsi_by_hand)
  alike("K", sto.StochK, sto_by_hand.StochK)
  alike("D", sto.StochD, sto_by_hand.StochD)
end

function OnEndOfAlgorithm()
  if not received then error("no data") end
end
