-- Fees in ethers, which are neither what is traded nor the account's currency.
-- LEAN: Algorithm.CSharp/FeeModelNotUsingAccountCurrency.cs of QuantConnect/Lean, commit 8e1573c13b
-- expects: Total Orders = 2
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 12300.00
-- expects: End Equity = 11511.60
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
-- expects: Total Fees = $804.33
-- expects: Estimated Strategy Capacity = $11000.00
-- expects: Lowest Capacity Asset = BTCEUR 2XR
-- expects: Portfolio Turnover = 205.71%
-- expects: OrderListHash = ebb9bbcf4364d5dd5765f878525462d2
-- expects points: 7201
local EUROS = 10000
local coins
local bought = false
local fees = 0

function Initialize()
  SetStartDate(2018, 4, 4)
  SetEndDate(2018, 4, 4)
  SetCash(0)
  SetCash("EUR", EUROS, 1.23)
  SetBrokerageModel(BrokerageName.GDAX, AccountType.Cash)
  coins = AddCrypto("BTCEUR")
  SetCash("ETH", 0, 0)
  coins.FeeModel = function() return 1, "ETH" end
end

function OnData()
  if Portfolio.Invested or bought then
    Liquidate(coins)
  else
    bought = true
    SetHoldings(coins, 1)
  end
end

function OnOrderEvent(event) fees = fees + event.OrderFee end

local function is(value, wanted, what)
  if math.abs(value - wanted) > 0.005 then error(("%s was %s, not %s"):format(what, value, wanted)) end
end

function OnEndOfAlgorithm()
  local book, trade = Portfolio.CashBook, TradeBuilder.ClosedTrades[1]
  is(book.ETH.Amount, -2, "ethers")
  is(book.USD.Amount, 0, "dollars")
  is(book.BTC.Amount, 0, "bitcoins")
  is(book.EUR.Amount, EUROS + (trade.ExitPrice - trade.EntryPrice) * trade.Quantity, "euros")
  is(trade.TotalFees, fees, "the trade's fees")
  is(coins.Holdings.TotalFees, fees, "the position's fees")
end
