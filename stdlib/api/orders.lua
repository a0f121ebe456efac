--- Orders that were sent. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Orders"

add("function", "OrderProperties",
  "OrderProperties(timeInForce?: string|TimeInForce = TimeInForce.GoodTilCanceled) -> OrderProperties",
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
local function listed(argument, result)
  return ("function(symbol?) | function(filter: function(%s) -> boolean) -> %s"):format(argument, result)
end
local OF_ORDERS, OF_TICKETS = "order", "ticket: OrderTicket"
add("library", "Transactions", "Transactions", "The orders that were sent.", {
  { "OrdersCount", "integer", "how many orders there are" },
  { "LastOrderId", "integer", "number of the newest order; 0: none yet" },
  { "GetOpenOrders", listed(OF_ORDERS, "Order[]"), "copies of the orders that may still fill, oldest first" },
  { "GetOpenOrderTickets", listed(OF_TICKETS, "OrderTicket[]"),
    "tickets of the orders that may still fill, oldest first" },
  { "GetOpenOrdersRemainingQuantity", listed(OF_TICKETS, "number"),
    "the sum of what open orders have not filled yet, signed" },
  { "GetOrders", listed(OF_ORDERS, "Order[]"), "copies of all orders, oldest first" },
  { "GetOrderTickets", listed(OF_TICKETS, "OrderTicket[]"), "tickets of all orders, oldest first" },
  { "GetOrderById", "function(id) -> Order|nil", "a copy of one by its number" },
  { "GetOrderTicket", "function(id) -> OrderTicket|nil", "the ticket of one by its number" },
  { "AddOrder", "function(request: SubmitOrderRequest) -> OrderTicket",
    "send an order as it is: a market order stays one and waits while the market is closed. Time is UTC, now or "
      .. "before; prices its type does not have are left out" },
  { "CancelOrder", "function(id, tag?) -> true | false, message, code", "as OrderTicket:Cancel" },
  { "CancelOpenOrders", "function(symbol?, tag?) -> OrderTicket[]",
    "ask to cancel all, or all of a symbol; those it asked for. All get a tag with the UTC time, if none is given" },
})

add("table", "MarginCallRequest", "MarginCallRequest", "An order that a margin call is about to send.", {
  { "Symbol", "Symbol", "whose position" },
  { "Quantity", "number", "signed; not 0" },
  { "OrderType", "OrderType", "Market" },
  { "Tag", "string", "Margin Call" },
})
add("table", "SubmitOrderRequest", "SubmitOrderRequest", "What Transactions.AddOrder sends.", {
  { "OrderType", "OrderType", "kind; it is kept" },
  { "Symbol", "SymbolLike", "what is to be traded" },
  { "Quantity", "number", "above 0 buys, below 0 sells" },
  { "LimitPrice", "number|nil", "limit of Limit, StopLimit and LimitIfTouched orders" },
  { "StopPrice", "number|nil", "stop of StopMarket, StopLimit and TrailingStop orders" },
  { "TriggerPrice", "number|nil", "of limit-if-touched orders" },
  { "TrailingAmount", "number|nil", "of trailing stops: an amount, or a fraction" },
  { "TrailingAsPercentage", "boolean|nil", "whether that is a fraction" },
  { "Time", "DateTime|nil", "UTC, now or before" },
  { "Tag", "string|nil", "stays with the order" },
  { "OrderProperties", "OrderProperties|nil", "how long it stays" },
})
add("table", "UpdateOrderFields", "UpdateOrderFields", "What OrderTicket:Update changes.", {
  { "Quantity", "number|nil", "above 0 buys, below 0 sells" },
  { "LimitPrice", "number|nil", "limit of Limit, StopLimit and LimitIfTouched orders" },
  { "StopPrice", "number|nil", "stop of StopMarket, StopLimit and TrailingStop orders" },
  { "TriggerPrice", "number|nil", "of limit-if-touched orders" },
  { "TrailingAmount", "number|nil", "of trailing stops" },
  { "Tag", "string|nil", "stays with the order" },
})
add("table", "OrderSubmissionData", "OrderSubmissionData", "Prices at the submission of an order.", {
  { "BidPrice", "number", "bid at that time" },
  { "AskPrice", "number", "ask at that time" },
  { "LastPrice", "number", "last price at that time" },
})

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
  { { "None" }, { "ProcessingError" }, { "InsufficientBuyingPower" }, { "BrokerageModelRefusedToSubmitOrder" },
    { "InvalidOrderStatus" }, { "UnableToFindOrder" }, { "OrderQuantityZero" }, { "UnsupportedRequestType" },
    { "PreOrderChecksError" }, { "SecurityPriceZero" }, { "SecurityHasNoData" }, { "ExceededMaximumOrders" },
    { "MarketOnCloseOrderTooLate" }, { "InvalidRequest" }, { "AlgorithmWarmingUp" },
    { "BrokerageModelRefusedToUpdateOrder" }, { "ConversionRateZero" }, { "NonTradableSecurity" },
    { "OrderQuantityLessThanLotSize" }, { "MarketOnOpenNotAllowedDuringRegularHours" } })

