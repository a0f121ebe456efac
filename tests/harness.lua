--- Runs programs in folders of their own and counts what is checked about their output.
--- No library but stock Lua 5.4 and a POSIX shell.
---
--- `harness.case` runs the program once:
---   name       what is checked
---   files      { [path in the case's folder] = text }
---   strategy   short for files["strategy.lua"], and for args that run it on `ABC` of ten days
---   args       arguments of the program, each one word (default: run strategy.lua)
---   more       further arguments behind the default ones
---   status     exit status (default 0)
---   stdout, stderr                text, or list of texts, that must occur (plain)
---   stdout_lacks, stderr_lacks    the same, must not occur
---   stdout_exact, stderr_exact    the whole output
---   shell      command line instead of args; $BIN is the program
--- and returns { status, stdout, stderr } for further checks.

local harness = {}

---@class harness.Suite
---@field passed integer
---@field failed integer
---@field skipped integer
local Suite = {}
Suite.__index = Suite

-- Ten trading days from Monday 2013-10-07: the closes are 101, 102, ... 110.
local DAYS = { 7, 8, 9, 10, 11, 14, 15, 16, 17, 18 }

--- A word for the shell.
function harness.quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local quote = harness.quote

--- The output of a command, its two streams joined, and its exit status.
function harness.capture(command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  local text = pipe:read("a")
  local _, kind, status = pipe:close()
  return text, kind == "signal" and 128 + status or status
end

function harness.read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return text
end

function harness.exists(path)
  local file = io.open(path)
  if file then file:close() end
  return file ~= nil
end

--- Files that match a pattern of the shell, sorted.
function harness.glob(pattern)
  local list = {}
  for line in harness.capture("LC_ALL=C ls -d " .. pattern):gmatch("[^\n]+") do
    if harness.exists(line) then list[#list + 1] = line end
  end
  return list
end

--- The text of a CSV file of daily bars: `ten_days()` closes at 101, 102, ... 110.
function harness.ten_days()
  local rows = { "date,open,high,low,close,volume" }
  for i, day in ipairs(DAYS) do
    rows[#rows + 1] = ("2013-10-%02d,%d,%d,%d,%d,%d"):format(day, 100 + i, 102 + i, 99 + i, 100 + i,
      1000 * i)
  end
  return table.concat(rows, "\n") .. "\n"
end

---@param binary string absolute path of the program
---@param folder string absolute path; each case makes a folder inside
---@return harness.Suite
function harness.suite(binary, folder)
  return setmetatable({
    binary = binary, folder = folder, passed = 0, failed = 0, skipped = 0, cases = 0, reports = {},
  }, Suite)
end

local function place()
  local level = 2
  while true do
    local info = debug.getinfo(level, "Sl")
    if not info then return "?" end
    if not info.short_src:find("harness.lua", 1, true) then
      return info.short_src .. ":" .. info.currentline
    end
    level = level + 1
  end
end

--- Counts one check; `text` (or a function that gives it) explains a failure.
function Suite:check(ok, name, text)
  if ok then
    self.passed = self.passed + 1
  else
    self.failed = self.failed + 1
    if type(text) == "function" then text = text() end
    self.reports[#self.reports + 1] = ("FAIL %s: %s\n%s"):format(place(), name, text or "")
  end
  return ok
end

function Suite:equal(name, got, want)
  return self:check(got == want, name, function()
    return ("  got  %s\n  want %s"):format(tostring(got), tostring(want))
  end)
end

function Suite:skip(name, reason)
  self.skipped = self.skipped + 1
  self.reports[#self.reports + 1] = ("SKIP %s: %s"):format(name, reason)
end

local function write(folder, path, text)
  local parent = path:match("^(.*)/")
  if parent then os.execute("mkdir -p " .. quote(folder .. "/" .. parent)) end
  local file = assert(io.open(folder .. "/" .. path, "wb"))
  file:write(text)
  file:close()
end

local function words(list)
  local quoted = {}
  for i, word in ipairs(list) do quoted[i] = quote(word) end
  return table.concat(quoted, " ")
end

local function command_of(case)
  if case.shell then return case.shell end
  local args = case.args or { "run", "strategy.lua", "--store", "store.db" }
  return '"$BIN" ' .. words(args) .. " " .. words(case.more or {})
end

local function prepare(suite, case)
  suite.cases = suite.cases + 1
  local folder = ("%s/%d"):format(suite.folder, suite.cases)
  assert(os.execute("mkdir -p " .. quote(folder)))
  if case.strategy then
    write(folder, "strategy.lua", case.strategy)
    if not (case.files and case.files["data/ABC.csv"]) then
      write(folder, "data/ABC.csv", harness.ten_days())
    end
  end
  for path, text in pairs(case.files or {}) do write(folder, path, text) end
  return folder
end

--- Runs a case without checking anything.
function Suite:run(case)
  local folder = prepare(self, case)
  local out, errors = folder .. "/.stdout", folder .. "/.stderr"
  local line = ("cd %s && BIN=%s && export BIN && { %s\n} >%s 2>%s </dev/null"):format(
    quote(folder), quote(self.binary), command_of(case), quote(out), quote(errors))
  local _, kind, status = os.execute(line)
  return {
    status = kind == "signal" and 128 + status or status,
    stdout = harness.read(out) or "", stderr = harness.read(errors) or "", folder = folder,
  }
end

local function as_list(value) return type(value) == "table" and value or { value } end

local function indent(text) return "    | " .. text:gsub("\n$", ""):gsub("\n", "\n    | ") end

--- Runs a case and checks what it asks for.
function Suite:case(case)
  local result = self:run(case)
  local function explain(what)
    return function()
      return ("  %s\n  status %s\n  stdout\n%s\n  stderr\n%s"):format(what, result.status,
        indent(result.stdout:sub(1, 4000)), indent(result.stderr:sub(1, 4000)))
    end
  end
  local status = case.status or 0
  self:check(result.status == status, case.name, explain("want status " .. status))
  for _, stream in ipairs { "stdout", "stderr" } do
    local text = result[stream]
    for _, part in ipairs(as_list(case[stream])) do
      self:check(text:find(part, 1, true), case.name, explain(stream .. " lacks: " .. part))
    end
    for _, part in ipairs(as_list(case[stream .. "_lacks"])) do
      self:check(not text:find(part, 1, true), case.name, explain(stream .. " holds: " .. part))
    end
    local exact = case[stream .. "_exact"]
    if exact then self:check(text == exact, case.name, explain("want " .. stream .. ": " .. exact)) end
  end
  return result
end

return harness
