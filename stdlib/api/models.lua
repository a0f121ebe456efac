--- What fills, fees, slippage and margin are computed by. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Models"

add("function", "SetBrokerageModel",
  "SetBrokerageModel(name: BrokerageName, accountType?: AccountType = AccountType.Margin) | "
    .. "SetBrokerageModel(model: BrokerageModel)",
  "Whose fees, leverage, benchmark and trading days a year (365 for exchanges of crypto) are the defaults; in a Cash "
    .. "account leverage is 1. Or a table of functions beside the defaults.")
add("function", "SetSecurityInitializer", "SetSecurityInitializer(f: function(security))",
  "Called for each symbol that is added from now on, before its data are read.")
add("function", "ConstantFeeModel", "ConstantFeeModel(amount: number, currency?: string) -> FeeModel",
  "The same fee for every order, in account currency, which alone may be named; of another one: "
    .. "function() return 1, \"USD\" end.")
add("function", "InteractiveBrokersFeeModel", "InteractiveBrokersFeeModel() -> FeeModel",
  "0.005 a share, at least 1, at most 0.5 % of the value: the default of equities. Currencies: 0.2 basis points, at "
    .. "least 2; CFDs: 0.002 % in the quote currency, at least 1 (JPY 40, HKD 10).")
add("function", "FxcmFeeModel", "FxcmFeeModel() -> FeeModel",
  "0.04 per 1000 units of the main pairs, 0.06 of other currencies; nothing for others.")

local function exchange_fee(name, doc)
  add("function", name, name .. "() -> FeeModel", "A share of the value: " .. doc)
end
exchange_fee("CoinbaseFeeModel", "0.8 %, makers 0.6 %; less before 8 October 2019 and for stable pairs.")
exchange_fee("BinanceFeeModel", "0.1 %.")
exchange_fee("BybitFeeModel", "0.1 %.")
exchange_fee("AlpacaFeeModel", "0.25 %, makers 0.15 %, of crypto; nothing for others.")
exchange_fee("KrakenFeeModel", "0.26 %, makers 0.16 %; 0.2 % of what begins with money (EURUSD, USDTUSD). "
  .. "A sale pays it in what it sells.")
exchange_fee("BitfinexFeeModel", "0.2 %, makers 0.1 %.")
add("function", "NullSlippageModel", "NullSlippageModel() -> SlippageModel", "None: the default.")
add("function", "ConstantSlippageModel", "ConstantSlippageModel(slippagePercent: number) -> SlippageModel",
  "That fraction of the last price (0.01: one percent), against the trader.")
add("function", "VolumeShareSlippageModel",
  "VolumeShareSlippageModel(volumeLimit?: number = 0.025, priceImpact?: number = 0.1) -> SlippageModel",
  "priceImpact x share^2 of the last price, share being the order's of the last bar's volume, at most volumeLimit.")
add("function", "SecurityMarginModel",
  "SecurityMarginModel(leverage?: number = 1) | SecurityMarginModel(requirements: MarginRequirements) "
    .. "-> SecurityMarginModel",
  "Buying power by a leverage, or by requirements.")
add("function", "CashBuyingPowerModel", "CashBuyingPowerModel() -> SecurityMarginModel",
  "Of pairs and coins: what is bought is paid whole in the quote currency, nothing is sold that is not there, and "
    .. "open limit and stop orders have their part reserved. The default of both in a Cash account.")
add("function", "PatternDayTradingMarginModel",
  "PatternDayTradingMarginModel(closedMarketLeverage?: number = 2, openMarketLeverage?: number = 4) "
    .. "-> SecurityMarginModel",
  "The one leverage while the market is open for ten more minutes, else the other.")
add("function", "ImmediateSettlementModel", "ImmediateSettlementModel() -> SettlementModel",
  "The money of a sale comes at once: the default.")
add("function", "DelayedSettlementModel",
  "DelayedSettlementModel(numberOfDays: integer, timeOfDay: TimeSpan) -> SettlementModel",
  "The money of a sale comes so many trading days later, at a time of the exchange: the next day at 06:00 is the "
    .. "default of stocks in a Cash account. Looked at each hour.")
add("function", "ImmediateFillModel", "ImmediateFillModel() -> FillModel",
  "LEAN's, that of equities or that of all others: the default.")
add("function", "EquityFillModel", "EquityFillModel() -> FillModel",
  "That of equities, whatever is traded: for a strategy's own model, which calls its fills.")
add("function", "NextOpenFillModel", "NextOpenFillModel() -> FillModel",
  "Market orders at the open of the next bar; orders with prices of their own as by default.")

