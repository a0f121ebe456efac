-- What a strategy sees of the allowance of trainings.
-- args: --server 512 --step-limit 2.5
local check = require "perigee.check"
local runs = 0

local function look(name, next_refill)
  local limits = Training.Limits()
  check.equal(name .. ": server", limits.Server, "512")
  check.equal(name .. ": capacity", limits.Capacity, 30)
  check.equal(name .. ": refill", limits.RefillAmount, 5)
  check.equal(name .. ": interval", limits.RefillInterval, TimeSpan.FromDays(1))
  check.equal(name .. ": step limit", limits.StepLimit, TimeSpan.FromSeconds(150))
  check.equal(name .. ": next refill", limits.NextRefill, next_refill)
  check.equal(name .. ": available", Training.Available(), 30)
  check.equal(name .. ": whole number", math.type(Training.Available()), "integer")
end

function Initialize()
  SetStartDate(2013, 10, 4)
  SetEndDate(2013, 10, 9)
  AddEquity("DAY", Resolution.Daily)
  look("before the start nothing is refilled", nil)
  Train(DateRules.EveryDay(), TimeRules.At(18, 0), function()
    runs = runs + 1
    look("days begin with the run", TimeSpan.FromHours(6))
  end)
  check.raises("read-only", "Training", function() Training.Available = 5 end) -- luacheck: ignore 122
end

function OnEndOfAlgorithm()
  check.equal("trainings ran", runs > 2, true)
  check.finish()
end
