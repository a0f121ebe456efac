-- Runs all tests of one build. Usage: lua5.4 tests/run.lua CONFIG [PART]...
-- Parts: unit vectors lua cli ffi examples lean (all). One line a part, failures in full, skips with their
-- reason; in the end the failures once more, and "N passed, N failed". A program of the tests tells a
-- failure in a line "FAIL name" and its detail in the next one; .ci/run looks for "what failed:".

local CONFIG = arg[1] or "release"
local MOST_FAILURES, MOST_OF_A_LINE = 40, 300 -- lines, bytes: in the list at the end
local ROOT = arg[0]:match("^(.*)/tests/[^/]*$") or "."
package.path = ROOT .. "/tests/?.lua;" .. package.path

local harness = require "harness"
local quote = harness.quote

local root = harness.capture("cd " .. quote(ROOT) .. " && pwd"):gsub("\n$", "")
local bin = root .. "/build/bin/" .. CONFIG
local shared = os.getenv("PERIGEE_SHARED") or root .. "/../shared"
local temporary = harness.capture("mktemp -d"):gsub("\n$", "")

local wanted = {}
for i = 2, #arg do wanted[arg[i]] = true end

local totals = { passed = 0, failed = 0 }
local failures = {}

-- Keeps what names a failure: its line and the one behind it, of a sanitizer its summary.
local function keep_failures(text)
  local behind = false
  for line in text:gmatch("[^\n]+") do
    local begins = line:find("^FAIL ") or line:find("^SUMMARY: ")
    if begins or behind then failures[#failures + 1] = line:sub(1, MOST_OF_A_LINE) end
    behind = begins
  end
end

-- Prints a part's line and what it has to say, and adds up.
local function report(name, passed, failed, skipped, seconds, texts)
  print(("%-9s %7d passed, %d failed, %d skipped  (%d s)"):format(name, passed, failed, skipped,
    seconds))
  local known = #failures
  for _, text in ipairs(texts) do
    print(text)
    if failed > 0 then keep_failures(text) end
  end
  if failed > 0 and #failures == known then failures[known + 1] = name .. ": a failure without a name, see above" end
  totals.passed = totals.passed + passed
  totals.failed = totals.failed + failed
end

local function part(name, run)
  if next(wanted) and not wanted[name] then return end
  local began = os.time()
  local passed, failed, skipped, texts = run()
  report(name, passed, failed, skipped, os.time() - began, texts)
end

-- The counts in the last such line of a program's output; one failure when it died.
local function counts_of(text, status)
  local passed, failed
  for p, f in text:gmatch("(%d+) passed, (%d+) failed") do
    passed, failed = math.tointeger(p), math.tointeger(f)
  end
  passed, failed = passed or 0, failed or 0
  if failed == 0 and (status ~= 0 or passed == 0) then failed = 1 end
  return passed, failed
end

-- Lines of a program that reports for itself: all when it failed, else what it skipped.
local function lines_of(text, failed)
  if failed > 0 then return { text } end
  local lines = {}
  for line in text:gmatch("[^\n]*SKIP[^\n]*") do lines[#lines + 1] = line end
  return lines
end

local function program(command)
  local text, status = harness.capture("cd " .. quote(root) .. " && " .. command)
  local passed, failed = counts_of(text, status)
  local lines = lines_of(text, failed)
  local skipped = 0
  for _ in text:gmatch("SKIP ") do skipped = skipped + 1 end
  return passed, failed, skipped, lines
end

part("unit", function() return program(quote(bin .. "/perigee_tests")) end)

-- The JSON vectors that lie beside the repository, one count a kind.
part("vectors", function()
  local passed, failed, skipped, texts = 0, 0, 0, {}
  for _, kind in ipairs { "daterules", "timerules", "schedule", "leakybucket", "timelimit", "objectstore" } do
    local file = shared .. "/vectors/" .. kind .. ".json"
    if harness.exists(file) then
      local p, f, s, lines = program(("%s %s %s"):format(quote(bin .. "/perigee-vectors"), kind, quote(file)))
      passed, failed, skipped = passed + p, failed + f, skipped + s
      texts[#texts + 1] = ("  %-12s %d passed, %d failed"):format(kind, p, f)
      table.move(lines, 1, #lines, #texts + 1, texts)
    else
      skipped = skipped + 1
      texts[#texts + 1] = ("SKIP %s vectors: there is no %s"):format(kind, file)
    end
  end
  return passed, failed, skipped, texts
end)

-- Strategies that test themselves. Comment lines at the head of a file: `-- args: ...` further
-- arguments, `-- shared: FOLDER` data from the shared folder, skipped where that is absent.
local function strategy_test(path, suite)
  local text = harness.read(root .. "/" .. path)
  local name = path:match("([^/]+)%.lua$")
  local folder = text:match("\n%-%- shared: (%S+)")
  local data = folder and shared .. "/" .. folder or "tests/data"
  if folder and os.execute("test -d " .. quote(data)) ~= true then
    return suite:skip(name, "there is no " .. data)
  end
  local arguments = {}
  for line in text:gmatch("\n%-%- args: ([^\n]*)") do arguments[#arguments + 1] = line end
  local command = ("cd %s && %s run %s --data %s --store %s --quiet %s"):format(quote(root),
    quote(bin .. "/perigee"), path, quote(data), quote(temporary .. "/" .. name .. ".db"),
    table.concat(arguments, " "))
  local output, status = harness.capture(command)
  local passed, failed = counts_of(output, status)
  suite.passed, suite.failed = suite.passed + passed, suite.failed + failed
  if failed > 0 then suite.reports[#suite.reports + 1] = "FAIL " .. path .. "\n" .. output end
end

part("lua", function()
  local suite = harness.suite(bin .. "/perigee", temporary)
  for _, path in ipairs(harness.glob(quote(root) .. "/tests/lua/test_*.lua")) do
    strategy_test(path:sub(#root + 2), suite)
  end
  return suite.passed, suite.failed, suite.skipped, suite.reports
end)

local function run_cases(suite, pattern)
  suite.root, suite.shared = root, shared
  for _, path in ipairs(harness.glob(quote(root) .. pattern)) do
    local chunk = assert(loadfile(path))
    local ok, message = xpcall(chunk, debug.traceback, suite)
    suite:check(ok, path, message)
  end
  return suite.passed, suite.failed, suite.skipped, suite.reports
end

part("cli", function()
  return run_cases(harness.suite(bin .. "/perigee", temporary .. "/cli"), "/tests/cli/*.lua")
end)

part("ffi", function()
  if not harness.exists(root .. "/tests/ffi/run.lua") then
    return 0, 0, 1, { "SKIP ffi: there is no tests/ffi/run.lua" }
  end
  return program("lua5.4 tests/ffi/run.lua " .. quote(CONFIG))
end)

part("examples", function()
  return run_cases(harness.suite(bin .. "/perigee", temporary .. "/examples"),
    "/tests/examples.lua")
end)

-- LEAN's algorithms: those that do not pass yet are told, and counted neither way.
part("lean", function()
  local text, status = harness.capture("cd " .. quote(root) .. " && lua5.4 tests/lean/run.lua " .. quote(CONFIG))
  local pending, skipped = text:match("\n?(%d+) pending[^\n]*, (%d+) skipped\n")
  local passed, failed = text:match("(%d+) passed, (%d+) failed\n$")
  if not passed or status ~= 0 then return tonumber(passed) or 0, math.max(tonumber(failed) or 1, 1), 0, { text } end
  local lines = lines_of(text, 0)
  if pending ~= "0" then lines[#lines + 1] = ("  %s algorithms pending (tests/lean/pending.lua)"):format(pending) end
  return math.tointeger(passed), math.tointeger(failed), math.tointeger(skipped), lines
end)

os.execute("rm -rf " .. quote(temporary))
if #failures > MOST_FAILURES then
  failures[MOST_FAILURES] = ("... and %d lines more"):format(#failures - MOST_FAILURES + 1)
end
if #failures > 0 then
  print("\nwhat failed:\n" .. table.concat(failures, "\n", 1, math.min(#failures, MOST_FAILURES)))
end
print(("%d passed, %d failed"):format(totals.passed, totals.failed))
os.exit(totals.failed == 0 and totals.passed > 0)
