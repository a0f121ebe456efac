-- Adjusted prices of ticks: bought at a quote whose bid is near its price, sold at one whose ask is.
-- LEAN: Algorithm.CSharp/EquityTickQuoteAdjustedModeRegressionAlgorithm.cs of QuantConnect/Lean, commit 0678de396d
-- expects: Total Orders = 2
-- expects: Average Win = 0%
-- expects: Average Loss = -0.12%
-- expects: Compounding Annual Return = -9.135%
-- expects: Drawdown = 0.100%
-- expects: Expectancy = -1
-- expects: Start Equity = 100000
-- expects: End Equity = 99877.60
-- expects: Net Profit = -0.122%
-- expects: Sharpe Ratio = 0
-- expects: Sortino Ratio = 0
-- expects: Probabilistic Sharpe Ratio = 0%
-- expects: Loss Rate = 100%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 0
-- expects: Beta = 0
-- expects: Annual Standard Deviation = 0
-- expects: Annual Variance = 0
-- expects: Information Ratio = -8.91
-- expects: Tracking Error = 0.223
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $7.34
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset = IBM R735QTJ8XC9X
-- expects: Portfolio Turnover = 39.89%
-- expects: Drawdown Recovery = 0
-- expects: OrderListHash = 32f56b0f4e9300ef1a34464e8083c7e7
-- expects points: 694806
local ibm
local bought, sold = false, false

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  Settings.SeedInitialPrices = true
  ibm = AddEquity("IBM", Resolution.Tick)
end

function OnData(data)
  local ticks = data.Ticks[ibm]
  if sold or not ticks or not ibm.HasData then return end
  for _, tick in ipairs(ticks) do
    if tick.BidPrice ~= 0 and not bought and tick.Value - tick.BidPrice <= 0.05 then
      SetHoldings(ibm, 1)
      bought = true
      return
    end
    if tick.AskPrice ~= 0 and bought and not sold and math.abs(tick.Value - tick.AskPrice) <= 0.05 then
      Liquidate(ibm)
      sold = true
      return
    end
  end
end
