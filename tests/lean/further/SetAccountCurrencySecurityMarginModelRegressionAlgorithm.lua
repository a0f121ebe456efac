-- An account in euros goes long and short in a stock of dollars, which it owes and gets.
-- LEAN: Algorithm.CSharp/SetAccountCurrencySecurityMarginModelRegressionAlgorithm.cs of QuantConnect/Lean, commit 0678de396d
-- expects: Total Orders = 6
-- expects: Average Win = 0.41%
-- expects: Average Loss = -0.85%
-- expects: Compounding Annual Return = -15.354%
-- expects: Drawdown = 1.200%
-- expects: Expectancy = -0.260
-- expects: Start Equity = 100000
-- expects: End Equity = 99551.92
-- expects: Net Profit = -0.448%
-- expects: Sharpe Ratio = -1.459
-- expects: Sortino Ratio = -2.624
-- expects: Loss Rate = 50%
-- expects: Win Rate = 50%
-- expects: Profit-Loss Ratio = 0.48
-- expects: Alpha = -0.349
-- expects: Beta = 0.34
-- expects: Annual Standard Deviation = 0.084
-- expects: Annual Variance = 0.007
-- expects: Information Ratio = -6.601
-- expects: Tracking Error = 0.119
-- expects: Treynor Ratio = -0.361
-- expects: Total Fees = €13.70
-- expects: Estimated Strategy Capacity = €790000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 40.00%
-- expects: Drawdown Recovery = 2
-- expects: OrderListHash = a267868d506c93c1ff229e485d7744ba
-- expects points: 73
local TARGETS = { 0.5, 1, 0, -0.5, -1, 0 }
local spy, wanted, capital
local step, fees, closed, profit = 0, 0, 0, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 15)
  SetAccountCurrency("EUR")
  capital = Portfolio.CashBook.EUR.Amount
  spy = AddEquity("SPY", Resolution.Daily)
end

function OnData()
  step = step + 1
  local target = TARGETS[step]
  if not target then return end
  local value = Portfolio.TotalPortfolioValue * (1 - Settings.FreePortfolioValuePercentage)
  wanted = (value * target - spy.Holdings.HoldingsValue) / (spy.Price * spy.QuoteCurrency.ConversionRate) - 1
  wanted = wanted < 0 and math.ceil(wanted) or math.floor(wanted)
  SetHoldings(spy, target)
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Filled then return end
  if math.abs(event.FillQuantity - wanted) > 2 then error(("%s shares, not %s"):format(event.FillQuantity, wanted)) end
  local paid = spy.Holdings.TotalFees - fees
  if math.abs(paid - event.OrderFee) > 1e-5 then error(("a fee of %s, not %s"):format(paid, event.OrderFee)) end
  fees = spy.Holdings.TotalFees
  local trades = TradeBuilder.ClosedTrades
  if not TradeBuilder.HasOpenPosition(spy) then
    local last = trades[#trades]
    local earned = (last.ExitPrice - last.EntryPrice) * last.Quantity * spy.QuoteCurrency.ConversionRate
      * (last.Direction == TradeDirection.Long and 1 or -1)
    if math.abs(earned - last.ProfitLoss) > 1 then error("the trade earned " .. last.ProfitLoss) end
    for i = closed + 1, #trades - 1 do earned = earned + trades[i].ProfitLoss end
    if math.abs(spy.Holdings.Profit - profit - earned) > 1 then error("the position's profit is another one") end
  end
  closed, profit = #trades, spy.Holdings.Profit
end

function OnEndOfAlgorithm()
  local book = Portfolio.CashBook
  if book.EUR.Amount ~= capital then error("euros were spent: " .. book.EUR.Amount) end
  local earned = book:Convert(Portfolio.TotalProfit - Portfolio.TotalFees, "EUR", "USD")
  if math.abs(earned - book.USD.Amount) > math.abs(earned) * 0.01 then
    error(("%s dollars, not %s"):format(book.USD.Amount, earned))
  end
end