add("table", "OrderFeeParameters", "OrderFeeParameters", "What a model of fees or fills is asked about.", {
  { "Security", "Security", "whose position or order" },
  { "Order", "Order", "the order, as it stands" },
})
add("table", "Fill", "Fill", "A fill of an order, or of a part of it.", {
  { "FillPrice", "number", "its price" },
  { "FillQuantity", "number|nil",
    "signed; the order's without. Of a part the rest stays open, and the fee comes with the last part" },
  { "Message", "string|nil", "a warning for the order event" },
})
add("table", "MarginParameters", "MarginParameters", "What a model of buying power is asked about.", {
  { "Security", "Security", "whose position or order" },
  { "Portfolio", "Portfolio|nil", "cash and positions of the account" },
  { "Quantity", "number|nil", "of GetInitialMarginRequirement and GetMaintenanceMargin, signed" },
  { "Order", "Order|nil", "of GetInitialMarginRequiredForOrder and HasSufficientBuyingPowerForOrder" },
  { "TargetBuyingPower", "number|nil", "of GetMaximumOrderQuantityForTargetBuyingPower: a fraction" },
})
add("table", "MarginRequirements", "MarginRequirements", "What SecurityMarginModel is made of.", {
  { "Leverage", "number|nil", "1 / both requirements" },
  { "InitialMarginRequirement", "number|nil", "to open a position, a fraction of its value (0.001 to 1)" },
  { "MaintenanceMarginRequirement", "number|nil", "to hold it, a fraction of its value (0.001 to 1)" },
  { "RequiredFreeBuyingPowerPercent", "number|nil", "of the portfolio's value that stays free (0 or more, below 1)" },
})
add("alias", "AnyFeeModel",
  "FeeModel|OwnFeeModel|function(parameters: OrderFeeParameters) -> number",
  "A model of fees. A function returns what GetOrderFee of OwnFeeModel does: the code of a currency behind the amount, "
    .. "if it is not the account's.")
add("table", "OwnFeeModel", "OwnFeeModel",
  "A strategy's own fees. Its functions, like those of the other models, are called without self.", {
  { "GetOrderFee", "function(parameters: OrderFeeParameters) -> number, string|nil",
    "an amount (below 0: a rebate), and the code of its currency; the account's without" },
})

local OWN_FILL = "nil|function(security, order) -> number|Fill|nil"
add("table", "OwnFillModel", "OwnFillModel",
  "A strategy's own fills: Fill, or some of the others, and what is missing is the default's. Each gives a price, a "
    .. "Fill, or nil: not now.", {
  { "Fill", "nil|function(parameters: OrderFeeParameters) -> number|Fill|nil", "of all orders" },
  { "MarketFill", OWN_FILL, "of market orders" },
  { "LimitFill", OWN_FILL, "of limit orders" },
  { "StopMarketFill", OWN_FILL, "of stops" },
  { "StopLimitFill", OWN_FILL, "of stop limit orders" },
  { "MarketOnOpenFill", OWN_FILL, "of orders at the open" },
  { "MarketOnCloseFill", OWN_FILL, "of orders at the close" },
  { "LimitIfTouchedFill", OWN_FILL, "of limit-if-touched orders" },
  { "TrailingStopFill", OWN_FILL, "of trailing stops" },
})
add("table", "OwnSlippageModel", "OwnSlippageModel", "A strategy's own slippage.", {
  { "GetSlippageApproximation", "function(security, order) -> number",
    "a unit; below 0 the price is better than the market's" },
})

local OWN_MARGIN = "nil|function(parameters: MarginParameters) -> number"
add("table", "OwnBuyingPowerModel", "OwnBuyingPowerModel",
  "A strategy's own buying power; what is missing is that of SecurityMarginModel(Leverage).", {
  { "Leverage", "number|nil", "1 without" },
  { "GetInitialMarginRequirement", OWN_MARGIN, "to open Quantity" },
  { "GetMaintenanceMargin", OWN_MARGIN, "to hold Quantity" },
  { "GetInitialMarginRequiredForOrder", OWN_MARGIN, "of Order, its fee included" },
  { "HasSufficientBuyingPowerForOrder", "nil|function(parameters: MarginParameters) -> boolean",
    "for Order; after false, why not" },
  { "GetMaximumOrderQuantityForTargetBuyingPower", OWN_MARGIN, "the order that reaches TargetBuyingPower" },
})
add("table", "BrokerageModel", "BrokerageModel", "A strategy's own brokerage; what is missing is LEAN's default.", {
  { "GetBenchmark", "nil|function() -> SymbolLike|function(time: DateTime) -> number", "as SetBenchmark takes it" },
  { "GetFeeModel", "nil|function(security) -> AnyFeeModel", "as Security:SetFeeModel takes it" },
  { "GetFillModel", "nil|function(security) -> FillModel|OwnFillModel", "as Security:SetFillModel takes it" },
  { "GetSlippageModel", "nil|function(security) -> SlippageModel|OwnSlippageModel",
    "as Security:SetSlippageModel takes it" },
  { "GetBuyingPowerModel", "nil|function(security) -> SecurityMarginModel|OwnBuyingPowerModel",
    "as Security:SetBuyingPowerModel takes it" },
  { "GetLeverage", "nil|function(security) -> number", "as Security:SetLeverage takes it" },
  { "CanSubmitOrder", "nil|function(security, order) -> boolean",
    "false: the order is Invalid; a second result says why" },
  { "CanExecuteOrder", "nil|function(security, order) -> boolean", "false: the order waits" },
  { "CanUpdateOrder", "nil|function(security, order, fields: UpdateOrderFields) -> boolean",
    "false: the order stays as it was; a second result says why" },
})

