-- A stock that is bought, announced to be delisted, sold, and gone.
-- LEAN: Algorithm.CSharp/DelistingEventsAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 2
-- expects: Average Win = 0%
-- expects: Average Loss = -5.58%
-- expects: Compounding Annual Return = -85.973%
-- expects: Drawdown = 5.600%
-- expects: Expectancy = -1
-- expects: Start Equity = 100000
-- expects: End Equity = 94421.6
-- expects: Net Profit = -5.578%
-- expects: Sharpe Ratio = -5.495
-- expects: Sortino Ratio = -10.306
-- expects: Probabilistic Sharpe Ratio = 0.000%
-- expects: Loss Rate = 100%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.585
-- expects: Beta = -1.085
-- expects: Annual Standard Deviation = 0.15
-- expects: Annual Variance = 0.023
-- expects: Information Ratio = -5.081
-- expects: Tracking Error = 0.206
-- expects: Treynor Ratio = 0.76
-- expects: Total Fees = $36.70
-- expects: Estimated Strategy Capacity = $110000.00
-- expects: Lowest Capacity Asset = AAA SEVKGI6HF885
-- expects: Portfolio Turnover = 18.33%
-- expects: OrderListHash = 1450ea23a3a1ef4ee2398ec757c39223
-- LEAN counted 86 points at that commit, before a symbol that leaves in the run was one.
-- expects points: 87
local aaa
local warned, gone, removed, bars = false, false, 0, 0

function Initialize()
  SetStartDate(2007, 5, 15)
  SetEndDate(2007, 5, 25)
  SetCash(100000)
  aaa = AddSecurity(SecurityType.Equity, "AAA.1", Resolution.Daily)
  AddSecurity(SecurityType.Equity, "SPY", Resolution.Daily)
end

function OnData(data)
  bars = bars + data.Bars.Count
  if Transactions.OrdersCount == 0 then SetHoldings("AAA.1", 1) end
  if aaa.IsDelisted == aaa.IsTradable then error("delisted and tradable do not exclude each other") end
  for symbol, delisting in pairs(data.Delistings) do
    if delisting.Type == DelistingType.Warning then
      warned = true
      SetHoldings(symbol, 0)
    else
      gone = true
      local ok = pcall(SetHoldings, symbol, 1)
      if ok and Transactions.OrdersCount > 2 then error("an order of a stock that is gone") end
    end
  end
end

function OnSecuritiesChanged(changes)
  for _, security in ipairs(changes.RemovedSecurities) do
    if security.Symbol.Value == "AAA.1" then removed = removed + 1 end
  end
end

function OnEndOfAlgorithm()
  if not warned or not gone then error("the delisting was not told") end
  if bars ~= 13 then error("bars: " .. bars) end
  if removed ~= 1 then error("told " .. removed .. " times that it was removed") end
end
