-- Symbols that a market does not have are refused when they are added.
-- LEAN: Algorithm.CSharp/AddTimeValidationAndMarketHoursRegressionAlgorithm.cs of QuantConnect/Lean, commit ed50f7f63b
-- expects: Total Orders = 0
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
-- expects: Information Ratio = -8.91
-- expects: Tracking Error = 0.223
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: Drawdown Recovery = 0
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 3943
local function refused(...)
  local ok, text = pcall(AddCrypto, ...)
  if ok then error("taken: " .. (...)) end
  Log(text)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  AddEquity("SPY", Resolution.Minute)
  refused("BNBUSD", Resolution.Minute, Market.Coinbase)
  refused("BTCUSD", Resolution.Minute, Market.Oanda)
  for _, symbol in ipairs(Securities.Keys) do
    if symbol.Value ~= "SPY" then error("there is a " .. symbol.Value) end
  end
end
