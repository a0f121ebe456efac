-- The cash book: currencies of pairs, rates, what a purchase of one does, what holdings in others are worth.
local check = require "perigee.check"
local eurusd, eurgbp, day
local done = false

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 9)
  check.equal("account", AccountCurrency, "USD")
  check.raises("no currency", "'E R' is no currency; expected 1 to 23 letters and digits", SetCash, "E R", 5)
  check.raises("no rate", "the rate of EUR was -1, expected a number above 0", SetCash, "EUR", 5, -1)
  check.raises("the wrong way round", "write SetCash(currency, amount)", SetCash, 5, "EUR")
  SetCash(10000)
  SetCash("eur", 100)
  SetCash("XTS", 10, 0.5)
  check.raises("too late", 'SetAccountCurrency("EUR") must be called before SetCash', SetAccountCurrency, "EUR")
  SetAccountCurrency("USD")
  eurusd = AddCrypto("EURUSD", Resolution.Daily) -- whose market never closes
  eurgbp = AddCrypto("EURGBP", Resolution.Daily)
  day = AddEquity("DAY", Resolution.Daily)
  check.equal("quote", eurgbp.QuoteCurrency.Symbol, "GBP")
  check.equal("base", eurgbp.BaseCurrency.Symbol, "EUR")
  check.equal("none", day.BaseCurrency, nil)
  check.equal("of a stock", day.QuoteCurrency.Symbol, "USD")
end

local function books()
  local book, keys = Portfolio.CashBook, {}
  for code, cash in pairs(book) do keys[#keys + 1] = code .. "=" .. cash.Symbol end
  check.equal("pairs", table.concat(keys, " "), "USD=USD EUR=EUR XTS=XTS GBP=GBP")
  check.equal("Keys", table.concat(book.Keys, " "), "USD EUR XTS GBP")
  check.equal("Count", book.Count, 4)
  check.equal("AccountCurrency", book.AccountCurrency, "USD")
  check.equal("any case", book["gbp"], book.GBP)
  check.equal("ContainsKey", book:ContainsKey("EUR") and not book:ContainsKey("CHF"), true)
  check.raises("not there", "CashBook: 'CHF' is not in the cash book, which has USD, EUR, XTS, GBP",
    function() return book["CHF"] end)
  check.raises("a member misspelt", "TotalValueInAccountCurrency",
    function() return book.TotalValueInAccountCurency end)
  check.equal("given and never told", book.XTS.ConversionRate, 0.5)
  check.equal("of a pair", book.EUR.ConversionRate, eurusd.Price)
  check.near("by way of another", book.GBP.ConversionRate, eurusd.Price / eurgbp.Price, 1e-12)
  check.near("Convert", book:Convert(10, "EUR", "GBP"), 10 * eurgbp.Price, 1e-12)
  check.near("to the account", book:ConvertToAccountCurrency(10, "EUR"), 10 * eurusd.Price, 1e-12)
  check.near("total", book.TotalValueInAccountCurrency, Portfolio.Cash, 1e-9)
  check.near("cash", Portfolio.Cash, 10000 + 100 * eurusd.Price + 5, 1e-9)
  check.equal("unsettled", Portfolio.UnsettledCash + Portfolio.UnsettledCashBook.EUR.Amount, 0.0)
end

-- Pounds are owed, euros are there: worth what they were, until prices move.
local function buy_euros()
  local before, cash = Portfolio.TotalPortfolioValue, Portfolio.CashBook
  MarketOrder(eurgbp, 50)
  check.equal("euros", cash.EUR.Amount, 150.0)
  check.near("pounds", cash.GBP.Amount, -50 * eurgbp.Price, 1e-12)
  check.near("value", Portfolio.TotalPortfolioValue, before, 1e-9)
  check.near("of the position", eurgbp.Holdings.HoldingsValue, 50 * eurusd.Price, 1e-9)
  check.near("its margin", Portfolio.TotalMarginUsed, eurgbp.Holdings.HoldingsValue, 1e-9)
end

local function size()
  local quantity = CalculateOrderQuantity(eurgbp, 1)
  local unit = eurgbp.Price * Portfolio.CashBook.GBP.ConversionRate
  local goal = Portfolio.TotalPortfolioValue * 0.9975
  check.near("a target is in account currency", (quantity + 50) * unit, goal, 1e-6)
end

function OnData(data)
  if not (data[eurgbp] and data[eurusd]) or done then return end
  done = true
  books()
  buy_euros()
  size()
  eurusd:SetFeeModel(function() return 2, "EUR" end)
  local euros = Portfolio.CashBook.EUR.Amount
  local ticket = MarketOrder(eurusd, 10)
  check.equal("a fee in euros", Portfolio.CashBook.EUR.Amount, euros + 10 - 2)
  check.equal("as it is told", ticket.Fee, 2 * eurusd.Price)
end

function OnEndOfAlgorithm()
  check.equal("traded", done, true)
  local cash = Portfolio.CashBook
  check.near("value at the end", Portfolio.TotalPortfolioValue,
    cash.USD.Amount + cash.EUR.Amount * eurusd.Price + cash.GBP.Amount * eurusd.Price / eurgbp.Price + 5, 1e-9)
  check.near("cash of the pairs is no holding besides", Portfolio.TotalPortfolioValue, Portfolio.Cash, 1e-9)
  check.finish()
end
