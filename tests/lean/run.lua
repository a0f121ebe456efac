-- LEAN's regression algorithms, written in Lua, on LEAN's data: the same orders, fills, statistics and
-- count of data points as LEAN's. Usage: lua5.4 tests/lean/run.lua CONFIG [NAME]...
-- A line an algorithm. Those of pending.lua are counted apart, then what they wait for; one that passes
-- must leave that list.
-- The last line is "N passed, N failed".

local CONFIG = arg[1] or "release"
local ROOT = arg[0]:match("^(.*)/tests/lean/[^/]*$") or "."
package.path = ROOT .. "/tests/?.lua;" .. ROOT .. "/tests/lean/?.lua;" .. package.path

local harness, json = require "harness", require "json"
local compare, pending = require "compare", require "pending"
local quote = harness.quote

local root = harness.capture("cd " .. quote(ROOT) .. " && pwd"):gsub("\n$", "")
local binary = root .. "/build/bin/" .. CONFIG .. "/perigee"
local shared = os.getenv("PERIGEE_SHARED") or root .. "/../shared"
local temporary = harness.capture("mktemp -d"):gsub("\n$", "")

local wanted = {}
for i = 2, #arg do wanted[arg[i]] = true end

local counts = { passed = 0, failed = 0, pending = 0, skipped = 0 }
local hashes = { matched = 0, of = 0 } -- of orders

local ROW = "%-7s %-62s %6s %9s %9s %15s  %s"
local function say(verdict, name, result, text)
  local function cell(field)
    return result and ("%d/%d"):format(result[field].matched, result[field].of) or "-"
  end
  print((ROW:format(verdict, name, cell("statistics"), cell("orders"), cell("fills"), cell("points"), text)
    :gsub("%s+$", "")))
end

-- The first file of an algorithm's data that is not there.
local function missing(algorithm)
  for _, file in ipairs(algorithm.data_files) do
    local path = shared .. "/lean-data/" .. file
    if not harness.exists(path) then return path end
  end
  return nil
end

local function expected_of(algorithm)
  local text = assert(harness.read(shared .. "/lean/" .. algorithm.oracle))
  local oracle = json.decode(text)
  return {
    name = algorithm.name, statistics = algorithm.expected, keys = algorithm.expected[json.ORDER],
    orders = oracle.orders, points = oracle.datapoints, closed = oracle.closed_trades,
  }
end

-- What a failed run says first, its place without the script's long name.
local function cause(errors, name)
  local line = errors:match("[^\n]+") or "no message"
  local from, to = line:find(name .. ".lua:", 1, true)
  if not from then return line end
  return line:sub(1, from - 1):gsub("%S*$", "") .. "line " .. line:sub(to + 1)
end

-- The result of compare.run; nil and a text when the program failed.
local function run(algorithm)
  local name = algorithm.name
  local path = "tests/lean/" .. name .. ".lua"
  if not harness.exists(root .. "/" .. path) then return nil, "there is no " .. path end
  local errors = temporary .. "/" .. name .. ".err"
  local line = ("cd %s && %s run %s --data %s --store %s --json --quiet 2>%s"):format(quote(root), quote(binary),
    path, quote(shared .. "/lean-data"), quote(temporary .. "/" .. name .. ".db"), quote(errors))
  local pipe = assert(io.popen(line))
  local text = pipe:read("a")
  local _, _, status = pipe:close()
  if status ~= 0 then return nil, ("status %d: %s"):format(status, cause(harness.read(errors) or "", name)) end
  local ok, report = pcall(json.decode, text)
  if not ok then return nil, report end
  return compare.run(report, expected_of(algorithm))
end

local function count(verdict, ...)
  local kind = ({ PASS = "passed", PENDING = "pending", SKIP = "skipped" })[verdict] or "failed"
  counts[kind] = counts[kind] + 1
  say(verdict, ...)
end

local function judge(algorithm)
  local name = algorithm.name
  local absent = missing(algorithm)
  if absent then
    return count("SKIP", name .. ": there is no " .. absent, nil, "")
  end
  local result, text = run(algorithm)
  if result then
    text = result.difference
    hashes.of = hashes.of + 1
    if result.has_hash then hashes.matched = hashes.matched + 1 end
  end
  if not text and pending[name] then
    count("FAIL", name, result, "passes: take it out of tests/lean/pending.lua")
  elseif not text then
    count("PASS", name, result, "")
  else
    count(pending[name] and "PENDING" or "FAIL", name, result, text)
  end
end

-- What the pending algorithms wait for, the most wanted first.
local function wants()
  local list, count_of = {}, {}
  for _, needs in pairs(pending) do
    for _, need in ipairs(needs) do
      if not count_of[need] then list[#list + 1] = need end
      count_of[need] = (count_of[need] or 0) + 1
    end
  end
  table.sort(list, function(a, b)
    if count_of[a] ~= count_of[b] then return count_of[a] > count_of[b] end
    return a < b
  end)
  for i, need in ipairs(list) do list[i] = ("%s (%d)"):format(need, count_of[need]) end
  return table.concat(list, ", ")
end

-- Names of pending.lua and scripts that belong to no algorithm.
local function strangers(known)
  for name in pairs(pending) do
    if not known[name] then count("FAIL", name, nil, "pending.lua names it; algorithms.json does not") end
  end
  local kit = { run = true, compare = true, pending = true }
  for _, path in ipairs(harness.glob(quote(root) .. "/tests/lean/*.lua")) do
    local name = path:match("([^/]+)%.lua$")
    if not known[name] and not kit[name] then
      count("FAIL", name, nil, "tests/lean has it; algorithms.json does not")
    end
  end
end

local function run_all()
  local list = harness.read(shared .. "/lean/algorithms.json")
  if not list then
    print("SKIP lean: there is no " .. shared .. "/lean/algorithms.json")
    counts.skipped = counts.skipped + 1
    return
  end
  print(ROW:format("", "algorithm", "table", "orders", "fills", "data points", "first difference"))
  local known = {}
  for _, algorithm in ipairs(json.decode(list)) do
    known[algorithm.name] = true
    if not next(wanted) or wanted[algorithm.name] then judge(algorithm) end
  end
  for name in pairs(wanted) do
    if not known[name] then count("FAIL", name, nil, "algorithms.json does not have it") end
  end
  if not next(wanted) then strangers(known) end
end

run_all()
os.execute("rm -rf " .. quote(temporary))
if counts.pending > 0 then print("pending algorithms wait for: " .. wants()) end
print(("%d of %d hashes of all orders (OrderListHash) are LEAN's"):format(hashes.matched, hashes.of))
print(("%d pending (tests/lean/pending.lua), %d skipped"):format(counts.pending, counts.skipped))
print(("%d passed, %d failed"):format(counts.passed, counts.failed))
os.exit(counts.failed == 0)
