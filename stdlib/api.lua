--- The whole Lua API, described once. Tests compare it with what a strategy really sees; the README
--- points here. `require "perigee.api"` returns it.
---
--- kind: "callback" (the strategy defines it), "function", "property" (a global that is read),
--- "library" (functions take a dot), "enum", "class" (properties a dot, methods a colon), "module"
--- (what require of its name returns). Members of libraries, modules and classes: { name, signature or type, text }.

---@class perigee.api.Entry
---@field name string
---@field kind "callback"|"function"|"property"|"library"|"enum"|"class"|"module"
---@field signature string
---@field doc string
---@field members? string[][] of libraries, enums, modules and classes

---@type perigee.api.Entry[]
local api = {}

local function add(kind, name, signature, doc, members)
  api[#api + 1] = {
    kind = kind, name = name, signature = signature, doc = doc, members = members,
  }
end

-- What the strategy defines ------------------------------------------------------------------------

add("callback", "Initialize", "Initialize()", "Set-up, called once before the data. Needed.")
add("callback", "OnData", "OnData(slice: Slice)",
  "Called at each instant at which bars end. The slice can be read during this call only.")
add("callback", "OnSplits", "OnSplits(splits: Splits)",
  "Called before OnData when splits are announced or happen: splits[symbol] -> Split or nil.")
add("callback", "OnDividends", "OnDividends(dividends: Dividends)",
  "Called before OnData on the day without the dividend: dividends[symbol] -> Dividend or nil.")
add("callback", "OnSymbolChangedEvents", "OnSymbolChangedEvents(events: SymbolChangedEvents)",
  "Called before OnData on the first day of a new ticker: events[symbol] -> SymbolChangedEvent or nil.")
add("callback", "OnOrderEvent", "OnOrderEvent(event: OrderEvent)", "Called at each change of an order.")
add("callback", "OnEndOfDay", "OnEndOfDay(symbol: Symbol) | OnEndOfDay()",
  "Called 10 minutes before each symbol's last close of a day (before midnight where a market never "
    .. "closes). A function without parameters is called once, at 23:58 of days on which anything trades.")
add("callback", "OnWarmupFinished", "OnWarmupFinished()",
  "Called once at the start date, also without a warm-up.")
add("callback", "OnEndOfAlgorithm", "OnEndOfAlgorithm()",
  "Called after the last slice, not after an error.")
add("callback", "OnMarginCall", "OnMarginCall(requests: table[])",
  "Called before the broker makes positions smaller: no margin is left, and more than 110 % of the portfolio's "
    .. "value is in use (looked at every 5 minutes). requests: tables of Symbol, Quantity, OrderType and Tag, those "
    .. "that lost most first; what is in the array afterwards is ordered, until enough margin is left.")
add("callback", "OnMarginCallWarning", "OnMarginCallWarning()",
  "Called instead while less than 5 % of the portfolio's value is left as margin.")

-- Set-up -------------------------------------------------------------------------------------------

add("function", "SetStartDate", "SetStartDate(year, month, day) | SetStartDate(date: DateTime)",
  "First day of the run. Default: the day of the first bar of all symbols.")
add("function", "SetEndDate", "SetEndDate(year, month, day) | SetEndDate(date: DateTime)",
  "Last day of the run, whole. Default: the day of the last bar of all symbols.")
add("function", "SetCash",
  "SetCash(amount: number) | SetCash(currency: string, amount: number, conversionRate?: number)",
  "Cash at the start. Default 100000 of the account's currency, and nothing of others. The rate, account currency for "
    .. "one, counts until a pair tells it: a subscribed one, else one of the data folder.")
add("function", "SetAccountCurrency", "SetAccountCurrency(currency: string, amount?: number)",
  "What the account counts in: 'USD' unless it is set, before SetCash and before securities are added.")
add("function", "SetTimeZone", "SetTimeZone(name: string)",
  "Zone of Time, of dates and of schedules, an IANA name. Default America/New_York. Rules made before "
    .. "keep the zone they were made with.")
add("function", "SetWarmUp", "SetWarmUp(bars: integer, resolution?: Resolution) | SetWarmUp(span: TimeSpan)",
  "Run this long before the start date, without orders, so that indicators are ready.")
add("function", "SetBenchmark",
  "SetBenchmark(symbol: Symbol|Security|string) | SetBenchmark(f: function(time: DateTime) -> number)",
  "What Alpha, Beta and their like compare the daily returns with: the hourly closes of a US equity in "
    .. "the data folder (it need not be added), else the price of an added symbol; or what f returns for "
    .. "a midnight. Default: SPY, or 0 where the folder has no hourly bars of it.")
add("function", "SetBrokerageModel",
  "SetBrokerageModel(name: BrokerageName, accountType?: AccountType) | SetBrokerageModel(model: table)",
  "Whose fees, leverage, benchmark and trading days a year (365 for exchanges of crypto) are the defaults; in a Cash "
    .. "account leverage is 1. Or a table of functions beside the defaults: GetBenchmark() -> symbol or function, and "
    .. "for each security, as function(security): GetFeeModel, GetFillModel, GetSlippageModel, GetBuyingPowerModel, "
    .. "GetLeverage.")
add("function", "SetSecurityInitializer", "SetSecurityInitializer(f: function(security: Security))",
  "Called for each symbol that is added from now on, before its data are read.")
add("function", "GetParameter", "GetParameter(name: string, default?: string|number|boolean)",
  "Value of --param name=value. With a number as default a number, or the default if it is none.")

-- Data ---------------------------------------------------------------------------------------------

add("function", "AddEquity",
  "AddEquity(ticker: string, resolution?: Resolution, market?: string, fillForward?: boolean, "
    .. "leverage?: number, extendedMarketHours?: boolean, dataNormalizationMode?: DataNormalizationMode) -> Security",
  "Subscribe an equity: LEAN's layout under the data folder (US), else TICKER.csv. The market gives "
    .. "its hours: Market.USA, HKEX, LSE, Xetra, JPX. Defaults: Minute, \"usa\", true, 2, false, Adjusted.")
add("function", "AddForex",
  "AddForex(ticker: string, resolution?: Resolution, market?: string, fillForward?: boolean, "
    .. "leverage?: number) -> Security",
  "Subscribe a currency pair that is quoted in USD; its bars are QuoteBars, its price is their middle. "
    .. "Defaults: Minute, Market.Oanda, true, 50.")
add("function", "AddCfd",
  "AddCfd(ticker: string, resolution?: Resolution, market?: string, fillForward?: boolean, "
    .. "leverage?: number) -> Security",
  "The same for a contract for difference.")
add("function", "AddCrypto",
  "AddCrypto(ticker: string, resolution?: Resolution, market?: string, fillForward?: boolean, "
    .. "leverage?: number) -> Security",
  "Subscribe a crypto currency that is quoted in USD: trades and quotes. Defaults: Minute, Market.Coinbase, true, 1.")
add("function", "AddData",
  "AddData(ticker: string, resolution?: Resolution, timeZone?: string, fillForward?: boolean, "
    .. "leverage?: number) -> Security",
  "Subscribe TICKER.csv of the data folder, a market that never closes. Times without an offset are "
    .. "in timeZone. Defaults: Daily, UTC, false, 1.")
add("function", "History",
  "History(symbol, bars: integer, resolution?: Resolution) | History(symbol, span: TimeSpan, resolution?) | "
    .. "History(symbol, from: DateTime, to: DateTime, resolution?) -> TradeBar[]|QuoteBar[]",
  "Completed bars up to now, oldest first; of quotes where a symbol has no trades. "
    .. "Default: the symbol's resolution. Others come from the data folder, or "
    .. "are joined out of a CSV file's bars.")
add("function", "RemoveSecurity", "RemoveSecurity(symbol) -> boolean",
  "Close the position, cancel waiting orders, stop the data; whether it was there.")
add("function", "IsMarketOpen", "IsMarketOpen(symbol) -> boolean", "Whether the symbol's market is open now.")

-- Indicators ---------------------------------------------------------------------------------------

local function indicator(name, arguments, doc)
  local needed = arguments == "" and "" or ", " .. arguments
  add("function", name, ("%s(symbol%s, period?: Resolution|TimeSpan|Calendar|integer, "
    .. "selector?: Field|function(bar) -> number) -> Indicator"):format(name, needed),
    doc .. " Updated with each bar before OnData: the symbol's bars, or those of the period (see Consolidate).")
end
indicator("Identity", "", "The price itself.")
indicator("SMA", "period", "Simple moving average.")
indicator("EMA", "period", "Exponential moving average, seeded by the simple one.")
indicator("RSI", "period, averageType?", "Relative strength index; Wilders averages by default.")
indicator("MACD", "fast, slow, signal, averageType?",
  "Moving average convergence divergence: outputs Signal, Histogram, Fast, Slow.")
