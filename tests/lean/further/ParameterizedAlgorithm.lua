-- Two averages, whose periods are LEAN's parameters of its tests, cross.
-- LEAN: Algorithm.CSharp/ParameterizedAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 286.047%
-- expects: Drawdown = 0.300%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 101742.04
-- expects: Net Profit = 1.742%
-- expects: Sharpe Ratio = 23.023
-- expects: Sortino Ratio = 0
-- expects: Probabilistic Sharpe Ratio = 0%
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 1.266
-- expects: Beta = 0.356
-- expects: Annual Standard Deviation = 0.086
-- expects: Annual Variance = 0.007
-- expects: Information Ratio = -0.044
-- expects: Tracking Error = 0.147
-- expects: Treynor Ratio = 5.531
-- expects: Total Fees = $3.45
-- expects: Estimated Strategy Capacity = $48000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 19.72%
-- expects: OrderListHash = 1fd15c0ef2042df5cd6e6d590000318e
-- expects points: 3943
local fast, slow

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  AddSecurity(SecurityType.Equity, "SPY")
  fast, slow = EMA("SPY", GetParameter("ema-fast", 10)), EMA("SPY", GetParameter("ema-slow", 20))
end

function OnData()
  if not fast.IsReady or not slow.IsReady then return end
  if fast > slow.Value * 1.001 then
    SetHoldings("SPY", 1)
  elseif fast < slow.Value * 0.999 then
    Liquidate("SPY")
  end
end
