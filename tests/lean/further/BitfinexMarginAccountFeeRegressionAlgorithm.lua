-- What is bought pays its fee itself, so less of it comes; the quote currency pays the price alone.
-- LEAN: Algorithm.CSharp/BitfinexMarginAccountFeeRegressionAlgorithm.cs of QuantConnect/Lean, commit unknown
-- expects: Total Orders = 49
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000.00
-- expects: End Equity = 100001.31
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
-- expects: Total Fees = $1.13
-- expects: Estimated Strategy Capacity = $640000.00
-- expects: Lowest Capacity Asset = BTCUSD E3
-- expects: Portfolio Turnover = 0.28%
-- expects: OrderListHash = 899ef4e299a6cc73c1bd96fb9993db0e
-- expects points: 126
local pair

function Initialize()
  SetStartDate(2013, 10, 2)
  SetEndDate(2013, 10, 3)
  SetBrokerageModel(BrokerageName.Bitfinex, AccountType.Margin)
  pair = AddCrypto("BTCUSD", Resolution.Hour).Symbol
end

local function is(value, wanted, what)
  if math.abs(value - wanted) > 1e-9 * math.abs(wanted) then error(("%s was %s, not %s"):format(what, value, wanted)) end
end

function OnData()
  if Portfolio.Invested then return Liquidate() end
  local base, quote = Portfolio.CashBook.BTC, Portfolio.CashBook.USD
  local before = quote.Amount
  local ticket = Buy(pair, 0.1)
  local event = ticket.OrderEvents[#ticket.OrderEvents]
  is(base.Amount, ticket.QuantityFilled, "what came")
  is(event.FillQuantity, ticket.QuantityFilled, "the event's quantity")
  is(quote.Amount, before - 0.1 * event.FillPrice, "what is left")
  is(Securities[pair].Holdings.Quantity, event.FillQuantity, "the position")
  if not (event.FillQuantity < 0.1) then error("no fee was taken off") end
end
