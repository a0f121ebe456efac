-- A brokerage made of functions: fees of 0.0035 a share and no benchmark, as LEAN's model of Axos has them.
-- LEAN: Algorithm.CSharp/BasicTemplateAxosAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 39.143%
-- expects: Drawdown = 0.500%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100423.24
-- expects: Net Profit = 0.423%
-- expects: Sharpe Ratio = 5.498
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0
-- expects: Beta = 0
-- expects: Annual Standard Deviation = 0.055
-- expects: Annual Variance = 0.003
-- expects: Information Ratio = 5.634
-- expects: Tracking Error = 0.055
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.60
-- expects: Estimated Strategy Capacity = $150000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 4.98%
-- expects: Drawdown Recovery = 3
-- expects: OrderListHash = 8774049eb5141a2b6956d9432426f837
-- expects points: 3901
local brokerage = {}

function brokerage.GetFeeModel()
  return function(parameters) return 0.0035 * parameters.Order.AbsoluteQuantity end
end

function brokerage.GetBenchmark()
  return function() return 0 end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  SetBrokerageModel(brokerage)
  AddEquity("SPY", Resolution.Minute)
end

function OnData()
  if not Portfolio.Invested then SetHoldings("SPY", 0.25) end
end
