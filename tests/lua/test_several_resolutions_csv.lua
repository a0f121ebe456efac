-- A CSV symbol added with several resolutions: its rows are bars of the finest, the longer ones are made of them.
local check = require "perigee.check"
local min, late
local days, hours, shown = {}, {}, {}

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  min = AddData("MIN", Resolution.Daily, "America/New_York", false)
  check.equal("the rows are minutes", AddData("MIN", Resolution.Minute, "America/New_York", false), min)
  AddData("MIN", Resolution.Hour, nil, false)
  check.raises("one file, one zone", "with timeZone America/New_York, and now with UTC", AddData, "MIN",
    Resolution.Hour, "UTC")
  late = AddData("LATE", Resolution.Daily, nil, false)
  check.equal("rows of days", #History(late, 1), 0)
  check.raises("were read as such", "were read as Daily bars: add Minute first, in Initialize", AddData, "LATE",
    Resolution.Minute)
  Consolidate(min, Resolution.Daily, function(bar) days[#days + 1] = bar end)
  Consolidate(min, TimeSpan.FromHours(1), function(bar) hours[#hours + 1] = bar end)
end

function OnData(data)
  local bar = data.Bars[min]
  if bar then shown[bar.Period.TotalMinutes] = (shown[bar.Period.TotalMinutes] or 0) + 1 end
end

function OnEndOfAlgorithm()
  local rows = History(min, TimeSpan.FromDays(3), Resolution.Minute)
  local sum = 0
  for _, bar in ipairs(rows) do
    if bar.Time < DateTime(2013, 10, 8) and bar.Time >= DateTime(2013, 10, 7) then sum = sum + bar.Volume end
  end
  check.equal("minutes", (shown[1] or 0) > 300, true)
  check.equal("a day is what its minutes are", days[1].Volume, sum)
  check.equal("its begin is midnight", days[1].Time, DateTime(2013, 10, 7))
  check.equal("hours of the minutes", #hours >= 14, true)
  check.equal("the same by History", History(min, TimeSpan.FromDays(3), Resolution.Daily)[1].Volume, sum)
  check.finish()
end
