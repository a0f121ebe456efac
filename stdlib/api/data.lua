--- Symbols a strategy subscribes to. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Data"

add("function", "AddEquity",
  "AddEquity(ticker, resolution?: Resolution = Resolution.Minute, market? = Market.USA, "
    .. "fillForward? = true, leverage? = 0, extendedMarketHours? = false, "
    .. "dataNormalizationMode? = DataNormalizationMode.Adjusted) -> Security",
  "Subscribe an equity: LEAN's layout under the data folder (US), else TICKER.csv. The market gives "
    .. "its hours: Market.USA, HKEX, LSE, Xetra, JPX. Added once more with another resolution it is the same security "
    .. "with one more subscription; so are all that are added here.")
add("function", "AddForex",
  "AddForex(ticker, resolution?: Resolution = Resolution.Minute, market?, "
    .. "fillForward? = true, leverage? = 0) -> Security",
  "Subscribe a currency pair; its bars are QuoteBars, its price is their middle. Without a market the brokerage's, "
    .. "Market.Oanda by default.")
add("function", "AddCfd",
  "AddCfd(ticker, resolution?: Resolution = Resolution.Minute, market?, "
    .. "fillForward? = true, leverage? = 0) -> Security",
  "Subscribe a contract for difference; its bars are QuoteBars, its price is their middle. Without a market the "
    .. "brokerage's, Market.Oanda by default.")
add("function", "AddCrypto",
  "AddCrypto(ticker, resolution?: Resolution = Resolution.Minute, market?, "
    .. "fillForward? = true, leverage? = 0) -> Security",
  "Subscribe a crypto currency: trades and quotes. Without a market the brokerage's, Market.Coinbase by default.")
add("function", "AddData",
  "AddData(ticker, resolution?: Resolution = Resolution.Daily, timeZone?: string = TimeZones.Utc, "
    .. "fillForward? = false, leverage? = 0) -> Security",
  "Subscribe TICKER.csv of the data folder, a market that never closes. Times without an offset are "
    .. "in timeZone. With several resolutions the rows are bars of the finest; the others are made of them.")
add("function", "AddSecurity",
  "AddSecurity(securityType: SecurityType, ticker, resolution?: Resolution = Resolution.Minute, "
    .. "fillForward? = true, extendedMarketHours? = false) | "
    .. "AddSecurity(securityType: SecurityType, ticker, resolution: Resolution|nil, fillForward, leverage, "
    .. "extendedMarketHours? = false) | "
    .. "AddSecurity(securityType: SecurityType, ticker, resolution: Resolution|nil, market: string|nil, "
    .. "fillForward? = true, leverage? = 0, extendedMarketHours? = false, dataMappingMode?: nil, "
    .. "dataNormalizationMode? = DataNormalizationMode.Adjusted) | "
    .. "AddSecurity(symbol: Symbol, resolution?: Resolution = Resolution.Minute, fillForward? = true, leverage? = 0, "
    .. "extendedMarketHours? = false, dataMappingMode?: nil, "
    .. "dataNormalizationMode? = DataNormalizationMode.Adjusted) -> Security",
  "Subscribe an equity, a currency pair, a CFD or a crypto currency, as AddEquity and its like do.")
add("function", "Ticker", "Ticker(symbol) -> string", "The ticker of a Symbol or Security.")

-- History([dataType,] symbol | symbols | nothing, how far back, what is as subscribed without).
local HISTORY = {}
local OPTIONS = "resolution?, fillForward?: boolean, extendedMarketHours?: boolean, dataMappingMode?: nil, "
  .. "dataNormalizationMode?)"
