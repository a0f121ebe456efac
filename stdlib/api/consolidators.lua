--- Bars made of bars. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Consolidators"

add("function", "Consolidate",
  "Consolidate(symbol, barPeriod: BarPeriod, handler: function(bar: TradeBar)) -> Consolidator",
  "Call the handler with each bar of a period. Resolution.Daily is the exchange's session; a TimeSpan counts from "
    .. "midnight at the exchange (above a day: from the first bar); an integer is a number of bars. A bar is handed "
    .. "out when its time is over, with Time there, also between bars of the symbol.")
add("function", "TradeBarConsolidator",
  "TradeBarConsolidator(barPeriod: BarPeriod, startTime?: TimeSpan) -> Consolidator",
  "As Consolidate, but made by hand: SubscriptionManager.AddConsolidator feeds it. With a startTime a TimeSpan is "
    .. "counted from that time of each day.")

local SELECTORS = "selector?: function(bar) -> number, volumeSelector?: function(bar) -> number"
add("function", "ClassicRenkoConsolidator",
  "ClassicRenkoConsolidator(barSize: number, " .. SELECTORS .. ", evenBars?: boolean = true) | "
    .. "ClassicRenkoConsolidator(barSize: number, evenBars: boolean) -> Consolidator",
  "Bricks of a height; at most one a bar. evenBars: the first opens at a multiple of the height.")
add("function", "RenkoConsolidator", "RenkoConsolidator(barSize: number) -> Consolidator",
  "Bricks of a height with wicks, as many a bar as the price has moved; a turn takes two heights.")
add("function", "VolumeRenkoConsolidator", "VolumeRenkoConsolidator(barSize: number) -> Consolidator",
  "Bars of a traded volume.")
add("function", "RangeConsolidator", "RangeConsolidator(range: integer, " .. SELECTORS .. ") -> Consolidator",
  "Bars as high as so many smallest changes of the price, without gaps between them.")
add("function", "ClassicRangeConsolidator",
  "ClassicRangeConsolidator(range: integer, " .. SELECTORS .. ") -> Consolidator",
  "As RangeConsolidator, but a bar opens with the price that comes next.")

add("library", "SubscriptionManager", "SubscriptionManager", "What is fed with a symbol's bars.", {
  { "AddConsolidator", "function(symbol, consolidator: Consolidator)", "feed it from now on" },
  { "RemoveConsolidator", "function(symbol, consolidator: Consolidator) -> boolean", "whether it was fed" },
})

add("enum", "Calendar", "Calendar", "Bars of weeks (from Monday), months, quarters or years.",
  { { "Weekly" }, { "Monthly" }, { "Quarterly" }, { "Yearly" } })

add("class", "Consolidator", "Consolidator", "Makes bars of the bars of one symbol.", {
  { "DataConsolidated", "nil|function(consolidator: Consolidator, bar: TradeBar), writable",
    "called with each of its bars" },
  { "Consolidated", "TradeBar|nil", "the last bar that was handed out" },
  { "WorkingData", "TradeBar|nil", "the bar at hand" },
  { "Update", "method(bar: TradeBar)", "feed it by hand" },
})

return rows
