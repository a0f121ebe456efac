-- CashBook:Add, in Initialize and later, and where the rates of currencies come from.
local check = require "perigee.check"
local eurusd, eurgbp
local done = false

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 9)
  SetCash(10000)
  local book = Portfolio.CashBook
  local euros = book:Add("eur", 100)
  check.equal("its Cash", euros, book.EUR)
  check.equal("as SetCash", euros.Amount, 100.0)
  book:Add("XTS", 10, 0.5)
  book:Add("USD", 9000)
  check.raises("no currency", "'E R' is no currency", book.Add, book, "E R", 5)
  check.raises("no amount", "CashBook:Add: argument 2 (amount) was missing", book.Add, book, "EUR")
  check.raises("no rate", "CashBook:Add: the rate of EUR was -1", book.Add, book, "EUR", 5, -1)
  check.raises("not settled", "money that is not settled yet cannot be changed",
    function() Portfolio.UnsettledCashBook:Add("EUR", 5) end)
  eurusd = AddCrypto("EURUSD", Resolution.Daily)
  eurgbp = AddCrypto("EURGBP", Resolution.Daily)
end

local function names(conversion)
  local list = {}
  for i, security in ipairs(conversion.ConversionRateSecurities) do list[i] = security.Symbol.Value end
  return table.concat(list, " ")
end

local function conversions()
  local book = Portfolio.CashBook
  local euros = book.EUR.CurrencyConversion
  check.equal("from", euros.SourceCurrency, "EUR")
  check.equal("to", euros.DestinationCurrency, "USD")
  check.equal("rate", euros.ConversionRate, eurusd.Price)
  check.equal("by", names(euros), "EURUSD")
  check.equal("by way of euros", names(book.GBP.CurrencyConversion), "EURGBP EURUSD")
  check.equal("one that does not move", names(book.XTS.CurrencyConversion), "")
  local own = book.USD.CurrencyConversion
  check.equal("the account's own", own.SourceCurrency .. own.DestinationCurrency .. names(own), "USDUSD")
  check.equal("is worth one", own.ConversionRate, 1.0)
end

local function later()
  local book, before = Portfolio.CashBook, Portfolio.TotalPortfolioValue
  check.near("what was added", before, 9000 + 100 * eurusd.Price + 5, 1e-9)
  book:Add("EUR", 300)
  check.near("more of one", Portfolio.TotalPortfolioValue, before + 200 * eurusd.Price, 1e-9)
  check.equal("its rate stays", book.EUR.ConversionRate, eurusd.Price)
  check.raises("nothing converts it", "nothing converts XAX into USD", book.Add, book, "XAX", 7)
  check.equal("nothing came", book:ContainsKey("XAX"), false)
  book:Add("XAY", 8, 2)
  check.equal("one with a rate", book.XAY.ValueInAccountCurrency, 16.0)
  check.near("is part of it", Portfolio.TotalPortfolioValue, before + 200 * eurusd.Price + 16, 1e-9)
  book:Add("XAX", 7, 3)
  check.equal("given after all", book.XAX.ValueInAccountCurrency, 21.0)
end

function OnData(data)
  if not (data[eurgbp] and data[eurusd]) or done then return end
  done = true
  conversions()
  later()
end

function OnEndOfAlgorithm()
  check.that("traded", done)
  check.equal("its rate stays to the end", Portfolio.CashBook.XAY.ConversionRate, 2.0)
  check.finish()
end