indicator("BB", "period, k, averageType?",
  "Bollinger bands: outputs MiddleBand, UpperBand, LowerBand, StandardDeviation, BandWidth, PercentB.")
indicator("ATR", "period, averageType?", "Average true range.")
indicator("ROC", "period", "Rate of change: price / price a period ago - 1.")
indicator("STD", "period", "Standard deviation of the population.")
indicator("MIN", "period", "Smallest of the last values.")
indicator("MAX", "period", "Largest of the last values.")

local function by_hand(name, arguments, like)
  add("function", name, ("%s(name?: string, %s) -> Indicator"):format(name, arguments),
    "As " .. like .. ", but fed only by RegisterIndicator, WarmUpIndicator, its Update or another indicator.")
end
by_hand("SimpleMovingAverage", "period", "SMA")
by_hand("ExponentialMovingAverage", "period", "EMA")
by_hand("RelativeStrengthIndex", "period, averageType?", "RSI")
by_hand("MovingAverageConvergenceDivergence", "fast, slow, signal, averageType?", "MACD")
by_hand("BollingerBands", "period, k, averageType?", "BB")
by_hand("AverageTrueRange", "period, averageType?", "ATR")
by_hand("RateOfChange", "period", "ROC")
by_hand("StandardDeviation", "period", "STD")
by_hand("Minimum", "period", "MIN")
by_hand("Maximum", "period", "MAX")
add("function", "RegisterIndicator",
  "RegisterIndicator(symbol, indicator: Indicator, period?: Resolution|TimeSpan|Calendar|integer|Consolidator, "
    .. "selector?: Field|function(bar) -> number)",
  "Feed an indicator made by hand with the bars to come.")
add("function", "WarmUpIndicator",
  "WarmUpIndicator(symbol, indicator: Indicator, period?: Resolution|TimeSpan, selector?)",
  "Feed it with as many past bars as it needs to be ready.")
add("function", "RollingWindow", "RollingWindow(size: integer) -> RollingWindow",
  "The last values of anything, newest first.")

-- Consolidators ------------------------------------------------------------------------------------

add("function", "Consolidate",
  "Consolidate(symbol, period: Resolution|TimeSpan|Calendar|integer, handler: function(bar: TradeBar)) -> Consolidator",
  "Call the handler with each bar of a period. Resolution.Daily is the exchange's session; a TimeSpan counts from "
    .. "midnight at the exchange (above a day: from the first bar); an integer is a number of bars. A bar is handed "
    .. "out when its time is over, with Time there, also between bars of the symbol.")
add("function", "TradeBarConsolidator",
  "TradeBarConsolidator(period: Resolution|TimeSpan|Calendar|integer) -> Consolidator",
  "The same, made by hand: see SubscriptionManager.AddConsolidator.")
local SELECTORS = "selector?: function(bar) -> number, volumeSelector?: function(bar) -> number"
add("function", "ClassicRenkoConsolidator",
  "ClassicRenkoConsolidator(barSize: number, " .. SELECTORS .. ", evenBars?: boolean) -> Consolidator",
  "Bricks of a height; at most one a bar. evenBars (default true): the first opens at a multiple of the height.")
add("function", "RenkoConsolidator", "RenkoConsolidator(barSize: number) -> Consolidator",
  "Bricks of a height with wicks, as many a bar as the price has moved; a turn takes two heights.")
add("function", "VolumeRenkoConsolidator", "VolumeRenkoConsolidator(barSize: number) -> Consolidator",
  "Bars of a traded volume.")
add("function", "RangeConsolidator", "RangeConsolidator(range: integer, " .. SELECTORS .. ") -> Consolidator",
  "Bars as high as so many smallest changes of the price, without gaps between them.")
add("function", "ClassicRangeConsolidator",
  "ClassicRangeConsolidator(range: integer, " .. SELECTORS .. ") -> Consolidator",
  "The same; a bar opens with the price that comes next.")
add("library", "SubscriptionManager", "SubscriptionManager", "What is fed with a symbol's bars.", {
  { "AddConsolidator", "function(symbol, consolidator: Consolidator)", "feed it from now on" },
  { "RemoveConsolidator", "function(symbol, consolidator: Consolidator) -> boolean", "whether it was fed" },
})

-- Trading ------------------------------------------------------------------------------------------

-- Where `asynchronous` can be given it changes nothing: an order is always sent at once. An order that is
-- refused raises; the text ends with LEAN's code: "... [OrderQuantityZero]" (OrderResponseErrorCode). An order
-- that exists and cannot be paid is Invalid instead. Without orderProperties DefaultOrderProperties count.
local OPTIONS = "asynchronous?: boolean, tag?: string, orderProperties?: OrderProperties) -> OrderTicket"

add("function", "SetHoldings",
  "SetHoldings(symbol, fraction: number, liquidateExistingHoldings?: boolean, " .. OPTIONS .. "|nil | "
    .. "SetHoldings(targets, liquidateExistingHoldings?, ...) -> OrderTicket[]",
  "Order the difference to a fraction of the portfolio's value; nil when there is nothing to do. Of a list of "
    .. "PortfolioTarget or { symbol, fraction } those that reduce a position come first, then those of the highest "
    .. "value; what is not in it is liquidated before, if asked for: of an empty list that is everything.")
add("function", "PortfolioTarget", "PortfolioTarget(symbol, fraction: number) -> PortfolioTarget",
  "A fraction of the portfolio's value, for SetHoldings.")
add("function", "CalculateOrderQuantity", "CalculateOrderQuantity(symbol, target: number) -> number",
  "What SetHoldings would order; 0 when there is nothing to do.")
add("function", "MarketOrder", "MarketOrder(symbol, quantity: number, " .. OPTIONS,
  "Buy (> 0) or sell (< 0) at the market: at the ask or the bid where there are quotes, else at the last price. "
    .. "Becomes MarketOnOpen while the market is closed; on daily data MarketOnClose while it is open.")
add("function", "Order", "Order(symbol, quantity: number, " .. OPTIONS, "Another name of MarketOrder.")
add("function", "Buy", "Buy(symbol, quantity: number, " .. OPTIONS, "MarketOrder of +quantity.")
add("function", "Sell", "Sell(symbol, quantity: number, " .. OPTIONS, "MarketOrder of -quantity.")
add("function", "LimitOrder", "LimitOrder(symbol, quantity: number, limitPrice: number, " .. OPTIONS,
  "Fills at the limit or better, at the first bar after the order that passes it.")
add("function", "StopMarketOrder", "StopMarketOrder(symbol, quantity: number, stopPrice: number, " .. OPTIONS,
  "Fills at the stop or worse, at the first bar after the order that reaches it.")
add("function", "StopLimitOrder",
  "StopLimitOrder(symbol, quantity: number, stopPrice: number, limitPrice: number, " .. OPTIONS,
  "A limit order from the bar on that passes the stop.")
add("function", "LimitIfTouchedOrder",
  "LimitIfTouchedOrder(symbol, quantity: number, triggerPrice: number, limitPrice: number, " .. OPTIONS,
  "A limit order from the bar on that touches the trigger: buys when the price falls there.")
add("function", "TrailingStopOrder",
  "TrailingStopOrder(symbol, quantity: number, trailingAmount: number, trailingAsPercentage: boolean, "
    .. OPTIONS .. " | TrailingStopOrder(symbol, quantity, stopPrice: number, trailingAmount, ...)",
  "A stop that follows the best price at a distance: an amount, or a fraction of the price (0.01: one percent). "
    .. "It begins that far from the last price, or at stopPrice.")
add("function", "MarketOnOpenOrder", "MarketOnOpenOrder(symbol, quantity: number, " .. OPTIONS,
  "At the open of the next session; refused while the market is open, but for daily data.")
add("function", "MarketOnCloseOrder", "MarketOnCloseOrder(symbol, quantity: number, " .. OPTIONS,
  "At the next close; refused less than Settings.MarketOnCloseSubmissionTimeBuffer before it.")
add("function", "Liquidate",
  "Liquidate(symbol?, asynchronous?: boolean, tag?: string, orderProperties?: OrderProperties) -> OrderTicket[]",
  "Cancel waiting orders and close the position, of one symbol or of all in order of their tickers.")
add("function", "SetMaximumOrders", "SetMaximumOrders(max: integer)",
  "With more orders than that a backtest sends no further one. Default 10000.")
add("function", "OrderProperties", "OrderProperties(timeInForce?) -> OrderProperties",
  "How long an order stays, for the functions above.")
add("property", "DefaultOrderProperties", "OrderProperties",
  "Those of orders without their own: set its TimeInForce.")
