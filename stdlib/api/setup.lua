--- How a run is set up. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Set-up"

add("function", "SetStartDate", "SetStartDate(year, month, day) | SetStartDate(date: DateTime)",
  "First day of the run. Default: the day of the first bar of all symbols.")
add("function", "SetEndDate", "SetEndDate(year, month, day) | SetEndDate(date: DateTime)",
  "Last day of the run, whole. Default: the day of the last bar of all symbols.")
add("function", "SetCash",
  "SetCash(amount: number) | SetCash(currency, amount: number, conversionRate?: number)",
  "Cash at the start: 100000 of the account's currency without, and nothing of others. The rate, account currency for "
    .. "one, counts until a pair tells it: a subscribed one, else one of the data folder.")
add("function", "SetAccountCurrency", "SetAccountCurrency(currency, amount?: number)",
  "What the account counts in: USD unless it is set, before SetCash and before symbols are added.")
add("property", "AccountCurrency", "string", "The code of the account's currency, USD without SetAccountCurrency.")
add("function", "SetTimeZone", "SetTimeZone(name: string)",
  "Zone of Time, of dates and of schedules, an IANA name. Default America/New_York. Rules made before "
    .. "keep the zone they were made with.")
add("function", "SetWarmUp", "SetWarmUp(bars: integer, resolution?) | SetWarmUp(span: TimeSpan, resolution?)",
  "Run this long before the start date, without orders, so that indicators are ready. With a resolution the bars "
    .. "until then are of that one, where LEAN's layout has them.")
add("function", "SetWarmup", "SetWarmup(bars: integer, resolution?) | SetWarmup(span: TimeSpan, resolution?)",
  "Another name of SetWarmUp.")
add("function", "SetBenchmark",
  "SetBenchmark(symbol) | SetBenchmark(f: function(time: DateTime) -> number)",
  "What Alpha, Beta and their like compare the daily returns with: the hourly closes in the data folder, of a US "
    .. "equity also when it is not added; the price of a CSV symbol; or what f returns for a midnight. Without hourly "
    .. "closes a symbol of LEAN's layout is always 0. Prices count in account currency. Default: SPY, or 0 where the "
    .. "folder has no hourly bars of it.")
add("function", "GetParameter",
  "GetParameter(name: string, default?: string|number|boolean) -> string|number|boolean|nil",
  "Value of --param name=value. With a number as default a number, or the default if it is none; "
    .. "nil without a default where none was given.")
add("function", "GetParameters", "GetParameters() -> table", "All parameters that were given: name -> text.")
add("function", "SetMaximumOrders", "SetMaximumOrders(max: integer)",
  "With more orders than that a backtest sends no further one; 10000 without.")

add("library", "Settings", "Settings", "Choices of a run.", {
  { "FreePortfolioValue", "number|nil, writable",
    "what targets leave of the portfolio's value; nil, the default: FreePortfolioValuePercentage of it" },
  { "FreePortfolioValuePercentage", "number, writable", "a fraction (default 0.0025)" },
  { "MinimumOrderMarginPortfolioPercentage", "number, writable",
    "a target nearer to the holding is not ordered: margins as a fraction of the portfolio's value (default 0.001)" },
  { "MarketOnCloseSubmissionTimeBuffer", "TimeSpan, writable",
    "how long before the close the last MarketOnClose order is taken (default 15.5 minutes)" },
  { "MaxOrders", "integer, writable", "as SetMaximumOrders" },
  { "DailyPreciseEndTime", "boolean, writable",
    "daily bars of exchanges run from the open to the close (default true), else from midnight to midnight; set it in "
      .. "Initialize" },
  { "DailyConsolidationUseExtendedMarketHours", "boolean, writable",
    "days that are joined from now on have the pre- and post-market sessions, of a symbol that was added with "
      .. "extendedMarketHours (default false)" },
  { "SeedInitialPrices", "boolean, writable",
    "a symbol that is added from now on begins with its last price of the past (default false)" },
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
add("library", "UniverseSettings", "UniverseSettings",
  "Defaults. AddEquity and its like take Resolution and DataNormalizationMode; as in LEAN the others are of "
    .. "universes.", {
  { "Resolution", "Resolution, writable", "length of the bars (default Minute)" },
  { "DataNormalizationMode", "DataNormalizationMode, writable", "how prices are shown (default Adjusted)" },
  { "FillForward", "boolean, writable", "whether the last bar is repeated where there is none (default true)" },
  { "ExtendedMarketHours", "boolean, writable", "whether pre- and post-market sessions count (default false)" },
  { "Leverage", "number, writable", "position a unit of equity (default 0: the brokerage's)" },
  { "MinimumTimeInUniverse", "TimeSpan, writable", "how long a symbol stays at least (default one day)" },
})

return rows
