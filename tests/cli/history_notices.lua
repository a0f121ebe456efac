-- History of what there is nothing of at all: empty, with a warning once for each symbol, type and resolution.
local t = ...

-- Files that are not read, since no day of the run is theirs: enough for a folder to be there.
local FILES = {
  ["data/equity/usa/minute/def/20120103_trade.zip"] = "no day of the run",
  ["data/equity/usa/second/def/20120103_trade.zip"] = "no day of the run",
  ["data/forex/oanda/minute/eurusd/20120103_quote.zip"] = "no day of the run",
  ["data/NONE.csv"] = "date,open,high,low,close\n",
}

--- Runs the body twice a day on ten days; `warned` is all that is warned of.
local function warns(name, body, warned)
  local result = t:case {
    name = name, files = FILES, stdout = "Completed", strategy = ([[
function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 18)
  abc = AddEquity("ABC", Resolution.Daily)
  none = AddData("NONE")
  def = AddEquity("DEF", Resolution.Minute)
  eur = AddForex("EURUSD", Resolution.Minute)
end
local day = TimeSpan.FromDays(1)
local function empty(list) if #list > 0 then error("has " .. #list) end end
function OnData()
  for _ = 1, 2 do %s end
end
]]):format(body),
  }
  local told = {}
  for text in result.stdout:gmatch("warning: (History[^\n]*)") do told[#told + 1] = text end
  t:equal(name, table.concat(told, "\n"), table.concat(warned, "\n"))
end

warns("a folder without quotes", "empty(History(QuoteBar, def, day))",
  { "History found no Minute quote bars of 'DEF': looked for ./data/equity/usa/minute/def/*_quote.zip (told once)" })
warns("bars that the layout has not", "empty(History(TradeBar, eur, day)) empty(History(TradeBar, eur, 3))",
  { "History found no Minute trade bars of 'EURUSD': LEAN's layout has none of type Forex (told once)" })
warns("a file without rows", "empty(History(none, 3)) empty(History({ none }, 3))",
  { "History found no Daily trade bars of 'NONE': looked for ./data/NONE.csv (told once)" })
warns("each symbol of a list", "empty(History(QuoteBar, { def, eur }, day))",
  { "History found no Minute quote bars of 'DEF': looked for ./data/equity/usa/minute/def/*_quote.zip (told once)" })
warns("a span without bars of what has some",
  "empty(History(abc, DateTime(2000, 1, 1), DateTime(2001, 1, 1))) empty(History(eur, day)) empty(History(def, day))",
  {})
warns("each resolution of a symbol",
  "for _, of in ipairs { Resolution.Minute, Resolution.Second } do empty(History(QuoteBar, def, day, of)) end",
  { "History found no Minute quote bars of 'DEF': looked for ./data/equity/usa/minute/def/*_quote.zip (told once)",
    "History found no Second quote bars of 'DEF': looked for ./data/equity/usa/second/def/*_quote.zip (told once)" })
