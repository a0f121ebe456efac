--- What a run has brought. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Results"

add("function", "SetTradeBuilder", "SetTradeBuilder(builder: TradeBuilder)",
  "How trades are made of fills, in Initialize. Default: TradeBuilder(FillGroupingMethod.FillToFill, "
    .. "FillMatchingMethod.FIFO).")
add("function", "SetSummaryStatistic", "SetSummaryStatistic(name: string, value: string|number)",
  "A row of your own in the table of statistics and in the JSON result; the names of the built-in rows are refused.")
add("function", "SetRuntimeStatistic", "SetRuntimeStatistic(name: string, value: string|number)",
  "A row of your own among the runtime statistics of the JSON result.")
add("property", "RuntimeStatistics", "table", "What was set with SetRuntimeStatistic: name -> text.")

add("library", "TradeBuilder",
  "TradeBuilder | TradeBuilder(groupingMethod: FillGroupingMethod, matchingMethod: FillMatchingMethod) -> TradeBuilder",
  "The trades of this run; called, it makes another builder for SetTradeBuilder.", {
  { "ClosedTrades", "Trade[]", "closed so far, in the order in which they were" },
  { "HasOpenPosition", "function(symbol) -> boolean", "whether a trade is open" },
})
add("library", "Statistics", "Statistics", "The result so far; each member is computed when it is read.", {
  { "Summary", "table", "the table's rows: key -> text" },
  { "TotalPerformance", "table",
    "TradeStatistics, PortfolioStatistics: tables of LEAN's members; ClosedTrades: a list of Trade" },
  { "RollingPerformances", "table", "name of a window, \"M3_20131031\" -> its TradeStatistics, PortfolioStatistics" },
})

add("enum", "FillGroupingMethod", "FillGroupingMethod", "Which fills make one trade.", {
  { "FillToFill", nil, "each that adds, with each that closes a part of it" },
  { "FlatToFlat", nil, "all from flat to flat" },
  { "FlatToReduced", nil, "each that reduces, with those it closes" },
})
add("enum", "FillMatchingMethod", "FillMatchingMethod", "Which fill is closed first.", {
  { "FIFO", nil, "the oldest" }, { "LIFO", nil, "the newest" },
})
add("enum", "TradeDirection", "TradeDirection", "Side of a trade.", { { "Long" }, { "Short" } })

add("class", "TradeBuilder", "TradeBuilder", "Makes trades of fills, once it is set.", {
  { "ClosedTrades", "Trade[]", "closed so far; empty unless it is the one that was set last" },
  { "HasOpenPosition", "method(symbol) -> boolean", "whether a trade is open" },
})
add("class", "Trade", "Trade", "A closed trade; a copy. Money in account currency, to the cent.", {
  { "Symbol", "Symbol", "of what" },
  { "Direction", "TradeDirection", "Long or Short" },
  { "Quantity", "number", "> 0" },
  { "EntryTime", "DateTime", "of the first fill" },
  { "EntryPrice", "number", "of several fills the mean" },
  { "ExitTime", "DateTime", "of the last fill" },
  { "ExitPrice", "number", "of several fills the mean" },
  { "Duration", "TimeSpan", "from entry to exit" },
  { "ProfitLoss", "number", "before fees" },
  { "TotalFees", "number", "of its fills; a fill that ends several trades pays in the first" },
  { "MAE", "number", "worst profit by the prices since the position was opened, <= 0" },
  { "MFE", "number", "best one, >= 0" },
  { "EndTradeDrawdown", "number", "ProfitLoss - MFE: what was given back, <= 0" },
  { "IsWin", "boolean", "whether ProfitLoss is above 0" },
  { "OrderIds", "integer[]", "of its orders, ascending" },
})

return rows
