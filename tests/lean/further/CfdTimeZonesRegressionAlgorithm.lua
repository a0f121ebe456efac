-- A CFD whose market is ahead of the zone of its data, bought and sold in turn every ten minutes.
-- LEAN: Algorithm.CSharp/CfdTimeZonesRegressionAlgorithm.cs of QuantConnect/Lean, commit 8e1573c13b
-- expects: Total Orders = 279
-- expects: Average Win = 0.01%
-- expects: Average Loss = -0.01%
-- expects: Compounding Annual Return = -33.650%
-- expects: Drawdown = 0.300%
-- expects: Expectancy = -0.345
-- expects: Start Equity = 100000
-- expects: End Equity = 99663.4
-- expects: Net Profit = -0.337%
-- expects: Sharpe Ratio = -21.957
-- expects: Sortino Ratio = -21.957
-- expects: Loss Rate = 68%
-- expects: Win Rate = 32%
-- expects: Profit-Loss Ratio = 1.07
-- expects: Alpha = 0
-- expects: Beta = 0
-- expects: Annual Standard Deviation = 0.014
-- expects: Annual Variance = 0
-- expects: Information Ratio = -19.772
-- expects: Tracking Error = 0.014
-- expects: Treynor Ratio = 0
-- expects: Total Fees = €0.00
-- expects: Estimated Strategy Capacity = €670000.00
-- expects: Lowest Capacity Asset = DE30EUR 8I
-- expects: Portfolio Turnover = 1062.25%
-- expects: OrderListHash = d5d15485c8fc6d412e5e73d40d9afd60
-- expects points: 2776
local dax

function Initialize()
  SetAccountCurrency("EUR")
  SetStartDate(2019, 2, 19)
  SetEndDate(2019, 2, 21)
  SetCash("EUR", 100000)
  dax = AddCfd("DE30EUR").Symbol
  SetBenchmark(dax)
end

function OnData()
  if Time.Minute % 10 ~= 0 then return end
  if Portfolio.Invested then
    Liquidate()
  else
    MarketOrder(dax, 1)
  end
end