-- A change of an order is asked for at once and processed before the next order is sent, or before the next bars
-- are tried on open orders; until then the order may fill. What is refused changes nothing; what is refused only then
-- (by the brokerage, for want of money, since the order is closed) was answered with true, and is told by a warning.
local ANSWER = " -> true | false, message, code"
add("class", "OrderTicket", "OrderTicket", "An order that was sent; live. Tickets of one order are equal.", {
  { "OrderId", "integer", "number of the order: 1, 2, ..." },
  { "Symbol", "Symbol", "what is traded" },
  { "SecurityType", "SecurityType", "type of that symbol" },
  { "OrderType", "OrderType", "kind, after conversion" },
  { "Status", "OrderStatus", "state of the order" },
  { "Quantity", "number", "above 0 buys, below 0 sells" },
  { "QuantityFilled", "number", "filled so far, signed" },
  { "QuantityRemaining", "number", "signed, not filled yet" },
  { "Direction", "OrderDirection", "Buy or Sell" },
  { "AverageFillPrice", "number", "0 before a fill" },
  { "Fee", "number", "paid so far, in account currency" },
  { "Time", "DateTime", "when it was sent, in the algorithm's zone" },
  { "LastFillTime", "DateTime|nil", "nil before a fill" },
  { "LastUpdateTime", "DateTime|nil", "of the last update, also of a refused one, but not of a closed order's tag" },
  { "CanceledTime", "DateTime|nil", "when it was cancelled, or expired" },
  { "Tag", "string", "text it was given" },
  { "TimeInForce", "string|TimeInForce", "how long it stays" },
  { "ErrorCode", "OrderResponseErrorCode",
    "of an Invalid order InsufficientBuyingPower or BrokerageModelRefusedToSubmitOrder, else None" },
  { "OrderSubmissionData", "OrderSubmissionData|nil", "at its submission, also of an Invalid one; nil before it" },
  { "OrderEvents", "OrderEvent[]", "what has happened to it so far, oldest first" },
  { "Get", "method(field: OrderField) -> number|boolean", "a price of its own; raises where its type has none" },
  { "Update", "method(fields: UpdateOrderFields)" .. ANSWER,
    "ask to change it; a closed order takes a Tag alone. Prices its type does not have are left out, but not all" },
  { "UpdateQuantity", "method(quantity, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateLimitPrice", "method(limitPrice: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateStopPrice", "method(stopPrice: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateTriggerPrice", "method(triggerPrice: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateTrailingAmount", "method(trailingAmount: number, tag?: string)" .. ANSWER, "as Update" },
  { "UpdateTag", "method(tag: string)" .. ANSWER, "as Update" },
  { "Cancel", "method(tag?: string)" .. ANSWER,
    "ask to cancel it; the tag is kept also when it is too late" },
})
add("class", "Order", "Order", "An order as it was when it was asked for; a copy that does not change.", {
  { "Id", "integer", "number of the order: 1, 2, ..." },
  { "Symbol", "Symbol", "what is traded" },
  { "SecurityType", "SecurityType", "type of that symbol" },
  { "Type", "OrderType", "kind, after conversion" },
  { "Status", "OrderStatus", "state of the order" },
  { "Quantity", "number", "above 0 buys, below 0 sells" },
  { "Direction", "OrderDirection", "Buy or Sell" },
  { "AbsoluteQuantity", "number", "quantity without the sign" },
  { "Price", "number", "price of the fill; 0 before" },
  { "PriceCurrency", "string", "code of the currency of its prices" },
  { "Value", "number", "quantity x Price; 0 before a fill" },
  { "GetValue", "method(security?: SymbolLike) -> number",
    "what it is worth in account currency at the current price, or at its own limit or stop where that is lower when "
      .. "buying, higher when selling; signed like the quantity" },
  { "LimitPrice", "number|nil", "nil where its type has none" },
  { "StopPrice", "number|nil", "nil where its type has none; of a trailing stop where it stood" },
  { "TriggerPrice", "number|nil", "of a LimitIfTouched order" },
  { "TrailingAmount", "number|nil", "an amount or a fraction" },
  { "TrailingAsPercentage", "boolean", "whether that is a fraction" },
  { "Time", "DateTime", "when it was sent, in the algorithm's zone" },
  { "CreatedTime", "DateTime", "the same as Time, when it was sent" },
  { "LastFillTime", "DateTime|nil", "nil before a fill" },
  { "LastUpdateTime", "DateTime|nil", "of the last update, also of a refused one, but not of a closed order's tag" },
  { "CanceledTime", "DateTime|nil", "when it was cancelled, or expired" },
  { "Tag", "string", "text it was given" },
  { "TimeInForce", "string|TimeInForce", "how long it stays" },
  { "OrderSubmissionData", "OrderSubmissionData|nil", "at its submission, also of an Invalid one; nil before it" },
})
add("class", "OrderEvent", "OrderEvent", "One change of an order.", {
  { "OrderId", "integer", "number of the order: 1, 2, ..." },
  { "Ticket", "OrderTicket", "ticket of the order" },
  { "Symbol", "Symbol", "what is traded" },
  { "Time", "DateTime", "when it happened, in the algorithm's zone" },
  { "UtcTime", "DateTime", "when it happened, in UTC" },
  { "Status", "OrderStatus", "the new state" },
  { "Quantity", "number", "quantity of the order, signed" },
  { "Direction", "OrderDirection", "side of the order" },
  { "FillQuantity", "number", "filled now, signed" },
  { "AbsoluteFillQuantity", "number", "filled now, without the sign" },
  { "FillPrice", "number", "0 when nothing was filled" },
  { "FillPriceCurrency", "string", "code of that price's currency" },
  { "OrderFee", "number", "fee of this fill, in account currency" },
  { "Message", "string", "reason of a refusal or an expiry, warning of a fill" },
})
add("class", "OrderProperties", "OrderProperties", "What orders can be given beside their numbers.", {
  { "TimeInForce", "string|TimeInForce, writable", "how long they stay" },
})
add("class", "TimeInForce", "TimeInForce", "What TimeInForce.GoodTilDate returns.", {
  { "Expiry", "DateTime", "the date, as given" },
})

return rows