add("library", "TimeInForce", "TimeInForce", "How long an order stays open.", {
  { "GoodTilCanceled", "string", "until it fills or is cancelled: the default" },
  { "Day", "string",
    "until the close of its session; currencies and CFDs until 17:00 New York, crypto until midnight UTC" },
  { "GoodTilDate", "function(date: DateTime) | function(year, month, day) -> TimeInForce",
    "until the end of trading on that date" },
})
add("library", "Transactions", "Transactions", "The orders that were sent.", {
  { "GetOpenOrders", "function(symbol?) -> OrderTicket[]", "those that may still fill, oldest first" },
  { "GetOpenOrderTickets", "function(symbol?) -> OrderTicket[]", "the same" },
  { "GetOrderById", "function(id: integer) -> Order|nil", "a copy of one by its number" },
  { "GetOrderTicket", "function(id: integer) -> OrderTicket|nil", "its ticket" },
  { "AddOrder", "function({ OrderType, Symbol, Quantity, LimitPrice?, StopPrice?, TriggerPrice?, TrailingAmount?, "
    .. "TrailingAsPercentage?, Time?: DateTime, Tag?, OrderProperties? }) -> OrderTicket",
    "send an order as it is: a market order stays one and waits while the market is closed. Time is UTC, now or "
      .. "before; prices its type does not have are left out" },
  { "CancelOrder", "function(id: integer, tag?: string) -> true | false, text, code", "as OrderTicket:Cancel" },
  { "CancelOpenOrders", "function(symbol?, tag?: string) -> OrderTicket[]",
    "ask to cancel all, or all of a symbol; those it asked for. All get a tag with the UTC time, if none is given" },
})

add("function", "ConstantFeeModel", "ConstantFeeModel(amount: number) -> FeeModel", "The same fee for every order.")
add("function", "InteractiveBrokersFeeModel", "InteractiveBrokersFeeModel() -> FeeModel",
  "0.005 a share, at least 1, at most 0.5 % of the value: the default of equities. Currencies: 0.2 basis points, at "
    .. "least 2; CFDs: 0.002 %, at least 1.")
add("function", "FxcmFeeModel", "FxcmFeeModel() -> FeeModel",
  "0.04 per 1000 units of the main pairs, 0.06 of other currencies; nothing for others.")
local function exchange_fee(name, doc)
  add("function", name, name .. "() -> FeeModel", "A share of the value: " .. doc)
end
exchange_fee("CoinbaseFeeModel", "0.8 %, makers 0.6 %; less before 8 October 2019 and for stable pairs.")
exchange_fee("BinanceFeeModel", "0.1 %.")
exchange_fee("AlpacaFeeModel", "0.25 %, makers 0.15 %, of crypto; nothing for others.")
exchange_fee("KrakenFeeModel", "0.26 %, makers 0.16 %.")
exchange_fee("BitfinexFeeModel", "0.2 %, makers 0.1 %.")
add("function", "NullSlippageModel", "NullSlippageModel() -> SlippageModel", "None: the default.")
add("function", "ConstantSlippageModel", "ConstantSlippageModel(slippagePercent: number) -> SlippageModel",
  "That fraction of the last price (0.01: one percent), against the trader.")
add("function", "VolumeShareSlippageModel",
  "VolumeShareSlippageModel(volumeLimit?: number, priceImpact?: number) -> SlippageModel",
  "priceImpact x share^2 of the last price, share being the order's of the last bar's volume, at most volumeLimit. "
    .. "Defaults: 0.025, 0.1.")
add("function", "CashBuyingPowerModel", "CashBuyingPowerModel() -> SecurityMarginModel",
  "Of forex and crypto: what is bought is paid whole in the quote currency, nothing is sold that is not there, and "
    .. "open limit and stop orders have their part reserved. The default of both in a cash account.")
add("function", "PatternDayTradingMarginModel",
  "PatternDayTradingMarginModel(closedMarketLeverage?: number, openMarketLeverage?: number) -> SecurityMarginModel",
  "Leverage 4 while the market is open for ten more minutes, else 2.")
add("function", "ImmediateSettlementModel", "ImmediateSettlementModel() -> SettlementModel",
  "The money of a sale comes at once. The default.")
add("function", "DelayedSettlementModel",
  "DelayedSettlementModel(numberOfDays: integer, timeOfDay: TimeSpan) -> SettlementModel",
  "The money of a sale comes so many trading days later, at a time of the exchange: the next day at 06:00 is the "
    .. "default of stocks in a cash account. Looked at each hour.")
add("function", "SecurityMarginModel",
  "SecurityMarginModel(leverage?: number) | SecurityMarginModel{ Leverage, InitialMarginRequirement, "
    .. "MaintenanceMarginRequirement, RequiredFreeBuyingPowerPercent } -> SecurityMarginModel",
  "Buying power by requirements, as fractions of the value. Default: leverage 1.")
add("function", "ImmediateFillModel", "ImmediateFillModel() -> FillModel",
  "LEAN's, that of equities or that of all others: the default.")
add("function", "EquityFillModel", "EquityFillModel() -> FillModel",
  "That of equities, whatever is traded: for a strategy's own model, which calls its fills.")
add("function", "NextOpenFillModel", "NextOpenFillModel() -> FillModel",
  "Market orders at the open of the next bar; orders with prices of their own as by default.")

-- Output and end -----------------------------------------------------------------------------------

add("function", "Log", "Log(text)", "Write a line with the simulated time.")
add("function", "Debug", "Debug(text)", "As Log, marked as debug; an immediate repeat is left out.")
add("function", "Error", "Error(text)", "As Log, marked as an error. The run goes on.")
add("function", "Plot", "Plot(series: string, value: number) | Plot(chart: string, series: string, value: number)",
  "Add a point to a chart; charts are part of the JSON result.")
add("function", "Quit", "Quit(message?: string)",
  "End the run when the function that calls it returns; OnEndOfAlgorithm still runs.")

-- Training -----------------------------------------------------------------------------------------

add("function", "Train",
  "Train(fn, options?) | Train(name, fn, options?) | Train(dateRule, timeRule, fn, options?) "
    .. "| Train(name, dateRule, timeRule, fn, options?) -> TrainingEvent",
  "Run a training in the next time step, or at every time the rules give. options: { Duration = TimeSpan }, the "
    .. "simulated time it takes when Settings.TrainingTime is declared.")
add("function", "IsTraining", "IsTraining([name]) -> boolean",
  "Whether a training is due or runs, any or one of that name: the runtime's own flag.")
add("library", "Training", "Training", "How long trainings may take, and what one says from inside.", {
  { "Available", "function() -> number", "minutes left of the allowance, math.huge without one" },
  { "Limits", "function() -> table",
    "Server, Capacity and RefillAmount (minutes), and as TimeSpan RefillInterval, NextRefill (from now on) "
      .. "and StepLimit; nil: none" },
  { "Progress", "function(fraction: number, text?: string)", "of the training that runs here, 0 to 1" },
  { "ShouldStop", "function() -> boolean", "whether the training that runs here was cancelled" },
  { "Publish", "function(fn)", "call fn between two steps on the strategy's thread; in a backtest at once" },
})

-- State --------------------------------------------------------------------------------------------

add("property", "Time", "DateTime", "The clock, in the algorithm's zone.")
add("property", "UtcTime", "DateTime", "The clock in UTC.")
add("property", "StartDate", "DateTime", "Midnight of the first day.")
add("property", "EndDate", "DateTime", "Midnight of the last day.")
add("property", "AccountCurrency", "string", "The code of the account's currency, 'USD' by default.")
add("property", "IsWarmingUp", "boolean", "True before the start date of a run with a warm-up.")
add("property", "LiveMode", "boolean", "True when run by perigee live, false in a backtest.")
add("property", "CurrentSlice", "Slice|nil", "The slice of the OnData that runs; nil outside of it.")

