-- Tags of orders that are over: of a cancelled and of a filled one.
local CANCELED = "This is the tag set after order was canceled."
local FILLED = "This is the tag set after order was filled."
local spy, limit, market

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
end

function OnData()
  if not limit then
    limit = LimitOrder(spy, 100, Securities[spy].Price * 0.1)
    limit:Cancel()
  elseif not market then
    market = Buy(spy, 100)
  end
end

function OnOrderEvent(event)
  local tag = event.Status == OrderStatus.Canceled and CANCELED or event.Status == OrderStatus.Filled and FILLED
  if tag then Transactions.GetOrderTicket(event.OrderId):Update { Tag = tag } end
end

function OnEndOfAlgorithm()
  if limit.Tag ~= CANCELED then error("tag of the cancelled order: " .. limit.Tag) end
  if market.Tag ~= FILLED then error("tag of the filled order: " .. market.Tag) end
end
