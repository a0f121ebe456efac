-- What Train returns: state, runs, errors, cancelling, functions that are told of the end.
local check = require "perigee.check"

local step = 0
local weekly, stopped, told, inner = nil, nil, {}, nil

local function fit()
  check.equal("it runs", weekly.State, "running")
  check.equal("by its name", IsTraining("fit"), true)
  check.equal("not by another", IsTraining("other"), false)
  check.equal("no progress yet", weekly.Progress, 0.0)
  Training.Progress(0.4, "epoch 12")
  check.equal("progress", weekly.Progress, 0.4)
  check.equal("message", weekly.Message, "epoch 12")
  check.equal("nobody cancelled it", Training.ShouldStop(), false)
  local published = false
  Training.Publish(function() published = true end)
  check.equal("at once in a backtest", published, true)
  coroutine.yield("lets others go first")
  check.equal("still the same", weekly.State, "running")
  check.raises("a fraction beyond 1", "Training.Progress: argument 1 (fraction) was 1.5, expected 0 to 1",
    Training.Progress, 1.5)
end

local function stop_itself()
  inner = "began"
  check.equal("there is a run", stopped:Cancel(), true)
  inner = "went on"
end

function Initialize()
  SetStartDate(2013, 10, 4)
  SetEndDate(2013, 10, 22)
  AddEquity("DAY", Resolution.Daily)
  weekly = Train("fit", DateRules.Every(DayOfWeek.Sunday), TimeRules.At(8, 0), fit)
  check.equal("scheduled", weekly.State, "scheduled")
  check.equal("no runs", weekly.Runs, 0)
  check.equal("no error", weekly.LastError, nil)
  check.equal("no tokens", weekly.TokensUsed, 0)
  check.equal("nothing to cancel", weekly:Cancel(), false)
  check.equal("OnDone gives the handle", weekly:OnDone(function(training)
    told[#told + 1] = training.Name .. " " .. training.State .. " " .. training.Runs
    check.equal("the same object", training, weekly)
    check.equal("on the strategy's side", IsTraining(), false)
  end), weekly)
  check.equal("tostring", tostring(weekly), "fit")
  stopped = Train("stopped", DateRules.On(2013, 10, 8), TimeRules.At(9, 0), stop_itself)
  stopped:OnDone(function() told[#told + 1] = "stopped" end)
  check.raises("OnDone of nothing", "Training:OnDone: argument 1 (fn) was missing, expected a function",
    weekly.OnDone, weekly)
  check.raises("unknown member", "TrainingEvent has no property 'Stat'; did you mean 'State'?", function()
    return weekly.Stat
  end)
  check.raises("Progress outside", "Training.Progress: no training runs here", Training.Progress, 0.5)
  check.equal("ShouldStop outside", Training.ShouldStop(), false)
end

function OnData()
  step = step + 1
  if Time == DateTime(2013, 10, 9, 16) then
    check.equal("cancelled", stopped.State, "cancelled")
    check.equal("where it was", inner, "began")
    check.equal("with the reason", stopped.LastError:find("the training was cancelled", 1, true) ~= nil, true)
    check.equal("its next time", weekly.NextTime, DateTime(2013, 10, 13, 8))
  elseif Time == DateTime(2013, 10, 14, 16) then
    weekly:Remove()
    check.equal("removed", weekly.NextTime, nil)
    Schedule.Add(weekly)
    check.equal("added again, the same training", weekly.Runs, 2)
  end
end

function OnEndOfAlgorithm()
  check.equal("three Sundays", weekly.Runs, 3)
  check.equal("done", weekly.State, "done")
  check.equal("told each time, in order", table.concat(told, ", "), "fit done 1, stopped, fit done 2, fit done 3")
  check.equal("a duration", weekly.LastDuration >= TimeSpan.Zero, true)
  check.finish()
end