add("library", "Securities", "Securities[symbol] -> Security", "All symbols, in order of subscription.", {
  { "Keys", "Symbol[]", "the symbols" },
  { "Values", "Security[]", "the securities" },
  { "Count", "integer", "how many" },
  { "ContainsKey", "function(symbol) -> boolean", "whether it was added" },
})
add("library", "Portfolio", "Portfolio[symbol] -> Holding", "Cash and positions; money in account currency.", {
  { "Cash", "number", "settled cash of all currencies" },
  { "UnsettledCash", "number", "money of sales that has not come yet" },
  { "CashBook", "CashBook", "cash by currency, also what was bought of forex and crypto" },
  { "UnsettledCashBook", "CashBook", "the same of what is not settled" },
  { "TotalPortfolioValue", "number", "cash, settled or not; value of what is no cash; open profit of CFDs" },
  { "Invested", "boolean", "whether there is any position" },
  { "TotalUnrealizedProfit", "number", "of open positions, before fees" },
  { "TotalProfit", "number", "realised, before fees" },
  { "TotalFees", "number", "paid so far" },
  { "TotalHoldingsValue", "number", "sum of positions' values" },
  { "MarginRemaining", "number", "buying power left" },
  { "TotalMarginUsed", "number", "what positions need to be held" },
  { "GetMarginRemaining", "function(symbol?, direction?: OrderDirection) -> number",
    "what an order of that direction (Buy) may use: against a position it is more" },
  { "Keys", "Symbol[]", "the symbols" },
  { "ContainsKey", "function(symbol) -> boolean", "whether it was added" },
})
add("library", "Settings", "Settings", "Choices of a run.", {
  { "FreePortfolioValue", "number|nil, writable",
    "what targets leave of the portfolio's value; nil, the default: FreePortfolioValuePercentage of it" },
  { "FreePortfolioValuePercentage", "number, writable", "a fraction (default 0.0025)" },
  { "MinimumOrderMarginPortfolioPercentage", "number, writable",
    "a target nearer to the holding is not ordered: margins as a fraction of the portfolio's value (default 0.001)" },
  { "MarketOnCloseSubmissionTimeBuffer", "TimeSpan, writable",
    "how long before the close the last MarketOnClose order is taken (default 15.5 minutes)" },
  { "MaxOrders", "integer, writable", "as SetMaximumOrders" },
  { "LiquidateEnabled", "boolean, writable",
    "false: Liquidate and liquidateExistingHoldings do nothing but log it (default true)" },
  { "StalePriceTimeSpan", "TimeSpan, writable",
    "a market order does not fill at a price that is that much older than itself (default one hour)" },
  { "TrainingTime", "string, writable", "zero, or declared: trainings of a backtest take simulated time" },
  { "TrainingDuration", "TimeSpan, writable", "what a training takes then that does not say itself" },
  { "AutomaticIndicatorWarmUp", "boolean, writable",
    "indicators made for a symbol begin with as many past bars as they need (default false)" },
  { "TrainDuringWarmUp", "boolean, writable", "scheduled trainings also run while warming up (default false)" },
})

-- Schedule -----------------------------------------------------------------------------------------

add("library", "Schedule", "Schedule", "Functions at times of the calendar.", {
  { "On", "function(dateRule, timeRule, fn) | function(name, dateRule, timeRule, fn) -> ScheduledEvent",
    "call fn at every time the rules give; with its name and UTC time if it has two parameters" },
  { "Event", "function(name?) -> ScheduleBuilder", "name dates, times and conditions one after the other" },
  { "Training", "function(dateRule, timeRule, fn) -> TrainingEvent", "as Train with rules" },
  { "TrainingNow", "function(fn) -> TrainingEvent", "as Train(fn)" },
  { "Add", "function(event)", "schedule a ScheduledEvent made by hand, or one that was removed" },
  { "Remove", "function(event)", "it does not fire any more" },
  { "DateRules", "DateRules", "the same as the global" },
  { "TimeRules", "TimeRules", "the same as the global" },
})
local PERIOD_RULE = "function(daysOffset?) | function(symbol, daysOffset?, extendedMarketHours?) -> DateRule"
local MARKET_RULE = "function(symbol, minutes?, extendedMarketHours?) | "
  .. "function(minutes?, extendedMarketHours?) -> TimeRule"

add("library", "DateRules", "DateRules", "On which days.", {
  { "Today", "DateRule", "this day" },
  { "Tomorrow", "DateRule", "the next day" },
  { "On", "function(year, month, day) | function(date, ...) | function(dates: DateTime[]) -> DateRule",
    "given dates" },
  { "Every", "function(day: DayOfWeek, ...) -> DateRule", "given days of the week" },
  { "EveryDay", "function() | function(symbol, extendedMarketHours?) -> DateRule",
    "every calendar day; every open day of the symbol" },
  { "WeekStart", PERIOD_RULE,
    "Monday; first open day of the week; so many days later, but in the week" },
  { "WeekEnd", PERIOD_RULE,
    "Friday; last open day of the week; so many days earlier" },
  { "MonthStart", PERIOD_RULE,
    "first (open) day of the month, or so many later" },
  { "MonthEnd", PERIOD_RULE,
    "last (open) day of the month, or so many earlier" },
  { "QuarterStart", PERIOD_RULE,
    "first (open) day of the quarter, or so many later" },
  { "QuarterEnd", PERIOD_RULE,
    "last (open) day of the quarter, or so many earlier" },
  { "YearStart", PERIOD_RULE,
    "first (open) day of the year, or so many later" },
  { "YearEnd", PERIOD_RULE,
    "last (open) day of the year, or so many earlier" },
  { "SetDefaultTimeZone", "function(timeZone: string)", "zone of Today and Tomorrow from now on" },
})
add("function", "FuncDateRule", "FuncDateRule(name: string, fn(from: DateTime, to: DateTime) -> dates) -> DateRule",
  "Dates a function gives: asked once, for all dates to the end of 2050.")
add("library", "TimeRules", "TimeRules", "At which times of a day, in the algorithm's zone.", {
  { "Now", "TimeRule", "at once" },
  { "Noon", "TimeRule", "12:00" },
  { "Midnight", "TimeRule", "00:00" },
  { "At", "function(hour, minute, second?, zone?) | function(span: TimeSpan, zone?) -> TimeRule",
    "a time of day; 25:00 is 01:00 of the next day" },
  { "Every", "function(span: TimeSpan) -> TimeRule", "from 00:00 in steps" },
  { "AfterMarketOpen", MARKET_RULE,
    "after the first open of the day; without a symbol that of US equities and all other added markets" },
  { "BeforeMarketOpen", MARKET_RULE,
    "before the first open" },
  { "BeforeMarketClose", MARKET_RULE,
    "before the last close of the day" },
  { "AfterMarketClose", MARKET_RULE,
    "after the last close" },
  { "SetDefaultTimeZone", "function(timeZone: string)", "zone of rules made from now on, instead of the algorithm's" },
})
add("function", "FuncTimeRule", "FuncTimeRule(name: string, fn(dates: DateTime[]) -> DateTime[]) -> TimeRule",
  "Times in UTC a function gives for all dates of the date rule: asked once.")
add("function", "ScheduledEvent", "ScheduledEvent(name: string, times: DateTime|DateTime[], fn) -> ScheduledEvent",
  "An event at given UTC times, for Schedule.Add.")
add("library", "Symbol", "Symbol", "Symbols that need not be added: for rules.", {
  { "Create", "function(ticker, securityType, market) -> Symbol",
    "Symbol.Create(\"ES\", SecurityType.Future, Market.CME)" },
})

-- ObjectStore --------------------------------------------------------------------------------------

add("library", "ObjectStore", "ObjectStore", "Values kept across runs.", {
  { "Save", "function(key, text) -> true | false, message",
    "keep a string, byte for byte; without text the file that lies at GetFilePath(key)" },
  { "SaveBytes", "function(key, bytes) -> true | false, message", "the same, marked as bytes" },
  { "SaveJson", "function(key, value) -> true | false, message", "keep a table, string, number or boolean as JSON" },
  { "SaveXml", "function(key, value) -> true | false, message", "the same as XML" },
  { "SaveString", "function(key, text) -> true | false, message", "another name of Save" },
  { "Read", "function(key) -> string", "raises when there is no such key" },
  { "ReadString", "function(key) -> string", "another name of Read" },
  { "ReadBytes", "function(key) -> string", "the same" },
  { "ReadJson", "function(key) -> value", "raises also when it is not JSON" },
  { "ReadXml", "function(key) -> value", "raises also when it is not XML" },
  { "Delete", "function(key) -> boolean", "whether there was one" },
  { "ContainsKey", "function(key) -> boolean", "whether there is one" },
  { "Keys", "function(prefix?) -> string[]", "all keys, or those that begin so, sorted" },
  { "Count", "function() -> integer", "number of objects" },
  { "MaxSize", "integer", "most bytes of all values together, as --subscription says" },
  { "MaxFiles", "integer", "most objects" },
  { "UsedSize", "integer", "bytes of all values together" },
  { "UsedFiles", "integer", "number of objects" },
  { "Stat", "function(key) -> table",
    "{ Key, Size, Created, Modified, Type, Sha256 }; times are DateTime in UTC, Type is bytes, text, json or xml" },
  { "Transaction", "function(fn) -> true, ... | false, message",
    "all that fn saves and deletes, or nothing: when fn raises, or a save was over the quota" },
  { "Refresh", "function()", "with --store-snapshot and in live trading: see what others have saved" },
  { "Clear", "function()", "LEAN's name of Refresh; nothing is deleted" },
  { "GetFilePath", "function(key) -> string",
    "path of the object written as a file; where there is none, a path a tool may write, for Save(key)" },
})
add("library", "Json", "Json", "What Lua tables cannot say by themselves.", {
  { "Array", "function(table) -> table", "marks a table as a JSON array, also when empty" },
  { "Null", "value", "JSON's null" },
})

