--- Sending orders, and the portfolio. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Trading"

-- Where `asynchronous` can be given it changes nothing: an order is always sent at once. An order that is
-- refused raises; the text ends with LEAN's code: "... [OrderQuantityZero]" (OrderResponseErrorCode). An order
-- that exists and cannot be paid is Invalid instead. Without orderProperties DefaultOrderProperties count.
local OPTIONS = "asynchronous?, tag?, orderProperties?) -> OrderTicket"
add("function", "SetHoldings",
  "SetHoldings(symbol, fraction: number, liquidateExistingHoldings?: boolean = false, " .. OPTIONS .. "|nil | "
    .. "SetHoldings(targets: Target[], liquidateExistingHoldings?: boolean = false, " .. OPTIONS .. "[]",
  "Order the difference to a fraction of the portfolio's value; nil when there is nothing to do. What is worth less "
    .. "than one lot, or short in a coin of a cash account, or has no price yet, orders nothing, with a warning. Of a "
    .. "list of targets those that reduce a position come first, then those of the highest "
    .. "value; what is not in it is liquidated before, if asked for: of an empty list that is everything.")
add("function", "PortfolioTarget", "PortfolioTarget(symbol, fraction: number) -> PortfolioTarget",
  "A fraction of the portfolio's value, for SetHoldings.")
add("function", "CalculateOrderQuantity", "CalculateOrderQuantity(symbol, target: number) -> number",
  "What SetHoldings would order; 0 when there is nothing to do, or no price yet.")
add("function", "MarketOrder", "MarketOrder(symbol, quantity, " .. OPTIONS,
  "Buy (> 0) or sell (< 0) at the market: at the ask or the bid where there are quotes, else at the last price. "
    .. "Becomes MarketOnOpen while the market is closed; on daily data MarketOnClose while it is open.")
add("function", "Order", "Order(symbol, quantity, " .. OPTIONS, "Another name of MarketOrder.")
add("function", "Buy", "Buy(symbol, quantity, " .. OPTIONS, "MarketOrder of +quantity.")
add("function", "Sell", "Sell(symbol, quantity, " .. OPTIONS, "MarketOrder of -quantity.")
add("function", "LimitOrder", "LimitOrder(symbol, quantity, limitPrice: number, " .. OPTIONS,
  "Fills at the limit or better, at the first bar after the order that passes it.")
add("function", "StopMarketOrder", "StopMarketOrder(symbol, quantity, stopPrice: number, " .. OPTIONS,
  "Fills at the stop or worse, at the first bar after the order that reaches it.")
add("function", "StopLimitOrder",
  "StopLimitOrder(symbol, quantity, stopPrice: number, limitPrice: number, " .. OPTIONS,
  "A limit order from the bar on that passes the stop.")
add("function", "LimitIfTouchedOrder",
  "LimitIfTouchedOrder(symbol, quantity, triggerPrice: number, limitPrice: number, " .. OPTIONS,
  "A limit order from the bar on that touches the trigger: buys when the price falls there.")
add("function", "TrailingStopOrder",
  "TrailingStopOrder(symbol, quantity, trailingAmount: number, trailingAsPercentage: boolean, "
    .. OPTIONS .. " | TrailingStopOrder(symbol, quantity, stopPrice: number, trailingAmount: number, "
    .. "trailingAsPercentage: boolean, " .. OPTIONS,
  "A stop that follows the best price at a distance: an amount, or a fraction of the price (0.01: one percent). "
    .. "It begins that far from the last price, or at stopPrice.")
add("function", "MarketOnOpenOrder", "MarketOnOpenOrder(symbol, quantity, " .. OPTIONS,
  "At the open of the next session; refused while the market is open, but for daily data.")
add("function", "MarketOnCloseOrder", "MarketOnCloseOrder(symbol, quantity, " .. OPTIONS,
  "At the next close; refused less than Settings.MarketOnCloseSubmissionTimeBuffer before it.")
add("function", "Liquidate",
  "Liquidate(symbol?, asynchronous?, tag?, orderProperties?) -> OrderTicket[]",
  "Cancel waiting orders and close the position, of one symbol or of all in order of their tickers.")

