-- A stop limit order that buys far above the market when it rises, and one that sells when it falls.
-- LEAN: Algorithm.CSharp/StopLimitOrderRegressionAlgorithm.cs of QuantConnect/Lean, commit 8e1573c13b
-- expects: Total Orders = 2
-- expects: Average Win = 1.44%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0.359%
-- expects: Drawdown = 1.500%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 101444.99
-- expects: Net Profit = 1.445%
-- expects: Sharpe Ratio = -0.749
-- expects: Sortino Ratio = -0.414
-- expects: Loss Rate = 0%
-- expects: Win Rate = 100%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.009
-- expects: Beta = 0.03
-- expects: Annual Standard Deviation = 0.008
-- expects: Annual Variance = 0
-- expects: Information Ratio = -0.96
-- expects: Tracking Error = 0.104
-- expects: Treynor Ratio = -0.188
-- expects: Total Fees = $2.00
-- expects: Estimated Strategy Capacity = $2700000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 0.02%
-- expects: OrderListHash = 5fc1779ca4bc3a398a217928b92bb93c
-- expects points: 8062
local spy, fast, slow, buying, selling

function Initialize()
  Settings.DailyPreciseEndTime = false
  SetStartDate(2013, 1, 1)
  SetEndDate(2017, 1, 1)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily)
  fast = EMA(spy, 30, Resolution.Daily)
  slow = EMA(spy, 60, Resolution.Daily)
end

function OnData()
  if not slow.IsReady then return end
  local rises, falls = fast > slow.Value * 1.001, fast < slow.Value * 1.001
  if not buying then
    if rises then buying = StopLimitOrder(spy, 100, spy.High * 1.1, spy.High * 1.11) end
  elseif buying.Status == OrderStatus.Filled and not selling and falls then
    selling = StopLimitOrder(spy, -100, spy.Low * 0.99, spy.Low * 0.98)
  end
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Filled then return end
  local buys = event.Direction == OrderDirection.Buy
  local limit = (buys and buying or selling):Get(OrderField.LimitPrice)
  if buys and event.FillPrice > limit or not buys and event.FillPrice < limit then error("worse than the limit") end
end

function OnEndOfAlgorithm()
  for _, ticket in ipairs { buying, selling } do
    if ticket.Status ~= OrderStatus.Filled then error("order " .. ticket.OrderId .. " is not filled") end
  end
  if not selling then error("nothing was sold") end
end
