--- How a run is set up. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Set-up"

add("function", "SetStartDate", "SetStartDate(year, month, day) | SetStartDate(date: DateTime)",
  "First day of the run. Default: the day of the first bar of all symbols.")
add("function", "SetEndDate", "SetEndDate(year, month, day) | SetEndDate(date: DateTime)",
  "Last day of the run, whole. Default: the day of the last bar of all symbols.")
add("function", "SetCash", "SetCash(amount: number)", "Cash at the start, in the account's currency: 100000 without.")
add("function", "SetTimeZone", "SetTimeZone(name: string)",
  "Zone of Time, of dates and of schedules, an IANA name. Default America/New_York. Rules made before "
    .. "keep the zone they were made with.")
add("function", "SetWarmUp",
  "SetWarmUp(bars: integer, resolution?: Resolution) | SetWarmUp(span: TimeSpan, resolution?: Resolution)",
  "Run this long before the start date, without orders, so that indicators are ready. With a resolution the bars "
    .. "until then are of that one, where LEAN's layout has them.")
add("function", "SetBenchmark",
  "SetBenchmark(symbol) | SetBenchmark(f: function(time: DateTime) -> number)",
  "What Alpha, Beta and their like compare the daily returns with: the hourly closes of a US equity in "
    .. "the data folder (it need not be added), else the price of an added symbol; or what f returns for "
    .. "a midnight. Default: SPY, or 0 where the folder has no hourly bars of it.")
add("function", "GetParameter",
  "GetParameter(name: string, default?: string|number|boolean) -> string|number|boolean|nil",
  "Value of --param name=value. With a number as default a number, or the default if it is none; "
    .. "nil without a default where none was given.")
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

return rows
