-- During the warm-up scheduled trainings are left out, Train(fn) from Initialize is not.
local check = require "perigee.check"
local day

local now_runs, scheduled, events = 0, {}, 0

function Initialize()
  SetStartDate(2013, 10, 14)
  SetEndDate(2013, 10, 16)
  day = AddEquity("DAY", Resolution.Daily)
  SetWarmUp(TimeSpan.FromDays(5))
  check.equal("the default", Settings.TrainDuringWarmUp, false)
  Train(function()
    now_runs = now_runs + 1
    check.equal("at the beginning of the warm-up", Time, DateTime(2013, 10, 9))
    check.equal("while warming up", IsWarmingUp, true)
    check.raises("no orders", "orders cannot be sent while warming up", Buy, day, 1)
  end)
  Train(DateRules.EveryDay(), TimeRules.At(8, 0), function() scheduled[#scheduled + 1] = Time.Day end)
  Schedule.On(DateRules.EveryDay(), TimeRules.At(8, 0), function() events = events + 1 end)
end

function OnEndOfAlgorithm()
  check.equal("once", now_runs, 1)
  check.equal("from the start date on", table.concat(scheduled, " "), "14 15 16")
  check.equal("scheduled events run in the warm-up too", events, 8)
  check.finish()
end
