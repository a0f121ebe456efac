--- Indicators. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Indicators"

local function indicator(name, arguments, doc)
  local needed = arguments == "" and "" or ", " .. arguments
  add("function", name, ("%s(symbol%s, barPeriod?: BarPeriod, selector?: Selector) -> Indicator"):format(name, needed),
    doc .. " Updated with each bar before OnData: the symbol's bars, or those of barPeriod (see Consolidate); of "
    .. "several "
      .. "resolutions those of the first that was added, or of the first that is no longer than barPeriod.")
end
indicator("Identity", "", "The price itself.")
indicator("SMA", "period", "Simple moving average.")
indicator("EMA", "period", "Exponential moving average, seeded by the simple one.")
indicator("RSI", "period, averageType? = MovingAverageType.Wilders",
  "Relative strength index: outputs AverageGain, AverageLoss.")
indicator("MACD", "fast, slow, signal, averageType? = MovingAverageType.Exponential",
  "Moving average convergence divergence: outputs Signal, Histogram, Fast, Slow.")
indicator("BB", "period, k, averageType? = MovingAverageType.Simple",
  "Bollinger bands: outputs MiddleBand, UpperBand, LowerBand, StandardDeviation, BandWidth, PercentB, Price.")
indicator("ATR", "period, averageType? = MovingAverageType.Simple", "Average true range: output TrueRange.")
indicator("ROC", "period", "Rate of change: price / price a period ago - 1.")
indicator("ROCP", "period", "Rate of change in percent: 100 x (price / price a period ago - 1).")
indicator("MOM", "period", "Momentum: price - price a period ago.")
indicator("LOGR", "period", "Log return: logarithm of price / price a period ago.")
indicator("STD", "period", "Standard deviation of the population.")
indicator("ADX", "period",
  "Average directional index: outputs PositiveDirectionalIndex, NegativeDirectionalIndex.")
indicator("STO", "period, kPeriod?, dPeriod?",
  "Stochastic: where the close lies between the lowest and the highest price, in percent; outputs FastStoch, StochK, "
    .. "StochD.")
indicator("OBV", "", "On-balance volume: volumes added when the close rose, taken off when it fell.")
add("function", "B",
  "B(target: SymbolLike, reference: SymbolLike, period, barPeriod?: BarPeriod, selector?: Selector) -> Indicator",
  "Beta: covariance of the last period changes of the target's and the reference's price / variance of the latter. "
    .. "Updated when both have a bar of the same time, of daily bars of the same day (UTC).")
indicator("VWAP", "period", "Mean of (open + high + low + close) / 4, weighted by volume.")
indicator("MOMP", "period", "Momentum in percent: the same as ROCP.")
indicator("AROON", "upPeriod, downPeriod?",
  "Aroon oscillator: AroonUp less AroonDown, its outputs: 100 while the highest (lowest) price is the newest, 0 when "
    .. "it is a period old. Without downPeriod both are alike.")
indicator("CCI", "period, averageType? = MovingAverageType.Simple",
  "Commodity channel index: the typical price, (high + low + close) / 3, less its average / (0.015 x its mean "
    .. "deviation).")
indicator("DCH", "upperPeriod, lowerPeriod?",
  "Donchian channel: the middle of the highest and the lowest price, its outputs UpperBand and LowerBand. Without "
    .. "lowerPeriod both are alike.")
indicator("WILR", "period",
  "Williams %R: where the close lies between the highest price, 0, and the lowest, -100.")
indicator("SUM", "period", "Sum of the last values.")
indicator("LWMA", "period", "Linear weighted moving average: weights period for the newest value down to 1.")
indicator("WWMA", "period", "Wilder's moving average: exponential with 1 / period, seeded by the simple one.")
indicator("MIN", "period", "Smallest of the last values.")
indicator("MAX", "period", "Largest of the last values.")

local function by_hand(name, arguments, like)
  local needed = arguments == "" and "" or ", " .. arguments
  add("function", name, ("%s(name?: string%s) -> Indicator"):format(name, needed),
    "As " .. like .. ", but fed only by RegisterIndicator, WarmUpIndicator, its Update or another indicator.")
end
by_hand("SimpleMovingAverage", "period", "SMA")
by_hand("ExponentialMovingAverage", "period", "EMA")
by_hand("RelativeStrengthIndex", "period, averageType? = MovingAverageType.Wilders", "RSI")
by_hand("MovingAverageConvergenceDivergence",
  "fast, slow, signal, averageType? = MovingAverageType.Exponential", "MACD")
