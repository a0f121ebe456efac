-- History of several symbols and of all: slices that can be kept; its options; types of data.
local check = require "perigee.check"
local min, quo, coin
local kept, looked

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  min = AddEquity("MIN", Resolution.Minute)
  quo = AddEquity("QUO", Resolution.Minute)
  coin = AddData("COIN")
end

local function of_one()
  local real = History(min, 40, Resolution.Minute, false)
  check.equal("by the hours, holes are not filled", #real, 35)
  check.equal("filled", #History(min, 40, nil, true), 40)
  check.equal("and by default", #History(min, 40), 40)
  check.equal("a type", #History(TradeBar, min, 40), 40)
  local quotes = History(QuoteBar, quo, 40)
  check.equal("quotes of an equity", quotes[#quotes].Ask.Close, quo.AskPrice)
  check.equal("raw prices", #History(min, 3, Resolution.Minute, true, false, nil, DataNormalizationMode.Raw), 3)
  check.equal("the last rows of custom data", #History(coin, 4), 4)
  check.raises("no quotes of a CSV file", "there are no quotes of 'MIN', whose data are", History, QuoteBar, min, 5)
  check.raises("of futures", "History: argument 6 (dataMappingMode) was 1, expected nil: it is for futures", History,
    min, 3, nil, nil, nil, 1)
  check.raises("fill", "History: argument 4 (fillForward)", History, min, 3, nil, "yes")
  check.raises("the type is no symbol", "History: argument 2 (symbol)", History, TradeBar)
end

local function of_several()
  local slices = History({ min, "QUO" }, 40)
  check.equal("so many instants", #slices, 40)
  local last = slices[40]
  check.equal("now is the last", last.Time, Time)
  check.equal("its bar", last[min].Close, min.Close)
  check.equal("a bar of trades", last.Bars[min].EndTime, Time)
  check.equal("and of quotes", last.QuoteBars[quo].Ask.Close, quo.AskPrice)
  check.equal("nothing else", last:ContainsKey(coin), false)
  check.equal("keys by ticker", last.Keys[1], min.Symbol)
  check.equal("Count", last.Count, #last.Keys)
  local n = 0
  for symbol, bar in pairs(slices[1]) do
    n = n + 1
    check.equal("pairs", bar.Symbol, symbol)
  end
  check.equal("as many as keys", n, slices[1].Count)
  for _, slice in ipairs(History(QuoteBar, { min, quo }, 3)) do
    check.equal("quotes only", slice.Bars.Count, 0)
  end
  kept = last
  check.equal("nothing is filled before the first bar", History({ quo }, 3)[1], nil)
  check.equal("of all", #History(TimeSpan.FromMinutes(2)), 2)
  check.equal("no symbols, no slices", #History({}, 3), 0)
  check.raises("an unknown one", "'MIX' was not added; did you mean 'MIN'?", History, { min, "MIX" }, 3)
end

-- There are no bars between 10:00 and 10:06. The one that ends where the history begins fills what follows, as in LEAN.
local function in_a_hole()
  check.equal("filled by the bar before", #History(min, 3), 3)
  check.equal("its time", History(min, 3)[1].EndTime, DateTime(2013, 10, 7, 10, 1))
  check.equal("by an earlier one nothing is", #History(min, 2), 0)
  check.equal("a span", #History(min, TimeSpan.FromMinutes(3)), 3)
  check.equal("not filled", #History(min, 3, nil, false), 0)
end

function OnData()
  if Time == DateTime(2013, 10, 7, 10, 3) then in_a_hole() end
  if not looked and Time == DateTime(2013, 10, 7, 10, 10) then
    looked = true
    of_one()
    of_several()
  end
end

function OnEndOfAlgorithm()
  check.equal("looked", looked, true)
  check.equal("a slice of the past is kept", kept.Time, DateTime(2013, 10, 7, 10, 10))
  check.equal("with its bars", kept[min].EndTime, DateTime(2013, 10, 7, 10, 10))
  check.finish()
end
