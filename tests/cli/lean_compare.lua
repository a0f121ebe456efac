-- tests/lean: what its comparison finds, and how its runner judges.
local t = ...
local harness = require "harness"
local quote = harness.quote

local compare = dofile(t.root .. "/tests/lean/compare.lua")

-- A run that is as it should be, and the record of it; `damage` may change the run, `records` are other orders.
local function compared(damage, name, records)
  local report = {
    processed = 72, statistics = { ["Net Profit"] = "1.692%", Alpha = "-0", Beta = "0.996", OrderListHash = "3da9" },
    orders = {
      { id = 1, symbol = "SPY", type = "MarketOnOpen", status = "Filled", quantity = 688.0, tag = "",
        time_utc = "2013-10-07T13:31:00Z", fill_time_utc = "2013-10-07T13:32:00Z", fill_price = 144.78172417 },
      { id = 2, symbol = "SPY", type = "LimitIfTouched", status = "UpdateSubmitted", quantity = -1.0, tag = "t",
        time_utc = "2013-10-07T13:33:00Z", limit_price = 1230.60994, trigger_price = 0.0123456749 },
    },
  }
  if damage then damage(report, report.orders[1], report.orders[2]) end
  return compare.run(report, {
    name = name or "Some", points = 72, keys = { "Net Profit", "Alpha", "Beta", "OrderListHash" },
    statistics = { ["Net Profit"] = "1.692%", Alpha = "0", Beta = "0.996", OrderListHash = "3da9" },
    closed = {},
    orders = records or {
      { id = 1, symbol = "SPY", type = "moo", status = "filled", quantity = "688", tag = "",
        time = "2013-10-07T13:31:00Z", fill_time = "2013-10-07T13:32:00Z", fill_price = "144.7817" },
      { id = 2, symbol = "SPY", type = "lit", status = "update_submitted", quantity = "-1", tag = "t",
        time = "2013-10-07T13:33:00Z", limit = "1230.6099", stop = "0.01234567" },
    },
  })
end

local function count(field) return field.matched .. "/" .. field.of end

local same = compared()
t:equal("nothing differs", same.difference, nil)
t:equal("statistics", count(same.statistics), "4/4")
t:equal("the hash", same.has_hash, true)
t:equal("orders", count(same.orders), "2/2")
t:equal("fills", count(same.fills), "1/1")

local DAMAGES = {
  { "quantity", function(_, o) o.quantity = 687.0 end, "order 1: quantity was '687.0', LEAN has '688'" },
  { "symbol", function(_, o) o.symbol = "IBM" end, "order 1: symbol was 'IBM', LEAN has 'SPY'" },
  { "kind", function(_, o) o.type = "Market" end, "order 1: type was 'market', LEAN has 'moo'" },
  { "status", function(_, _, o) o.status = "Submitted" end, "order 2: status was 'submitted'" },
  { "tag", function(_, _, o) o.tag = "" end, "order 2: tag was '', LEAN has 't'" },
  { "time", function(_, o) o.time_utc = "2013-10-07T13:31:01Z" end, "order 1: time was '2013-10-07T13:31:01Z'" },
  { "limit", function(_, _, o) o.limit_price = 1230.6098 end, "order 2: limit was '1230.6098'" },
  { "trigger", function(_, _, o) o.trigger_price = 0.01234568 end, "order 2: stop was '0.01234568'" },
  { "no trigger", function(_, _, o) o.trigger_price = nil end, "order 2: stop was nothing, LEAN has '0.01234567'" },
  { "a limit too many", function(_, o) o.limit_price = 1.0 end, "order 1: limit was '1.0', LEAN has nothing" },
  { "price of the fill", function(_, o) o.fill_price = 144.7818 end, "order 1: fill price was '144.7818'" },
  { "time of the fill", function(_, o) o.fill_time_utc = nil end, "order 1: fill time was nothing" },
  { "a fill too many", function(_, _, o) o.fill_time_utc = "x" end, "order 2: fill time was 'x', LEAN has nothing" },
  { "an order too few", function(r) r.orders[2] = nil end, "order 2: is missing" },
  { "an order too many", function(r) r.orders[3] = { id = 3 } end, "3 orders, LEAN has 2" },
  { "statistic", function(r) r.statistics.Beta = "0.995" end, "Beta was '0.995', LEAN has '0.996'" },
  { "no statistic", function(r) r.statistics.Beta = nil end, "Beta was nothing, LEAN has '0.996'" },
  { "a hash", function(r) r.statistics.OrderListHash = "3daa" end, "OrderListHash was '3daa', LEAN has '3da9'" },
  { "no hash", function(r) r.statistics.OrderListHash = nil end, "OrderListHash was nothing, LEAN has '3da9'" },
  { "data points", function(r) r.processed = 71 end, "71 data points, LEAN has 72" },
}
for _, row in ipairs(DAMAGES) do
  local difference = compared(row[2]).difference or "nothing differs"
  t:check(difference:find(row[3], 1, true), "found: " .. row[1], "  " .. difference)
