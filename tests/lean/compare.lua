--- Compares the JSON report of a run with what LEAN's run of the same algorithm is known to give.
---
--- `compare.run(report, expected)` returns
---   statistics, points                  { matched, of }
---   orders, fills                       the same, nil where there are no records of them
---   has_hash                            whether the hash of all orders is LEAN's
---   difference                          the first thing that differs, nil when all is equal

local compare = {}

local HASH = "OrderListHash"

-- Kinds of orders as the records name them.
local TYPES = {
  Market = "market", Limit = "limit", StopMarket = "stop_market", StopLimit = "stop_limit",
  MarketOnOpen = "moo", MarketOnClose = "moc", LimitIfTouched = "lit", TrailingStop = "trailing",
}

-- Three ratios of about 1e15 that LEAN's decimals and binary doubles end differently (lean-engine.md 16):
-- compared as numbers.
local LONG_RATIOS = {
  EquityMarginCallAlgorithm = { ["Information Ratio"] = true, ["Treynor Ratio"] = true, ["Sharpe Ratio"] = true },
}

-- Tags the records have otherwise: they were written by another implementation, and LEAN's own hash of all orders
-- is that of these. There both orders of a pair fill in one step, and the cancel of the second is refused, but
-- leaves its tag.
local TAGS = { OrderTicketDemoAlgorithm = { [10] = "Long filled." } }

-- What both sides call an order, the member of the record, the member of the report.
local ORDER_FIELDS = {
  { "symbol", "text" }, { "type", "text" }, { "quantity", "exact" }, { "time", "text", "time_utc" },
  { "limit", "price", "limit_price" }, { "stop", "price", "stop_price" }, { "status", "text" }, { "tag", "text" },
}
local FILL_FIELDS = { { "fill_time", "text", "fill_time_utc" }, { "fill_price", "price" } }

local function shown(value) return value == nil and "nothing" or ("'%s'"):format(tostring(value)) end

-- A record's null is nothing.
local function plain(value)
  if type(value) == "table" then return nil end
  return value
end

-- "UpdateSubmitted" -> "update_submitted"
local function snake(name) return (name:gsub("(%l)(%u)", "%1_%2"):lower()) end

--- Whether a price is the one that LEAN shows as `text`: rounded to 7 digits, to 4 decimals over 1000.
function compare.same_price(price, text)
  local want = tonumber(text)
  if not want or type(price) ~= "number" then return false end
  local size = math.abs(want)
  local unit = 1e-4
  if size <= 1000 then
    local digits = size > 0 and math.floor(math.log(size, 10)) or 0
    unit = 10.0 ^ (digits - 6)
  end
  return math.abs(price - want) <= unit * 0.5000001
end

local function same(kind, got, want)
  if want == nil or got == nil then return want == got end
  if kind == "price" then return compare.same_price(got, want) end
  if kind == "exact" then return math.abs(got - tonumber(want)) <= 1e-9 * math.abs(got) end
  return got == want
end

-- What of `fields` differs first, as a text.
local function difference_in(fields, got, want)
  for _, field in ipairs(fields) do
    local name, kind, other = field[1], field[2], field[3] or field[1]
    local mine, theirs = plain(got[other]), plain(want[name])
    if not same(kind, mine, theirs) then
      return ("%s was %s, LEAN has %s"):format(name:gsub("_", " "), shown(mine), shown(theirs))
    end
  end
  return nil
end

-- An order of the report in the words of the records.
local function in_records_words(order)
  local copy = {}
  for name, value in pairs(order) do copy[name] = value end
  copy.type = TYPES[order.type] or order.type
  copy.status = snake(order.status)
  copy.stop_price = plain(order.trigger_price) or order.stop_price
  return copy
end

local function by_id(orders)
  local map = {}
  for _, order in ipairs(orders) do map[order.id] = order end
  return map
end

-- A record with LEAN's tag.
local function corrected(name, record)
  local tag = TAGS[name] and TAGS[name][record.id]
  if not tag then return record end
  local copy = { tag = tag }
  for field, value in pairs(record) do copy[field] = copy[field] or value end
  return copy
end

