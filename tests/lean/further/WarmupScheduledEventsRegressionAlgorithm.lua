-- Events each six hours and at the end of days, within a warm-up of nine hours and behind it.
-- LEAN: Algorithm.CSharp/WarmupScheduledEventsRegressionAlgorithm.cs of QuantConnect/Lean, commit 03cae8cc1f
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
-- expects: Information Ratio = 0
-- expects: Tracking Error = 0
-- expects: Treynor Ratio = 0
-- expects: Total Fees = $0.00
-- expects: Estimated Strategy Capacity = $0
-- expects: Lowest Capacity Asset =
-- expects: Portfolio Turnover = 0%
-- expects: OrderListHash = d41d8cd98f00b204e9800998ecf8427e
-- expects points: 819
local EVENTS = {
  "04 18", "05 00", "05 06", "05 12", "05 18", "06 00", "06 06", "06 12", "06 18", "07 00", "07 06", "07 12", "07 18",
  "08 00", "08 06", "08 12",
}
local ENDS = { "04 15:50", "07 15:50", "08 15:50" }
local events, ends = 0, 0

local function expect(what, got, want)
  if got ~= want then error(("%s at %s, want %s"):format(what, got, want)) end
  if Time.Day > 7 and IsWarmingUp then error("still warming up on the 8th") end
end

function Initialize()
  SetStartDate(2013, 10, 8)
  SetEndDate(2013, 10, 8)
  AddEquity("SPY", Resolution.Minute, nil, false)
  Schedule.On(DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromHours(6)), function()
    events = events + 1
    expect("an event", ("%02d %02d"):format(Time.Day, Time.Hour), EVENTS[events])
  end)
  SetWarmUp(9, Resolution.Hour)
end

function OnEndOfDay(symbol)
  ends = ends + 1
  expect("the end of " .. symbol.Value, ("%02d %02d:%02d"):format(Time.Day, Time.Hour, Time.Minute), ENDS[ends])
end

function OnEndOfAlgorithm()
  if events ~= #EVENTS or ends ~= #ENDS then error(("%d events, %d ends"):format(events, ends)) end
end
