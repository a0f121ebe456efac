--- Trainings. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Training"

add("function", "Train",
  "Train(fn, options?: TrainOptions) | Train(name, fn, options?: TrainOptions) | "
    .. "Train(dateRule, timeRule, fn, options?: TrainOptions) | "
    .. "Train(name, dateRule, timeRule, fn, options?: TrainOptions) -> TrainingEvent",
  "Run a training in the next time step, or at every time the rules give.")
add("function", "IsTraining", "IsTraining(name?) -> boolean",
  "Whether a training is due or runs, any or one of that name: the runtime's own flag.")

add("library", "Training", "Training", "How long trainings may take, and what one says from inside.", {
  { "Available", "function() -> number", "minutes left of the allowance, math.huge without one" },
  { "Limits", "function() -> TrainingLimits", "the allowance of trainings and the limit of a time step" },
  { "Progress", "function(fraction: number, text?: string)", "of the training that runs here, 0 to 1" },
  { "ShouldStop", "function() -> boolean", "whether the training that runs here was cancelled" },
  { "Publish", "function(fn)", "call fn between two steps on the strategy's thread; in a backtest at once" },
})

add("table", "TrainOptions", "TrainOptions", "How a training runs.", {
  { "Duration", "TimeSpan|nil", "simulated time it takes when Settings.TrainingTime is declared" },
})
add("table", "TrainingLimits", "TrainingLimits", "What Training.Limits returns.", {
  { "Server", "string", "the row of the allowance: 512, 1024, 2048, none" },
  { "Capacity", "number", "most minutes; math.huge without an allowance" },
  { "RefillAmount", "integer", "minutes that come back" },
  { "RefillInterval", "TimeSpan|nil", "how often; nil without an allowance" },
  { "NextRefill", "TimeSpan|nil", "from now on; nil without an allowance" },
  { "StepLimit", "TimeSpan|nil", "real time of a step; nil: none" },
})
add("table", "TrainingRun", "TrainingRun", "A run of a training that has ended.", {
  { "Outcome", "string", "done, failed, cancelled, over_limit" },
  { "Error", "string|nil", "with its traceback" },
  { "Duration", "TimeSpan", "real time" },
  { "Due", "DateTime", "its time, in the algorithm's zone" },
  { "TokensUsed", "integer", "minutes it took from the allowance" },
})

add("class", "TrainingEvent", "TrainingEvent", "What Train returns: a ScheduledEvent that knows its runs.", {
  { "Name", "string", "of the rules, or as given" },
  { "Enabled", "boolean, writable", "false: its times pass silently" },
  { "NextTime", "DateTime|nil", "in the algorithm's zone; nil: no time is left, or in Initialize" },
  { "NextEventTime", "DateTime|nil", "another name of NextTime" },
  { "NextEventUtcTime", "DateTime|nil", "NextTime in UTC" },
  { "State", "string", "scheduled, queued, running; how the last run ended: done, failed, cancelled, over_limit" },
  { "Runs", "integer", "that have ended" },
  { "LastDuration", "TimeSpan", "of the last run, real time" },
  { "LastOutcome", "string|nil", "how the last run ended: done, failed, cancelled, over_limit; nil before" },
  { "LastError", "string|nil", "of the last run, with its traceback; nil when it went well" },
  { "TokensUsed", "integer", "minutes all runs took from the allowance" },
  { "Progress", "number", "0 to 1, as the training says itself" },
  { "Message", "string", "what it said with it" },
  { "Cancel", "method() -> boolean", "stop the run that waits or runs; whether there was one" },
  { "Remove", "method()", "no more times; a run under way goes on" },
  { "OnDone", "method(fn: function(training: TrainingEvent, run: TrainingRun)) -> TrainingEvent",
    "call fn on the strategy's thread when a run has ended" },
})

return rows