add("library", "Portfolio", "Portfolio[symbol] -> Holding", "Cash and positions; money in account currency.", {
  { "Cash", "number", "settled cash of all currencies" },
  { "UnsettledCash", "number", "money of sales that has not come yet" },
  { "CashBook", "CashBook", "cash by currency, also what was bought of pairs and coins" },
  { "UnsettledCashBook", "CashBook", "by currency what is not settled" },
  { "TotalPortfolioValue", "number", "cash, settled or not; value of what is no cash; open profit of CFDs" },
  { "Invested", "boolean", "whether there is any position" },
  { "HoldStock", "boolean", "another name of Invested" },
  { "TotalUnrealizedProfit", "number", "of open positions, before fees; of CFDs at the side that would close them" },
  { "TotalProfit", "number", "realised, before fees" },
  { "TotalFees", "number", "fees paid so far, in account currency" },
  { "TotalNetProfit", "number", "TotalProfit less TotalFees" },
  { "TotalSaleVolume", "number", "value of all that was bought and sold" },
  { "TotalHoldingsValue", "number", "sum of positions' values" },
  { "MarginRemaining", "number", "buying power left" },
  { "TotalMarginUsed", "number", "what positions need to be held" },
  { "GetMarginRemaining", "function(symbol?, direction?: OrderDirection) -> number",
    "what an order of that direction (Buy) may use: against a position it is more" },
  { "Keys", "Symbol[]", "the symbols of all securities" },
  { "ContainsKey", "function(symbol) -> boolean", "whether it was added" },
})

add("class", "Holding", "Holding", "A position; live.", {
  { "Symbol", "Symbol", "whose position" },
  { "Quantity", "number", "signed" },
  { "AveragePrice", "number", "of the open position" },
  { "Price", "number", "last price" },
  { "HoldingsValue", "number", "quantity x price" },
  { "UnrealizedProfit", "number", "before fees; of a CFD at the side that would close it" },
  { "UnrealizedProfitPercent", "number", "of the cost, as a fraction" },
  { "Profit", "number", "realised, before fees" },
  { "TotalFees", "number", "fees paid for it, in account currency" },
  { "AbsoluteQuantity", "number", "without the sign" },
  { "HoldingsCost", "number", "quantity x average price" },
  { "NetProfit", "number", "Profit less TotalFees" },
  { "TotalSaleVolume", "number", "value of all that was bought and sold" },
  { "Invested", "boolean", "quantity is not 0" },
  { "HoldStock", "boolean", "another name of Invested" },
  { "IsLong", "boolean", "quantity above 0" },
  { "IsShort", "boolean", "quantity below 0" },
})
add("class", "PortfolioTarget", "PortfolioTarget", "What SetHoldings is to reach.", {
  { "Symbol", "Symbol", "what is to be held" },
  { "Quantity", "number", "the fraction of the portfolio's value" },
})

add("class", "CashBook", "CashBook[currency] -> Cash", "What the account holds of each currency, by its code; live.", {
  { "AccountCurrency", "string", "the code of the account's own" },
  { "TotalValueInAccountCurrency", "number", "of all" },
  { "Count", "integer", "how many currencies" },
  { "Keys", "string[]", "their codes, the account's own first" },
  { "ContainsKey", "method(currency) -> boolean", "whether it is there" },
  { "Add", "method(currency, amount: number, conversionRate?: number) -> Cash",
    "what the account has of a currency from now on, in place of what it had (to add: book[code]:AddAmount(x)); also "
      .. "of one that is new. It counts as profit or loss. Its rate is found as SetCash tells; where no pair "
      .. "gives one it must be given" },
  { "Convert", "method(amount: number, from: string, to: string) -> number", "raises while a rate is not known" },
  { "ConvertToAccountCurrency", "method(amount: number, from: string) -> number", "raises while a rate is not known" },
})
add("class", "Cash", "Cash", "What the account holds of one currency; live.", {
  { "Symbol", "string", "its code" },
  { "Amount", "number", "how much; below 0 it is owed" },
  { "ConversionRate", "number", "account currency for one; 0: not known yet" },
  { "CurrencyConversion", "CurrencyConversion", "where that rate comes from" },
  { "ValueInAccountCurrency", "number", "amount x rate" },
  { "AddAmount", "method(amount: number) -> number", "money that comes, below 0 that goes; how much there is then" },
  { "SetAmount", "method(amount: number)", "how much there is from now on" },
})
add("class", "CurrencyConversion", "CurrencyConversion", "Where the rate of a currency comes from; live.", {
  { "SourceCurrency", "string", "code of the currency" },
  { "DestinationCurrency", "string", "code of the account's own" },
  { "ConversionRate", "number", "account currency for one; 0: not known yet" },
  { "ConversionRateSecurities", "Security[]",
    "the pairs whose prices make the rate: one, or two by way of another currency; none where it does not move, and of "
      .. "a pair of the data folder that was not added" },
})

return rows
