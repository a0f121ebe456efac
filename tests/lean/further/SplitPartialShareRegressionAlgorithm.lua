-- A share of a raw stock that is split seven for one: cash comes for the parts that make no whole share.
-- LEAN: Algorithm.CSharp/SplitPartialShareRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 0.562%
-- expects: Drawdown = 0.000%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100007.16
-- expects: Net Profit = 0.007%
-- expects: Sharpe Ratio = -3.983
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0
-- expects: Beta = -0.007
-- expects: Annual Standard Deviation = 0.001
-- expects: Annual Variance = 0
-- expects: Information Ratio = -11.436
-- expects: Tracking Error = 0.037
-- expects: Treynor Ratio = 0.431
-- expects: Total Fees = $1.00
-- expects: Estimated Strategy Capacity = $4200000000.00
-- expects: Lowest Capacity Asset = AAPL R735QTJ8XC9X
-- expects: Portfolio Turnover = 0.13%
-- expects: OrderListHash = 87f55de4577d35a6ff70a7fd335e14a4
-- expects points: 2371
local warned, happened, cash

function Initialize()
  SetStartDate(2014, 6, 5)
  SetEndDate(2014, 6, 9)
  UniverseSettings.DataNormalizationMode = DataNormalizationMode.Raw
  AddEquity("AAPL")
end

function OnData(data)
  local now = Portfolio.CashBook.USD.Amount
  for _, split in pairs(data.Splits) do
    if split.Type == SplitType.Warning then
      if warned or happened or now ~= cash then error("an unexpected warning, or cash before the split") end
      warned = true
    else
      if happened then error("split twice") end
      happened = true
      if now == cash or now - cash >= split.SplitFactor * split.ReferencePrice then error("the cash is " .. now) end
    end
  end
  if not Portfolio.Invested then
    Buy("AAPL", 1)
    cash = Portfolio.CashBook.USD.Amount
  end
end

function OnEndOfAlgorithm()
  if not happened then error("there was no split") end
end
