-- Orders of all types that wait while their stock is split: quantities and prices follow.
-- LEAN: Algorithm.CSharp/SplitEquityRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 5
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100000
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
-- expects: Information Ratio = -2.491
-- expects: Tracking Error = 0.042
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: OrderListHash = 1433d839e97cd82fc9b051cfd98f166f
-- expects points: 80
local aapl
local tickets = {}
local price, factor

function Initialize()
  SetStartDate(2014, 6, 5)
  SetEndDate(2014, 6, 11)
  SetCash(100000)
  aapl = AddEquity("AAPL", Resolution.Hour, nil, nil, nil, nil, DataNormalizationMode.Raw).Symbol
end

function OnData(data)
  local split = data.Splits[aapl]
  if split then factor, price = split.SplitFactor, Securities[aapl].Price end
  if Transactions.OrdersCount == 0 then
    tickets[1] = LimitIfTouchedOrder(aapl, 10, 10, 10)
    tickets[2] = LimitOrder(aapl, 10, 5)
    tickets[3] = StopLimitOrder(aapl, 10, 15, 15)
    tickets[4] = TrailingStopOrder(aapl, 10, 1000, 60, false)
    tickets[5] = TrailingStopOrder(aapl, 10, 1000, 0.1, true)
  end
end

local function expect(n, field, want)
  local got = tickets[n]:Get(field)
  if math.abs(got - want) > 1e-9 then error(("%s of order %d was %s, want %s"):format(field, n, got, want)) end
end

function OnEndOfAlgorithm()
  for i, ticket in ipairs(tickets) do
    if ticket.Quantity ~= 69 then error(("quantity of order %d: %s"):format(i, ticket.Quantity)) end
  end
  expect(1, OrderField.TriggerPrice, 1.43)
  expect(1, OrderField.LimitPrice, 1.43)
  expect(2, OrderField.LimitPrice, 0.7143)
  expect(3, OrderField.StopPrice, 2.14)
  expect(4, OrderField.TrailingAmount, 8.57)
  expect(5, OrderField.TrailingAmount, 0.1)
  local amount, share = tickets[4]:Get(OrderField.StopPrice), tickets[5]:Get(OrderField.StopPrice)
  if math.abs(amount - price) > 60 * factor then error("stop by an amount: " .. amount) end
  if math.abs(share - price) > 0.1 * share then error("stop by a share: " .. share) end
end
