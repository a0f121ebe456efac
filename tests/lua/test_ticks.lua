-- Trades and quotes one by one, in LEAN's layout: slices, prices, fills, indicators, consolidators, history.
-- shared: lean-data
local check = require "perigee.check"
local ibm, hour
local trades, quotes, suspicious, steps, last_time = 0, 0, 0, 0, nil
local by_tick, by_minute, minutes, quoted, from_history
local bought, off
local volume = 0
local wrong = {}

local function expect(what, holds)
  if not holds then wrong[#wrong + 1] = what end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  ibm = AddEquity("IBM", Resolution.Tick, Market.USA, true, 0, false, DataNormalizationMode.Raw)
  hour = AddEquity("SPY", Resolution.Hour)
  check.equal("Resolution", ibm.Resolution, Resolution.Tick)
  by_tick = SMA(ibm, 3)
  by_minute = SMA(ibm, 3, Resolution.Minute)
  off = SMA(ibm, 3)
  minutes, quoted = {}, {}
  Consolidate(ibm, TimeSpan.FromMinutes(1), function(bar) minutes[#minutes + 1] = bar end)
  Consolidate(ibm, TimeSpan.FromMinutes(1), TickType.Quote, function(bar) quoted[#quoted + 1] = bar end)
  check.raises("counted", "ticks of 'IBM' cannot be counted", History, ibm, 10)
  check.raises("ticks of bars", "a consolidator of ticks cannot take the Hour bars of 'SPY'",
    SubscriptionManager.AddConsolidator, hour, TickConsolidator(10))
  check.raises("custom data", "the rows of a CSV file are bars", AddData, "COIN", Resolution.Tick)
  check.raises("no ticks", "no data for 'AAPL': tried", AddEquity, "AAPL", Resolution.Tick)
end

local function one(tick)
  expect("of the symbol", tick.Symbol == ibm.Symbol)
  expect("of this time", tick.Time == Time)
  if tick.Suspicious then suspicious = suspicious + 1 end
  if tick.TickType == TickType.Trade then
    trades = trades + 1
    if Time < DateTime(2013, 10, 7, 15, 59) then volume = volume + tick.Quantity end
    expect("a price", tick.LastPrice > 0 and tick.Value == tick.LastPrice and tick.Price == tick.LastPrice)
  else
    quotes = quotes + 1
    expect("a side", tick.BidPrice > 0 or tick.AskPrice > 0)
  end
end

local function first(list)
  check.equal("SaleCondition", list[1].SaleCondition ~= nil, true)
  check.equal("an exchange's letter", #list[1].Exchange, 1)
  check.equal("as text", tostring(list[1]):sub(1, 4), "IBM ")
end

function OnData(data)
  local list = data.Ticks[ibm]
  if not list then return end
  steps = steps + 1
  expect("each instant once", not last_time or Time > last_time)
  last_time = Time
  expect("data[symbol] is the list", #data[ibm] == #list)
  expect("no bar", data.Bars[ibm] == nil)
  if steps == 1 then first(list) end
  local kinds = ""
  for _, tick in ipairs(list) do
    one(tick)
    kinds = kinds .. tick.TickType:sub(1, 1)
    local last = list[#list]
    if last.TickType == TickType.Trade and not last.Suspicious then expect("the price", ibm.Price == last.Price) end
  end
  expect("trades first: " .. kinds, not kinds:find("QT"))
  if not bought and Time.Hour == 10 and ibm.AskPrice > 0 and list[#list].AskPrice > 0 then
    bought = MarketOrder(ibm, 10)
    check.equal("filled at the ask", bought.AverageFillPrice, list[#list].AskPrice)
    from_history = History(Tick, ibm, TimeSpan.FromMinutes(1))
    check.equal("also for the symbol alone", #History(ibm, TimeSpan.FromMinutes(1)), #from_history)
    check.equal("now is part of it", from_history[#from_history].Time, Time)
    check.equal("in slices", #History({ ibm }, TimeSpan.FromMinutes(1)) <= #from_history, true)
    check.equal("minutes of the past", #History(ibm, 10, Resolution.Minute), 10)
    check.equal("taken off", DeregisterIndicator(off), true)
    check.equal("once", UnregisterIndicator(off), false)
    off = off.Samples
  end
end

function OnEndOfAlgorithm()
  check.equal("nothing wrong in any step", wrong[1], nil)
  check.that("trades: " .. trades, trades > 20000)
  check.that("quotes: " .. quotes, quotes > 90000)
  check.equal("an indicator takes each trade", by_tick.Samples, trades - suspicious)
  check.that("until it is taken off", off < by_tick.Samples)
  check.equal("minutes; nothing comes that would end the last one", #minutes, 389)
  check.equal("quotes of minutes", #quoted, 389)
  check.equal("an indicator of minutes", by_minute.Samples, 389)
  local sum = 0
  for _, bar in ipairs(minutes) do sum = sum + bar.Volume end
  check.equal("no trade is lost", sum, volume)
  check.equal("a minute", minutes[1].Time, DateTime(2013, 10, 7, 9, 30))
  check.equal("its end", minutes[389].EndTime, DateTime(2013, 10, 7, 15, 59))
  check.equal("sides open where they closed", quoted[2].Bid.Open, quoted[1].Bid.Close)
  check.that("a middle", quoted[9].Close == (quoted[9].Bid.Close + quoted[9].Ask.Close) / 2)
  check.that("history", #from_history > 10)
  check.finish()
end
