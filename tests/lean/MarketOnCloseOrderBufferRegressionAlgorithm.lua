-- Market-on-close orders are taken until ten minutes before the close.
local spy, accepted, tried

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  Settings.MarketOnCloseSubmissionTimeBuffer = TimeSpan.FromMinutes(10)
  Schedule.On(DateRules.Today, TimeRules.At(17, 0), function() MarketOnCloseOrder(spy, 2) end)
end

function OnData()
  if Time.Hour ~= 15 then return end
  if Time.Minute == 49 and not accepted then
    accepted = MarketOnCloseOrder(spy, 2)
  elseif Time.Minute == 51 and not tried then
    tried = true
    local taken, ticket = pcall(MarketOnCloseOrder, spy, 2)
    if taken and ticket.Status ~= OrderStatus.Invalid then error("an order nine minutes before the close was taken") end
  end
end

function OnEndOfAlgorithm()
  if accepted.Status ~= OrderStatus.Filled then error("the order of 15:49 did not fill") end
end
