--- What OnData gets, and bars. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Bars"

add("property", "CurrentSlice", "Slice|nil",
  "The slice of the step that is taken, also in functions that are due at its time; nil between steps.")

add("enum", "SplitType", "SplitType", "Type of a Split.", { { "Warning" }, { "SplitOccurred" } })
add("enum", "DelistingType", "DelistingType", "Type of a Delisting: at the begin of the last day, and at its end.",
  { { "Warning" }, { "Delisted" } })

add("class", "Slice", "Slice[symbol] -> TradeBar|QuoteBar|Tick[]|nil",
  "All bars that end now: a symbol's TradeBar, without one its QuoteBar, without both an array of its ticks. pairs() "
    .. "goes by type, then by ticker, as in LEAN.", {
  { "Time", "DateTime", "end of the bars, in the algorithm's zone" },
  { "UtcTime", "DateTime", "end of the bars in UTC" },
  { "Bars", "TradeBars", "the bars of trades only" },
  { "QuoteBars", "QuoteBars", "the bars of quotes only" },
  { "Ticks", "Ticks", "the ticks of symbols of Resolution.Tick" },
  { "Keys", "Symbol[]", "symbols that have a bar" },
  { "Values", "(TradeBar|QuoteBar|Tick[])[]", "the bars" },
  { "Splits", "Splits", "splits of now" },
  { "Dividends", "Dividends", "dividends of now" },
  { "SymbolChangedEvents", "SymbolChangedEvents", "new tickers of now" },
  { "Delistings", "Delistings", "ends of stocks of now" },
  { "Count", "integer", "how many bars" },
  { "HasData", "boolean", "whether there is any bar" },
  { "ContainsKey", "method(symbol) -> boolean", "whether the symbol has a bar" },
  { "Get", "method(symbol) -> TradeBar|QuoteBar|Tick[]|nil "
    .. "| method(dataType: DataType, symbol) -> TradeBar|QuoteBar|Tick[]|nil "
    .. "| method(dataType: DataType) -> TradeBars|QuoteBars|Ticks",
    "the same as slice[symbol]; of a type what Bars, QuoteBars and Ticks have" },
})
for _, kind in ipairs { "TradeBar", "QuoteBar" } do
  add("class", kind .. "s", ("%ss[symbol] -> %s|nil"):format(kind, kind),
    "Those bars of a Slice. pairs() goes by type, then by ticker, as in LEAN.", {
    { "Time", "DateTime", "end of the bars, in the algorithm's zone" },
    { "Keys", "Symbol[]", "symbols that have one" },
    { "Values", kind .. "[]", "the bars" },
    { "Count", "integer", "how many bars" },
    { "ContainsKey", "method(symbol) -> boolean", "whether the symbol has one" },
    { "Get", ("method(symbol) -> %s|nil"):format(kind), "the same as bars[symbol]" },
  })
end

add("class", "Ticks", "Ticks[symbol] -> Tick[]|nil",
  "The ticks of a Slice, of each symbol trades first. pairs() goes by type, then by ticker, as in LEAN.", {
  { "Time", "DateTime", "when they came, in the algorithm's zone" },
  { "Keys", "Symbol[]", "symbols that have any" },
  { "Values", "Tick[][]", "their arrays" },
  { "Count", "integer", "symbols that have any" },
  { "ContainsKey", "method(symbol) -> boolean", "whether the symbol has any" },
  { "Get", "method(symbol) -> Tick[]|nil", "the same as ticks[symbol]" },
})
add("class", "Tick", "Tick", "A trade or a quote; a copy that can be kept.", {
  { "Symbol", "Symbol", "whose it is" },
  { "Time", "DateTime", "when it came, in the algorithm's zone" },
  { "EndTime", "DateTime", "the same as Time" },
  { "TickType", "TickType", "Trade or Quote" },
  { "Value", "number", "price of a trade; of a quote the middle, or the side that is there" },
  { "Price", "number", "the same as Value" },
  { "LastPrice", "number", "the same as Value" },
  { "Quantity", "number", "shares or coins of a trade; 0 of a quote" },
  { "BidPrice", "number", "price of the bid; 0 when it was not quoted, and of a trade" },
  { "BidSize", "number", "size of the bid; 0 when it was not quoted, and of a trade" },
  { "AskPrice", "number", "price of the ask; 0 when it was not quoted, and of a trade" },
  { "AskSize", "number", "size of the ask; 0 when it was not quoted, and of a trade" },
  { "Exchange", "string", "letter of the exchange; empty where none is written" },
  { "SaleCondition", "string", "flags in hexadecimal digits; empty where none are written" },
  { "Suspicious", "boolean", "the vendor doubts it: it sets no price and feeds nothing" },
})

