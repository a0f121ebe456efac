-- A share with each bar of an hour, made of minutes.
local spy
local tickets = {}

local function on_hour(bar)
  if bar.Symbol ~= spy then error("a bar of " .. bar.Symbol) end
  tickets[#tickets + 1] = MarketOrder(spy, 1, true) -- asynchronous
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  Consolidate(spy, TimeSpan.FromHours(1), on_hour)
end

function OnOrderEvent(event)
  if event.Symbol ~= spy then error("an event of " .. event.Symbol) end
end