add("enum", "BrokerageName", "BrokerageName",
  "Whose defaults SetBrokerageModel takes: fees, leverage in a margin account, markets of symbols that are added "
    .. "without one, and which orders are taken; others are Invalid.", {
  { "Default", "string", "LEAN's own, all orders: the default" },
  { "QuantConnectBrokerage", "string", "as Default" },
  { "InteractiveBrokersBrokerage", "string", "no crypto; CFDs of interactivebrokers, leverage 10; orders at the open "
    .. "and close of equities only; pairs from 20000 euros on and their like; its benchmark is always 0" },
  { "TradierBrokerage", "string", "equities, no fees; market, limit, stop and stop limit orders, filled while the "
    .. "market "
    .. "is open; shorts with TimeInForce.Day" },
  { "TradeStation", "string", "equities, no fees; no limit-if-touched orders" },
  { "OandaBrokerage", "string", "forex and CFDs, no fees; market, limit and stop orders" },
  { "FxcmBrokerage", "string", "forex and CFDs of fxcm, FxcmFeeModel; market orders, limits and stops on their side of "
    .. "the price" },
  { "Alpaca", "string", "equities and crypto, AlpacaFeeModel; no limit-if-touched orders; orders at the open from "
    .. "19:00 "
    .. "to two minutes before it" },
  { "Coinbase", "string", "crypto, CoinbaseFeeModel; market, limit and stop limit orders, stops until March 2019; "
    .. "benchmark BTCUSD" },
  { "GDAX", "string", "former name of Coinbase" },
  { "Binance", "string", "crypto of binance, BinanceFeeModel, leverage 3; market, limit and stop limit orders, no "
    .. "updates; benchmark BTCUSDC" },
  { "Bybit", "string", "crypto of bybit, BybitFeeModel, leverage 10; market, limit, stop and stop limit orders, no "
    .. "updates; benchmark BTCUSDC" },
  { "Kraken", "string", "crypto of kraken, KrakenFeeModel, leverage by the coin; no updates; benchmark BTCUSD" },
  { "Bitfinex", "string", "crypto of bitfinex, BitfinexFeeModel, leverage 3.3; market, limit, stop and stop limit "
    .. "orders; benchmark BTCUSD" },
})
add("enum", "AccountType", "AccountType", "Of an account.", {
  { "Margin", "string", "the brokerage lends: the default" },
  { "Cash", "string", "it does not: leverage is 1" },
})

add("class", "FeeModel", "FeeModel", "Made by ConstantFeeModel and its like.", {
  { "Name", "string", "name of the model" },
  { "GetOrderFee", "method(parameters: OrderFeeParameters) -> number, string",
    "an amount, and the code of its currency" },
})
add("class", "SlippageModel", "SlippageModel", "Made by ConstantSlippageModel and its like.", {
  { "Name", "string", "name of the model" },
  { "GetSlippageApproximation", "method(security, order) -> number", "a unit" },
})

local FILL = "method(security, order) -> Fill|nil"
add("class", "FillModel", "FillModel", "Made by ImmediateFillModel and its like. Its fills can be called while a fill "
    .. "model is asked, of the order it is asked for; nil: not now.", {
  { "Name", "string", "name of the model" },
  { "Fill", "method(parameters: OrderFeeParameters) -> Fill|nil", "by the order's type; parameters as they came" },
  { "MarketFill", FILL, "as a market order" },
  { "LimitFill", FILL, "as a limit order" },
  { "StopMarketFill", FILL, "as a stop" },
  { "StopLimitFill", FILL, "as a stop limit order" },
  { "MarketOnOpenFill", FILL, "at the open" },
  { "MarketOnCloseFill", FILL, "at the close" },
  { "LimitIfTouchedFill", FILL, "as a limit-if-touched order" },
  { "TrailingStopFill", FILL, "as a trailing stop" },
})
add("class", "SecurityMarginModel", "SecurityMarginModel",
  "Made by the function of that name.", {
  { "Leverage", "number", "1 / the initial requirement: that of its security now, of a model without one while the "
    .. "market is open" },
  { "GetInitialMarginRequirement", "method(parameters: MarginParameters) -> number", "to open Quantity" },
  { "GetMaintenanceMargin", "method(parameters: MarginParameters) -> number", "to hold Quantity" },
  { "GetInitialMarginRequiredForOrder", "method(parameters: MarginParameters) -> number",
    "of Order, its fee included" },
  { "HasSufficientBuyingPowerForOrder", "method(parameters: MarginParameters) -> true | false, reason", "for Order" },
  { "GetMaximumOrderQuantityForTargetBuyingPower", "method(parameters: MarginParameters) -> number",
    "the order that brings the position's margin to TargetBuyingPower, a fraction of the portfolio's value" },
})

add("class", "SettlementModel", "SettlementModel", "When the money of sales comes.", {
  { "NumberOfDays", "integer", "trading days after the sale; 0: at once" },
})

return rows
