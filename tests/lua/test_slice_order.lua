-- What ends together comes in the order of tickers, as in LEAN, in whatever order it was added.
local check = require "perigee.check"
local days = 0

function Initialize()
  SetStartDate(2013, 10, 14)
  SetEndDate(2013, 10, 16)
  AddEquity("WAVE", Resolution.Daily)
  AddEquity("DAY", Resolution.Daily)
end

local function tickers(symbols)
  local list = {}
  for i, symbol in ipairs(symbols) do list[i] = Ticker(symbol) end
  return table.concat(list, " ")
end

local function gone_through(view)
  local list = {}
  for symbol in pairs(view) do list[#list + 1] = symbol end
  return tickers(list)
end

-- A symbol that comes before all others is added in the middle: each is gone through once.
local function adds_in_between(data)
  local list = {}
  for symbol in pairs(data) do
    list[#list + 1] = symbol
    if #list == 1 then AddEquity("AAA", Resolution.Minute) end
  end
  check.equal("each once", tickers(list), "DAY LATE WAVE")
end

function OnData(data)
  local wanted = days == 0 and "DAY WAVE" or "DAY LATE WAVE"
  check.equal("pairs", gone_through(data), wanted)
  check.equal("of one kind", gone_through(data.Bars), wanted)
  check.equal("keys", tickers(data.Keys), wanted)
  check.equal("values", data.Values[1].Symbol, data.Keys[1])
  check.equal("count", data.Count, days == 0 and 2 or 3)
  days = days + 1
  if days == 3 then adds_in_between(data) end
  if days == 1 then AddEquity("LATE", Resolution.Daily) end
end

function OnEndOfAlgorithm()
  local past = History({ "WAVE", "DAY" }, 1)
  check.equal("history", gone_through(past[1].Bars), "DAY WAVE")
  check.equal("days", days, 3)
  check.finish()
end
