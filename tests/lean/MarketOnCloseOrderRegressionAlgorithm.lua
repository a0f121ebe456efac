-- A market-on-close order sent at noon fills at the last price of the day.
local spy

function Initialize()
  SetStartDate(2021, 3, 1)
  SetEndDate(2021, 3, 3)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Hour).Symbol
  Schedule.On(DateRules.On(StartDate:AddDays(1)), TimeRules.Noon, function() MarketOnCloseOrder(spy, 1) end)
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled and event.FillPrice ~= Securities[spy].Close then
    error(("filled at %s, the last price was %s"):format(event.FillPrice, Securities[spy].Close))
  end
end