-- Enumerations -------------------------------------------------------------------------------------

add("enum", "BrokerageName", "BrokerageName", "Whose defaults SetBrokerageModel takes.", {
  { "Default", "string", "LEAN's own: the default" },
  { "QuantConnectBrokerage", "string", "the same" },
  { "InteractiveBrokersBrokerage", "string", "its benchmark is always 0" },
  { "TradierBrokerage", "string", "no fees" },
  { "OandaBrokerage", "string", "no fees" },
  { "FxcmBrokerage", "string", "FxcmFeeModel" },
  { "Alpaca", "string", "AlpacaFeeModel" },
  { "Coinbase", "string", "CoinbaseFeeModel, benchmark BTCUSD" },
  { "GDAX", "string", "its former name" },
  { "Binance", "string", "BinanceFeeModel, benchmark BTCUSDC" },
  { "Kraken", "string", "KrakenFeeModel, benchmark BTCUSD" },
  { "Bitfinex", "string", "BitfinexFeeModel, benchmark BTCUSD" },
})
add("enum", "AccountType", "AccountType", "Of an account.", {
  { "Margin", "string", "the brokerage lends: the default" },
  { "Cash", "string", "it does not: leverage is 1" },
})
add("enum", "Resolution", "Resolution", "Length of a bar.",
  { { "Second" }, { "Minute" }, { "Hour" }, { "Daily" } })
add("enum", "DataNormalizationMode", "DataNormalizationMode", "How prices of equities in LEAN's layout are shown.",
  { { "Raw" }, { "Adjusted" }, { "SplitAdjusted" }, { "TotalReturn" } })
add("enum", "SplitType", "SplitType", "Type of a Split.", { { "Warning" }, { "SplitOccurred" } })
add("enum", "SecurityType", "SecurityType", "Kind of a symbol.",
  { { "Base" }, { "Equity" }, { "Option" }, { "Forex" }, { "Future" }, { "Cfd" }, { "Crypto" },
    { "FutureOption" }, { "Index" }, { "IndexOption" }, { "CryptoFuture" } })
add("library", "Market", "Market", "Places, as AddEquity and Symbol.Create take them.", {
  { "USA", "string", "usa" },
  { "CME", "string", "cme" },
  { "CBOT", "string", "cbot" },
  { "NYMEX", "string", "nymex" },
  { "COMEX", "string", "comex" },
  { "CFE", "string", "cfe" },
  { "HKEX", "string", "hkex" },
  { "HKFE", "string", "hkfe" },
  { "LSE", "string", "lse" },
  { "Xetra", "string", "xetra" },
  { "EUREX", "string", "eurex" },
  { "JPX", "string", "jpx" },
  { "Oanda", "string", "oanda" },
  { "FXCM", "string", "fxcm" },
  { "Coinbase", "string", "coinbase" },
  { "Bitfinex", "string", "bitfinex" },
  { "Kraken", "string", "kraken" },
  { "Bitstamp", "string", "bitstamp" },
  { "Binance", "string", "binance" },
  { "BinanceUS", "string", "binanceus" },
})
add("library", "TimeZones", "TimeZones", "IANA names; any other IANA name can be written as a string.", {
  { "Utc", "string", "UTC" },
  { "NewYork", "string", "America/New_York" },
  { "Chicago", "string", "America/Chicago" },
  { "Denver", "string", "America/Denver" },
  { "Phoenix", "string", "America/Phoenix" },
  { "LosAngeles", "string", "America/Los_Angeles" },
  { "Anchorage", "string", "America/Anchorage" },
  { "Honolulu", "string", "Pacific/Honolulu" },
  { "Detroit", "string", "America/Detroit" },
  { "Toronto", "string", "America/Toronto" },
  { "Vancouver", "string", "America/Vancouver" },
  { "MexicoCity", "string", "America/Mexico_City" },
  { "SaoPaulo", "string", "America/Sao_Paulo" },
  { "BuenosAires", "string", "America/Argentina/Buenos_Aires" },
  { "London", "string", "Europe/London" },
  { "Dublin", "string", "Europe/Dublin" },
  { "Paris", "string", "Europe/Paris" },
  { "Madrid", "string", "Europe/Madrid" },
  { "Amsterdam", "string", "Europe/Amsterdam" },
  { "Berlin", "string", "Europe/Berlin" },
  { "Zurich", "string", "Europe/Zurich" },
  { "Rome", "string", "Europe/Rome" },
  { "Athens", "string", "Europe/Athens" },
  { "Bucharest", "string", "Europe/Bucharest" },
  { "Helsinki", "string", "Europe/Helsinki" },
  { "Istanbul", "string", "Europe/Istanbul" },
  { "Minsk", "string", "Europe/Minsk" },
  { "Moscow", "string", "Europe/Moscow" },
  { "Cairo", "string", "Africa/Cairo" },
  { "Johannesburg", "string", "Africa/Johannesburg" },
  { "Jerusalem", "string", "Asia/Jerusalem" },
  { "Kolkata", "string", "Asia/Kolkata" },
  { "HongKong", "string", "Asia/Hong_Kong" },
  { "Shanghai", "string", "Asia/Shanghai" },
  { "Tokyo", "string", "Asia/Tokyo" },
  { "Brisbane", "string", "Australia/Brisbane" },
  { "Melbourne", "string", "Australia/Melbourne" },
  { "Sydney", "string", "Australia/Sydney" },
  { "Auckland", "string", "Pacific/Auckland" },
})
add("enum", "DayOfWeek", "DayOfWeek", "0 to 6.",
  { { "Sunday" }, { "Monday" }, { "Tuesday" }, { "Wednesday" }, { "Thursday" }, { "Friday" }, { "Saturday" } })
add("enum", "OrderStatus", "OrderStatus", "State of an order.",
  { { "New" }, { "Submitted" }, { "PartiallyFilled" }, { "Filled" }, { "Canceled" }, { "Invalid" },
    { "CancelPending" }, { "UpdateSubmitted" } })
add("enum", "OrderType", "OrderType", "Kind of an order.",
  { { "Market" }, { "Limit" }, { "StopMarket" }, { "StopLimit" }, { "MarketOnOpen" }, { "MarketOnClose" },
    { "LimitIfTouched" }, { "TrailingStop" } })
add("enum", "OrderDirection", "OrderDirection", "Side of an order.", { { "Buy" }, { "Sell" }, { "Hold" } })
add("enum", "OrderField", "OrderField", "What OrderTicket:Get reads.",
  { { "LimitPrice" }, { "StopPrice" }, { "TriggerPrice" }, { "TrailingAmount" }, { "TrailingAsPercentage" } })
add("enum", "OrderResponseErrorCode", "OrderResponseErrorCode", "Why an order, an update or a cancel was refused.",
  { { "None" }, { "ProcessingError" }, { "InsufficientBuyingPower" }, { "InvalidOrderStatus" },
    { "UnableToFindOrder" }, { "OrderQuantityZero" }, { "UnsupportedRequestType" }, { "PreOrderChecksError" },
    { "SecurityPriceZero" }, { "SecurityHasNoData" }, { "ExceededMaximumOrders" },
    { "MarketOnCloseOrderTooLate" }, { "InvalidRequest" }, { "AlgorithmWarmingUp" }, { "ConversionRateZero" },
    { "NonTradableSecurity" }, { "OrderQuantityLessThanLotSize" }, { "MarketOnOpenNotAllowedDuringRegularHours" } })
add("enum", "MovingAverageType", "MovingAverageType", "Average an indicator is built on.",
  { { "Simple" }, { "Exponential" }, { "Wilders" } })
add("enum", "Calendar", "Calendar", "Bars of weeks (from Monday), months, quarters or years.",
  { { "Weekly" }, { "Monthly" }, { "Quarterly" }, { "Yearly" } })
add("enum", "Field", "Field", "Number of a bar an indicator is fed with.",
  { { "Close" }, { "Open" }, { "High" }, { "Low" }, { "Volume" } })

-- Values -------------------------------------------------------------------------------------------

add("library", "DateTime", "DateTime(year, month, day, hour?, minute?, second?) -> DateTime",
  "A point in time. Operators: - + with TimeSpan, == < <=.", {
    { "Parse", "function(text) -> DateTime", "2013-10-07 or 2013-10-07 09:30" },
  })
add("library", "TimeSpan",
  "TimeSpan(hours, minutes, seconds) | TimeSpan(days, hours, minutes, seconds) -> TimeSpan",
  "A length of time. Operators: + - * / == < <=.", {
    { "FromDays", "function(n) -> TimeSpan", "days" },
    { "FromHours", "function(n) -> TimeSpan", "hours" },
    { "FromMinutes", "function(n) -> TimeSpan", "minutes" },
    { "FromSeconds", "function(n) -> TimeSpan", "seconds" },
    { "Days", "function(n) -> TimeSpan", "as FromDays" },
    { "Hours", "function(n) -> TimeSpan", "as FromHours" },
    { "Minutes", "function(n) -> TimeSpan", "as FromMinutes" },
    { "Seconds", "function(n) -> TimeSpan", "as FromSeconds" },
    { "Zero", "TimeSpan", "no time" },
  })
