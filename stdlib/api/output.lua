--- What a strategy says. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Output"

add("function", "Log", "Log(text: any)", "Write a line with the simulated time.")
add("function", "Debug", "Debug(text: any)", "As Log, marked as debug; an immediate repeat is left out.")
add("function", "Error", "Error(text: any)", "As Log, marked as an error. The run goes on.")
add("function", "Plot",
  "Plot(series: string, value: number|IndicatorDataPoint) | "
    .. "Plot(chart: string, series: string, value: number|Indicator|IndicatorDataPoint) | "
    .. "Plot(chart: string, indicator: Indicator, ...: Indicator)",
  "Add a point to a chart, Strategy Equity without one; of indicators a point each to the series of its name. Charts "
    .. "are part of the JSON result.")
add("function", "Record", "Record(series: string, value: number|Indicator|IndicatorDataPoint)",
  "As Plot, in the chart Strategy Equity.")
add("function", "PlotIndicator",
  "PlotIndicator(chart: string, indicator: Indicator, ...: Indicator) | "
    .. "PlotIndicator(chart: string, waitForReady: boolean, indicator: Indicator, ...: Indicator)",
  "Add a point to the series of an indicator's name whenever it has a new value; with waitForReady from when it is "
    .. "ready, also while the strategy warms up. Of a chart and a name once: a second indicator of that "
    .. "name is refused. Of an indicator with several outputs its Value is drawn; the outputs "
    .. "are indicators of their own: PlotIndicator(chart, bb.UpperBand).")
add("function", "Quit", "Quit(message?: string)",
  "End the run when the function that calls it returns; OnEndOfAlgorithm still runs.")

return rows
