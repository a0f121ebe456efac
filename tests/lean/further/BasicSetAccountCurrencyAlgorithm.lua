-- An account in euros buys bitcoins for all of them.
-- LEAN: Algorithm.CSharp/BasicSetAccountCurrencyAlgorithm.cs of QuantConnect/Lean, commit cce8945fe8
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000.00
-- expects: End Equity = 92395.59
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
-- expects: Total Fees = €298.35
-- expects: Estimated Strategy Capacity = €85000.00
-- expects: Lowest Capacity Asset = BTCEUR 2XR
-- expects: Portfolio Turnover = 107.64%
-- expects: OrderListHash = 6819dc936b86af6e4b89b6017b7d5284
-- expects points: 4319
local coins

function Initialize()
  SetStartDate(2018, 4, 4)
  SetEndDate(2018, 4, 4)
  SetBrokerageModel(BrokerageName.GDAX, AccountType.Cash)
  SetAccountCurrency("EUR")
  SetCash(100000)
  coins = AddCrypto("BTCEUR").Symbol
end

function OnData()
  if not Portfolio.Invested then SetHoldings(coins, 1) end
end