add("class", "DateTime", "DateTime", "A point in time: its parts, and what lies some time later.", {
  { "Year", "integer", "1700 to 2250" },
  { "Month", "integer", "1 to 12" },
  { "Day", "integer", "1 to 31" },
  { "Hour", "integer", "0 to 23" },
  { "Minute", "integer", "0 to 59" },
  { "Second", "integer", "0 to 59" },
  { "Millisecond", "integer", "0 to 999" },
  { "DayOfWeek", "DayOfWeek", "0 is Sunday" },
  { "DayOfYear", "integer", "1 to 366" },
  { "Date", "DateTime", "its midnight" },
  { "TimeOfDay", "TimeSpan", "since midnight" },
  { "AddDays", "method(n) -> DateTime", "n may have a fraction, here and below" },
  { "AddHours", "method(n) -> DateTime", "hours later" },
  { "AddMinutes", "method(n) -> DateTime", "minutes later" },
  { "AddSeconds", "method(n) -> DateTime", "seconds later" },
  { "ToString", "method(format?) -> string",
    "2013-10-07 09:30:00, or by a format of %Y %m %d %H %M %S %y %j %I %p %a %A %b %B %F %T %f %%" },
})
add("class", "TimeSpan", "TimeSpan", "A length of time, in whole nanoseconds.", {
  { "TotalDays", "number", "the whole span in days" },
  { "TotalHours", "number", "the whole span in hours" },
  { "TotalMinutes", "number", "the whole span in minutes" },
  { "TotalSeconds", "number", "the whole span in seconds" },
  { "Days", "integer", "whole days" },
  { "Hours", "integer", "of the rest: 0 to 23" },
  { "Minutes", "integer", "of the rest: 0 to 59" },
  { "Seconds", "integer", "of the rest: 0 to 59" },
})
add("class", "Security", "Security", "A symbol's latest prices; live. Where a symbol is asked for, it can be given.", {
  { "Symbol", "Symbol", "its symbol" },
  { "Price", "number", "last price" },
  { "Open", "number", "of the last bar" },
  { "High", "number", "of the last bar" },
  { "Low", "number", "of the last bar" },
  { "Close", "number", "of the last bar" },
  { "Volume", "number", "of the last bar" },
  { "BidPrice", "number", "of the last quotes; the price where there are none, as below" },
  { "AskPrice", "number", "of the last quotes" },
  { "BidSize", "number", "of the last quotes; 0 without" },
  { "AskSize", "number", "of the last quotes; 0 without" },
  { "HasData", "boolean", "whether a bar has come" },
  { "GetLastData", "method() -> TradeBar|QuoteBar|nil",
    "the last real bar: an equity's of trades, else the newest" },
  { "Resolution", "Resolution", "as subscribed" },
  { "Leverage", "number", "1 or more" },
  { "ContractMultiplier", "number", "value of one is its price x this" },
  { "QuoteCurrency", "Cash", "of its prices" },
  { "BaseCurrency", "Cash|nil", "of forex and crypto: what is bought" },
  { "Holdings", "Holding", "its position" },
  { "SetLeverage", "method(leverage)", "change the leverage" },
  { "SetFeeModel", "method(model: FeeModel|function(parameters) -> number, currency?)",
    "what its fills cost, in account currency or that of a code; a function gets { Security, Order }. "
      .. "A table with GetOrderFee will do, too" },
  { "SetFillModel", "method(model: FillModel|function(parameters) -> price|fill|nil|table)",
    "when its orders fill, and at what price. A function gets { Security, Order }; nil: not now. A table has "
      .. "functions MarketFill(security, order), LimitFill and their like, the others are the default's; or Fill" },
  { "SetSlippageModel", "method(model: SlippageModel|function(security, order) -> number)",
    "how far from their price its orders without a limit fill, a unit" },
  { "SetBuyingPowerModel", "method(model: SecurityMarginModel|table)",
    "what positions and orders need. A table has functions named as the methods of SecurityMarginModel, which get "
      .. "the same parameters, and Leverage; the rest is that of SecurityMarginModel(Leverage), 1 by default" },
  { "SetSettlementModel", "method(model: SettlementModel)", "when the money of its sales comes" },
  { "SetMarginModel", "method(model: SecurityMarginModel|table)", "another name of SetBuyingPowerModel" },
  { "SetDataNormalizationMode", "method(mode: DataNormalizationMode)", "before its data are read: in Initialize" },
})
add("class", "Symbol", "Symbol", "A symbol's identity; equal when ticker, type and market are.", {
  { "Value", "string", "the ticker" },
  { "SecurityType", "SecurityType", "Equity, Base, ..." },
  { "Market", "string", "\"usa\"; empty for AddData" },
})
add("class", "Holding", "Holding", "A position; live.", {
  { "Symbol", "Symbol", "whose" },
  { "Quantity", "number", "signed" },
  { "AveragePrice", "number", "of the open position" },
  { "Price", "number", "last price" },
  { "HoldingsValue", "number", "quantity x price" },
  { "UnrealizedProfit", "number", "before fees" },
  { "UnrealizedProfitPercent", "number", "of the cost, as a fraction" },
  { "Profit", "number", "realised, before fees" },
  { "TotalFees", "number", "paid" },
  { "Invested", "boolean", "quantity is not 0" },
  { "IsLong", "boolean", "quantity above 0" },
  { "IsShort", "boolean", "quantity below 0" },
})
add("class", "Slice", "Slice",
  "All bars that end now. slice[symbol] -> its TradeBar, without one its QuoteBar, or nil. pairs() goes in order of "
    .. "subscription.", {
  { "Time", "DateTime", "end of the bars" },
  { "Bars", "TradeBars", "the bars of trades only" },
  { "QuoteBars", "QuoteBars", "the bars of quotes only" },
  { "Keys", "Symbol[]", "symbols that have a bar" },
  { "Values", "(TradeBar|QuoteBar)[]", "the bars" },
  { "Splits", "Splits", "of now: slice.Splits[symbol] -> Split or nil; also pairs()" },
  { "Dividends", "Dividends", "the same" },
  { "SymbolChangedEvents", "SymbolChangedEvents", "the same" },
  { "Count", "integer", "how many" },
  { "HasData", "boolean", "whether there is any bar" },
  { "ContainsKey", "method(symbol) -> boolean", "whether the symbol has a bar" },
  { "Get", "method(symbol) -> TradeBar|QuoteBar|nil", "the same as slice[symbol]" },
})
for _, kind in ipairs { "TradeBar", "QuoteBar" } do
  add("class", kind .. "s", kind .. "s",
    ("Those bars of a Slice. bars[symbol] -> %s or nil. pairs() goes in order of subscription."):format(kind), {
    { "Time", "DateTime", "end of the bars" },
    { "Keys", "Symbol[]", "symbols that have one" },
    { "Values", kind .. "[]", "the bars" },
    { "Count", "integer", "how many" },
    { "ContainsKey", "method(symbol) -> boolean", "whether the symbol has one" },
    { "Get", ("method(symbol) -> %s|nil"):format(kind), "the same as bars[symbol]" },
  })
