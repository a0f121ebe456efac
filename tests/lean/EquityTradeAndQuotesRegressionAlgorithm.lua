-- Raw prices; bought whenever nothing is held, sold every quarter of an hour: at the ask and at the bid.
local ibm
local can_trade = false
local quote_bars, trade_bars = 0, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  SetSecurityInitializer(function(security) security:SetDataNormalizationMode(DataNormalizationMode.Raw) end)
  ibm = AddEquity("IBM", Resolution.Minute)
  AddEquity("AAPL", Resolution.Daily)
  Schedule.On(DateRules.EveryDay(ibm), TimeRules.AfterMarketOpen(ibm), function() can_trade = true end)
  Schedule.On(DateRules.EveryDay(ibm), TimeRules.BeforeMarketClose(ibm, 16), function() can_trade = false end)
  local history = History(ibm, TimeSpan.FromDays(3), Resolution.Minute)
  if #history ~= 390 then error(("%d bars of the past, want 390"):format(#history)) end
end

local function count(collection)
  local n = 0
  for _ in pairs(collection) do n = n + 1 end
  return n
end

function OnData(data)
  quote_bars = quote_bars + count(data.QuoteBars)
  trade_bars = trade_bars + count(data.Bars)
  if not Portfolio.Invested and can_trade then SetHoldings(ibm, 1) end
  if Time.Minute % 15 == 0 then Liquidate() end
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Filled then return end
  local side = event.FillQuantity > 0 and ibm.AskPrice or ibm.BidPrice
  if event.FillPrice ~= side then error(("filled at %s, the quote was %s"):format(event.FillPrice, side)) end
end

function OnEndOfAlgorithm()
  if quote_bars ~= 1950 then error(("%d quote bars, want 1950"):format(quote_bars)) end
  if not (trade_bars > 1955) then error(("%d trade bars, want more than 1955"):format(trade_bars)) end
end
