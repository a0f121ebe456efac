-- LEAN's own sample data and the recorded results of its regression algorithms (shared folder).
-- Prices are raw here, while LEAN's are adjusted by factor files, and LEAN fills at the ask of its
-- quotes; so times, kinds and numbers of orders must agree, quantities and money need not.
local t = ...
local harness, json = require "harness", require "json"

local ROWS = {
  { name = "BasicTemplateAlgorithm", resolution = "Minute", start = { 7 }, last = { 11 }, type = "Market" },
  { name = "BasicTemplateHourlyAlgorithm", resolution = "Hour", start = { 7 }, last = { 11 }, type = "Market" },
  { name = "BasicTemplateDailyAlgorithm", resolution = "Daily", start = { 8 }, last = { 17 }, type = "MarketOnOpen" },
}

local STRATEGY = [[
function Initialize()
  SetStartDate(2013, 10, %d)
  SetEndDate(2013, 10, %d)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.%s)
end
function OnData()
  if not Portfolio.Invested then SetHoldings(spy, 1) end
  if not first then
    first = spy.Price
    Plot("p", "first", first)
  end
end
]]

-- "2013-10-07T13:31:00Z" -> local text; all days of the rows are in summer time, UTC - 4.
local function local_time(text)
  local hour, rest = text:match("T(%d+):(%d+:%d+)Z")
  return ("%s %02d:%s"):format(text:match("^[%d-]+"), tonumber(hour) - 4, rest)
end

local function compare(row)
  local oracle = json.decode(assert(harness.read(t.shared .. "/lean/oracle/" .. row.name .. ".json")))
  local result = t:case {
    name = row.name, files = { ["strategy.lua"] = STRATEGY:format(row.start[1], row.last[1], row.resolution) },
    args = { "run", "strategy.lua", "--store", "s.db", "--json", "--data", t.shared .. "/lean-data" },
  }
  local ok, report = pcall(json.decode, result.stdout)
  if not t:check(ok, row.name .. ": JSON", result.stdout) then return end
  t:equal(row.name .. ": orders", #report.orders, #oracle.orders)
  local got, want = report.orders[1], oracle.orders[1]
  t:equal(row.name .. ": symbol", got.symbol, want.symbol)
  t:equal(row.name .. ": kind", got.type, row.type)
  t:equal(row.name .. ": sent at", got.time, local_time(want.time))
  t:equal(row.name .. ": filled at", got.fill_time, local_time(want.fill_time))
  -- With LEAN's price instead of ours, its quantity follows from the same rule.
  local ratio = got.fill_price / tonumber(want.fill_price)
  local scaled = got.quantity * ratio
  t:check(math.abs(scaled - tonumber(want.quantity)) <= 2, row.name .. ": quantity, scaled by the price",
    ("  %s x %s = %s, LEAN %s"):format(got.quantity, ratio, scaled, want.quantity))
  t:check(got.fee >= 1 and math.abs(got.fee - 0.005 * got.quantity) < 1e-9, row.name .. ": fee of 0.005 a share",
    tostring(got.fee))
end

local function files()
  local probe = [[
function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  spy = AddEquity("SPY", Resolution.Minute)
end
function OnData(data)
  n = (n or 0) + 1
  local bar = data[spy]
  if n == 1 then print("first", bar.Time, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume) end
end
function OnEndOfAlgorithm() print("bars", n, "history", #History(spy, TimeSpan.FromDays(1))) end
]]
  t:case {
    name = "minutes of LEAN's zip", files = { ["strategy.lua"] = probe },
    args = { "run", "strategy.lua", "--store", "s.db", "--data", t.shared .. "/lean-data" },
    stdout = { "first\t2013-10-07 09:30:00\t", "bars\t390\thistory\t390", "Completed: 390 steps" },
  }
end

if os.execute("test -d " .. harness.quote(t.shared .. "/lean-data")) then
  for _, row in ipairs(ROWS) do compare(row) end
  files()
else
  t:skip("lean_data", "there is no " .. t.shared .. "/lean-data")
end
