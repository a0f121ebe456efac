-- The beta of two stocks on daily bars of minutes, warmed up when it is made.
-- LEAN: Algorithm.CSharp/AddBetaIndicatorRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 3
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 12.939%
-- expects: Drawdown = 0.300%
-- expects: Expectancy = 0
-- expects: Start Equity = 10000
-- expects: End Equity = 10028.93
-- expects: Net Profit = 0.289%
-- expects: Sharpe Ratio = 3.924
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0.028
-- expects: Beta = 0.122
-- expects: Annual Standard Deviation = 0.024
-- expects: Annual Variance = 0.001
-- expects: Information Ratio = -3.181
-- expects: Tracking Error = 0.142
-- expects: Treynor Ratio = 0.78
-- expects: Total Fees = $1.00
-- expects: Estimated Strategy Capacity = $35000000.00
-- expects: Lowest Capacity Asset = IBM R735QTJ8XC9X
-- expects: Portfolio Turnover = 1.51%
-- expects: OrderListHash = 1db1ce949db995bba20ed96ea5e2438a
-- expects points: 10977
local beta, average
local last = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 15)
  SetCash(10000)
  AddEquity("IBM")
  AddEquity("SPY")
  Settings.AutomaticIndicatorWarmUp = true
  beta = B("IBM", "SPY", 3, Resolution.Daily)
  average = SMA("SPY", 3, Resolution.Daily)
  if not beta.IsReady then error("beta was not warmed up") end
end

function OnData(data)
  if not Portfolio.Invested then
    local price = data["IBM"].Close
    Buy("IBM", 10)
    LimitOrder("IBM", 10, price * 0.1)
    StopMarketOrder("IBM", 10, price / 0.1)
  end
  if beta.Value < 0 or beta.Value > 2.80 then error("beta was " .. beta.Value) end
end

function OnOrderEvent(event)
  local order = Transactions.GetOrderById(event.OrderId)
  local up = last < average.Value
  last = average.Value
  if order.Status == OrderStatus.Filled and order.Type == OrderType.Limit and math.abs(beta.Value - 1) < 0.2 and up then
    Transactions.CancelOpenOrders(order.Symbol)
  end
end
