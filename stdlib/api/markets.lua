--- Symbols, markets and time zones. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Symbols and markets"

add("library", "Symbol", "Symbol | Symbol(symbol) -> Symbol",
  "Called: the symbol of a ticker that was added. Create makes those that need not be added: for rules.", {
  { "Create", "function(ticker: string, securityType: SecurityType, market: string) -> Symbol",
    "Symbol.Create(\"ES\", SecurityType.Future, Market.CME)" },
})

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
  { "GDAX", "string", "coinbase, by its former name" },
  { "Bybit", "string", "bybit" },
  { "InteractiveBrokers", "string", "interactivebrokers" },
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

add("class", "Symbol", "Symbol", "A symbol's identity; equal when ticker, type and market are.", {
  { "Value", "string", "the ticker" },
  { "SecurityType", "SecurityType", "Equity, Base, ..." },
  { "Market", "string", "\"usa\"; empty for AddData" },
})
add("class", "Exchange", "Exchange", "The market of a security.", {
  { "Hours", "ExchangeHours", "when it is open" },
  { "ExchangeOpen", "boolean", "whether it is open now, in regular hours" },
  { "ClosingSoon", "boolean", "whether it is closed in ten minutes" },
  { "TimeZone", "string", "America/New_York" },
  { "LocalTime", "DateTime", "now, by its clock" },
})
local NEXT = "method(time: DateTime, extendedMarketHours?) -> DateTime|nil"
add("class", "ExchangeHours", "ExchangeHours", "When a market is open; times are by its own clock.", {
  { "TimeZone", "string", "America/New_York" },
  { "IsMarketAlwaysOpen", "boolean", "whether it never closes" },
  { "IsOpen", "method(time: DateTime, extendedMarketHours?) -> boolean", "whether it is open then" },
  { "IsDateOpen", "method(date: DateTime) -> boolean", "whether it trades on that day" },
  { "GetNextMarketOpen", NEXT, "the first open after that time" },
  { "GetNextMarketClose", NEXT, "the first close after that time" },
  { "GetNextTradingDay", "method(date: DateTime) -> DateTime", "the first one after that day" },
  { "GetPreviousTradingDay", "method(date: DateTime) -> DateTime", "the last one before that day" },
})

return rows
