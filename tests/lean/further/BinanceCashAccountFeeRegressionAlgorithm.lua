-- A cash account of Binance in USDT pays its fees in bitcoins. See kit/fee_in_base.lua.
-- LEAN: Algorithm.CSharp/BinanceCashAccountFeeRegressionAlgorithm.cs of QuantConnect/Lean, commit 0678de396d
-- expects: Total Orders = 49
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000.00
-- expects: End Equity = 99986.57
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
-- expects: Total Fees = ₮45.62
-- expects: Estimated Strategy Capacity = ₮220000.00
-- expects: Lowest Capacity Asset = BTCUSDT 18N
-- expects: Portfolio Turnover = 22.80%
-- expects: Drawdown Recovery = 0
-- expects: OrderListHash = 80711e4c1e3c0da20152da8fafc3fd66
-- expects points: 50
require "kit.fee_in_base" (function()
  SetAccountCurrency("USDT")
  SetStartDate(2018, 5, 2)
  SetEndDate(2018, 5, 3)
  Settings.SeedInitialPrices = true
  SetBrokerageModel(BrokerageName.Binance, AccountType.Cash)
end, "BTCUSDT", "USDT")
