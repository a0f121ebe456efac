-- An account in ethers: litecoins are worth LTCUSD / ETHUSD of them.
-- LEAN: Algorithm.CSharp/TwoLegCurrencyConversionRegressionAlgorithm.cs of QuantConnect/Lean, commit 8e1573c13b
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 132348.63
-- expects: End Equity = 131620.05
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
-- expects: Total Fees = Ξ0.00
-- expects: Estimated Strategy Capacity = Ξ2000.00
-- expects: Lowest Capacity Asset = LTCUSD 2XR
-- expects: Portfolio Turnover = 0.00%
-- expects: OrderListHash = c5d6001a28b12bd2d6c714a9aaa3aa07
-- expects points: 5765
local ether, lite

function Initialize()
  SetStartDate(2018, 4, 4)
  SetEndDate(2018, 4, 4)
  SetBrokerageModel(BrokerageName.GDAX, AccountType.Cash)
  SetAccountCurrency("ETH")
  SetCash("ETH", 100000)
  SetCash("LTC", 100000)
  SetCash("USD", 100000)
  ether = AddCrypto("ETHUSD", Resolution.Minute)
  lite = AddCrypto("LTCUSD", Resolution.Minute)
end

function OnData()
  if not Portfolio.Invested then MarketOrder(lite, 1) end
end

function OnEndOfAlgorithm()
  local cash = Portfolio.CashBook.LTC
  local pairs_of = cash.CurrencyConversion.ConversionRateSecurities
  if #pairs_of ~= 2 or pairs_of[1] ~= lite or pairs_of[2] ~= ether then error("the rate comes from other pairs") end
  local rate = lite:GetLastData().Value / ether:GetLastData().Value
  if math.abs(cash.ConversionRate - rate) > 1e-12 then error(("%s, not %s"):format(cash.ConversionRate, rate)) end
end
