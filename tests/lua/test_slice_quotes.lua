-- Bars of trades and of quotes in a slice: what each view shows, and what slice[symbol] is.
local check = require "perigee.check"
local quo
local seen = {}
local kept_quotes, kept_bar

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  AddEquity("MIN", Resolution.Minute, Market.USA, false)
  quo = AddEquity("QUO", Resolution.Minute, Market.USA, false).Symbol
end

local function names(view)
  local list = {}
  for symbol, bar in pairs(view) do
    check.equal("key and bar belong together", bar.Symbol, symbol)
    list[#list + 1] = symbol.Value
  end
  return table.concat(list, " ")
end

local function is_quote(bar) return (pcall(function() return bar.LastBidSize end)) end

-- 09:31: trades, and quotes without an ask.
local function one_side(data)
  local bar = data.QuoteBars[quo]
  check.equal("no ask", bar.Ask, nil)
  check.equal("its size", bar.LastAskSize, 0.0)
  check.equal("the bid alone", bar.Close, 99.75)
  check.equal("the trade comes first", data[quo].Close, 100.5)
  check.equal("Volume of the trade", data[quo].Volume, 10.0)
end

-- 09:33: quotes only.
local function quotes_only(data)
  check.equal("no trade", data.Bars[quo], nil)
  check.equal("Bars:ContainsKey", data.Bars:ContainsKey(quo), false)
  check.equal("Bars:Get", data.Bars:Get(quo), nil)
  check.equal("QuoteBars:ContainsKey", data.QuoteBars:ContainsKey("QUO"), true)
  check.equal("ContainsKey", data:ContainsKey(quo), true)
  check.equal("slice[symbol] is the quote bar", is_quote(data[quo]), true)
  check.equal("as is Get", is_quote(data:Get(quo)), true)
  check.equal("Bars", names(data.Bars), "MIN")
  check.equal("QuoteBars", names(data.QuoteBars), "QUO")
  check.equal("pairs", names(data), "MIN QUO")
  check.equal("Count", data.Count .. data.Bars.Count .. data.QuoteBars.Count, "211")
  check.equal("Keys", data.QuoteBars.Keys[1], quo)
  check.equal("Values", #data.Values .. #data.Bars.Values .. #data.QuoteBars.Values, "211")
  check.equal("Time of a view", data.QuoteBars.Time, Time)
  kept_quotes, kept_bar = data.QuoteBars, data.QuoteBars[quo]
end

-- 09:36: trades only.
local function trades_only(data)
  check.equal("no quote", data.QuoteBars[quo], nil)
  check.equal("slice[symbol] is the trade bar", is_quote(data[quo]), false)
  check.raises("a view of another step", "this QuoteBars belongs to an earlier time step",
    function() return kept_quotes.Count end)
  check.raises("pairs of it", "belongs to an earlier time step", function() for _ in pairs(kept_quotes) do end end)
end

local function look_at_bar(bar)
  check.equal("Bid", ("%g %g %g %g"):format(bar.Bid.Open, bar.Bid.High, bar.Bid.Low, bar.Bid.Close),
    "101.5 102 101 101.75")
  check.equal("Ask", ("%g %g %g %g"):format(bar.Ask.Open, bar.Ask.High, bar.Ask.Low, bar.Ask.Close),
    "102.5 103 102 102.75")
  check.equal("the middle", ("%g %g %g %g"):format(bar.Open, bar.High, bar.Low, bar.Close), "102 102.5 101.5 102.25")
  check.equal("Value", bar.Value, 102.25)
  check.equal("sizes", bar.LastBidSize .. " " .. bar.LastAskSize, "102.0 202.0")
  check.equal("Time", bar.Time, DateTime(2013, 10, 7, 9, 32))
  check.equal("EndTime", bar.EndTime, DateTime(2013, 10, 7, 9, 33))
  check.equal("Period", bar.Period, TimeSpan.FromMinutes(1))
  check.equal("IsFillForward", bar.IsFillForward, false)
  check.equal("as a text", tostring(bar), "QUO 2013-10-07 09:33:00 bid C: 101.75 ask C: 102.75")
  check.equal("a side as a text", tostring(bar.Bid), "O: 101.5 H: 102.0 L: 101.0 C: 101.75")
  check.raises("read-only", "QuoteBar.Close is read-only", function() bar.Close = 1 end)
  check.raises("unknown", "QuoteBar has no property 'Volume'", function() return bar.Volume end)
end

local STEPS = { ["09:31"] = one_side, ["09:33"] = quotes_only, ["09:36"] = trades_only }

function OnData(data)
  local now = ("%02d:%02d"):format(Time.Hour, Time.Minute)
  if data:ContainsKey(quo) then
    seen[#seen + 1] = (data.Bars[quo] and "t" or "") .. (data.QuoteBars[quo] and "q" or "")
  end
  if STEPS[now] then STEPS[now](data) end
  if now == "10:00" then check.raises("misspelt", "'QUA' was not added", function() return data.Bars:Get("QUA") end) end
end

function OnEndOfAlgorithm()
  check.equal("what was there", table.concat(seen, " "), "tq tq q q tq t tq tq tq tq")
  look_at_bar(kept_bar)
  check.finish()
end
