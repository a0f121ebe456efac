-- Orders said to be asynchronous are sent, and market orders filled, when the call returns.
-- LEAN: Algorithm.CSharp/BacktestingAsynchronousOrdersRegressionAlgorithm.cs of QuantConnect/Lean, commit d7b98d230d
-- expects: Total Orders = 4
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100168.20
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
-- expects: Total Fees = $3.00
-- expects: Estimated Strategy Capacity = $22000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 21.72%
-- expects: Drawdown Recovery = 0
-- expects: OrderListHash = 65f010e904a929e5383f0920a3c5b797
-- expects points: 1582
local spy

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  SetCash(100000)
  spy = AddEquity("SPY").Symbol
end

local function is(ticket, status)
  if ticket.Status ~= status then error(("order %d is %s"):format(ticket.OrderId, ticket.Status)) end
end

function OnData()
  if Portfolio.Invested then return end
  is(MarketOrder(spy, 100, false), OrderStatus.Filled)
  is(MarketOrder(spy, -100, true), OrderStatus.Filled)
  local limit = Securities[spy].Price * 0.95
  is(LimitOrder(spy, 100, limit, false), OrderStatus.Submitted)
  is(LimitOrder(spy, -100, limit, true), OrderStatus.Submitted)
end
