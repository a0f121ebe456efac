-- A split of 7:1, told by events; prices are adjusted and do not jump.
local REFERENCE = 645.57
local aapl
local bars, warnings, splits = 0, 0, 0

function Initialize()
  SetStartDate(2014, 6, 6)
  SetEndDate(2014, 6, 9)
  SetCash(100000)
  SetBenchmark(function() return 0 end)
  aapl = AddEquity("AAPL", Resolution.Hour).Symbol
end

function OnData(data)
  if not data:ContainsKey(aapl) then return end
  bars = bars + 1
  if not Portfolio.Invested and Time.Date == EndDate then Buy(aapl, 1) end
end

local function near(got) return math.abs(got - REFERENCE) < 1e-4 end

function OnSplits(events)
  local split = events[aapl]
  if not split then return end
  if split.Type == SplitType.Warning then
    warnings = warnings + 1
  else
    splits = splits + 1
    if not near(split.ReferencePrice) then error("the price before the split was " .. split.ReferencePrice) end
  end
  if not near(split.Price) then error("the price of the split was " .. split.Price) end
end

function OnEndOfAlgorithm()
  if bars ~= 14 then error(("%d bars, want 14"):format(bars)) end
  if warnings ~= 1 or splits ~= 1 then error(("%d warnings and %d splits"):format(warnings, splits)) end
end
