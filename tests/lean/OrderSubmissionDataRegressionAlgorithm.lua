-- An order keeps the prices at which it was sent.
local spy, eurusd

local function trade()
  Liquidate()
  MarketOrder(spy, 1000)
  MarketOrder(eurusd, 1000)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  eurusd = AddForex("EURUSD", Resolution.Hour, Market.Oanda).Symbol
  Schedule.On(DateRules.EveryDay(), TimeRules.Noon, trade)
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Submitted then return end
  local sent = Transactions.GetOrderById(event.OrderId).OrderSubmissionData
  local security = Securities[event.Symbol]
  if sent.AskPrice ~= security.AskPrice or sent.BidPrice ~= security.BidPrice or sent.LastPrice ~= security.Close then
    error(("order %d was sent at %s, %s, %s"):format(event.OrderId, sent.BidPrice, sent.AskPrice, sent.LastPrice))
  end
end
