-- A margin account of Bitfinex pays its fees in bitcoins. See kit/fee_in_base.lua.
-- LEAN: Algorithm.CSharp/BitfinexMarginAccountFeeRegressionAlgorithm.cs of QuantConnect/Lean, commit unknown
-- expects: Total Orders = 49
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000.00
-- expects: End Equity = 100001.31
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
-- expects: Total Fees = $1.13
-- expects: Estimated Strategy Capacity = $640000.00
-- expects: Lowest Capacity Asset = BTCUSD E3
-- expects: Portfolio Turnover = 0.28%
-- expects: OrderListHash = 899ef4e299a6cc73c1bd96fb9993db0e
-- expects points: 126
require "kit.fee_in_base" (function()
  SetStartDate(2013, 10, 2)
  SetEndDate(2013, 10, 3)
  SetBrokerageModel(BrokerageName.Bitfinex, AccountType.Margin)
end, "BTCUSD", "USD")
