-- The beta of a coin, traded every day, against a stock, on daily bars.
-- LEAN: Algorithm.CSharp/AddBetaIndicatorNewAssetsRegressionAlgorithm.cs of QuantConnect/Lean, commit cabfe06195
-- expects: Total Orders = 436
-- expects: Average Win = 0.28%
-- expects: Average Loss = -0.01%
-- expects: Compounding Annual Return = 1.926%
-- expects: Drawdown = 1.000%
-- expects: Expectancy = 1.650
-- expects: Start Equity = 10000.00
-- expects: End Equity = 10411.11
-- expects: Net Profit = 4.111%
-- expects: Sharpe Ratio = 0.332
-- expects: Sortino Ratio = 0.313
-- expects: Loss Rate = 90%
-- expects: Win Rate = 10%
-- expects: Profit-Loss Ratio = 25.26
-- expects: Alpha = 0.003
-- expects: Beta = 0.001
-- expects: Annual Standard Deviation = 0.01
-- expects: Annual Variance = 0
-- expects: Information Ratio = -0.495
-- expects: Tracking Error = 0.111
-- expects: Treynor Ratio = 2.716
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $87000.00
-- expects: Lowest Capacity Asset = BTCUSD 2XR
-- expects: Portfolio Turnover = 2.22%
-- expects: OrderListHash = 9fce77ef8817cf0159897fc64d01f5e9
-- expects points: 5798
local beta

function Initialize()
  SetStartDate(2015, 5, 8)
  SetEndDate(2017, 6, 15)
  SetCash(10000)
  Settings.StalePriceTimeSpan = TimeSpan.FromDays(10) -- that version of LEAN fills at old prices
  AddCrypto("BTCUSD", Resolution.Daily)
  AddEquity("SPY", Resolution.Daily)
  Settings.AutomaticIndicatorWarmUp = true
  beta = B("BTCUSD", "SPY", 3, Resolution.Daily)
  SMA("SPY", 3, Resolution.Daily)
  if not beta.IsReady then error("beta was not warmed up") end
end

function OnData()
  if not Portfolio.Invested then
    local quantity = math.tointeger(Portfolio.Cash * 0.05 // Securities["BTCUSD"].Price)
    if quantity ~= 0 then Buy("BTCUSD", quantity) end
  end
  if math.abs(beta.Value) > 2 then Liquidate("BTCUSD") end
end
