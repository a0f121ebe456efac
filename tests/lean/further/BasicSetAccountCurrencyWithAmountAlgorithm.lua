-- An account in euros, its amount given with the currency, buys bitcoins for all of them.
-- LEAN: Algorithm.CSharp/BasicSetAccountCurrencyWithAmountAlgorithm.cs of QuantConnect/Lean, commit 0124dffa98
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 200000.00
-- expects: End Equity = 184791.19
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
-- expects: Total Fees = €596.71
-- expects: Estimated Strategy Capacity = €85000.00
-- expects: Lowest Capacity Asset = BTCEUR 2XR
-- expects: Portfolio Turnover = 107.64%
-- expects points: 4319
local coins

function Initialize()
  SetStartDate(2018, 4, 4)
  SetEndDate(2018, 4, 4)
  SetBrokerageModel(BrokerageName.GDAX, AccountType.Cash)
  SetAccountCurrency("EUR", 200000)
  coins = AddCrypto("BTCEUR").Symbol
end

function OnData()
  if not Portfolio.Invested then SetHoldings(coins, 1) end
end
