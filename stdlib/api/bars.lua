--- What OnData gets, and bars. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Bars"

add("property", "CurrentSlice", "Slice|nil", "The slice of the OnData that runs; nil outside of it.")

add("enum", "SplitType", "SplitType", "Type of a Split.", { { "Warning" }, { "SplitOccurred" } })
add("enum", "DelistingType", "DelistingType", "Type of a Delisting.", { { "Warning" }, { "Delisted" } })

add("class", "Slice", "Slice[symbol] -> TradeBar|QuoteBar|nil",
  "All bars that end now: a symbol's TradeBar, without one its QuoteBar. pairs() goes in order of subscription.", {
  { "Time", "DateTime", "end of the bars, in the algorithm's zone" },
  { "Bars", "TradeBars", "the bars of trades only" },
  { "QuoteBars", "QuoteBars", "the bars of quotes only" },
  { "Keys", "Symbol[]", "symbols that have a bar" },
  { "Values", "(TradeBar|QuoteBar)[]", "the bars" },
  { "Splits", "Splits", "splits of now" },
  { "Dividends", "Dividends", "dividends of now" },
  { "SymbolChangedEvents", "SymbolChangedEvents", "new tickers of now" },
  { "Delistings", "Delistings", "ends of stocks of now" },
  { "Count", "integer", "how many bars" },
  { "HasData", "boolean", "whether there is any bar" },
  { "ContainsKey", "method(symbol) -> boolean", "whether the symbol has a bar" },
  { "Get", "method(symbol) -> TradeBar|QuoteBar|nil", "the same as slice[symbol]" },
})
for _, kind in ipairs { "TradeBar", "QuoteBar" } do
  add("class", kind .. "s", ("%ss[symbol] -> %s|nil"):format(kind, kind),
    "Those bars of a Slice. pairs() goes in order of subscription.", {
    { "Time", "DateTime", "end of the bars, in the algorithm's zone" },
    { "Keys", "Symbol[]", "symbols that have one" },
    { "Values", kind .. "[]", "the bars" },
    { "Count", "integer", "how many bars" },
    { "ContainsKey", "method(symbol) -> boolean", "whether the symbol has one" },
    { "Get", ("method(symbol) -> %s|nil"):format(kind), "the same as bars[symbol]" },
  })
end

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
add("class", "Delisting", "Delisting", "The end of a stock: its orders are cancelled, its position is closed.", {
  { "Symbol", "Symbol", "whose it is" },
  { "Time", "DateTime", "the exchange's midnight" },
  { "Type", "DelistingType", "Warning at the begin of the last day, Delisted at its end" },
  { "Price", "number", "last price before it" },
  { "Value", "number", "the same as Price" },
})
add("class", "TradeBar", "TradeBar", "One bar; a copy that can be kept.", {
  { "Symbol", "Symbol", "whose it is" },
  { "Time", "DateTime", "start of the bar, in the algorithm's zone" },
  { "EndTime", "DateTime", "end of the bar, in the algorithm's zone" },
  { "Open", "number", "first price" },
  { "High", "number", "highest price" },
  { "Low", "number", "lowest price" },
  { "Close", "number", "last price" },
  { "Value", "number", "the same as Close" },
  { "Volume", "number", "shares or coins traded; 0 when filled forward" },
  { "Period", "TimeSpan", "length of the bar" },
  { "IsFillForward", "boolean", "the last bar again, because there was none" },
})

return rows
