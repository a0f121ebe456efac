-- When trainings run, and what they see.
local check = require "perigee.check"
local day, sma

local log, now_count, flag, day_count = {}, 0, false, 0
local weekly, last_run = 0, false

local function note(text) log[#log + 1] = ("%s %s"):format(Time, text) end

local function train_weekly()
  weekly = weekly + 1
  check.equal("the runtime's flag is up", IsTraining(), true)
  flag = true
  check.equal("the price is that of the last bar before", day.Price, History(day, 1)[1].Close)
  flag = false
  note("weekly")
end

function Initialize()
  SetStartDate(2013, 10, 4)
  SetEndDate(2013, 10, 22)
  day = AddEquity("DAY", Resolution.Daily)
  sma = SMA(day, 1)
  check.equal("no training in Initialize", IsTraining(), false)
  local event = Train(function()
    now_count = now_count + 1
    note("first")
    check.equal("not inside Initialize: at the start", Time, StartDate)
    check.equal("before any data", day.HasData, false)
    check.equal("IsTraining", IsTraining(), true)
  end)
  check.equal("it has not run yet", now_count, 0)
  check.equal("name of a training at once", event.Name, "Training: Now")
  local sunday = Train(DateRules.Every(DayOfWeek.Sunday), TimeRules.At(8, 0), train_weekly)
  check.equal("name of a scheduled training", sunday.Name, DateRules.Every(DayOfWeek.Sunday).Name .. ": "
    .. TimeRules.At(8, 0).Name)
  Train(DateRules.On(2013, 10, 10), TimeRules.At(16, 0), function()
    note("with the bar")
    check.equal("the price is new", day.Price, 109.0)
    check.equal("the indicator is not", sma.Value, 108.0)
  end)
  local off = Train(DateRules.EveryDay(), TimeRules.At(3, 0), function() check.that("disabled", false) end)
  off.Enabled = false
  check.raises("Train of nothing", "Train: argument 1 (fn) was missing, expected a function", Train)
  check.raises("Train of a text", "Train: argument 1 (fn) was a string ('f'), expected a function", Train, "f")
  check.raises("rules without a function", "Train: argument 3 (fn) was missing", Train, DateRules.EveryDay(),
    TimeRules.Noon)
end

function OnData()
  day_count = day_count + 1
  check.equal("never while training", flag or IsTraining(), false)
  if day_count == 1 then check.equal("the first training came first", now_count, 1) end
  if Time == DateTime(2013, 10, 8, 16) then
    Train(function()
      note("from OnData")
      check.equal("the prices of its step", day.Close, 107.0)
      Train(function() note("from a training") end)
    end)
    note("after asking")
  end
  if Time == DateTime(2013, 10, 9, 16) then note("next slice") end
  if Time == DateTime(2013, 10, 22, 16) then
    Train(function()
      last_run = true
      note("last")
    end)
  end
end

function OnEndOfAlgorithm()
  check.equal("the last OnData's training ran", last_run, true)
  check.equal("weekly", weekly, 3)
  check.equal("over", IsTraining(), false)
  check.equal("all in order", table.concat(log, "\n"), [[
2013-10-04 00:00:00 first
2013-10-06 08:00:00 weekly
2013-10-08 16:00:00 after asking
2013-10-08 16:00:00 from OnData
2013-10-09 16:00:00 from a training
2013-10-09 16:00:00 next slice
2013-10-10 16:00:00 with the bar
2013-10-13 08:00:00 weekly
2013-10-20 08:00:00 weekly
2013-10-22 16:00:00 last]])
  check.finish()
end
