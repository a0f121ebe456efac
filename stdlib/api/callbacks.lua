--- Functions a strategy defines. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "What the engine calls"

add("callback", "Initialize", "Initialize()", "Set-up, called once before the data. Needed.")
add("callback", "OnData", "OnData(slice: Slice)",
  "Called at each instant at which bars end. The slice can be read during this call only.")
add("callback", "OnSplits", "OnSplits(splits: Splits)",
  "Called before OnData when splits are announced or happen.")
add("callback", "OnDividends", "OnDividends(dividends: Dividends)",
  "Called before OnData on the day without the dividend.")
add("callback", "OnSymbolChangedEvents", "OnSymbolChangedEvents(events: SymbolChangedEvents)",
  "Called before OnData on the first day of a new ticker.")
add("callback", "OnDelistings", "OnDelistings(delistings: Delistings)",
  "Called before OnData at the begin of a stock's last day, and at its end.")
add("callback", "OnSecuritiesChanged", "OnSecuritiesChanged(changes: SecurityChanges)",
  "Called before OnData in the first step behind the adding and removing of symbols, so at the begin for those of "
    .. "Initialize.")
add("callback", "OnOrderEvent", "OnOrderEvent(event: OrderEvent)", "Called at each change of an order.")
add("callback", "OnEndOfDay", "OnEndOfDay(symbol: Symbol) | OnEndOfDay()",
  "Called 10 minutes before each symbol's last close of a day (before midnight where a market never "
    .. "closes). A function without parameters is called once, at 23:58 of days on which anything trades.")
add("callback", "OnWarmupFinished", "OnWarmupFinished()",
  "Called once at the start date, also without a warm-up.")
add("callback", "OnEndOfAlgorithm", "OnEndOfAlgorithm()",
  "Called after the last slice, not after an error.")
add("callback", "OnMarginCall", "OnMarginCall(requests: MarginCallRequest[])",
  "Called before the broker makes positions smaller: no margin is left, and more than 110 % of the portfolio's "
    .. "value is in use (looked at every 5 minutes). requests: those that "
    .. "lost most first; what is in the array afterwards is ordered, until enough margin is left. "
    .. "What is refused, as a quantity below the lot, is logged.")
add("callback", "OnMarginCallWarning", "OnMarginCallWarning()",
  "Called instead while less than 5 % of the portfolio's value is left as margin.")

add("table", "SecurityChanges", "SecurityChanges", "Symbols that came and went.", {
  { "AddedSecurities", "Security[]", "those that came, in their order" },
  { "RemovedSecurities", "Security[]", "those that went" },
  { "Count", "integer", "of both" },
})

return rows
