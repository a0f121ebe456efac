-- LEAN's regression algorithms, written in Lua, on LEAN's data: the same orders, fills, statistics and
-- count of data points as LEAN's; first those of algorithms.json beside the repository, which has records of their
-- orders, then those of tests/lean/further, whose heads say what they give (further.lua).
-- Usage: lua5.4 tests/lean/run.lua CONFIG [NAME|FILE.lua]...     a FILE is run by its head
-- A line an algorithm. Those of pending.lua are counted apart, then what they wait for; one that passes
-- must leave that list.
-- The last line is "N passed, N failed".

local CONFIG = arg[1] or "release"
local ROOT = arg[0]:match("^(.*)/tests/lean/[^/]*$") or "."
package.path = ROOT .. "/tests/?.lua;" .. ROOT .. "/tests/lean/?.lua;" .. package.path

local harness, json = require "harness", require "json"
local compare, further, pending = require "compare", require "further", require "pending"
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
    local pair = result and result[field]
    return pair and ("%d/%d"):format(pair.matched, pair.of) or "-"
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

-- The result of compare.run for the script at `path`; nil and a text when the program failed.
local function run(path, expected)
  local name = expected.name
  local errors = temporary .. "/" .. name .. ".err"
  local line = ("cd %s && %s run %s --data %s --store %s --json --quiet 2>%s"):format(quote(root), quote(binary),
    quote(path), quote(shared .. "/lean-data"), quote(temporary .. "/" .. name .. ".db"), quote(errors))
  local pipe = assert(io.popen(line))
  local text = pipe:read("a")
  local _, _, status = pipe:close()
  if status ~= 0 then return nil, ("status %d: %s"):format(status, cause(harness.read(errors) or "", name)) end
  local ok, report = pcall(json.decode, text)
  if not ok then return nil, report end
  return compare.run(report, expected)
end

local function count(verdict, ...)
  local kind = ({ PASS = "passed", PENDING = "pending", SKIP = "skipped" })[verdict] or "failed"
  counts[kind] = counts[kind] + 1
  say(verdict, ...)
end

-- Runs a script and counts it. `expected` is nil, with a text, when nobody can tell what it should give.
local function judge(name, path, expected, text)
  local result
  if expected then
    expected.name = name
    result, text = run(path, expected)
  end
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

-- One of algorithms.json.
local function judge_recorded(algorithm)
  local name = algorithm.name
  local path = "tests/lean/" .. name .. ".lua"
  local absent = missing(algorithm)
  if absent then
    count("SKIP", name .. ": there is no " .. absent, nil, "")
  elseif not harness.exists(root .. "/" .. path) then
    judge(name, path, nil, "there is no " .. path)
  else
    judge(name, path, expected_of(algorithm))
  end
end

-- One that says in its head what it gives.
local function judge_further(path)
  local name = path:match("([^/]+)%.lua$")
  local text = harness.read(path)
  if not text then return judge(name, path, nil, "there is no " .. path) end
  judge(name, path, further.expected(text))
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
local function strangers(known, others)
  for name in pairs(pending) do
    if not known[name] and not others[name] then
      count("FAIL", name, nil, "pending.lua names it; there is no such algorithm")
    end
  end
  local kit = { run = true, compare = true, further = true, pending = true }
  for _, path in ipairs(harness.glob(quote(root) .. "/tests/lean/*.lua")) do
    local name = path:match("([^/]+)%.lua$")
    if not known[name] and not kit[name] then
      count("FAIL", name, nil, "tests/lean has it; algorithms.json does not")
    end
  end
end

-- Runs those of algorithms.json; their names.
local function run_recorded()
  local known = {}
  for _, algorithm in ipairs(json.decode(harness.read(shared .. "/lean/algorithms.json"))) do
    known[algorithm.name] = true
    if not next(wanted) or wanted[algorithm.name] then judge_recorded(algorithm) end
  end
  return known
end

-- Runs those of tests/lean/further; their names.
local function run_further()
  local known = {}
  for _, path in ipairs(harness.glob(quote(root) .. "/tests/lean/further/*.lua")) do
    local name = path:match("([^/]+)%.lua$")
    known[name] = true
    if not next(wanted) or wanted[name] then judge_further(path) end
  end
  return known
end

local function run_all()
  if not harness.exists(shared .. "/lean/algorithms.json") then
    print("SKIP lean: there is no " .. shared .. "/lean/algorithms.json")
    counts.skipped = counts.skipped + 1
    return
  end
  print(ROW:format("", "algorithm", "table", "orders", "fills", "data points", "first difference"))
  local known, others = run_recorded(), run_further()
  for name in pairs(wanted) do
    if name:find("%.lua$") then
      judge_further(name)
    elseif not known[name] and not others[name] then
      count("FAIL", name, nil, "neither algorithms.json nor tests/lean/further has it")
    end
  end
  if not next(wanted) then strangers(known, others) end
end

run_all()
os.execute("rm -rf " .. quote(temporary))
if counts.pending > 0 then print("pending algorithms wait for: " .. wants()) end
print(("%d of %d hashes of all orders (OrderListHash) are LEAN's"):format(hashes.matched, hashes.of))
print(("%d pending (tests/lean/pending.lua), %d skipped"):format(counts.pending, counts.skipped))
print(("%d passed, %d failed"):format(counts.passed, counts.failed))
os.exit(counts.failed == 0)
