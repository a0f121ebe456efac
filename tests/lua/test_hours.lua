-- Hours with Unix seconds over the end of summer time: one bar for each real hour.
local check = require "perigee.check"

local hour
local bars, ones, offset = 0, 0, nil

function Initialize()
  hour = AddData("HOUR", Resolution.Hour)
end

function OnData(data)
  local bar = data[hour]
  bars = bars + 1
  check.equal("each bar is an hour", bar.Period, TimeSpan.FromHours(1))
  check.equal("UtcTime runs on", UtcTime, DateTime(2013, 11, 2) + TimeSpan.FromHours(bars))
  if Time.Date == DateTime(2013, 11, 3) and Time.Hour == 1 then ones = ones + 1 end
  offset = UtcTime - Time
end

function OnEndOfAlgorithm()
  check.equal("bars", bars, 72)
  check.equal("one o'clock comes twice", ones, 2)
  check.equal("winter time at the end", offset, TimeSpan.FromHours(5))
  check.finish()
end
