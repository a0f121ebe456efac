-- Missing and damaged data: status 3, the place, the value; nothing is traded.
local t = ...

local STRATEGY = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Log("set up")
end
function OnData()
  Log("traded")
  Buy(abc, 1)
end
]]
local HEADER = "date,open,high,low,close,volume\n"
local GOOD = "2013-10-07,10,11,9,10,5\n"

t:case {
  name = "no data: all paths are named", files = { ["strategy.lua"] = STRATEGY }, status = 3,
  stderr = { "no data for 'ABC': tried ./data/equity/usa/daily/abc.zip, ./data/ABC.csv, ./data/abc.csv",
    "strategy.lua:2: in function 'Initialize'" },
  stdout_lacks = { "set up", "traded" },
}
t:case {
  name = "no data in the folder given", strategy = STRATEGY, more = { "--data", "elsewhere" }, status = 3,
  stderr = "tried elsewhere/equity/usa/daily/abc.zip, elsewhere/ABC.csv, elsewhere/abc.csv",
}
t:case {
  name = "no folder at all", strategy = STRATEGY, more = { "--data", "elsewhere" }, status = 3,
  stderr = "elsewhere/abc.csv; there is no folder 'elsewhere': --data DIR names it\n",
}
t:case {
  name = "nothing of that name", files = { ["strategy.lua"] = STRATEGY, ["data/equity/usa/daily/xyz.zip"] = "",
    ["data/equity/usa/daily/abcd.zip"] = "", ["data/readme"] = "" }, status = 3,
  stderr = "tried ./data/equity/usa/daily/abc.zip, ./data/ABC.csv, ./data/abc.csv\n",
}
t:case {
  name = "other resolutions, markets and types are told", status = 3,
  files = { ["strategy.lua"] = STRATEGY, ["data/equity/usa/hour/abc.zip"] = "",
    ["data/equity/usa/minute/abc/20131007_trade.zip"] = "", ["data/equity/bats/daily/abc.zip"] = "",
    ["data/forex/oanda/tick/abc/20131007_quote.zip"] = "", ["data/crypto/coinbase/hour/abc_quote.zip"] = "",
    ["data/crypto/coinbase/daily/abcusd_trade.zip"] = "", ["data/cfd/oanda"] = "no folder" },
  stderr = "./data/abc.csv; there is Equity of bats: Daily; Equity of usa: Minute, Hour; " ..
    "Forex of oanda: Tick; Crypto of coinbase: Hour\n",
}
t:case {
  name = "a lower case file is found", files = { ["strategy.lua"] = STRATEGY, ["data/abc.csv"] = HEADER .. GOOD },
  stdout = "Completed: 1 steps",
}

t:case {
  name = "a damaged market-hours database", strategy = STRATEGY, status = 3,
  files = { ["data/abc.csv"] = HEADER .. GOOD, ["data/market-hours/market-hours-database.json"] = "{broken" },
  stderr = "market hours './data/market-hours/market-hours-database.json': JSON at byte 2: expected a key",
}

-- Third line of the file, and what is said about it.
local BAD_ROWS = {
  { "2013-10-08,abc,11,9,10,5", ":3:12: open was 'abc'; expected a number" },
  { "2013-10-08,10,11,9,10,", ":3:23: volume was ''; expected a number" },
  { "2013-10-08,10,11,9,nan,5", ":3:20: close was 'nan'; expected a" },
  { "2013-10-08,10,11,0,10,5", ":3:18: low was '0'; expected a price above 0" },
  { "2013-10-08,10,11,9,10,-5", ":3:23: volume was '-5'; expected 0 or more" },
  { "2013-10-08,10,8,9,10,5", ":3:15: high was 8, below low 9" },
  { "2013-10-08,12,11,9,10,5", ":3:12: open was 12, above high 11" },
  { "2013-10-08,10,11,9,8,5", ":3:20: close was 8, below low 9" },
  { "2013-10-08,10,11,9,10", ":3:1: row has 5 fields; expected 6" },
  { "2013-10-08,10,11,9,10,5,6", ":3:1: row has 7 fields; expected 6" },
  { "2013-13-08,10,11,9,10,5", ":3:1: time was '2013-13-08'; expected" },
  { "yesterday,10,11,9,10,5", ":3:1: time was 'yesterday'; expected" },
  { "2013-10-07,10,11,9,10,5", ":3:1: time was '2013-10-07'; expected a time after the row before" },
}
for _, row in ipairs(BAD_ROWS) do
  local files = { ["strategy.lua"] = STRATEGY, ["data/ABC.csv"] = HEADER .. GOOD .. row[1] .. "\n" }
  t:case {
    name = "bad row " .. row[1], files = files, status = 3, stderr = "./data/ABC.csv" .. row[2],
    stdout_lacks = { "traded", "Completed" },
  }
  t:case {
    name = "skipped row " .. row[1], files = files, more = { "--skip-bad-rows" }, status = 0,
    stdout = { "Completed: 1 steps", "skipped 1 of 2 rows as unreadable; the first: ./data/ABC.csv" .. row[2] },
    stderr_exact = "",
  }
end

local BAD_FILES = {
  { "an empty file", "", "./data/ABC.csv: is empty; expected a header like" },
  { "no header", GOOD, "has no" },
  { "a column is missing", "date,open,high,low,volume\n",
    "./data/ABC.csv:1:1: header 'date,open,high,low,volume' has no close column" },
  { "a column twice", "date,open,open,high,low,close\n", "./data/ABC.csv:1:11: column 'open'" },
  { "semicolons", "date;open;high;low;close\n", "separator is" },
  { "a damaged zip", HEADER, "abc.zip", { ["data/equity/usa/daily/abc.zip"] = "PK no zip at all" } },
}
for _, row in ipairs(BAD_FILES) do
  local files = { ["strategy.lua"] = STRATEGY, ["data/ABC.csv"] = row[2] }
  for path, text in pairs(row[4] or {}) do files[path] = text end
  t:case { name = row[1], files = files, status = 3, stderr = row[3], stdout_lacks = "traded" }
  t:case { name = row[1] .. " is not skipped", files = files, more = { "--skip-bad-rows" }, status = 3,
    stderr = row[3] }
end

t:case {
  name = "a header alone leaves nothing to run", files = { ["strategy.lua"] = STRATEGY, ["data/ABC.csv"] = HEADER },
  status = 1, stderr = "there is nothing to run: add a symbol that has data",
}
t:case {
  name = "no data within the dates is warned of", strategy = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  SetStartDate(2020, 1, 1)
  SetEndDate(2020, 1, 31)
end
]], stdout = { "warning: 'ABC' has no Daily bars between 2020-01-01 and 2020-01-31", "Completed: 0 steps" },
}
t:case {
  name = "both dates known, and a file that fails only when read", status = 3, files = {
    ["strategy.lua"] = STRATEGY:gsub("  Log%(\"set up\"%)", "  SetStartDate(2013, 10, 7)\n  SetEndDate(2013, 10, 8)"),
    ["data/ABC.csv"] = HEADER .. "x\n",
  }, stderr = "./data/ABC.csv:2:1: row has 1 field; expected 6", stdout_lacks = "traded",
}
