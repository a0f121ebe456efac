-- Five times the portfolio while the market is open, and twice from a quarter of an hour before the close: no margin call.
-- LEAN: Algorithm.CSharp/NoMarginCallExpectedRegressionAlgorithm.cs of QuantConnect/Lean, commit 8e1573c13b
-- expects: Total Orders = 10
-- expects: Average Win = 2.45%
-- expects: Average Loss = -1.97%
-- expects: Compounding Annual Return = 9636.014%
-- expects: Drawdown = 9.800%
-- expects: Expectancy = 0.346
-- expects: Start Equity = 100000
-- expects: End Equity = 106028.40
-- expects: Net Profit = 6.028%
-- expects: Sharpe Ratio = 42.843
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 40%
-- expects: Win Rate = 60%
-- expects: Profit-Loss Ratio = 1.24
-- expects: Alpha = 28.365
-- expects: Beta = 3.698
-- expects: Annual Standard Deviation = 0.833
-- expects: Annual Variance = 0.693
-- expects: Information Ratio = 54.921
-- expects: Tracking Error = 0.614
-- expects: Treynor Ratio = 9.645
-- expects: Total Fees = $109.26
-- expects: Estimated Strategy Capacity = $8400000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 633.17%
-- expects: OrderListHash = 07c47cca3bc30019a6fd6420d3ce8ee5
-- expects points: 3943
local CLOSED, OPEN = 2, 5 -- leverages
local calls = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  local spy = AddEquity("SPY", Resolution.Minute)
  spy.BuyingPowerModel = PatternDayTradingMarginModel(CLOSED, OPEN)
  Schedule.On(DateRules.EveryDay(spy), TimeRules.BeforeMarketClose(spy, 15), function() SetHoldings(spy, CLOSED) end)
  Schedule.On(DateRules.EveryDay(spy), TimeRules.AfterMarketOpen(spy, 1), function() SetHoldings(spy, OPEN) end)
end

function OnMarginCall() calls = calls + 1 end

function OnEndOfAlgorithm()
  if calls > 0 then error(calls .. " margin calls") end
end
