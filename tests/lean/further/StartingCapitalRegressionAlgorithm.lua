-- Euros and coins that the account begins with count as starting capital.
-- LEAN: Algorithm.CSharp/StartingCapitalRegressionAlgorithm.cs of QuantConnect/Lean, commit 0678de396d
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 77011732.10
-- expects: End Equity = 71490762.61
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
-- expects: Total Fees = $1.21
-- expects: Estimated Strategy Capacity = $170000.00
-- expects: Lowest Capacity Asset = ETHUSD 2XR
-- expects: Portfolio Turnover = 0.00%
-- expects: Drawdown Recovery = 0
-- expects: OrderListHash = 563e667ab49944c44f57b7f20a444b2e
-- expects points: 7201
local ether

function Initialize()
  SetStartDate(2018, 4, 4)
  SetEndDate(2018, 4, 4)
  SetCash(10000)
  Settings.SeedInitialPrices = true
  SetCash("EUR", 10000)
  SetCash("BTC", 10000)
  SetCash("ETH", 10000)
  SetBrokerageModel(BrokerageName.GDAX, AccountType.Cash)
  AddCrypto("BTCUSD")
  ether = AddCrypto("ETHUSD").Symbol
end

function OnData()
  if not Portfolio.Invested then Buy(ether, 1) end
end
