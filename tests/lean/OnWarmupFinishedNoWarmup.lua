-- OnWarmupFinished is called once before the data, also without a warm-up.
local finished, steps = 0, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  AddEquity("SPY", Resolution.Minute)
end

function OnWarmupFinished()
  if steps > 0 then error("data came before") end
  finished = finished + 1
end

function OnData() steps = steps + 1 end

function OnEndOfAlgorithm()
  if finished ~= 1 then error(("OnWarmupFinished was called %d times"):format(finished)) end
end
