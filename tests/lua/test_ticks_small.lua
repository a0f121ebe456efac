-- Eleven ticks, by hand: slices, prices, fills at a side or at the last trade, indicators, consolidators, history.
local check = require "perigee.check"
local tic, by_trade, bars, quotes, twos, by_quote, taken
local steps, told = {}, {}

local function collect(consolidator, list)
  consolidator.DataConsolidated = function(_, bar) list[#list + 1] = bar end
  SubscriptionManager.AddConsolidator(tic, consolidator)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(100000)
  AddEquity("MIN", Resolution.Minute, Market.USA, false)
  tic = AddEquity("TIC", Resolution.Tick)
  by_trade = SMA(tic, 2)
  bars, quotes, twos = {}, {}, {}
  collect(TickConsolidator(TimeSpan.FromMinutes(1)), bars)
  collect(TickQuoteBarConsolidator(Resolution.Minute), quotes)
  collect(TickConsolidator(2), twos)
  by_quote = QuoteBarConsolidator(1)
  check.raises("a bar is no quote", "expected a QuoteBar, or a Tick of quotes",
    function() by_quote:Update(History("MIN", DateTime(2013, 10, 7), DateTime(2013, 10, 8))[1] or tic) end)
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled then told[#told + 1] = ("%s@%g"):format(event.FillQuantity, event.FillPrice) end
end

-- Each instant: the ticks as text, then what they leave.
local function describe(list)
  local text = {}
  for i, t in ipairs(list) do
    text[i] = t.TickType == TickType.Trade and ("T%g/%g"):format(t.Price, t.Quantity)
      or ("Q%g/%g"):format(t.BidPrice, t.AskPrice)
  end
  return ("%s %s | price %g bid %g ask %g volume %g"):format(tostring(Time):sub(12), table.concat(text, " "),
    tic.Price, tic.BidPrice, tic.AskPrice, tic.Volume)
end

local function act(list)
  if #steps == 2 then
    local limit = LimitOrder(tic, 1, 101.8)
    check.equal("not in the instant it was sent", limit.Status, OrderStatus.Submitted)
    MarketOrder(tic, 10)
    MarketOrder(tic, -3)
    for _, tick in ipairs(list) do by_quote:Update(tick) end
  elseif #steps == 3 then
    MarketOrder(tic, 20)
    taken = list[1]
  end
end

function OnData(data)
  local list = data.Ticks[tic]
  if not list then return end
  steps[#steps + 1] = describe(list)
  check.equal("present", data:ContainsKey(tic), true)
  check.equal("by its type", #data:Get(Tick, tic), #list)
  check.equal("not a bar", data:Get(TradeBar, tic), nil)
  check.equal("all of a type", data:Get(Tick).Count, 1)
  act(list)
end

local function history()
  local all = History(Tick, tic, DateTime(2013, 10, 7), DateTime(2013, 10, 8))
  check.equal("all of them", #all, 11)
  check.equal("trades first", all[2].Price, 101.0)
  check.equal("a mark", all[8].Suspicious, true)
  check.equal("condition", all[2].SaleCondition, "2000")
  check.equal("exchange", all[2].Exchange, "Q")
  local slices = History({ tic, "MIN" }, TimeSpan.FromDays(1))
  local n = 0
  for _, slice in ipairs(slices) do
    for _, tick in ipairs(slice.Ticks[tic] or {}) do n = tick.Symbol == tic.Symbol and n + 1 or n end
  end
  check.equal("in slices with bars of others", n, 11)
end

function OnEndOfAlgorithm()
  check.equal("steps", table.concat(steps, "\n"), [[
09:30:00 T100/10 T101/20 Q99.5/0 Q0/100.5 | price 100.5 bid 100.5 ask 100.5 volume 20
09:30:30 Q99.6/100.6 | price 100.1 bid 99.6 ask 100.6 volume 20
09:31:00 T102/30 Q101/0 | price 101 bid 101 ask 100.6 volume 30
09:31:00.500 T999/5 | price 101 bid 101 ask 100.6 volume 30
09:31:30 T101.5/7 | price 101.5 bid 101 ask 100.6 volume 7
09:32:00 T103/40 Q102.5/103.5 | price 103 bid 102.5 ask 103.5 volume 40]])
  check.equal("at the sides; without an ask at the last trade; the limit by a trade below it",
    table.concat(told, " "), "10.0@100.6 -3.0@99.6 20.0@102 1.0@101.5")
  check.equal("an indicator takes trades that are not suspicious", by_trade.Samples, 5)
  check.equal("by hand: the middle", by_quote.Consolidated.Close, 100.1)
  check.equal("bars; the clock ends the last one", #bars, 3)
  check.equal("of a minute", ("%g %g %g %g %g"):format(bars[1].Open, bars[1].High, bars[1].Low, bars[1].Close,
    bars[1].Volume), "100 101 100 101 30")
  check.equal("and the next", ("%g %g %g %g %g"):format(bars[2].Open, bars[2].High, bars[2].Low, bars[2].Close,
    bars[2].Volume), "102 102 101.5 101.5 37")
  check.equal("its time", bars[2].Time, DateTime(2013, 10, 7, 9, 31))
  check.equal("quotes", #quotes, 3)
  check.equal("bid", ("%g %g"):format(quotes[1].Bid.Open, quotes[1].Bid.Close), "99.5 99.6")
  check.equal("opens where it closed", ("%g %g %g"):format(quotes[2].Bid.Open, quotes[2].Bid.High, quotes[2].Bid.Close),
    "99.6 101 101")
  check.equal("a side that is not quoted goes on", quotes[2].Ask.Close, 100.6)
  check.equal("two at a time", #twos, 2)
  check.equal("without the suspicious one", twos[2].Close, 101.5)
  check.equal("a tick can be kept", taken.Price, 102.0)
  history()
  check.finish()
end
