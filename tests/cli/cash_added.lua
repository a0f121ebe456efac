-- CashBook:Add of a currency whose pair's file is damaged: it raises, and nothing of the currency is left.
local t = ...

local PAIR = "data/forex/oanda/daily/gbpusd.zip"

--- Runs `later` on the second day, with `add(code, amount[, rate])` that gives the error or "added".
local function case(name, later, expected)
  expected.name = name
  expected.files = { [PAIR] = "this is no zip", ["data/forex/oanda/daily/eurusd.zip"] = "nor is this" }
  expected.strategy = [[
function Initialize()
  SetCash(1000)
  abc = AddEquity("ABC", Resolution.Daily)
end
local book = Portfolio.CashBook
local function add(...)
  local ok, text = pcall(book.Add, book, ...)
  return ok and "added" or text
end
local function state()
  local codes = {}
  for code in pairs(book) do codes[#codes + 1] = code end
  return table.concat(codes, " ") .. " worth " .. Portfolio.TotalPortfolioValue
end
function OnData()
  if Time.Day == 8 then ]] .. later .. [[ end
  if Time.Day == 18 then Log("at last " .. state()) end
end
]]
  return t:case(expected)
end

case("caught", 'Log(add("GBP", 5)) Log(state()) Log(add("GBP", 5)) Log(add("EUR", 5)) Log(state())', {
  stdout = {
    "2013-10-08 16:00:00 cannot read zip './data/forex/oanda/daily/gbpusd.zip'",
    "2013-10-08 16:00:00 cannot read zip './data/forex/oanda/daily/eurusd.zip'",
    "2013-10-08 16:00:00 USD worth 1000.0\n", "at last USD worth 1000.0\n", "Completed: 10 steps, 10 data points",
  }, stdout_lacks = { "added", "GBP" },
})
case("another one comes all the same", 'add("GBP", 5) Log(add("XTS", 4, 0.5)) add("GBP", 5, 1.5) Log(state())', {
  stdout = { "2013-10-08 16:00:00 added\n", "16:00:00 USD XTS worth 1002.0\n", "at last USD XTS worth 1002.0\n" },
  stdout_lacks = "GBP",
})
case("not caught", 'book:Add("GBP", 5)', { status = 3,
  stderr = { "OnData at 2013-10-08 16:00:00: ", "cannot read zip './data/forex/oanda/daily/gbpusd.zip'",
    "in function 'OnData'" }, stdout_lacks = "at last",
})
