-- B: the changes of one price beside those of another, against plain loops.
local check = require "perigee.check"
local slope = require "helpers.slope"
local wave, late, day, b, same, highs, still, warm, off
local wave_prices, late_prices, wave_highs, day_highs, n = {}, {}, {}, {}, 0

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 11, 29)
  wave = AddEquity("WAVE", Resolution.Daily)
  late = AddEquity("LATE", Resolution.Daily, Market.USA, false) -- with holes
  day = AddEquity("DAY", Resolution.Daily)
  b, same, off = B(wave, late, 5), B(day, day, 3), B(wave, late, 4)
  highs = B(wave, day, 3, Resolution.Daily, Field.High)
  still = B(wave, late, 3, Field.High)
  check.equal("name", b.Name, "B(5)")
  check.raises("one day", "indicator B(1): period must be a whole number from 2", B, wave, late, 1)
  check.raises("no period", "B: argument 3 (period)", B, wave, late)
  check.raises("no reference", "B: reference: 'XYZ' was not added", B, wave, "XYZ", 5)
  check.raises("no target", "B: target was 5, expected a ticker, a Symbol or a Security", B, 5, late, 5)
  check.raises("by hand", "it is made of others", b.Update, b, DateTime(2013, 10, 1), 5)
  check.equal("fed", DeregisterIndicator(off), true)
  check.equal("no more", DeregisterIndicator(off), false)
  Schedule.On(DateRules.On(2013, 11, 12), TimeRules.Noon, function()
    Settings.AutomaticIndicatorWarmUp = true -- luacheck: ignore 122
    warm = B(day, wave, 6)
    Settings.AutomaticIndicatorWarmUp = false -- luacheck: ignore 122
    check.equal("ready at once", warm.IsReady, true)
  end)
end

local days, waves = {}, {}

function OnData(data)
  if data[day] and data[wave] then
    days[#days + 1], waves[#waves + 1] = data[day].Close, data[wave].Close
    day_highs[#days], wave_highs[#days] = data[day].High, data[wave].High
    if #days > 3 then check.near("of highs", highs.Value, slope(wave_highs, day_highs, 3), 1e-9) end
  end
  if warm and Time.Day == 12 and #days > 7 then
    check.near("warmed up", warm.Value, slope(days, waves, 6), 1e-9)
  end
  if not (data[wave] and data[late]) then return end
  n = n + 1
  wave_prices[n], late_prices[n] = data[wave].Close, data[late].Close
  check.equal("values of days that both have", b.Samples, n)
  check.equal("ready", b.IsReady, n > 5)
  if n > 5 then check.near("by hand", b.Value, slope(wave_prices, late_prices, 5), 1e-9) end
  check.equal("of a price that does not move", still.Value, 0.0)
end

function OnEndOfAlgorithm()
  check.that("days", n > 10)
  check.that("not all", n < #waves)
  check.near("with itself", same.Value, 1, 1e-9)
  check.equal("taken off", off.Samples, 0)
  check.finish()
end
