-- Market orders a second after the open wait for the session's first bar; those at noon fill at once.
-- LEAN: Algorithm.CSharp/MarketOrderStaleDataFillRegressionAlgorithm.cs of QuantConnect/Lean, commit a211d06362
-- expects: Total Orders = 9
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 1.007%
-- expects: Drawdown = 0.000%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100012.81
-- expects: Net Profit = 0.013%
-- expects: Sharpe Ratio = 1.079
-- expects: Sortino Ratio = 3.268
-- expects: Probabilistic Sharpe Ratio = 50.232%
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.012
-- expects: Beta = 0.007
-- expects: Annual Standard Deviation = 0.002
-- expects: Annual Variance = 0
-- expects: Information Ratio = -8.931
-- expects: Tracking Error = 0.221
-- expects: Treynor Ratio = 0.244
-- expects: Total Fees = $9.00
-- expects: Estimated Strategy Capacity = $290000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 0.26%
-- expects: Drawdown Recovery = 2
-- expects: OrderListHash = c849aa80f00dde3d93bf4cc6d65c4d5e
-- expects points: 3943
local spy

local function trade()
  if Securities[spy].HasData then MarketOrder(spy, 1) end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  Schedule.On(DateRules.EveryDay(spy), TimeRules.At(9, 30, 1), trade)
  Schedule.On(DateRules.EveryDay(spy), TimeRules.At(12, 0, 0), trade)
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Filled then return end
  local last = Securities[event.Symbol]:GetLastData()
  if last and Time - last.EndTime > TimeSpan.FromMinutes(1) then
    error(("filled at %s at the price of %s"):format(Time, last.EndTime))
  end
end