for _, whose in ipairs { "symbol, ", "symbols: SymbolLike[], ", "" } do
  for _, kind in ipairs { "", "dataType: DataType, " } do
    for _, reach in ipairs { "bars: integer, ", "span: TimeSpan, ", "from: DateTime, to: DateTime, " } do
      local result = whose == "symbol, " and "TradeBar[]|QuoteBar[]|Tick[]" or "Slice[]"
      HISTORY[#HISTORY + 1] = ("History(%s%s%s%s -> %s"):format(kind, whose, reach, OPTIONS, result)
    end
  end
end
add("function", "History", table.concat(HISTORY, " | "),
  "Completed bars up to now, oldest first; of quotes where a symbol has no trades, or the type is QuoteBar. Holes are "
    .. "filled forward. A number of bars is counted through the market's hours, so fewer come where data begin later. "
    .. "Of several symbols, or of all where none is given: slices that can be kept, with the bars of trades and of "
    .. "quotes. Default: the symbol's resolution, the finest of several. Others come "
    .. "from the data folder, or are joined out of a CSV file's "
    .. "bars. Ticks (of a symbol of ticks, or with the type Tick) are asked for by span or dates. Empty where there is "
    .. "nothing in that span; where there is nothing of any time, a warning says once what was looked for.")
add("alias", "DataType", "table", "A type of data: TradeBar, QuoteBar or Tick.")
add("library", "TradeBar", "TradeBar", "The type of bars of trades: History(TradeBar, symbol, 10).", {})
add("library", "QuoteBar", "QuoteBar", "The type of bars of quotes: History(QuoteBar, symbol, 10).", {})
add("library", "Tick", "Tick", "The type of ticks: History(Tick, symbol, TimeSpan.FromMinutes(5)).", {})
add("function", "RemoveSecurity", "RemoveSecurity(symbol) -> boolean",
  "Close the position, cancel waiting orders, stop the data; whether it was there. Where the market is closed, the "
    .. "position is closed at its next open, and the data go on until then.")
add("function", "IsMarketOpen", "IsMarketOpen(symbol) -> boolean", "Whether the symbol's market is open now.")

add("library", "Securities", "Securities[symbol] -> Security", "All symbols, in order of subscription.", {
  { "Keys", "Symbol[]", "the symbols, in order of subscription" },
  { "Values", "Security[]", "the securities, in order of subscription" },
  { "Count", "integer", "how many symbols" },
  { "ContainsKey", "function(symbol) -> boolean", "whether it was added" },
})

add("enum", "TickType", "TickType", "Kinds of ticks.", { { "Trade" }, { "Quote" } })
add("enum", "Resolution", "Resolution", "Length of a bar; ticks are trades and quotes one by one.",
  { { "Tick" }, { "Second" }, { "Minute" }, { "Hour" }, { "Daily" } })
add("enum", "DataNormalizationMode", "DataNormalizationMode", "How prices of equities in LEAN's layout are shown.",
  { { "Raw" }, { "Adjusted" }, { "SplitAdjusted" }, { "TotalReturn" } })

add("class", "Security", "Security", "A symbol's latest prices; live. Where a symbol is asked for, it can be given.", {
  { "Symbol", "Symbol", "its symbol" },
  { "Price", "number", "last price" },
  { "Open", "number", "first price of the last bar" },
  { "High", "number", "highest price of the last bar" },
  { "Low", "number", "lowest price of the last bar" },
  { "Close", "number", "last price of the last bar" },
  { "Volume", "number", "traded in the last bar" },
  { "BidPrice", "number", "bid of the last quotes; the price where there are none" },
  { "AskPrice", "number", "ask of the last quotes; the price where there are none" },
  { "BidSize", "number", "size of the last bid; 0 without quotes" },
  { "AskSize", "number", "size of the last ask; 0 without quotes" },
  { "HasData", "boolean", "whether a bar has come" },
  { "IsTradable", "boolean", "false when it was removed or delisted: no orders any more" },
  { "IsDelisted", "boolean", "whether its last day is over" },
  { "GetLastData", "method() -> TradeBar|QuoteBar|nil",
    "the last real bar: an equity's of trades, else the newest" },
  { "Resolution", "Resolution", "as subscribed; of several the finest" },
  { "Leverage", "number", "1 or more" },
  { "ContractMultiplier", "number", "value of one is its price x this" },
  { "QuoteCurrency", "Cash", "that of its prices" },
  { "BaseCurrency", "Cash|nil", "of pairs and coins: what is bought" },
  { "Holdings", "Holding", "its position" },
  { "Type", "SecurityType", "Equity, Base, ..." },
  { "Exchange", "Exchange", "its market" },
  { "SymbolProperties", "SymbolProperties", "lots, price steps and the like" },
  { "SetLeverage", "method(leverage: number)", "change the leverage" },
  { "SetFeeModel", "method(model: AnyFeeModel)", "what its fills cost" },
  { "SetSettlementModel", "method(model: SettlementModel)", "when the money of its sales comes" },
  { "SetFillModel", "method(model: FillModel|OwnFillModel|function(parameters: OrderFeeParameters) -> number|Fill|nil)",
    "when its orders fill, and at what price; nil: not now" },
  { "SetSlippageModel", "method(model: SlippageModel|OwnSlippageModel|function(security, order) -> number)",
    "how far from their price its orders without a limit fill, a unit" },
  { "SetBuyingPowerModel", "method(model: SecurityMarginModel|OwnBuyingPowerModel)",
    "what positions and orders need" },
  { "SetMarginModel", "method(model: SecurityMarginModel|OwnBuyingPowerModel)", "another name of SetBuyingPowerModel" },
  { "FeeModel", "AnyFeeModel, writable",
    "its model of fees; to assign one is SetFeeModel" },
  { "FillModel", "FillModel|OwnFillModel|function(parameters: OrderFeeParameters) -> number|Fill|nil, writable",
    "its model of fills; to assign one is SetFillModel" },
  { "SlippageModel", "SlippageModel|OwnSlippageModel|function(security, order) -> number, writable",
    "its model of slippage; to assign one is SetSlippageModel" },
  { "BuyingPowerModel", "SecurityMarginModel|OwnBuyingPowerModel, writable",
    "its model of buying power; to assign one is SetBuyingPowerModel" },
  { "MarginModel", "SecurityMarginModel|OwnBuyingPowerModel, writable", "another name of BuyingPowerModel" },
  { "SettlementModel", "SettlementModel, writable",
    "when the money of its sales comes; to assign one is SetSettlementModel" },
  { "SetDataNormalizationMode", "method(mode: DataNormalizationMode)", "before its data are read: in Initialize" },
})
add("class", "SymbolProperties", "SymbolProperties", "What a symbol is traded in; a copy.", {
  { "LotSize", "number", "orders are whole multiples of it" },
  { "MinimumPriceVariation", "number", "smallest step of its price" },
  { "ContractMultiplier", "number", "value of one is its price x this" },
  { "MinimumOrderSize", "number|nil", "smallest order that brokerages take; nil where none is known" },
  { "QuoteCurrency", "string", "code of the currency of its prices" },
  { "MarketTicker", "string", "its name at the exchange; empty where LEAN's database has none" },
  { "Description", "string", "what it is, in words; empty where LEAN's database has none" },
})

return rows