by_hand("BollingerBands", "period, k, averageType? = MovingAverageType.Simple", "BB")
by_hand("AverageTrueRange", "period, averageType? = MovingAverageType.Simple", "ATR")
by_hand("RateOfChange", "period", "ROC")
by_hand("RateOfChangePercent", "period", "ROCP")
by_hand("Momentum", "period", "MOM")
by_hand("LogReturn", "period", "LOGR")
by_hand("StandardDeviation", "period", "STD")
by_hand("AverageDirectionalIndex", "period", "ADX")
by_hand("Stochastic", "period, kPeriod?, dPeriod?", "STO")
by_hand("OnBalanceVolume", "", "OBV")
by_hand("VolumeWeightedAveragePriceIndicator", "period", "VWAP")
by_hand("MomentumPercent", "period", "MOMP")
by_hand("AroonOscillator", "upPeriod, downPeriod?", "AROON")
by_hand("CommodityChannelIndex", "period, averageType? = MovingAverageType.Simple", "CCI")
by_hand("DonchianChannel", "upperPeriod, lowerPeriod?", "DCH")
by_hand("WilliamsPercentR", "period", "WILR")
by_hand("Sum", "period", "SUM")
by_hand("LinearWeightedMovingAverage", "period", "LWMA")
by_hand("WilderMovingAverage", "period", "WWMA")
by_hand("Minimum", "period", "MIN")
by_hand("Maximum", "period", "MAX")
add("function", "RegisterIndicator",
  "RegisterIndicator(symbol, indicator: Indicator, barPeriod?: BarPeriod|Consolidator, selector?: Selector)",
  "Feed an indicator made by hand with the bars to come.")
add("function", "WarmUpIndicator",
  "WarmUpIndicator(symbol, indicator: Indicator, barPeriod?: Resolution|TimeSpan, selector?: Selector)",
  "Feed it with as many past bars as it needs to be ready.")
add("function", "IndicatorHistory",
  "IndicatorHistory(indicator: Indicator, symbol, bars: integer, resolution?) -> table[]",
  "What a new indicator of the same kind gives for past bars, oldest first, from when it is ready: a table has Time, "
    .. "Value and the indicator's outputs by name.")
add("function", "DeregisterIndicator", "DeregisterIndicator(indicator: Indicator) -> boolean",
  "Feed an indicator no more with bars; whether it was fed.")
add("function", "UnregisterIndicator", "UnregisterIndicator(indicator: Indicator) -> boolean",
  "Another name of DeregisterIndicator.")
add("function", "RollingWindow", "RollingWindow(size: integer) -> RollingWindow",
  "The last values of anything, newest first.")

add("enum", "MovingAverageType", "MovingAverageType", "Average an indicator is built on.",
  { { "Simple" }, { "Exponential" }, { "Wilders" } })
add("enum", "Field", "Field", "Number of a bar an indicator is fed with.",
  { { "Close" }, { "Open" }, { "High" }, { "Low" }, { "Volume" } })

local indicator_members = {
  { "Current", "IndicatorDataPoint", "the present value and its time" },
  { "Value", "number", "the same as Current.Value" },
  { "IsReady", "boolean", "enough bars have come" },
  { "Samples", "integer", "inputs so far" },
  { "Previous", "IndicatorDataPoint|nil", "the value before the present one" },
  { "Window", "IndicatorWindow", "values of the past" },
  { "Updated", "nil|function(indicator: Indicator, point: IndicatorDataPoint), writable",
    "called with each new value" },
  { "Name", "string", "SMA(20)" },
  { "Update", "method(time: DateTime, value: number) | method(bar: TradeBar|RenkoBar|Tick) -> boolean",
    "feed a value or a bar; whether it is ready" },
  { "Reset", "method()", "as new; of an output (bb.UpperBand) the whole indicator" },
  { "Of", "method(first: Indicator, waitForFirstToReady?: boolean = true) -> Indicator",
    "take the values of another one, from when that is ready or at once" },
  { "Plus", "method(other: Indicator|number, name?: string) -> Indicator",
    "a new one: their sum, whenever both have a new value; ready while both are. Its Reset is theirs, too" },
  { "Minus", "method(other: Indicator|number, name?: string) -> Indicator", "a new one: the difference, as Plus" },
  { "Times", "method(other: Indicator|number, name?: string) -> Indicator", "a new one: the product, as Plus" },
  { "Over", "method(other: Indicator|number, name?: string) -> Indicator",
    "a new one: the quotient, as Plus; that by 0 counts in Samples only, and the value stays" },
  { "SMA", "method(period) -> Indicator", "a new one: the simple moving average of its values" },
  { "EMA", "method(period) -> Indicator", "a new one: the exponential moving average of its values" },
  { "RSI", "method(period, averageType? = MovingAverageType.Wilders) -> Indicator",
    "a new one: the relative strength index of its values" },
  { "MACD", "method(fast, slow, signal, averageType? = MovingAverageType.Exponential) -> Indicator",
    "a new one: the moving average convergence divergence of its values" },
  { "BB", "method(period, k, averageType? = MovingAverageType.Simple) -> Indicator",
    "a new one: the Bollinger bands of its values" },
  { "ROC", "method(period) -> Indicator", "a new one: the rate of change of its values" },
  { "ROCP", "method(period) -> Indicator", "a new one: the rate of change of its values, in percent" },
  { "MOM", "method(period) -> Indicator", "a new one: the momentum of its values" },
  { "LOGR", "method(period) -> Indicator", "a new one: the log return of its values" },
  { "STD", "method(period) -> Indicator", "a new one: the standard deviation of its values" },
  { "MOMP", "method(period) -> Indicator", "a new one: the rate of change of its values, in percent" },
  { "SUM", "method(period) -> Indicator", "a new one: the sum of its values" },
  { "LWMA", "method(period) -> Indicator", "a new one: the linear weighted moving average of its values" },
  { "WWMA", "method(period) -> Indicator", "a new one: Wilder's moving average of its values" },
  { "MIN", "method(period) -> Indicator", "a new one: the minimum of its values" },
  { "MAX", "method(period) -> Indicator", "a new one: the maximum of its values" },
}

