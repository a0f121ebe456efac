--- Names for types, and parameters that mean the same everywhere. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Words"

add("alias", "SymbolLike",
  "Symbol|Security|string",
  "Whose: a Symbol, a Security, or the ticker of one that was added. A Symbol that never was is added by an order, an "
    .. "indicator or a consolidator.")
add("alias", "BarPeriod", "Resolution|TimeSpan|Calendar|integer",
  "Length of bars. Resolution.Daily is the exchange's session; a TimeSpan counts from midnight at the exchange "
    .. "where it divides a day, else on from the first midnight of the calendar, as LEAN's "
    .. "(above a day: from the first bar); an integer is a number of bars.")
add("alias", "Selector", "Field|function(bar) -> number", "The number of a bar that is taken; its price without.")
add("alias", "Target", "PortfolioTarget|table", "A PortfolioTarget, or { symbol, fraction }.")
add("alias", "EventFunction", "function(name: string, time: DateTime)",
  "What a scheduled event calls. With two parameters it gets the event's name and its time in UTC.")
add("alias", "JsonValue", "table|string|number|boolean|nil", "What JSON can carry: tables are arrays or objects.")

local function always(name, type, doc) add("parameter", name, type, doc) end
always("symbol", "SymbolLike", "whose")
always("security", "Security", "whose")
always("order", "Order", "a copy of the order")
always("quantity", "number", "signed: above 0 buys, below 0 sells")
always("asynchronous", "boolean", "changes nothing: an order is always sent at once")
always("tag", "string", "a text that stays with the order")
always("orderProperties", "OrderProperties", "how long it stays; DefaultOrderProperties without")
always("ticker", "string", "name of the symbol: SPY")
always("market", "string", "place it is traded at: Market.USA")
always("fillForward", "boolean", "whether the last bar is repeated where there is none")
always("leverage", "number", "position a unit of equity; 0: the brokerage's (equities 2, pairs and CFDs 50, others 1)")
always("dataNormalizationMode", "DataNormalizationMode", "how prices are shown")
always("bar", "TradeBar|QuoteBar", "a bar")
always("resolution", "Resolution", "length of the bars; the symbol's own without")
always("period", "integer", "how many values it looks at")
always("upPeriod", "integer", "how many bars back the highest price is looked for")
always("downPeriod", "integer", "how many bars back the lowest price is looked for; upPeriod without")
always("upperPeriod", "integer", "of how many bars the highest price is")
always("lowerPeriod", "integer", "of how many bars the lowest price is; upperPeriod without")
always("kPeriod", "integer", "how many values StochK is an average of; period without")
always("dPeriod", "integer", "how many values StochD is an average of; period without")
always("fast", "integer", "period of the fast average")
always("slow", "integer", "period of the slow average")
always("signal", "integer", "period of the average of their difference")
always("k", "number", "width in standard deviations")
always("averageType", "MovingAverageType", "the average it is built on")
always("year", "integer", "1700 to 2250")
always("month", "integer", "1 to 12")
always("day", "integer", "1 to 31")
always("hour", "integer", "hours")
always("minute", "integer", "0 to 59")
always("second", "integer", "0 to 59")
always("zone", "string", "IANA name of a time zone; the algorithm's without")
always("daysOffset", "integer", "so many days later (at ends: earlier); 0 without")
always("extendedMarketHours", "boolean", "whether pre- and post-market sessions count; false without")
always("dateRule", "DateRule", "on which days")
always("timeRule", "TimeRule", "at which times of those days")
always("name", "string", "its name, shown in logs and errors")
always("fn", "function()", "what is called")
always("event", "ScheduledEvent|TrainingEvent", "what Schedule.On or Train returned")
always("key", "string", "name of an object: models/trend")
always("text", "string", "a text")
always("id", "integer", "number of an order")
always("message", "string", "why not")
always("reason", "string", "why not")
always("code", "OrderResponseErrorCode", "why not")
always("currency", "string", "its code: EUR")
always("row", "integer", "counted from 1")
always("column", "integer", "counted from 1")
always("X", "number[][]|Matrix", "a row of features for each sample")
always("y", "number[]|Matrix", "a target for each sample")

return rows
