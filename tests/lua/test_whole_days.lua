-- Settings.DailyPreciseEndTime = false: daily bars from midnight to midnight, in OnData, History and consolidators.
-- luacheck: ignore 122
local check = require "perigee.check"
local day, min
local seen, joined, due = {}, {}, nil

function Initialize()
  SetStartDate(2013, 10, 3)
  SetEndDate(2013, 10, 8)
  day = AddEquity("DAY", Resolution.Daily)
  check.equal("by default", Settings.DailyPreciseEndTime, true)
  Settings.DailyPreciseEndTime = false
  min = AddEquity("MIN", Resolution.Minute, Market.USA, false)
  Consolidate(min, Resolution.Daily, function(bar) joined[#joined + 1] = bar end)
  local bars = History(day, 2)
  check.equal("two days of the past", #bars, 2)
  check.equal("which end at midnight", bars[2].EndTime, DateTime(2013, 10, 3))
  check.equal("and begin there", bars[2].Time, DateTime(2013, 10, 2))
  check.raises("too late", "must be set before History", function() Settings.DailyPreciseEndTime = true end)
  Schedule.On(DateRules.On(2013, 10, 4), TimeRules.Midnight, function()
    due = CurrentSlice and CurrentSlice[day].EndTime
  end)
end

function OnData(data)
  if data:ContainsKey(day) and not data[day].IsFillForward then seen[#seen + 1] = tostring(data[day].EndTime) end
  if #seen == 1 and not day.Holdings.Invested then MarketOrder(day, 1) end
end

function OnEndOfAlgorithm()
  check.equal("ends", table.concat(seen, ", "), "2013-10-03 00:00:00, 2013-10-04 00:00:00, 2013-10-05 00:00:00, "
    .. "2013-10-08 00:00:00, 2013-10-09 00:00:00")
  check.equal("CurrentSlice of what is due with it", due, DateTime(2013, 10, 4))
  check.equal("days of minutes", joined[1].Time, DateTime(2013, 10, 7))
  check.equal("end at midnight", joined[1].EndTime, DateTime(2013, 10, 8))
  check.equal("filled at the next open", Transactions.GetOrderTicket(1).Status, OrderStatus.Filled)
  check.finish()
end
