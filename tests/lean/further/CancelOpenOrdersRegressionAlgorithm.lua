-- Limit orders that are cancelled and sent anew until one fills; one that the account cannot pay.
-- LEAN: Algorithm.CSharp/CancelOpenOrdersRegressionAlgorithm.cs of QuantConnect/Lean, commit 8e1573c13b
-- expects: Total Orders = 5
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 1000.00
-- expects: End Equity = 955.69
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
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $370000.00
-- expects: Lowest Capacity Asset = ETHUSD 2XR
-- expects: Portfolio Turnover = 104.59%
-- expects: OrderListHash = 5277847166fcd10cde634e3986e1d285
-- expects points: 5765
local ORDERS = { [6] = { 0.10576312, 4727.61 }, [12] = { 0.10576267, 4727.63 }, [18] = { 0.10547724, 4740.42 } }

function Initialize()
  SetStartDate(2017, 9, 3)
  SetEndDate(2017, 9, 3)
  SetCash(1000)
  SetBrokerageModel(BrokerageName.GDAX, AccountType.Cash)
  AddCrypto("BTCUSD")
  AddCrypto("ETHUSD")
end

function OnData()
  if UtcTime.Hour ~= 6 then return end
  local minute = UtcTime.Minute
  if minute == 0 then
    LimitOrder("BTCUSD", 100, 4734.64)
    LimitOrder("ETHUSD", 1.35505027, 368.8)
  elseif minute <= 24 and minute % 6 == 0 then
    Transactions.CancelOpenOrders("BTCUSD")
    local order = ORDERS[minute]
    if order then LimitOrder("BTCUSD", order[1], order[2]) end
  end
end

function OnEndOfAlgorithm()
  local wanted = { "Invalid", "Filled", "Canceled", "Canceled", "Filled" }
  local orders = Transactions.GetOrders()
  if #orders ~= #wanted then error(#orders .. " orders") end
  for i, status in ipairs(wanted) do
    if orders[i].Status ~= status then error(("order %d is %s"):format(i, orders[i].Status)) end
  end
end