-- Members that only some indicators have; the text begins with those.
local function output(name, of, doc)
  indicator_members[#indicator_members + 1] = { name, "output", ("output of %s: %s"):format(of, doc) }
end
output("MiddleBand", "BB", "the moving average")
output("UpperBand", "BB and DCH", "the upper limit")
output("LowerBand", "BB and DCH", "the lower limit")
output("StandardDeviation", "BB", "of the prices")
output("BandWidth", "BB", "between the bands, in percent of the middle one")
output("PercentB", "BB", "where the price lies: 0 at the lower band, 1 at the upper one")
output("Price", "BB", "the input")
output("Signal", "MACD", "the moving average of its values")
output("Histogram", "MACD", "its value less Signal")
output("Fast", "MACD", "the fast average")
output("Slow", "MACD", "the slow average")
output("PositiveDirectionalIndex", "ADX", "+DI, in percent")
output("NegativeDirectionalIndex", "ADX", "-DI, in percent")
output("FastStoch", "STO", "not averaged, in percent")
output("StochK", "STO", "the average of FastStoch")
output("StochD", "STO", "the average of StochK")
output("AroonUp", "AROON", "100 while the highest price is the newest")
output("AroonDown", "AROON", "100 while the lowest price is the newest")
output("TrueRange", "ATR", "of the last bar")
output("AverageGain", "RSI", "the average of rises")
output("AverageLoss", "RSI", "the average of falls")
add("class", "Indicator", "Indicator[ago: integer] -> IndicatorDataPoint|nil",
  "Compares with < and <= to other indicators and numbers; + - * / with them give the number of "
    .. "now (Plus, Minus, Times, Over an indicator). indicator[1] is its value of one input ago. A further output, "
    .. "bb.UpperBand, is an Indicator of its own, the same object each time, that the other one feeds; it has its "
    .. "Time as well, and remembers values from when they, or what is made of it, were first asked for.",
  indicator_members)
add("class", "IndicatorDataPoint", "IndicatorDataPoint",
  "A value of an indicator; compares with < and <= as the indicator does.", {
  { "Value", "number", "value at that time" },
  { "Time", "DateTime", "end of the input it was made of, in the algorithm's zone" },
  { "Current", "IndicatorDataPoint", "the point itself" },
})
add("class", "IndicatorWindow", "IndicatorWindow[ago: integer] -> IndicatorDataPoint|nil",
  "An indicator's values: window[0] is the present one, window[1] the one before; nil where there was none. One "
    .. "further back than it keeps is nil, and kept from then on.", {
  { "Count", "integer", "values in it" },
  { "Size", "integer, writable", "how many it keeps, 2 at least" },
  { "Samples", "integer", "values of the indicator so far" },
  { "IsReady", "boolean", "it is full" },
})
add("class", "RollingWindow",
  "RollingWindow[index: integer] -> any", "The last values, newest first: window[0] is the newest.", {
  { "Add", "method(value: any)", "a new value; the oldest leaves when full" },
  { "Count", "integer", "values in it" },
  { "Size", "integer", "most values" },
  { "Samples", "integer", "values added so far" },
  { "IsReady", "boolean", "it is full" },
  { "MostRecentlyRemoved", "any", "what left last" },
  { "Reset", "method()", "empty it" },
})

return rows
