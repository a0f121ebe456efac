-- An account in euros: stocks and pairs that are quoted in dollars.
local check = require "perigee.check"
local eurusd, day, coin, bought

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 9)
  SetAccountCurrency("eur", 5000)
  check.equal("account", AccountCurrency, "EUR")
  check.equal("cash", Portfolio.CashBook.EUR.Amount, 5000.0)
  check.raises("another", "it was set to EUR before, not to GBP", SetAccountCurrency, "GBP")
  day = AddEquity("DAY", Resolution.Daily)
  coin = AddData("COIN", Resolution.Daily)
  eurusd = AddForex("EURUSD", Resolution.Daily)
  check.equal("custom data", coin.QuoteCurrency.Symbol, "EUR")
end

function OnData(data)
  if bought or not data[day] or not eurusd.HasData then return end
  bought = true
  local rate = Portfolio.CashBook.USD.ConversionRate
  check.equal("inverted", rate, 1 / eurusd.Price)
  day:SetFeeModel(ConstantFeeModel(1))
  MarketOrder(day, 10)
  MarketOrder(coin, 1)
end

function OnEndOfAlgorithm()
  local cash = Portfolio.CashBook
  check.equal("bought", day.Holdings.Quantity, 10.0)
  check.near("dollars", cash.USD.Amount, -10 * day.Holdings.AveragePrice, 1e-9)
  check.near("a fee in euros", cash.EUR.Amount, 5000 - 1 - coin.Holdings.AveragePrice, 1e-9)
  check.near("in euros", day.Holdings.HoldingsValue, 10 * day.Price / eurusd.Price, 1e-9)
  check.near("value", Portfolio.TotalPortfolioValue,
    4999 + (10 * day.Price + cash.USD.Amount) / eurusd.Price + coin.Price - coin.Holdings.AveragePrice, 1e-9)
  check.finish()
end
