-- Coins and two currencies in a cash account: limits that are reserved, refused and cancelled; averages that cross.
-- LEAN: Algorithm.CSharp/BasicTemplateCryptoAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 12
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 31588.24
-- expects: End Equity = 30866.71
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
-- expects: Total Fees = $85.34
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset = BTCEUR 2XR
-- expects: Portfolio Turnover = 118.08%
-- The hash is another one: zeros at the end of prices in crypto files are not kept.
-- expects points: 12965
local fast, slow

function Initialize()
  SetStartDate(2018, 4, 4)
  SetEndDate(2018, 4, 4)
  SetCash(10000)
  SetCash("EUR", 10000)
  SetCash("BTC", 1)
  SetCash("ETH", 5)
  SetBrokerageModel(BrokerageName.Coinbase, AccountType.Cash)
  AddCrypto("BTCUSD")
  AddCrypto("ETHUSD")
  AddCrypto("BTCEUR")
  local ltc = AddCrypto("LTCUSD").Symbol
  fast, slow = EMA(ltc, 30, Resolution.Minute), EMA(ltc, 60, Resolution.Minute)
end

local function cents(price) return math.floor(price * 100 + 0.5) / 100 end
local function amount(currency) return Portfolio.CashBook[currency].Amount end

local function buy_ether()
  local reserved = 0
  for _, ticket in ipairs(Transactions.GetOpenOrders()) do
    if ticket.Quantity > 0 and ticket.Type == OrderType.Limit then
      reserved = reserved + ticket.Quantity * ticket.LimitPrice
    end
  end
  local free, limit = amount("USD") - reserved, cents(Securities["ETHUSD"].Price * 1.01)
  LimitOrder("ETHUSD", free / limit, limit) -- more than there is, with the fee
  LimitOrder("ETHUSD", free * 0.5 / limit, limit)
end

function OnData()
  for _, currency in ipairs { "EUR", "BTC", "ETH", "LTC" } do
    if Portfolio.CashBook[currency].ConversionRate == 0 then error("no rate of " .. currency) end
  end
  if Time.Hour == 1 and Time.Minute == 0 then
    LimitOrder("ETHUSD", -amount("ETH"), cents(Securities["ETHUSD"].Price * 1.01))
  elseif Time.Hour == 2 and Time.Minute == 0 then
    local limit = cents(Securities["BTCUSD"].Price * 0.95)
    LimitOrder("BTCUSD", amount("USD") * 0.5 / limit, limit)
  elseif Time.Hour == 2 and Time.Minute == 1 then
    buy_ether()
  elseif Time.Hour == 11 and Time.Minute == 0 then
    SetHoldings("BTCUSD", 0)
  elseif Time.Hour == 12 and Time.Minute == 0 then
    Buy("BTCEUR", 1)
    LimitOrder("BTCEUR", -1, cents(Securities["BTCEUR"].Price * 1.1))
  elseif Time.Hour == 13 and Time.Minute == 0 then
    Transactions.CancelOpenOrders("BTCEUR")
  elseif Time.Hour > 13 then
    if fast > slow then
      if amount("LTC") == 0 then Buy("LTCUSD", 10) end
    elseif amount("LTC") > 0 then
      Liquidate("LTCUSD")
    end
  end
end
