-- What strategies do in a day's work: several stocks, bars by symbol, indicators, orders of all kinds,
-- scheduled functions, history, a rolling window, a chart. A run of it is part of the profile that the
-- release build is laid out by.

local symbols, means, ranges = {}, {}, {}
local closes = RollingWindow(20)

function Initialize()
  SetStartDate(2013, 1, 1)
  SetEndDate(2013, 3, 31)
  SetCash(1000000)
  SetBenchmark(function() return 0 end)
  for i = 1, 3 do
    local symbol = AddEquity(("s%03d"):format(i - 1), Resolution.Minute).Symbol
    symbols[i] = symbol
    means[i] = { fast = EMA(symbol, 12), slow = SMA(symbol, 60), bands = BB(symbol, 30, 2) }
    ranges[i] = ATR(symbol, 14)
  end
  Schedule.On(DateRules.EveryDay(symbols[1]), TimeRules.AfterMarketOpen(symbols[1], 30), function()
    SetHoldings(symbols[3], 0.2)
    local past = History(symbols[3], 30, Resolution.Minute)
    if #past > 0 then Plot("Past", "Close", past[#past].Close) end
  end)
  Schedule.On(DateRules.EveryDay(symbols[1]), TimeRules.BeforeMarketClose(symbols[1], 10), function()
    Liquidate(symbols[3])
  end)
end

local function trade(i, symbol, bar)
  local mean = means[i]
  if not mean.slow.IsReady then return end
  local held = Portfolio[symbol].Quantity
  if held == 0 and mean.fast.Current.Value > mean.slow.Current.Value and bar.Close > mean.bands.UpperBand then
    MarketOrder(symbol, 50)
    StopMarketOrder(symbol, -50, bar.Close - 3 * ranges[i].Current.Value)
  elseif held > 0 and mean.fast < mean.slow then
    Transactions.CancelOpenOrders(symbol)
    LimitOrder(symbol, -held, bar.Close)
  end
end

function OnData(data)
  for i = 1, 2 do
    local bar = data[symbols[i]]
    if bar then trade(i, symbols[i], bar) end
  end
  if data:ContainsKey(symbols[1]) then closes:Add(data.Bars[symbols[1]].Close) end
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled then Plot("Fills", "Quantity", event.FillQuantity) end
end
