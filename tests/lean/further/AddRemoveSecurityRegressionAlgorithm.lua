-- Stocks are added on a Tuesday, bought on Wednesday and removed on Thursday.
-- LEAN: Algorithm.CSharp/AddRemoveSecurityRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 5
-- expects: Average Win = 0.46%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 296.356%
-- expects: Drawdown = 1.400%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 101776.32
-- expects: Net Profit = 1.776%
-- expects: Sharpe Ratio = 12.966
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 100%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0.678
-- expects: Beta = 0.707
-- expects: Annual Standard Deviation = 0.16
-- expects: Annual Variance = 0.026
-- expects: Information Ratio = 1.378
-- expects: Tracking Error = 0.072
-- expects: Treynor Ratio = 2.935
-- expects: Total Fees = $28.30
-- expects: Estimated Strategy Capacity = $4700000.00
-- expects: Lowest Capacity Asset = AIG R735QTJ8XC9X
-- expects: Portfolio Turnover = 29.88%
-- expects: OrderListHash = 6061ecfbb89eb365dff913410d279b7c
local last

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  AddSecurity(SecurityType.Equity, "SPY")
end

function OnData(data)
  if last == Time.Date or data.Bars.Count == 0 then return end
  if not Portfolio.Invested then
    SetHoldings("SPY", 0.5)
    last = Time.Date
  end
  if Time.DayOfWeek == DayOfWeek.Tuesday then
    AddSecurity(SecurityType.Equity, "AIG")
    AddSecurity(SecurityType.Equity, "BAC")
    last = Time.Date
  elseif Time.DayOfWeek == DayOfWeek.Wednesday then
    SetHoldings("AIG", 0.25)
    SetHoldings("BAC", 0.25)
    last = Time.Date
  elseif Time.DayOfWeek == DayOfWeek.Thursday then
    RemoveSecurity("AIG")
    RemoveSecurity("BAC")
    last = Time.Date
  end
end