add("class", "QuoteBar", "QuoteBar", "One bar of quotes; a copy that can be kept. Its own prices are the middle's.", {
  { "Symbol", "Symbol", "whose it is" },
  { "Time", "DateTime", "start of the bar, in the algorithm's zone" },
  { "EndTime", "DateTime", "end of the bar, in the algorithm's zone" },
  { "Bid", "Bar|nil", "the bid; nil when there was none" },
  { "Ask", "Bar|nil", "the ask; nil when there was none" },
  { "LastBidSize", "number", "size of the last bid" },
  { "LastAskSize", "number", "size of the last ask" },
  { "Open", "number", "first price of the middle, or of the only side" },
  { "High", "number", "highest price of the middle, or of the only side" },
  { "Low", "number", "lowest price of the middle, or of the only side" },
  { "Close", "number", "last price of the middle, or of the only side" },
  { "Value", "number", "the same as Close" },
  { "Period", "TimeSpan", "length of the bar" },
  { "IsFillForward", "boolean", "the last bar again, because there was none" },
})
add("class", "Bar", "Bar", "One side of a QuoteBar.", {
  { "Open", "number", "first price" },
  { "High", "number", "highest price" },
  { "Low", "number", "lowest price" },
  { "Close", "number", "last price" },
})

local list_members = {
  { "Count", "integer", "how many; also #" },
  { "ContainsKey", "method(symbol) -> boolean", "whether there is one of the symbol" },
}
add("class", "Splits", "Splits[symbol] -> Split|nil",
  "Splits of a slice by symbol; a copy that can be kept. pairs() goes through it.", list_members)
add("class", "Dividends", "Dividends[symbol] -> Dividend|nil",
  "Dividends of a slice by symbol; a copy that can be kept. pairs() goes through it.", list_members)
add("class", "SymbolChangedEvents", "SymbolChangedEvents[symbol] -> SymbolChangedEvent|nil",
  "New tickers by symbol; a copy that can be kept. pairs() goes through it.", list_members)
add("class", "Delistings", "Delistings[symbol] -> Delisting|nil",
  "Ends of stocks by symbol; a copy that can be kept. pairs() goes through it.", list_members)
add("class", "Split", "Split", "A split, announced or done.", {
  { "Symbol", "Symbol", "whose it is" },
  { "Time", "DateTime", "the exchange's midnight of its day" },
  { "Type", "SplitType", "Warning the trading day before, SplitOccurred on its day" },
  { "SplitFactor", "number", "old shares for a new one: 0.25 of a split 4 to 1" },
  { "ReferencePrice", "number", "last price before it" },
  { "Price", "number", "the same as ReferencePrice" },
  { "Value", "number", "the same as ReferencePrice" },
})
add("class", "Dividend", "Dividend", "A dividend, on the first day a share is traded without it.", {
  { "Symbol", "Symbol", "whose it is" },
  { "Time", "DateTime", "the exchange's midnight of its day" },
  { "Distribution", "number", "paid a share" },
  { "ReferencePrice", "number", "last price before it" },
  { "Price", "number", "the same as Distribution" },
  { "Value", "number", "the same as Distribution" },
})
add("class", "SymbolChangedEvent", "SymbolChangedEvent", "A new ticker of a share.", {
  { "Symbol", "Symbol", "whose it is" },
  { "Time", "DateTime", "the exchange's midnight of its first day" },
  { "OldSymbol", "string", "ticker until now" },
  { "NewSymbol", "string", "ticker from now on" },
})
add("class", "Delisting", "Delisting", "The end of a stock, announced or over.", {
  { "Symbol", "Symbol", "whose it is" },
  { "Time", "DateTime", "the exchange's midnight: of the last day, or behind it" },
  { "Type", "DelistingType", "Warning at the begin of the last day, Delisted at its end" },
  { "Price", "number", "last price, at which a position is closed" },
  { "Value", "number", "the same as Price" },
})

local function bar_members(more)
  local list = {
    { "Symbol", "Symbol", "whose it is" },
    { "Time", "DateTime", "start of the bar, in the algorithm's zone" },
    { "EndTime", "DateTime", "end of the bar, in the algorithm's zone" },
    { "Open", "number", "first price" },
    { "High", "number", "highest price" },
    { "Low", "number", "lowest price" },
    { "Close", "number", "last price" },
    { "Value", "number", "the same as Close" },
    { "Price", "number", "the same as Close" },
    { "Volume", "number", "shares or coins traded; 0 when filled forward" },
    { "Period", "TimeSpan", "length of the bar" },
    { "IsFillForward", "boolean", "the last bar again, because there was none" },
  }
  for _, member in ipairs(more) do list[#list + 1] = member end
  return list
end
add("class", "TradeBar", "TradeBar", "One bar; a copy that can be kept.", bar_members {})
add("class", "RenkoBar", "RenkoBar", "What consolidators of bricks hand out; a copy that can be kept.", bar_members {
  { "Type", "RenkoType|nil", "Classic or Wicked; nil of a brick of volume" },
  { "BrickSize", "number", "height of the brick in price, or its volume" },
  { "Start", "DateTime", "the same as Time" },
  { "End", "DateTime", "the same as EndTime" },
  { "IsClosed", "boolean", "whether it is whole; false of WorkingData" },
  { "Direction", "BarDirection", "Rising, Falling or NoDelta" },
  { "Spread", "number", "difference of open and close, 0 or more" },
})

return rows
