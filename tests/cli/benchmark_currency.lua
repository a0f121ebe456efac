-- The benchmark in an account that counts in another currency than its own.
local t = ...

local PAIR = "date,open,high,low,close,volume\n2013-10-06,1.2,1.2,1.2,1.2,0\n"
for i, day in ipairs { 7, 8, 9, 10, 11, 14, 15, 16, 17, 18 } do
  local rate = 1.2 + (i * i % 7 - 3) / 50 -- up and down
  PAIR = PAIR .. ("2013-10-%02d,%g,%g,%g,%g,0\n"):format(day, rate, rate, rate, rate)
end

-- An account in euros that holds nothing but ABC, for the dollars it had.
local function held(more, expected) -- without the dollar's ups and downs beta would be far from one
  expected.files = { ["data/EURUSD.csv"] = PAIR }
  expected.strategy = [[
function Initialize()
  SetStartDate(2013, 10, 8)
  SetAccountCurrency("EUR", 0)
  SetCash("USD", 100000)
  AddForex("EURUSD", Resolution.Daily)
  abc = AddEquity("ABC", Resolution.Daily)
  abc:SetFeeModel(ConstantFeeModel(0))
  ]] .. more .. [[
end
function OnData()
  if not Portfolio.Invested then MarketOrder(abc, 900) end
end
]]
  return t:case(expected)
end

held('SetBenchmark("ABC")', { name = "a benchmark in dollars is counted in euros", stdout = {
  "Beta                              0.963", "Tracking Error                    0.096" } })
held("SetBenchmark(function() return 1 end)", { name = "a function's value is taken as it is", stdout = {
  "Beta                                  0\n" } })

-- As in LEAN the benchmark's currencies are in the cash book.
local function book(set_up, expected)
  expected.strategy = "function Initialize()\n" .. set_up .. [[
  AddEquity("ABC", Resolution.Daily)
end
function OnEndOfAlgorithm()
  local codes = {}
  for code, cash in pairs(Portfolio.CashBook) do codes[#codes + 1] = code .. "=" .. cash.ConversionRate end
  Log("book: " .. table.concat(codes, " "))
end
]]
  return t:case(expected)
end

book("", { name = "dollars alone", stdout = "book: USD=1.0\n" })
book("SetBrokerageModel(BrokerageName.Coinbase)", { name = "of a pair both, also without a rate",
  stdout = "book: USD=1.0 BTC=0.0\n" })
book("SetBrokerageModel(BrokerageName.Binance)", { name = "coins of dollars", stdout = "book: USD=1.0\n" })
book('SetBrokerageModel(BrokerageName.Coinbase) SetCash("BTC", 1)', { name = "what is held needs a rate", status = 1,
  stderr = "nothing converts BTC into USD" })
