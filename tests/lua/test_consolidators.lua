-- Bars of bars: whole days, spans and counts, handlers, hand-made ones, what is refused.
local check = require "perigee.check"
local min, hours, counts, quarters, sessions, manual = nil, {}, 0, {}, {}, nil
local removed, removed_bars, average, seen
local log = {} -- what happens in the evening of the first day

local function note(what)
  return function() log[#log + 1] = what .. (" %02d %02d:00"):format(Time.Day, Time.Hour) end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  min = AddEquity("MIN", Resolution.Minute).Symbol
  AddEquity("DAY", Resolution.Daily)

  local first = Consolidate(min, TimeSpan.FromHours(1), function(bar)
    hours[#hours + 1] = { Time, bar.Time, bar.EndTime, bar.Close }
  end)
  check.equal("Consolidate gives the consolidator", first.Consolidated, nil)
  Consolidate(min, Resolution.Daily, function(bar) sessions[#sessions + 1] = { Time, bar.Time, bar.EndTime } end)
  Consolidate(min, TimeSpan.FromHours(3), note "bar")
  for hour = 17, 19 do Schedule.On(DateRules.On(2013, 10, 7), TimeRules.At(hour, 0), note "event") end
  Consolidate(min, 60, function() counts = counts + 1 end)

  manual = TradeBarConsolidator(TimeSpan.FromMinutes(15))
  manual.DataConsolidated = function(sender, bar)
    check.equal("the sender", sender, manual)
    check.equal("Consolidated is the bar", sender.Consolidated.Time, bar.Time)
    quarters[#quarters + 1] = bar
  end
  check.equal("the handler can be read", type(manual.DataConsolidated), "function")

  local from_open = TradeBarConsolidator(TimeSpan.FromHours(1), TimeSpan(9, 30, 0))
  from_open.DataConsolidated = function(_, bar)
    check.equal("counted from the start time", bar.Time.Minute, 30)
  end
  SubscriptionManager.AddConsolidator(min, from_open)
  check.raises("a start time of bars", "TradeBarConsolidator: argument 2 (startTime) was", TradeBarConsolidator, 5,
    TimeSpan(9, 30, 0))

  check.raises("shorter than the minutes",
    "'MIN' has Minute bars, which cannot be made into shorter ones",
    SubscriptionManager.AddConsolidator, min, TradeBarConsolidator(TimeSpan.FromSeconds(30)))
  check.raises("shorter than any day", "'DAY' has Daily bars", SubscriptionManager.AddConsolidator, "DAY",
    TradeBarConsolidator(TimeSpan.FromMinutes(5)))

  removed, removed_bars = TradeBarConsolidator(1), 0
  removed.DataConsolidated = function()
    removed_bars = removed_bars + 1
    if removed_bars == 3 then
      check.equal("a handler may remove its own", SubscriptionManager.RemoveConsolidator(min, removed), true)
    end
  end
  SubscriptionManager.AddConsolidator(min, removed)
  SubscriptionManager.AddConsolidator(min, removed) -- a second time changes nothing

  -- In the order of adding: this indicator, the handler, then the next indicator.
  local before = SMA(min, 1)
  local after
  Consolidate(min, Resolution.Minute, function(bar)
    if seen then return end
    seen = true
    check.equal("an indicator added before has this bar", before.Current.Value, bar.Close)
    check.equal("one added later has not", after.Samples, 0)
  end)
  after = SMA(min, 1)
  average = SMA(min, 2, TimeSpan.FromMinutes(30), function(bar) return bar.High - bar.Low end)

  check.raises("no handler", "Consolidate: argument 3 (handler) was missing, expected a function",
    Consolidate, min, Resolution.Daily)
  check.raises("no period", "Consolidate: argument 2 (period) was a string ('Weakly'), expected a Resolution",
    Consolidate, min, "Weakly", print)
  check.raises("shorter bars", "Consolidate: 'MIN' has Minute bars, which cannot be made into shorter ones",
    Consolidate, min, Resolution.Second, print)
  check.raises("a size of 0", "the size of a brick was 0", ClassicRenkoConsolidator, 0)
  check.raises("a range of 1.5", "RangeConsolidator: argument 1 (range)", RangeConsolidator, 1.5)
  check.raises("no consolidator", "AddConsolidator: argument 2 (consolidator) was 3, expected", function()
    SubscriptionManager.AddConsolidator(min, 3)
  end)
  check.raises("two symbols", "it has those of 'MIN', and was given 'DAY'", function()
    SubscriptionManager.AddConsolidator("DAY", removed)
  end)
  check.raises("no function", "Consolidator.DataConsolidated was 3, expected a function", function()
    manual.DataConsolidated = 3
  end)
  check.equal("what was never added", SubscriptionManager.RemoveConsolidator(min, manual), false)
end

function OnData(data)
  local bar = data[min]
  if not bar then return end
  manual:Update(bar)
  if counts == 0 then collectgarbage("collect") end
end

local function tops(bars)
  local high, low = -math.huge, math.huge
  for _, bar in ipairs(bars) do high, low = math.max(high, bar.High), math.min(low, bar.Low) end
  return high - low
end

function OnEndOfAlgorithm()
  check.equal("hours of two days", #hours, 14)
  check.equal("the first hour begins before the open", hours[1][2], DateTime(2013, 10, 7, 9))
  for i, hour in ipairs(hours) do check.equal("hour " .. i .. " ends now", hour[1], hour[3]) end
  check.equal("without data, in between, behind events of the same time", table.concat(log, ", "),
    "bar 07 12:00, bar 07 15:00, event 07 17:00, event 07 18:00, bar 07 18:00, event 07 19:00, "
      .. "bar 08 12:00, bar 08 15:00") -- nothing comes behind the last bar
  check.equal("sessions", #sessions, 2)
  check.equal("from the open", sessions[2][2], DateTime(2013, 10, 8, 9, 30))
  check.equal("to the close", sessions[2][3], DateTime(2013, 10, 8, 16))
  check.equal("with the clock there", sessions[2][1], DateTime(2013, 10, 8, 16))
  check.equal("so many bars", counts, 780 // 60)
  check.equal("fed by hand: by the next bar", #quarters, 2 * 26 - 1)
  check.equal("what is at hand", manual.WorkingData.Time, DateTime(2013, 10, 8, 15, 45))
  check.equal("removed", removed_bars, 3)
  check.equal("an average of spans", average.Samples, 26)
  local day = History(min, DateTime(2013, 10, 8, 15), DateTime(2013, 10, 8, 16))
  local halves = { {}, {} }
  for _, bar in ipairs(day) do
    local half = halves[bar.Time < DateTime(2013, 10, 8, 15, 30) and 1 or 2]
    half[#half + 1] = bar
  end
  check.near("its selector", average.Value, (tops(halves[1]) + tops(halves[2])) / 2, 1e-9)
  check.finish()
end