end

local rehashed = compared(function(r) r.statistics.OrderListHash = "3daa" end)
t:equal("another hash", rehashed.has_hash, false)
t:equal("counted with the table", count(rehashed.statistics), "3/4")
-- Where the record has another tag than LEAN's hash, the hash counts.
local function tagged(tag)
  local function damage(r)
    r.orders = { { id = 10, symbol = "SPY", type = "Market", status = "Filled", quantity = 1, tag = tag } }
  end
  local records = { { id = 10, symbol = "SPY", type = "market", status = "filled", quantity = "1", tag = "Update #9" } }
  return compared(damage, "OrderTicketDemoAlgorithm", records).difference
end
t:equal("the hash's tag", tagged("Long filled."), nil)
t:equal("the record's tag", tagged("Update #9"), "order 10: tag was 'Update #9', LEAN has 'Long filled.'")

-- The prices that LEAN shows as a text: 7 digits, over 1000 4 decimals.
local PRICES = {
  { 144.78165, "144.7817", true }, { 144.78175, "144.7817", true }, { 144.7818, "144.7817", false },
  { 2.8643501, "2.86435", true }, { 2.864351, "2.86435", false }, { 1.23060501, "1.230605", true },
  { -1234.56784, "-1234.5678", true }, { -1234.5679, "-1234.5678", false }, { 0.0, "0", true },
  { 1000.0, "1000", true }, { 1000.0001, "1000", true }, { 1000.001, "1000", false }, { "1", "1", false },
}
for _, row in ipairs(PRICES) do
  t:equal(("%s shown as %s"):format(row[1], row[2]), compare.same_price(row[1], row[2]), row[3])
end

-- Bought and sold at a fee of 1 each: LEAN's record takes the second one off twice.
local function profits(earned, exit)
  return compare.profits({
    orders = {
      { id = 1, symbol = "SPY", quantity = 10.0, fee = 1.0, fill_time_utc = "2013-10-07T13:31:00Z" },
      { id = 2, symbol = "SPY", quantity = -10.0, fee = 1.0, fill_time_utc = "2013-10-07T13:32:00Z" },
      { id = 3, symbol = "SPY", quantity = 10.0, fee = 1.0, fill_time_utc = "2013-10-07T13:33:00Z" },
    },
    total_performance = { closed_trades = { { profit_loss = earned, exit_time_utc = exit } } },
  }, { { "2013-10-07T13:32:00.001000Z", "-2" }, { "2013-10-07T13:34:00Z", "99" } })
end
t:equal("trades earn what LEAN's records say", profits(0.0, "2013-10-07T13:32:00Z"), nil)
t:equal("trades that earn more", profits(0.1, "2013-10-07T13:32:00Z"), "the trades earn 0.1000, LEAN's 0.0000")
t:equal("what is open at the end does not count", profits(5.0, "2013-10-07T13:34:00Z"), nil)

-- The runner, with programs that print what they are told to.
local RECORD = '{"orders":[],"datapoints":1}'
local ALGORITHMS = '[{"name":"A","oracle":"oracle/A.json","data_files":["a.csv"],"expected":{"Beta":"1"}},'
  .. '{"name":"B","oracle":"oracle/B.json","data_files":["b.csv"],"expected":{"Beta":"1"}}]'

local function judged(name, case)
  local files = {
    ["shared/lean/algorithms.json"] = ALGORITHMS, ["shared/lean/oracle/A.json"] = RECORD,
    ["shared/lean/oracle/B.json"] = RECORD, ["shared/lean-data/a.csv"] = "", ["shared/lean-data/b.csv"] = "",
    ["tests/lean/A.lua"] = "", ["tests/lean/B.lua"] = "",
    ["tests/lean/pending.lua"] = "return " .. (case.pending or "{}"),
    ["build/bin/x/perigee"] = "#!/bin/sh\n" .. (case.program
      or "echo '{\"orders\":[],\"processed\":1,\"statistics\":{\"Beta\":\"1\"}}'") .. "\n",
  }
  for _, file in ipairs { "harness.lua", "json.lua", "lean/run.lua", "lean/compare.lua", "lean/further.lua" } do
    files["tests/" .. file] = harness.read(t.root .. "/tests/" .. file)
  end
  for path, text in pairs(case.files or {}) do files[path] = text or nil end
  t:case {
    name = "runner: " .. name, files = files, status = case.status, stdout = case.stdout,
    shell = "chmod +x build/bin/x/perigee && PERIGEE_SHARED=" .. (case.shared or '"$PWD/shared"')
      .. " lua5.4 tests/lean/run.lua x " .. quote(case.only or "A") .. (case.all and " B" or ""),
  }
end

