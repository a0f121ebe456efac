-- Slices of several symbols with different spans; what can be kept and what cannot.
local check = require "perigee.check"
local api = require "perigee.api"
local day, late, coin

local kept_slice, kept_bar
local seen = { DAY = 0, LATE = 0, COIN = 0 }
local steps, filled = 0, 0
local lateDays = {}

function Initialize()
  SetEndDate(2013, 11, 8)
  SetTimeZone("America/New_York")
  day = AddEquity("DAY", Resolution.Daily)
  late = AddEquity("LATE", Resolution.Daily)
  coin = AddData("COIN", Resolution.Daily)
  check.equal("no slice in Initialize", CurrentSlice, nil)
end

local function names(slice)
  local list = {}
  for symbol, bar in pairs(slice) do
    check.equal("key and bar belong together", bar.Symbol.Value, symbol.Value)
    list[#list + 1] = symbol.Value
  end
  return table.concat(list, " ")
end

-- A field of what a slice holds is no ticker: the message says where it is.
local function refused(owner, holder, key, text)
  check.raises(owner .. "." .. key, ("%s has no property '%s': %s"):format(owner, key, text),
    function() return holder[key] end)
end

local function look_for_fields(data)
  for _, entry in ipairs(api) do
    if entry.kind == "class" and (entry.name == "TradeBar" or entry.name == "QuoteBar" or entry.name == "Tick") then
      for _, member in ipairs(entry.members) do
        local name, says = member[1], member[1] .. " is a field of "
        if name ~= "Time" then check.raises(entry.name .. "." .. name, says, function() return data[name] end) end
      end
    end
  end
  refused("Slice", data, "EndTime", "its Time is when its bars end, and EndTime is a field of bars, as in "
    .. "data[symbol].EndTime")
  refused("Slice", data, "Close", "Close is a field of bars, as in data[symbol].Close")
  refused("Slice", data, "close", "Close is a field of bars, as in data[symbol].Close")
  refused("Slice", data, "Bid", "Bid is a field of bars of quotes, as in data.QuoteBars[symbol].Bid")
  refused("Slice", data, "Quantity", "Quantity is a field of ticks, as in data.Ticks[symbol][1].Quantity")
  refused("TradeBars", data.Bars, "Value", "Value is a field of bars, as in data.Bars[symbol].Value")
  refused("TradeBars", data.Bars, "Symbol", "Symbol is a field of bars, as in data.Bars[symbol].Symbol")
  refused("QuoteBars", data.QuoteBars, "Close", "Close is a field of bars of quotes, as in "
    .. "data.QuoteBars[symbol].Close")
  refused("QuoteBars", data.QuoteBars, "Volume", "Volume is a field of bars, as in data[symbol].Volume")
  refused("Ticks", data.Ticks, "Price", "Price is a field of ticks, as in data.Ticks[symbol][1].Price")
  refused("Slice", data, "OptionChains", "there are no options")
  refused("Slice", data, "TryGetValue", "write data[symbol], which is nil where there is nothing")
  check.raises("in capitals it is a ticker", "Slice: 'CLOSE' was not added", function() return data.CLOSE end)
  check.raises("another name", "Slice: 'SPY' was not added", function() return data.SPY end)
end

-- 2013-10-15 16:00: the first step with both equities.
local function look_at(data)
  check.equal("Count", data.Count, 2)
  check.equal("HasData", data.HasData, true)
  check.equal("pairs by ticker", names(data), "DAY LATE")
  check.equal("Keys", data.Keys[1].Value .. data.Keys[2].Value, "DAYLATE")
  check.equal("Values", #data.Values, 2)
  check.equal("ContainsKey of a security", data:ContainsKey(late), true)
  check.equal("ContainsKey of a symbol", data:ContainsKey(late.Symbol), true)
  check.equal("ContainsKey of a text", data:ContainsKey("LATE"), true)
  check.equal("ContainsKey of one without a bar", data:ContainsKey(coin), false)
  check.raises("ContainsKey of a misspelt one", "Slice:ContainsKey: 'LATTE' was not added; did you mean 'LATE'?",
    function() return data:ContainsKey("LATTE") end)
  check.equal("index without a bar", data[coin], nil)
  check.equal("Get", data:Get(late).Close, 50.5)
  check.equal("Get without a bar", data:Get(coin), nil)
  check.equal("Bars", data.Bars[late].Close, 50.5)
  check.equal("Bars: Count", data.Bars.Count, 2)
  check.equal("no quotes", data.QuoteBars.Count, 0)
  check.equal("text as key", data["LATE"].Close, 50.5)
  check.equal("CurrentSlice", CurrentSlice[late].Close, 50.5)
  check.raises("dot instead of colon", "Slice.ContainsKey takes a colon: write slice:ContainsKey(...)",
    function() return data.ContainsKey(late) end)
  check.raises("unknown member", "'Bras'", function() return data.Bras end)
  look_for_fields(data)
end

-- Slices of a step are values without memory: what Lua says of objects holds for them, too.
local function look_as_value(data)
  check.equal("type", type(data), "userdata")
  check.equal("the same one", rawequal(data, CurrentSlice), true)
  check.equal("its bars are another object", rawequal(data, data.Bars), false)
  check.equal("as a key", ({ [data] = "it" })[CurrentSlice], "it")
  check.equal("tostring", tostring(data) .. tostring(data.Bars) .. tostring(data.Ticks), "SliceTradeBarsTicks")
  check.equal("no metatable to be had", getmetatable(data), false)
  check.raises("Get of nothing", "Slice:Get: argument 1 (symbol) was missing", function() return data:Get() end)
  check.equal("Get of a type", tostring(data:Get(TradeBar)), "TradeBars")
  check.raises("an assignment", "Slice.Bars is read-only", function() data.Bars = nil end)
  check.raises("a new field", "Slice has no property 'Note'", function() data.Note = 1 end)
  check.raises("an array's key", "Slice has no property '1'", function() return data[1] end)
  check.raises("length", "attempt to get length of a TradeBars value", function() return #data.Bars end)
  check.raises("a call", "attempt to call a Slice value", function() data() end)
  check.raises("arithmetic", "attempt to perform arithmetic on a Slice value", function() return data + 1 end)
  check.raises("on the right", "attempt to perform arithmetic on a Slice value", function() return 1 - data end)
  check.raises("bits", "attempt to perform bitwise operation on a Slice value", function() return data & 1 end)
  check.raises("as text", "attempt to concatenate a Slice value", function() return "" .. data end)
  check.raises("an order of two", "attempt to compare a Slice value", function() return data < data end)
  check.raises("as an argument", "argument 2 (quantity) was a Slice", function() MarketOrder(day, data) end)
  check.raises("of its bars", "was a TradeBars, expected", function() SetHoldings(data.Bars, 1) end)
  check.raises("in place of a symbol", "was a Slice, expected", function() return SMA(data, 3) end)
end

local function look_at_bar(bar)
  check.equal("Open", bar.Open, 111.0)
  check.equal("High", bar.High, 113.0)
  check.equal("Low", bar.Low, 110.0)
  check.equal("Close", bar.Close, 112.0)
  check.equal("Value", bar.Value, 112.0)
  check.equal("Volume", bar.Volume, 11000.0)
  check.equal("Time", bar.Time, DateTime(2013, 10, 15, 9, 30))
  check.equal("EndTime", bar.EndTime, DateTime(2013, 10, 15, 16))
  check.equal("Period", bar.Period, TimeSpan.FromHours(6.5))
  check.equal("Symbol", bar.Symbol.Value, "DAY")
  check.equal("IsFillForward", bar.IsFillForward, false)
  check.raises("read-only", "TradeBar.Close is read-only", function() bar.Close = 1 end)
  check.raises("unknown", "TradeBar has no property 'Closs'; did you mean 'Close'?",
    function() return bar.Closs end)
end

function OnData(data)
  steps = steps + 1
  for symbol, bar in pairs(data) do
    seen[symbol.Value] = seen[symbol.Value] + 1
    if bar.IsFillForward then
      filled = filled + 1
      check.equal("a filled bar has no volume", bar.Volume, 0.0)
    end
  end
  if data:ContainsKey(late) then lateDays[#lateDays + 1] = Time.Day end
  if data:ContainsKey(coin) then
    check.equal("a UTC day ends in the evening", Time.Hour >= 19, true)
    check.equal("alone in its step", data.Count, 1)
  end
  if Time == DateTime(2013, 10, 15, 16) then
    look_at(data)
    look_as_value(data)
    look_at_bar(data[day])
    check.raises("a ticker that was not added", "Slice: 'AAPL' was not added: call AddEquity",
      function() return data["AAPL"] end)
    check.raises("of the bars alone", "TradeBars: 'AAPL' was not added", function() return data.Bars["AAPL"] end)
    check.raises("a member misspelt", "Slice has no property 'Barz'; did you mean 'Bars'?",
      function() return data.Barz end)
    check.raises("no ticker", "Slice has no property '5'", function() return data[5] end)
    kept_slice, kept_bar = data, data[day]
  end
  if Time == DateTime(2013, 10, 16, 16) then
    check.raises("a kept slice", "this Slice belongs to an earlier time step", function() return kept_slice.Time end)
    check.raises("its bars", "keep its bars instead", function() return kept_slice[day] end)
    for _, name in ipairs { "Bars", "QuoteBars", "Ticks" } do
      check.raises(name .. " themselves", "this Slice belongs to an earlier time step",
        function() return kept_slice[name] end)
    end
    check.raises("of a type", "this Slice belongs to an earlier time step",
      function() return kept_slice:Get(TradeBar) end)
    check.raises("pairs of it", "earlier time step", function() return pairs(kept_slice)() end)
    check.equal("a kept bar stays", kept_bar.Close, 112.0)
    check.equal("while the price moves", day.Price, 113.0)
  end
  if Time == DateTime(2013, 10, 21, 16) then
    check.equal("the hole is filled", data[late].IsFillForward, true)
    check.equal("with the close before", data[late].Close, 50.0)
    check.equal("over the day", data[late].Time, DateTime(2013, 10, 21, 9, 30))
    check.equal("the price stays", late.Price, 50.0)
  end
end

function OnEndOfAlgorithm()
  check.equal("no slice at the end", CurrentSlice, nil)
  check.equal("a kept bar at the end", kept_bar.EndTime, DateTime(2013, 10, 15, 16))
  check.raises("a kept slice at the end", "earlier time step", function() return kept_slice.Count end)
  check.equal("bars of DAY: trading days until the end", seen.DAY, 29)
  check.equal("first bar of LATE", lateDays[1], 15)
  check.equal("second bar of LATE", lateDays[2], 16)
  check.equal("bars of LATE: real, two holes", seen.LATE, 19)
  check.equal("filled bars", filled, 2)
  check.equal("bars of COIN: all that begin within the run", seen.COIN, 40)
  check.equal("steps", steps, 29 + 40)
  check.finish()
end
