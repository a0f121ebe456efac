-- Sells short; the event of that fill sends the stop that closes it, which fills.
-- LEAN: Algorithm.CSharp/StopLossOnOrderEventRegressionAlgorithm.cs of QuantConnect/Lean, commit cabfe06195
-- expects: Total Orders = 2
-- expects: Average Win = 0%
-- expects: Average Loss = 0.00%
-- expects: Compounding Annual Return = -0.359%
-- expects: Drawdown = 0.000%
-- expects: Expectancy = -1
-- expects: Start Equity = 100000
-- expects: End Equity = 99995.41
-- expects: Net Profit = -0.005%
-- expects: Sharpe Ratio = 0
-- expects: Sortino Ratio = 0
-- expects: Probabilistic Sharpe Ratio = 0%
-- expects: Loss Rate = 100%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0
-- expects: Beta = 0
-- expects: Annual Standard Deviation = 0
-- expects: Annual Variance = 0
-- expects: Information Ratio = -8.91
-- expects: Tracking Error = 0.223
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $2.00
-- expects: Estimated Strategy Capacity = $18000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 5.79%
-- expects: OrderListHash = d448232662a0cada4bf83ef8334bcb5b
-- expects points: 3943
local spy
local sold = false

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  spy = AddEquity("SPY").Symbol
end

function OnOrderEvent(event)
  local order = Transactions.GetOrderById(event.OrderId)
  if order.Tag == "Entry" and event.Status == OrderStatus.Filled then
    StopMarketOrder(order.Symbol, -order.Quantity, event.FillPrice - 2, "StopLoss")
  end
end

function OnData()
  if Portfolio.Invested or sold then return end
  sold = true
  MarketOrder(spy, -100, false, "Entry")
end
