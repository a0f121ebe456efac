-- Half of the portfolio each: SPY at a slippage of 0.05 a share, IBM without.
-- LEAN: Algorithm.CSharp/AlgorithmSlippageModelRegressionAlgorithm.cs of QuantConnect/Lean, commit f8e84eeb74
-- expects: Total Orders = 2
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 343.438%
-- expects: Drawdown = 2.100%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 101922.49
-- expects: Net Profit = 1.922%
-- expects: Sharpe Ratio = 10.891
-- expects: Sortino Ratio = 0
-- expects: Probabilistic Sharpe Ratio = 66.279%
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0.565
-- expects: Beta = 0.993
-- expects: Annual Standard Deviation = 0.232
-- expects: Annual Variance = 0.054
-- expects: Information Ratio = 7.794
-- expects: Tracking Error = 0.071
-- expects: Treynor Ratio = 2.545
-- expects: Total Fees = $3.55
-- expects: Estimated Strategy Capacity = $16000000.00
-- expects: Lowest Capacity Asset = IBM R735QTJ8XC9X
-- expects: Portfolio Turnover = 19.93%
-- expects: Drawdown Recovery = 3
-- expects: OrderListHash = c4766cde15ad208b5f6c12c6a0af59b9
-- expects points: 7843
local spy, ibm
local calls = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  Settings.SeedInitialPrices = true
  SetSecurityInitializer(function(security)
    security:SetSlippageModel(function()
      calls = calls + 1
      return 0.05
    end)
  end)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  ibm = AddEquity("IBM", Resolution.Minute)
  ibm:SetSlippageModel(NullSlippageModel())
end

function OnData()
  if Portfolio.Invested then return end
  SetHoldings(spy, 0.5)
  SetHoldings(ibm, 0.5)
end

function OnEndOfAlgorithm()
  if calls == 0 then error("nobody asked for the slippage") end
end
