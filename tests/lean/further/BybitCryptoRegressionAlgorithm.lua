-- A cash account of Bybit in USDT that has a bitcoin: one more is bought and sold, the first one is offered.
-- LEAN: Algorithm.CSharp/BybitCryptoRegressionAlgorithm.cs of QuantConnect/Lean, commit 1074475492
-- expects: Total Orders = 3
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 117171.12
-- expects: End Equity = 117244.52
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
-- expects: Total Fees = ₮51.65
-- expects: Estimated Strategy Capacity = ₮560000.00
-- expects: Lowest Capacity Asset = BTCUSDT 2UZ
-- expects: Portfolio Turnover = 44.04%
-- expects: OrderListHash = 47580e88a8cc54b04f3b2bcb5d501150
-- expects points: 2883
local pair, fast, slow
local sold = false

function Initialize()
  SetStartDate(2022, 12, 13)
  SetEndDate(2022, 12, 13)
  SetAccountCurrency("USDT")
  SetCash(100000)
  SetCash("BTC", 1)
  SetBrokerageModel(BrokerageName.Bybit, AccountType.Cash)
  pair = AddCrypto("BTCUSDT").Symbol
  fast = EMA(pair, 30, Resolution.Minute)
  slow = EMA(pair, 60, Resolution.Minute)
end

function OnData()
  local book = Portfolio.CashBook
  if book.USDT.ConversionRate == 0 or book.BTC.ConversionRate == 0 then error("a rate is not known") end
  if not slow.IsReady then return end
  local coins = book.BTC.Amount
  if fast > slow then
    if coins == 1 and not sold then Buy(pair, 1) end
  elseif coins > 1 then
    Liquidate(pair)
    sold = true
  elseif coins > 0 and sold and #Transactions.GetOpenOrders() == 0 then
    LimitOrder(pair, -coins, math.floor(Securities[pair].Price * 101 + 0.5) / 100)
  end
end

function OnEndOfAlgorithm()
  if Portfolio.CashBook.BTC.Amount > 0 then error("there are bitcoins left") end
end
