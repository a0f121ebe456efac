-- Three stocks of three resolutions, bought and sold in turn at each new bar.
-- LEAN: Algorithm.CSharp/RegressionAlgorithm.cs of QuantConnect/Lean, commit unknown
-- expects: Total Orders = 1990
-- expects: Average Win = 0.00%
-- expects: Average Loss = 0.00%
-- expects: Compounding Annual Return = -1.613%
-- expects: Drawdown = 0.000%
-- expects: Expectancy = -0.989
-- expects: Start Equity = 10000000
-- expects: End Equity = 9997920.64
-- expects: Net Profit = -0.021%
-- expects: Sharpe Ratio = -521.661
-- expects: Sortino Ratio = -521.661
-- expects: Loss Rate = 100%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 2.54
-- expects: Alpha = -0.018
-- expects: Beta = 0
-- expects: Annual Standard Deviation = 0
-- expects: Annual Variance = 0
-- expects: Information Ratio = -8.959
-- expects: Tracking Error = 0.223
-- expects: Treynor Ratio = -124
-- expects: Total Fees = $1987.00
-- expects: Estimated Strategy Capacity = $12000000.00
-- expects: Lowest Capacity Asset = AIG R735QTJ8XC9X
-- expects: Portfolio Turnover = 0.52%
-- expects: Drawdown Recovery = 0
-- expects: OrderListHash = c5990e41ef403a522d7eb60ce9d4c1f0
-- expects points: 7425
local last

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(10000000)
  AddSecurity(SecurityType.Equity, "BAC", Resolution.Minute)
  AddSecurity(SecurityType.Equity, "AIG", Resolution.Hour)
  AddSecurity(SecurityType.Equity, "IBM", Resolution.Daily)
end

function OnData(data)
  if last and Time - last < TimeSpan.FromMinutes(1) then return end
  last = Time
  for symbol, bar in pairs(data.Bars) do
    if not bar.IsFillForward then
      local held = Portfolio[symbol].Quantity
      MarketOrder(symbol, held == 0 and 10 or -held)
    end
  end
end