end
add("class", "QuoteBar", "QuoteBar", "One bar of quotes; a copy that can be kept. Its own prices are the middle's.", {
  { "Symbol", "Symbol", "whose" },
  { "Time", "DateTime", "start" },
  { "EndTime", "DateTime", "end" },
  { "Bid", "Bar|nil", "the bid; nil when there was none" },
  { "Ask", "Bar|nil", "the ask; nil when there was none" },
  { "LastBidSize", "number", "size of the last bid" },
  { "LastAskSize", "number", "size of the last ask" },
  { "Open", "number", "of the middle, or of the only side" },
  { "High", "number", "the same" },
  { "Low", "number", "the same" },
  { "Close", "number", "the same" },
  { "Value", "number", "the same as Close" },
  { "Period", "TimeSpan", "length" },
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
add("class", "Splits", "Splits", "Splits of a slice by symbol; a copy that can be kept. "
  .. "A Split has Symbol, Time, Type, SplitFactor, ReferencePrice, Price.", list_members)
add("class", "Dividends", "Dividends", "Dividends of a slice by symbol; a copy that can be "
  .. "kept. A Dividend has Symbol, Time, Distribution, ReferencePrice.", list_members)
add("class", "SymbolChangedEvents", "SymbolChangedEvents", "New tickers by symbol; a copy that can be "
  .. "kept. An event has Symbol, Time, OldSymbol, NewSymbol.", list_members)
add("class", "TradeBar", "TradeBar", "One bar; a copy that can be kept.", {
  { "Symbol", "Symbol", "whose" },
  { "Time", "DateTime", "start" },
  { "EndTime", "DateTime", "end" },
  { "Open", "number", "first price" },
  { "High", "number", "highest price" },
  { "Low", "number", "lowest price" },
  { "Close", "number", "last price" },
  { "Value", "number", "the same as Close" },
  { "Volume", "number", "traded, 0 when filled forward" },
  { "Period", "TimeSpan", "length" },
  { "IsFillForward", "boolean", "the last bar again, because there was none" },
})
add("class", "Indicator", "Indicator", "Compares with < and <= to other indicators and numbers.", {
  { "Current", "{Value, Time}", "the present value and its time" },
  { "Value", "number", "the same as Current.Value" },
  { "IsReady", "boolean", "enough bars have come" },
  { "Samples", "integer", "bars so far" },
  { "Name", "string", "SMA(20)" },
  { "Update", "method(time: DateTime, value: number) -> boolean", "feed a value, or a TradeBar; whether it is ready" },
  { "Reset", "method()", "as new" },
  { "Of", "method(first: Indicator) -> Indicator", "take the values of another one, from when it is ready" },
  { "SMA", "method(period) -> Indicator", "a new one that takes this one's values; so are the others" },
  { "EMA", "method(period) -> Indicator", "see SMA" },
  { "RSI", "method(period, averageType?) -> Indicator", "see SMA" },
  { "MACD", "method(fast, slow, signal, averageType?) -> Indicator", "see SMA" },
  { "BB", "method(period, k, averageType?) -> Indicator", "see SMA" },
  { "ROC", "method(period) -> Indicator", "see SMA" },
  { "STD", "method(period) -> Indicator", "see SMA" },
  { "MIN", "method(period) -> Indicator", "see SMA" },
  { "MAX", "method(period) -> Indicator", "see SMA" },
})
add("class", "Consolidator", "Consolidator", "Makes bars of the bars of one symbol.", {
  { "DataConsolidated", "function|nil", "called with the consolidator and each of its bars" },
  { "Consolidated", "TradeBar|nil", "the last bar that was handed out" },
  { "WorkingData", "TradeBar|nil", "the bar at hand" },
  { "Update", "method(bar: TradeBar)", "feed it by hand" },
})
add("class", "RollingWindow", "RollingWindow", "window[0] is the newest value.", {
  { "Add", "method(value)", "a new value; the oldest leaves when full" },
  { "Count", "integer", "values in it" },
  { "Size", "integer", "most values" },
  { "Samples", "integer", "values added so far" },
  { "IsReady", "boolean", "it is full" },
  { "MostRecentlyRemoved", "any", "what left last" },
  { "Reset", "method()", "empty it" },
})
-- A change of an order is asked for at once and processed before the next order is sent, or before the next bars
-- are tried on open orders; until then the order may fill. What is refused changes nothing.
local ANSWER = " -> true | false, text, code"
add("class", "OrderTicket", "OrderTicket", "An order that was sent; live. Tickets of one order are equal.", {
  { "OrderId", "integer", "1, 2, ..." },
  { "Symbol", "Symbol", "of what" },
  { "OrderType", "OrderType", "kind, after conversion" },
  { "Status", "OrderStatus", "state" },
  { "Quantity", "number", "signed" },
  { "QuantityFilled", "number", "signed" },
  { "QuantityRemaining", "number", "signed, not filled yet" },
  { "Direction", "OrderDirection", "Buy or Sell" },
  { "AverageFillPrice", "number", "0 before a fill" },
  { "Fee", "number", "paid" },
  { "Time", "DateTime", "when it was sent" },
  { "LastFillTime", "DateTime|nil", "nil before a fill" },
  { "LastUpdateTime", "DateTime|nil", "of the last update, also of a refused one" },
  { "CanceledTime", "DateTime|nil", "when it was cancelled, or expired" },
  { "Tag", "string", "as given" },
  { "TimeInForce", "string|TimeInForce", "how long it stays" },
  { "ErrorCode", "OrderResponseErrorCode", "of an Invalid order InsufficientBuyingPower, else None" },
  { "OrderSubmissionData", "{ BidPrice, AskPrice, LastPrice }|nil", "at its submission; nil when it was refused" },
  { "Get", "method(field: OrderField) -> number|boolean", "a price of its own; raises where its type has none" },
  { "Update", "method(fields: { Quantity?, LimitPrice?, StopPrice?, TriggerPrice?, TrailingAmount?, Tag? })" .. ANSWER,
    "ask to change it; a closed order takes a Tag alone. Prices its type does not have are left out, but not all" },
  { "UpdateQuantity", "method(quantity: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateLimitPrice", "method(limitPrice: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateStopPrice", "method(stopPrice: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateTriggerPrice", "method(triggerPrice: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateTrailingAmount", "method(trailingAmount: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateTag", "method(tag: string)" .. ANSWER, "as Update" },
  { "Cancel", "method(tag?: string)" .. ANSWER,
    "ask to cancel it; the tag is kept also when it is too late" },
})
add("class", "Order", "Order", "An order as it was when it was asked for; a copy that does not change.", {
  { "Id", "integer", "1, 2, ..." },
  { "Symbol", "Symbol", "of what" },
  { "Type", "OrderType", "kind, after conversion" },
  { "Status", "OrderStatus", "state" },
  { "Quantity", "number", "signed" },
  { "Direction", "OrderDirection", "Buy or Sell" },
  { "Price", "number", "of the fill, 0 before" },
  { "LimitPrice", "number|nil", "nil where its type has none; so the next three" },
  { "StopPrice", "number|nil", "of a trailing stop where it stood" },
  { "TriggerPrice", "number|nil", "of a LimitIfTouched order" },
  { "TrailingAmount", "number|nil", "an amount or a fraction" },
  { "TrailingAsPercentage", "boolean", "whether that is a fraction" },
  { "Time", "DateTime", "when it was sent" },
  { "LastFillTime", "DateTime|nil", "nil before a fill" },
  { "LastUpdateTime", "DateTime|nil", "of the last update, also of a refused one" },
  { "CanceledTime", "DateTime|nil", "when it was cancelled, or expired" },
  { "Tag", "string", "as given" },
  { "TimeInForce", "string|TimeInForce", "how long it stays" },
  { "OrderSubmissionData", "{ BidPrice, AskPrice, LastPrice }|nil", "at its submission; nil when it was refused" },
})
add("class", "PortfolioTarget", "PortfolioTarget", "What SetHoldings is to reach.", {
  { "Symbol", "Symbol", "of what" },
  { "Quantity", "number", "the fraction" },
})
add("class", "OrderEvent", "OrderEvent", "One change of an order.", {
  { "OrderId", "integer", "1, 2, ..." },
  { "Ticket", "OrderTicket", "the order" },
  { "Symbol", "Symbol", "of what" },
  { "Time", "DateTime", "when" },
  { "Status", "OrderStatus", "the new state" },
  { "Quantity", "number", "of the order, signed" },
  { "Direction", "OrderDirection", "of the order" },
  { "FillQuantity", "number", "signed" },
  { "FillPrice", "number", "0 when nothing was filled" },
  { "OrderFee", "number", "of this fill" },
  { "Message", "string", "reason of a refusal or an expiry, warning of a fill" },
})
add("class", "OrderProperties", "OrderProperties", "What orders can be given beside their numbers.", {
  { "TimeInForce", "string|TimeInForce, writable", "how long they stay" },
})
add("class", "TimeInForce", "TimeInForce", "What TimeInForce.GoodTilDate returns.", {
  { "Expiry", "DateTime", "the date, as given" },
})
add("class", "ScheduledEvent", "ScheduledEvent", "What Schedule.On returns.", {
  { "Name", "string", "of the rules, or as given" },
  { "Enabled", "boolean, writable", "false: its times pass silently" },
  { "NextEventTime", "DateTime|nil", "in the algorithm's zone; nil: no time is left, or in Initialize" },
  { "NextEventUtcTime", "DateTime|nil", "the same in UTC" },
})
add("class", "TrainingEvent", "TrainingEvent", "What Train returns: a ScheduledEvent that knows its runs.", {
  { "Name", "string", "of the rules, or as given" },
  { "Enabled", "boolean, writable", "false: its times pass silently" },
  { "NextTime", "DateTime|nil", "in the algorithm's zone; nil: no time is left, or in Initialize" },
  { "NextEventTime", "DateTime|nil", "the same" },
  { "NextEventUtcTime", "DateTime|nil", "the same in UTC" },
  { "State", "string", "scheduled, queued, running; how the last run ended: done, failed, cancelled, over_limit" },
  { "Runs", "integer", "that have ended" },
  { "LastDuration", "TimeSpan", "of the last run, real time" },
  { "LastOutcome", "string|nil", "how the last run ended: done, failed, cancelled, over_limit; nil before" },
  { "LastError", "string|nil", "of the last run, with its traceback; nil when it went well" },
  { "TokensUsed", "integer", "minutes all runs took from the allowance" },
  { "Progress", "number", "0 to 1, as the training says itself" },
  { "Message", "string", "what it said with it" },
  { "Cancel", "method() -> boolean", "stop the run that waits or runs; whether there was one" },
  { "Remove", "method()", "no more times; a run under way goes on" },
  { "OnDone", "method(fn(training)) -> TrainingEvent", "call fn on the strategy's thread when a run has ended" },
})
add("class", "ScheduleBuilder", "ScheduleBuilder",
  "Schedule.Event(): dates, then times (their union), then conditions, then Run.", {
  { "On", "method(...) -> ScheduleBuilder", "dates: as DateRules.On" },
  { "Every", "method(day, ...) | method(span) -> ScheduleBuilder", "dates: days of the week; times: in steps" },
  { "EveryDay", "method(symbol?, extendedMarketHours?) -> ScheduleBuilder", "dates" },
  { "WeekStart", "method(...) -> ScheduleBuilder", "dates: as DateRules.WeekStart, here and below" },
  { "WeekEnd", "method(...) -> ScheduleBuilder", "dates" },
  { "MonthStart", "method(...) -> ScheduleBuilder", "dates" },
  { "MonthEnd", "method(...) -> ScheduleBuilder", "dates" },
  { "QuarterStart", "method(...) -> ScheduleBuilder", "dates" },
  { "QuarterEnd", "method(...) -> ScheduleBuilder", "dates" },
  { "YearStart", "method(...) -> ScheduleBuilder", "dates" },
  { "YearEnd", "method(...) -> ScheduleBuilder", "dates" },
  { "Where", "method(fn(time: DateTime) -> boolean) -> ScheduleBuilder",
    "before the first time: which dates; after it: which times, in UTC" },
  { "At", "method(...) -> ScheduleBuilder", "a time: as TimeRules.At" },
  { "AfterMarketOpen", "method(...) -> ScheduleBuilder", "a time: as TimeRules.AfterMarketOpen, here and below" },
  { "BeforeMarketOpen", "method(...) -> ScheduleBuilder", "a time" },
  { "BeforeMarketClose", "method(...) -> ScheduleBuilder", "a time" },
  { "AfterMarketClose", "method(...) -> ScheduleBuilder", "a time" },
  { "DuringMarketHours", "method(symbol, extendedMarketHours?) -> ScheduleBuilder",
    "only times at which the symbol's market is open" },
  { "Run", "method(fn) -> ScheduledEvent", "schedule it" },
})
add("class", "CashBook", "CashBook", "What the account holds of each currency, by its code; live.", {
  { "AccountCurrency", "string", "the code of the account's own" },
  { "TotalValueInAccountCurrency", "number", "of all" },
  { "Count", "integer", "how many currencies" },
  { "Keys", "string[]", "their codes, the account's own first" },
  { "ContainsKey", "method(currency: string) -> boolean", "whether it is there" },
  { "Convert", "method(amount, from: string, to: string) -> number", "raises while a rate is not known" },
  { "ConvertToAccountCurrency", "method(amount, from: string) -> number", "the same" },
})
add("class", "Cash", "Cash", "What the account holds of one currency; live.", {
  { "Symbol", "string", "its code" },
  { "Amount", "number", "how much; below 0 it is owed" },
  { "ConversionRate", "number", "account currency for one; 0: not known yet" },
  { "ValueInAccountCurrency", "number", "amount x rate" },
})
add("class", "FeeModel", "FeeModel", "Made by ConstantFeeModel and its like.", {
  { "Name", "string", "of the model" },
  { "GetOrderFee", "method(parameters) -> number, string",
    "of { Security, Order }: an amount, and the code of its currency" },
})
add("class", "SlippageModel", "SlippageModel", "Made by ConstantSlippageModel and its like.", {
  { "Name", "string", "of the model" },
  { "GetSlippageApproximation", "method(security, order) -> number", "a unit" },
})
local FILL = "method(security, order: Order) -> table|nil"
add("class", "FillModel", "FillModel", "Made by ImmediateFillModel and its like. Its fills can be called while a fill "
    .. "model is asked, of the order it is asked for: { FillPrice, FillQuantity, Message }, or nil: not now.", {
  { "Name", "string", "of the model" },
  { "Fill", "method(parameters) -> table|nil", "by the order's type; parameters as they came" },
  { "MarketFill", FILL, "as a market order" },
  { "LimitFill", FILL, "as a limit order" },
  { "StopMarketFill", FILL, "as a stop" },
  { "StopLimitFill", FILL, "as a stop limit order" },
  { "MarketOnOpenFill", FILL, "at the open" },
  { "MarketOnCloseFill", FILL, "at the close" },
  { "LimitIfTouchedFill", FILL, "as a limit-if-touched order" },
  { "TrailingStopFill", FILL, "as a trailing stop" },
})
add("class", "SettlementModel", "SettlementModel", "Made by ImmediateSettlementModel and DelayedSettlementModel.", {
  { "NumberOfDays", "integer", "trading days after the sale; 0: at once" },
})
add("class", "SecurityMarginModel", "SecurityMarginModel",
  "Made by the function of that name. Parameters are tables; Security is in all of them.", {
  { "Leverage", "number", "1 / the initial requirement" },
  { "GetInitialMarginRequirement", "method(parameters) -> number", "to open Quantity" },
  { "GetMaintenanceMargin", "method(parameters) -> number", "to hold Quantity" },
  { "GetInitialMarginRequiredForOrder", "method(parameters) -> number", "of Order, its fee included" },
  { "HasSufficientBuyingPowerForOrder", "method(parameters) -> true | false, reason", "for Order" },
  { "GetMaximumOrderQuantityForTargetBuyingPower", "method(parameters) -> number",
    "the order that brings the position's margin to TargetBuyingPower, a fraction of the portfolio's value" },
})
add("class", "DateRule", "DateRule", "Made by DateRules.", { { "Name", "string", "as LEAN names it" } })
add("class", "TimeRule", "TimeRule", "Made by TimeRules.", { { "Name", "string", "as LEAN names it" } })

-- Machine learning ---------------------------------------------------------------------------------

add("module", "perigee.matrix", 'require "perigee.matrix"',
  "Dense matrices outside of Lua's tables: a kernel computes on them while OnData goes on.", {
  { "Matrix", "function(rows) -> Matrix", "of an array of rows, each an array of as many numbers" },
  { "zeros", "function(rows, columns) -> Matrix", "all zeros" },
})
add("class", "Matrix", "Matrix", "Made by perigee.matrix; #X are its rows.", {
  { "rows", "integer", "how many" },
  { "columns", "integer", "how many" },
  { "get", "method(row, column) -> number", "an element, counted from 1" },
  { "set", "method(row, column, value)", "change an element" },
  { "row", "method(row) -> number[]", "a copy of a row" },
  { "set_row", "method(row, array)", "change a row" },
  { "tolist", "method() -> number[][]", "a copy, as an array of rows" },
})
add("module", "perigee.linear_model", 'require "perigee.linear_model"', "Linear models, as scikit-learn's.", {
  { "LinearRegression", "class(params?) -> LinearRegression", "{ fit_intercept = true }: ordinary least squares" },
})
add("class", "LinearRegression", "LinearRegression",
  "y is about X . coef_ + intercept_. X is an array of rows or a Matrix, y an array or a Matrix of one column.", {
  { "fit", "method(X, y) -> LinearRegression", "fit it to rows and their targets" },
  { "predict", "method(X) -> number[]", "a target for each row" },
  { "score", "method(X, y) -> number", "R^2 of the predictions: 1 is perfect" },
  { "coef_", "number[]|nil", "one for each feature; nil before fit, as those below" },
  { "intercept_", "number|nil", "0.0 without fit_intercept" },
  { "n_features_in_", "integer|nil", "numbers in a row" },
  { "rank_", "integer|nil", "less than n_features_in_ when columns depend on each other" },
  { "fit_intercept", "boolean", "as given" },
  { "get_params", "method() -> table", "{ fit_intercept }" },
  { "state", "method() -> table", "the fitted model as numbers and texts, for SaveJson" },
  { "from_state", "function(state) -> LinearRegression", "the model again: LinearRegression.from_state(state)" },
  { "save", "method(key) -> boolean", "save the state in the ObjectStore" },
  { "load", "function(key) -> LinearRegression", "the model that was saved: LinearRegression.load(key)" },
})

return api
