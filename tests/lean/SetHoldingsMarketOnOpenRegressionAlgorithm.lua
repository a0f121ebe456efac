-- A symbol of daily bars beside one of minutes: its order waits for the next open and fills with the
-- day's bar.
local aapl

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  AddEquity("SPY", Resolution.Minute)
  aapl = AddEquity("AAPL", Resolution.Daily).Symbol
end

function OnData()
  if not Portfolio.Invested and Securities[aapl].HasData then SetHoldings(aapl, 1) end
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Filled then return end
  if event.FillPrice ~= Securities[aapl].Open then
    error(("filled at %s, the day's open was %s"):format(event.FillPrice, Securities[aapl].Open))
  end
end