local function compare_orders(name, report, records)
  local orders, fills = { matched = 0, of = #records }, { matched = 0, of = 0 }
  local mine, difference = by_id(report.orders), nil
  for _, record in ipairs(records) do
    local want = corrected(name, record)
    local got = mine[want.id]
    local filled = plain(want.fill_time) ~= nil
    local text = "is missing"
    local fill_text = text
    if got then
      got = in_records_words(got)
      text, fill_text = difference_in(ORDER_FIELDS, got, want), difference_in(FILL_FIELDS, got, want)
    end
    if not text then orders.matched = orders.matched + 1 end
    if filled then fills.of = fills.of + 1 end
    if filled and not fill_text then fills.matched = fills.matched + 1 end
    local first = text or fill_text
    if first and not difference then difference = ("order %d: %s"):format(want.id, first) end
  end
  if #report.orders > #records and not difference then
    difference = ("%d orders, LEAN has %d"):format(#report.orders, #records)
  end
  return orders, fills, difference
end

-- "-0" is "0": LEAN's own test says so.
local function same_statistic(name, key, got, want)
  if got == nil then return false end
  if got == want or got:gsub("^%-0$", "0") == want:gsub("^%-0$", "0") then return true end
  local exempt = LONG_RATIOS[name] and LONG_RATIOS[name][key]
  local a, b = tonumber(got), tonumber(want)
  return (exempt and a and b and math.abs(a - b) <= 1e-9 * math.abs(b)) or false
end

local function compare_statistics(name, report, texts, order)
  local count, difference = { matched = 0, of = 0 }, nil
  for _, key in ipairs(order) do
    local got = report.statistics[key]
    count.of = count.of + 1
    if same_statistic(name, key, got, texts[key]) then
      count.matched = count.matched + 1
    elseif not difference then
      difference = ("%s was %s, LEAN has %s"):format(key, shown(got), shown(texts[key]))
    end
  end
  return count, difference
end

-- Fills by time.
local function fills_of(orders)
  local fills = {}
  for _, order in ipairs(orders) do
    if plain(order.fill_time_utc) then fills[#fills + 1] = order end
  end
  table.sort(fills, function(a, b)
    if a.fill_time_utc ~= b.fill_time_utc then return a.fill_time_utc < b.fill_time_utc end
    return a.id < b.id
  end)
  return fills
end

-- The last time at which nothing was held (nil: never), and the fees until then of fills that reduce.
local function last_flat(orders)
  local held, open, fees, flat_fees, flat = {}, 0, 0, 0, nil
  for _, fill in ipairs(fills_of(orders)) do
    local before = held[fill.symbol] or 0
    local after = before + fill.quantity
    if math.abs(after) < 1e-9 then after = 0 end
    if before * fill.quantity < 0 then fees = fees + fill.fee end
    open = open + (after ~= 0 and 1 or 0) - (before ~= 0 and 1 or 0)
    held[fill.symbol] = after
    if open == 0 then flat, flat_fees = fill.fill_time_utc, fees end
  end
  return flat, flat_fees
end

--- Whether the profits of the run's trades are LEAN's, which takes the fee of each closing fill off twice and
--- closes at the average price: the sums are the same whenever all is closed. nil, or what differs.
function compare.profits(report, closed)
  local flat, fees = last_flat(report.orders)
  if not flat then return nil end
  local want, got, n = 2 * fees, 0, 0
  for _, record in ipairs(closed) do
    if record[1] <= flat then want = want + tonumber(record[2]) end
  end
  for _, trade in ipairs(report.total_performance.closed_trades) do
    if trade.exit_time_utc <= flat then got, n = got + trade.profit_loss, n + 1 end
  end
  if math.abs(got - want) <= 0.005 * n + 1e-6 * math.abs(want) then return nil end
  return ("the trades earn %.4f, LEAN's %.4f"):format(got, want)
end

---@param report table the run's JSON, decoded
---@param expected table name, statistics (key -> text), keys (their order), points: of LEAN's run; orders and
--- closed (trades) where there are records of them
function compare.run(report, expected)
  local result = {}
  local orders_differ, statistics_differ
  if expected.orders then
    result.orders, result.fills, orders_differ = compare_orders(expected.name, report, expected.orders)
  end
  result.statistics, statistics_differ =
    compare_statistics(expected.name, report, expected.statistics, expected.keys)
  local points = report.processed == expected.points
  local hash = report.statistics[HASH]
  result.has_hash = hash ~= nil and hash == expected.statistics[HASH]
  result.points = { matched = report.processed, of = expected.points }
  result.difference = orders_differ or statistics_differ
    or expected.closed and compare.profits(report, expected.closed)
    or not points and ("%d data points, LEAN has %d"):format(report.processed, expected.points) or nil
  return result
end

return compare
