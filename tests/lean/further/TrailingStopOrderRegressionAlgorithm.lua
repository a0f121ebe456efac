-- A trailing stop that buys at 2 from the low, then one that sells at 0.5 from the high: neither is ever farther away.
-- LEAN: Algorithm.CSharp/TrailingStopOrderRegressionAlgorithm.cs of QuantConnect/Lean, commit cce8945fe8
-- expects: Total Orders = 2
-- expects: Average Win = 0.02%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 1.833%
-- expects: Drawdown = 0.000%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100023.22
-- expects: Net Profit = 0.023%
-- expects: Sharpe Ratio = 3.926
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 100%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.007
-- expects: Beta = 0.007
-- expects: Annual Standard Deviation = 0.002
-- expects: Annual Variance = 0
-- expects: Information Ratio = -8.907
-- expects: Tracking Error = 0.221
-- expects: Treynor Ratio = 1.031
-- expects: Total Fees = $2.00
-- expects: Estimated Strategy Capacity = $36000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 5.79%
-- expects: OrderListHash = d56bac89a568c3a45cac595e69a35875
-- expects points: 3943
local BUY, SELL = 2, 0.5 -- distances
local spy, buying, selling, ask_low, bid_high

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY").Symbol
end

function OnData(data)
  if not data:ContainsKey(spy) then return end
  if not buying then
    buying = TrailingStopOrder(spy, 100, BUY, false)
  elseif buying.Status ~= OrderStatus.Filled and buying:Get(OrderField.StopPrice) - ask_low > BUY + 1e-9 then
    error("the stop that buys is too far above the last bar's low")
  end
  if not selling then
    if Portfolio.Invested then selling = TrailingStopOrder(spy, -100, SELL, false) end
  elseif selling.Status ~= OrderStatus.Filled and bid_high - selling:Get(OrderField.StopPrice) > SELL + 1e-9 then
    error("the stop that sells is too far below the last bar's high")
  end
  local quotes = data.QuoteBars[spy]
  ask_low = quotes and quotes.Ask.Low or data[spy].Low
  bid_high = quotes and quotes.Bid.High or data[spy].High
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Filled then return end
  local buys = event.Direction == OrderDirection.Buy
  local stop = (buys and buying or selling):Get(OrderField.StopPrice)
  if buys and event.FillPrice < stop then error("bought below the stop") end
  if not buys and event.FillPrice > stop then error("sold above the stop") end
end
