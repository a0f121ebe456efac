-- Trades and quotes one by one: the spread as it is quoted, minutes made of ticks, orders at the sides.
-- The ticks are invented: examples/data/make.lua.

local demo, average
local quotes, spread, minutes = 0, 0, 0

function Initialize()
  SetStartDate(2019, 10, 7)
  SetEndDate(2019, 10, 8)
  SetCash(50000)
  demo = AddEquity("DEMO", Resolution.Tick)

  -- The mean of the closes of the last twelve minutes.
  average = SMA(demo, 12, Resolution.Minute)

  -- Bars of trades by the minute; with TickType.Quote they would be bars of quotes.
  Consolidate(demo, TimeSpan.FromMinutes(1), TickType.Trade, function() minutes = minutes + 1 end)
end

function OnData(data)
  -- All ticks of an instant come together, trades first. data[demo] is the same array.
  for _, tick in ipairs(data.Ticks[demo] or {}) do
    if tick.TickType == TickType.Quote then
      quotes = quotes + 1
      spread = spread + tick.AskPrice - tick.BidPrice
    end
  end
  if not average.IsReady or not IsMarketOpen(demo) then return end

  -- A market order buys at the ask and sells at the bid.
  local invested = Portfolio[demo].Invested
  if not invested and demo.Price < average.Value - 0.05 then
    MarketOrder(demo, 500)
  elseif invested and demo.Price > average.Value + 0.05 then
    Liquidate(demo)
  end
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Filled then return end
  Log(("%+d at %.2f, bid %.2f, ask %.2f"):format(event.FillQuantity, event.FillPrice, demo.BidPrice, demo.AskPrice))
end

function OnEndOfAlgorithm()
  Log(("%d quotes, on average %.4f wide; %d minutes with trades"):format(quotes, spread / quotes, minutes))
end
