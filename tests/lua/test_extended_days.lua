-- Days that are joined with the sessions around the market's, where the setting and the symbol want it.
-- shared: lean-data
local check = require "perigee.check"
local days = {}

local function take(name)
  return function(bar) days[name] = days[name] or bar end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  AddEquity("SPY", Resolution.Minute, nil, true, 0, true)
  AddEquity("IBM", Resolution.Minute)
  check.equal("not by default", Settings.DailyConsolidationUseExtendedMarketHours, false)
  Consolidate("SPY", Resolution.Daily, take "regular")
  Settings.DailyConsolidationUseExtendedMarketHours = true -- luacheck: ignore 122
  Consolidate("SPY", Resolution.Daily, take "extended")
  Consolidate("IBM", Resolution.Daily, take "without")
  check.raises("no boolean", "Settings.DailyConsolidationUseExtendedMarketHours", function()
    Settings.DailyConsolidationUseExtendedMarketHours = 1 -- luacheck: ignore 122
  end)
end

local function runs(name, from, to)
  local bar = days[name]
  check.equal(name .. ": start", ("%d:%02d"):format(bar.Time.Hour, bar.Time.Minute), from)
  check.equal(name .. ": end", ("%d:%02d"):format(bar.EndTime.Hour, bar.EndTime.Minute), to)
end

function OnEndOfAlgorithm()
  runs("regular", "9:30", "16:00")
  runs("extended", "4:00", "20:00")
  runs("without", "9:30", "16:00")
  check.that("more was traded", days.extended.Volume > days.regular.Volume)
  check.finish()
end