judged("equal", { stdout = { "PASS    A", "0 pending", "1 passed, 0 failed\n" } })
judged("different", { program = "echo '{\"orders\":[],\"processed\":2,\"statistics\":{\"Beta\":\"1\"}}'", status = 1,
  stdout = { "FAIL    A", "2 data points, LEAN has 1", "0 passed, 1 failed\n" } })
judged("pending and different", { program = "echo 'x.lua: no' >&2; exit 1", pending = '{ A = { "quotes" } }',
  stdout = { "PENDING A", "status 1: x.lua: no", "pending algorithms wait for: quotes (1)", "1 pending",
    "0 passed, 0 failed\n" } })
judged("pending, but it passes", { pending = '{ A = { "quotes" } }', status = 1,
  stdout = { "FAIL    A", "passes: take it out of tests/lean/pending.lua", "0 passed, 1 failed\n" } })
judged("no JSON", { program = "echo nonsense", status = 1,
  stdout = { "FAIL    A", "JSON at byte", "0 passed, 1 failed\n" } })
judged("data absent", { files = { ["shared/lean-data/a.csv"] = false },
  stdout = { "SKIP    A: there is no ", "shared/lean-data/a.csv", "1 skipped", "0 passed, 0 failed\n" } })
judged("no script", { files = { ["tests/lean/A.lua"] = false }, status = 1,
  stdout = { "FAIL    A", "there is no tests/lean/A.lua" } })
judged("an unknown name", { only = "C", status = 1,
  stdout = { "FAIL    C", "neither algorithms.json nor tests/lean/further has it" } })
judged("no records", { shared = "/nonexistent",
  stdout = { "SKIP lean: there is no /nonexistent/lean/algorithms.json" } })
judged("two of two", { all = true, stdout = "2 passed, 0 failed\n" })

-- Algorithms that say in their heads what they give.
local HEAD = "-- Buys.\n-- LEAN: Algorithm.CSharp/F.cs of QuantConnect/Lean, commit 0123456789\n"
local ROWS = "-- expects: Total Orders = 1\n-- expects: Net Profit = 1.692%\n"
local POINTS = "-- expects points: 72\n"
local GIVES = [[echo '{"orders":[],"processed":72,"statistics":{"Total Orders":"1","Net Profit":"1.692%"}}']]

local function further_judged(name, head, status, stdout, case)
  case = case or {}
  local path = case.path or "tests/lean/further/F.lua"
  judged("further, " .. name, { only = case.only or "F", program = GIVES, files = { [path] = head .. "\nlocal x\n" },
    status = status, stdout = stdout, pending = case.pending })
end

further_judged("equal", HEAD .. ROWS .. POINTS, 0, { "PASS    F", "2/2         -         -           72/72",
  "1 passed, 0 failed\n" })
further_judged("another row", HEAD .. ROWS:gsub("692", "693") .. POINTS, 1,
  { "FAIL    F", "1/2", "Net Profit was '1.692%', LEAN has '1.693%'", "0 passed, 1 failed\n" })
further_judged("a row too many", HEAD .. ROWS .. "-- expects: Beta = 1\n" .. POINTS, 1,
  { "Beta was nothing, LEAN has '1'" })
further_judged("other points", HEAD .. ROWS .. "-- expects points: 73\n", 1, { "72 data points, LEAN has 73" })
further_judged("a file", HEAD .. ROWS .. POINTS, 0, "PASS    G", { only = "else/G.lua", path = "else/G.lua" })
further_judged("no such file", HEAD, 1, { "FAIL    G", "there is no else/G.lua" }, { only = "else/G.lua" })
further_judged("pending", HEAD .. ROWS .. "-- expects points: 73\n", 0, { "PENDING F", "wait for: quotes (1)" },
  { pending = '{ F = { "quotes" } }' })

local HEADS = {
  { "no source", ROWS .. POINTS, "its head has no line '-- LEAN: " },
  { "no rows", HEAD .. POINTS, "its head has no line '-- expects: Total Orders" },
  { "no points", HEAD .. ROWS, "its head has no line '-- expects points" },
  { "points that are no number", HEAD .. ROWS .. "-- expects points: many\n", "data points was ' many'" },
  { "a row without a value", HEAD .. ROWS .. "-- expects: Beta\n" .. POINTS, "a row was ' Beta'" },
  { "a row twice", HEAD .. ROWS .. ROWS .. POINTS, "'Total Orders' is there twice" },
  { "a misspelt row", HEAD .. ROWS .. "-- expect: Beta = 1\n" .. POINTS, "'-- expect: Beta = 1' is no line of a head" },
  { "rows behind the head", HEAD .. "\n" .. ROWS .. POINTS, "its head has no line '-- expects: Total Orders" },
}
for _, row in ipairs(HEADS) do further_judged(row[1], row[2], 1, { "FAIL    F", row[3], "0 passed, 1 failed\n" }) end
