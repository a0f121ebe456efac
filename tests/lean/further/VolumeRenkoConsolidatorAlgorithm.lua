-- Bricks of volume of minutes and of ticks, fed by hand; an average of them is traded.
-- LEAN: Algorithm.CSharp/VolumeRenkoConsolidatorAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 225
-- expects: Average Win = 0.25%
-- expects: Average Loss = -0.05%
-- expects: Compounding Annual Return = -48.296%
-- expects: Drawdown = 3.000%
-- expects: Expectancy = -0.190
-- expects: Start Equity = 100000
-- expects: End Equity = 99160.18
-- expects: Net Profit = -0.840%
-- expects: Sharpe Ratio = -0.987
-- expects: Sortino Ratio = -7.639
-- expects: Loss Rate = 87%
-- expects: Win Rate = 13%
-- expects: Profit-Loss Ratio = 5.05
-- expects: Alpha = -2.224
-- expects: Beta = 1.009
-- expects: Annual Standard Deviation = 0.234
-- expects: Annual Variance = 0.055
-- expects: Information Ratio = -33.249
-- expects: Tracking Error = 0.066
-- expects: Treynor Ratio = -0.229
-- expects: Total Fees = $765.34
-- expects: Estimated Strategy Capacity = $4100000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 4497.77%
-- expects: OrderListHash = bc7753018280859a55ca9834f21c511a
-- expects points: 698706
local spy, ibm, of_bars, of_ticks
local average = SimpleMovingAverage(10)
local bricks_of_ticks = 0

local function check(bar)
  if bar.Volume ~= 1000000 then error("a brick of " .. bar.Volume) end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute)
  of_bars = VolumeRenkoConsolidator(1000000)
  of_bars.DataConsolidated = function(_, bar)
    average:Update(bar.EndTime, bar.Value)
    check(bar)
  end
  ibm = AddEquity("IBM", Resolution.Tick)
  of_ticks = VolumeRenkoConsolidator(1000000)
  of_ticks.DataConsolidated = function(_, bar)
    bricks_of_ticks = bricks_of_ticks + 1
    check(bar)
  end
  for _, bar in ipairs(History(TradeBar, spy, 1000, Resolution.Minute)) do of_bars:Update(bar) end
end

function OnData(data)
  local bar, ticks = data.Bars[spy], data.Ticks[ibm]
  if bar then of_bars:Update(bar) end
  for _, tick in ipairs(ticks or {}) do of_ticks:Update(tick) end
  SetHoldings(spy, average.IsReady and average.Value < spy.Price and 1 or 0)
end

function OnEndOfAlgorithm()
  if bricks_of_ticks == 0 then error("no bricks of ticks") end
end
