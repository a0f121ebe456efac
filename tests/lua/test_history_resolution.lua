-- History in another resolution than the symbol's: bars of a CSV file are joined.
local check = require "perigee.check"
local hour

function Initialize()
  SetStartDate(2013, 11, 4)
  SetEndDate(2013, 11, 4)
  SetTimeZone("UTC")
  hour = AddData("HOUR", Resolution.Hour).Symbol
  local days = History(hour, 5, Resolution.Daily)
  check.equal("whole days up to now", #days, 2)
  local hours = History(hour, DateTime(2013, 11, 3), DateTime(2013, 11, 4), Resolution.Hour)
  check.equal("its own", #hours, 24)
  check.equal("begins at midnight", days[2].Time, DateTime(2013, 11, 3))
  check.equal("ends at midnight", days[2].EndTime, DateTime(2013, 11, 4))
  check.equal("open", days[2].Open, hours[1].Open)
  check.equal("close", days[2].Close, hours[24].Close)
  local volume = 0
  for _, bar in ipairs(hours) do volume = volume + bar.Volume end
  check.equal("volume", days[2].Volume, volume)
  check.equal("a span", #History(hour, TimeSpan.FromDays(1), Resolution.Daily), 1)
  check.raises("finer", "there are no Minute bars of 'HOUR', which has Hour bars", History, hour, 3, Resolution.Minute)
  check.raises("no resolution", "History: argument 3 (resolution)", History, hour, 3, "Weekly")
end

function OnData()
  if Time < DateTime(2013, 11, 5) then
    check.equal("not before it is over", #History(hour, 9, Resolution.Daily), 2)
  end
end

function OnEndOfAlgorithm() check.finish() end
