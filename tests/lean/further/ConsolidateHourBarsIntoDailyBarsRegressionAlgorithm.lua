-- Days made of hours give an indicator the values that days of the file give it.
-- LEAN: Algorithm.CSharp/ConsolidateHourBarsIntoDailyBarsRegressionAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
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
-- expects: Information Ratio = -5.215
-- expects: Tracking Error = 0.159
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 290
local spy, made, file
local values, count, compared = {}, 0, false

local function middle(bar) return (bar.Close + bar.Open) / 2 end

function Initialize()
  SetStartDate(2020, 5, 1)
  SetEndDate(2020, 6, 5)
  spy = AddEquity("SPY", Resolution.Hour).Symbol
  made = RelativeStrengthIndex("made", 15, MovingAverageType.Wilders)
  RegisterIndicator(spy, made, Resolution.Daily, middle)
  file = RelativeStrengthIndex("file", 15, MovingAverageType.Wilders)
end

function OnData(data)
  if IsWarmingUp or not data:ContainsKey(spy) then return end
  if Time.Month ~= EndDate.Month then
    values[tostring(Time.Date)] = made.Value
    if Time.Hour == 16 then count = count + 1 end
    return
  end
  for _, bar in ipairs(History(spy, count, Resolution.Daily)) do
    file:Update(bar.EndTime, middle(bar))
    local want = values[tostring(bar.EndTime.Date)]
    if math.abs(file.Value - want) > 1e-9 then error(("%s: %s, made %s"):format(bar.EndTime, file.Value, want)) end
  end
  compared = true
  Quit()
end

function OnEndOfAlgorithm()
  if not compared then error("nothing was compared") end
end
