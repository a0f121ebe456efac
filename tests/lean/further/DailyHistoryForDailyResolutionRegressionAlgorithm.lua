-- A day of history of pairs, a stock, a coin and a CFD, whenever one of them has a bar.
-- LEAN: Algorithm.CSharp/DailyHistoryForDailyResolutionRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 0
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0%
-- expects: Drawdown = 0%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000.00
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
-- expects: Information Ratio = -0.101
-- expects: Tracking Error = 0.185
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 179
local received, count = {}, 0

function Initialize()
  SetStartDate(2018, 3, 26)
  SetEndDate(2018, 4, 10)
  for _, symbol in ipairs {
    Symbol.Create("GBPUSD", SecurityType.Forex, Market.FXCM), Symbol.Create("EURUSD", SecurityType.Forex, Market.Oanda),
    Symbol.Create("AAPL", SecurityType.Equity, Market.USA),
    Symbol.Create("BTCUSD", SecurityType.Crypto, Market.Coinbase),
    Symbol.Create("XAUUSD", SecurityType.Cfd, Market.Oanda),
  } do
    AddSecurity(symbol, Resolution.Daily)
  end
end

function OnData(data)
  for symbol in pairs(data) do
    if not received[symbol] then count = count + 1 end
    received[symbol] = true
    local found = false
    for _, slice in ipairs(History(1, Resolution.Daily)) do found = found or slice:ContainsKey(symbol) end
    if not found then error(("no past of %s at %s"):format(symbol.Value, Time)) end
  end
end

function OnEndOfAlgorithm()
  if count ~= 5 then error(count .. " symbols") end
end
