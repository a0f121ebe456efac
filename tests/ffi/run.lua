-- Tests of the shared library and its headers. Usage: lua5.4 tests/ffi/run.lua CONFIG
-- Prints failures, skips with their reason, and last "N passed, N failed".

local CONFIG = arg[1] or "release"
local HERE = arg[0]:match("^(.*)/[^/]*$") or "."
package.path = HERE .. "/../?.lua;" .. package.path

local harness = require "harness"
local quote = harness.quote

local root = harness.capture("cd " .. quote(HERE .. "/../..") .. " && pwd"):gsub("\n$", "")
local temporary = harness.capture("mktemp -d"):gsub("\n$", "")
local bin = root .. "/build/bin/" .. CONFIG
local library = bin .. "/libperigee.so"
local header = root .. "/runtime/include/perigee_ffi.h"
local suite = harness.suite(bin .. "/perigee", temporary)

-- The library of these builds needs its sanitizer in the program that loads it: C hosts are compiled
-- with the same flags, LuaJIT cannot be.
local SANITIZE = ({
  asan = "-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer",
  tsan = "-fsanitize=thread",
})[CONFIG]
local WARNINGS = "-Wall -Wextra -Wpedantic -Wshadow -Werror"
local C = "gcc -std=c11 -D_GNU_SOURCE -g -O1 " .. WARNINGS .. " " .. (SANITIZE or "")
local CPP = "g++ -std=c++17 -g -O1 " .. WARNINGS .. " " .. (SANITIZE or "")

local function has(program) return os.execute("command -v " .. program .. " >/dev/null") == true end

local function write(path, text)
  local file = assert(io.open(path, "w"))
  assert(file:write(text))
  assert(file:close())
end

-- Runs a command at the root; a status that is not 0 is a failure. Returns its output, or nil.
local function succeeds(name, command)
  local text, status = harness.capture("cd " .. quote(root) .. " && " .. command)
  if suite:check(status == 0, name, ("  %s\n  status %d\n%s"):format(command, status, text)) then
    return text
  end
end

-- A program that counts for itself.
local function counted(name, command)
  local text, status = harness.capture("cd " .. quote(root) .. " && " .. command)
  local passed, failed = text:match("(%d+) passed, (%d+) failed")
  suite.passed = suite.passed + (tonumber(passed) or 0)
  suite.failed = suite.failed + (tonumber(failed) or 0)
  suite:check(status == 0 and failed == "0", name, text)
end

-- The two streams of a program apart.
local function run(command)
  return suite:run { shell = "cd " .. quote(root) .. " && " .. command }
end

-- --- the headers ---------------------------------------------------------------------------------

local function compiles(name, compiler, text, extension)
  local path = temporary .. "/compiles." .. extension
  write(path, text)
  succeeds(name, ("%s -fsyntax-only -Iruntime/include %s"):format(compiler, quote(path)))
end

local function test_headers()
  local twice = '#include "perigee.h"\n#include "perigee.h"\n'
    .. "int main(void) { return perigee_abi() == PERIGEE_ABI ? PERIGEE_OK : 1; }\n"
  compiles("perigee.h is C11", "gcc -std=c11 -Wstrict-prototypes " .. WARNINGS, twice, "c")
  if has "g++" then
    compiles("perigee.h is C++17", "g++ -std=c++17 " .. WARNINGS, twice, "cpp")
  else
    suite:skip("perigee.h is C++17", "there is no g++")
  end
  if has "clang" then
    compiles("clang takes it too", "clang -std=c11 -Wstrict-prototypes " .. WARNINGS, twice, "c")
  end
end

-- --- the library's symbols -----------------------------------------------------------------------

local function declared_functions()
  local names = {}
  local code = harness.read(header):gsub("/%*.-%*/", " ")
  for name in code:gmatch("(perigee_[%w_]+)%s*%(") do names[name] = true end
  return names
end

-- What a sanitizer adds to a shared library.
local function is_sanitizer(symbol)
  return SANITIZE and (symbol:find("^__[atu]b?san") or symbol:find("^__odr_") or symbol:find("^__sanitizer"))
end

local function test_symbols()
  local declared, exported = declared_functions(), {}
  local text = succeeds("nm reads the library", "nm -D --defined-only " .. quote(library)) or ""
  for symbol in text:gmatch("%s%a (%S+)") do
    exported[symbol] = true
    suite:check(declared[symbol] or is_sanitizer(symbol), "exported but not declared: " .. symbol)
  end
  for name in pairs(declared) do
    suite:check(exported[name], "declared but not exported: " .. name)
  end
  local undefined = succeeds("nm lists what it needs", "nm -D --undefined-only " .. quote(library))
  suite:check(undefined and not undefined:find("%f[%w]luaL?_"), "Lua is inside, not imported",
    undefined)
  local dynamic = succeeds("readelf reads the library", "readelf -d " .. quote(library)) or ""
  suite:check(not dynamic:find("TEXTREL", 1, true), "no relocations in the text", dynamic)
  suite:check(not dynamic:find("liblua", 1, true), "does not need liblua", dynamic)
  suite:check(dynamic:find("soname: [libperigee.so]", 1, true), "has a soname", dynamic)
end

-- --- hosts ---------------------------------------------------------------------------------------

local STRATEGIES = { "examples/hello.lua", "examples/sma_cross.lua" }

-- What the command line says: the whole JSON, and its end equity.
local function expected(strategy)
  local command = ("%s run %s --json --quiet --store %s"):format(quote(bin .. "/perigee"), strategy,
    quote(temporary .. "/cli.db"))
  local result = run(command)
  local equity = result.stdout:match('"end_equity":([-%d.e+]+)')
  suite:check(equity, strategy .. " runs on the command line", result.stderr)
  return result.stdout, tonumber(equity)
end

-- Compiles a program against the library, found beside the program by its own path ($ORIGIN).
local function build(name, compiler, source, more)
  local folder = temporary .. "/" .. name
  local command = ("mkdir -p %s && cp %s %s && %s -Iruntime/include %s -o %s/%s -L%s -lperigee"
    .. " -Wl,-rpath,'$ORIGIN' %s"):format(quote(folder), quote(library), quote(folder), compiler, source,
    quote(folder), name, quote(folder), more or "")
  return succeeds(source .. " compiles and links", command) and quote(folder .. "/" .. name)
end

local function check_equity(host, command)
  for _, strategy in ipairs(STRATEGIES) do
    local _, want = expected(strategy)
    local result = run(command .. " " .. strategy)
    suite:equal(host .. " exits well: " .. result.stderr, result.status, 0)
    suite:equal(host .. ": end equity of " .. strategy, tonumber(result.stdout), want)
  end
end

-- What goes wrong arrives on stderr, and as a status.
local function check_failure(host, command)
  local result = run(command .. " nowhere.lua")
  suite:equal(host .. " fails", result.status, 1)
  suite:equal(host .. " prints no result", result.stdout, "")
  suite:check(result.stderr:find("cannot open 'nowhere.lua'", 1, true), host .. " says why",
    result.stderr)
end

local VERSION_STRATEGY = [[
function Initialize()
  SetStartDate(2019, 1, 1)
  SetEndDate(2019, 1, 31)
  AddEquity("SPX", Resolution.Daily)
end

function OnData()
  Log(_VERSION .. " " .. math.type(7 // 2) .. " " .. (1 << 40))
  print("printed")
  Quit()
end
]]
local LOGGED = "2019-01-02 16:00:00 Lua 5.4 integer 1099511627776\n2019-01-02 16:00:00 printed\n"

-- Whatever the process is, the strategy runs in Lua 5.4; and the library itself writes nothing.
local function check_version(host, command)
  write(temporary .. "/version.lua", VERSION_STRATEGY)
  succeeds("data beside the strategy", ("ln -sfn %s %s"):format(quote(root .. "/examples/data"),
    quote(temporary .. "/data")))
  local result = run(command .. " " .. quote(temporary .. "/version.lua"))
  suite:equal(host .. ": the log is all there is on stderr", result.stderr, LOGGED)
  suite:check(tonumber(result.stdout), host .. ": the equity is all there is on stdout", result.stdout)
end

local function test_c_host()
  local host = build("c_host", C, "examples/embed/host.c")
  if not host then return end
  check_equity("C", host)
  check_failure("C", host)
  check_version("C", host)
  suite:equal("usage", run(host).status, 2)
end

local function test_cpp_host()
  if not has "g++" then return suite:skip("C++ host", "there is no g++") end
  local host = build("cpp_host", CPP, "tests/ffi/cpp_host.cpp")
  for _, strategy in ipairs(host and STRATEGIES or {}) do
    local want = expected(strategy)
    local result = run(("%s %s %s"):format(host, strategy, quote(temporary .. "/cpp.db")))
    suite:equal("C++ writes nothing else: " .. strategy, result.stderr, "")
    suite:equal("C++: JSON of " .. strategy, result.stdout, want)
  end
end

local function test_side_by_side()
  local host = build("side_by_side", C, "tests/ffi/side_by_side.c", "-pthread")
  if not host then return end
  counted("runs side by side", host .. " examples/sma_cross.lua " .. quote(temporary .. "/side.db"))
end

local function test_luajit()
  if not has "luajit" then return suite:skip("LuaJIT", "there is no luajit") end
  if SANITIZE then
    return suite:skip("LuaJIT", "the library of " .. CONFIG .. " needs its sanitizer in the process")
  end
  counted("dialect", ("luajit tests/ffi/dialect.lua %s %s"):format(quote(header), quote(library)))
  local host = "luajit examples/embed/host.lua " .. quote(library)
  check_equity("LuaJIT", host)
  check_failure("LuaJIT", host)
  check_version("LuaJIT", host)
  suite:equal("usage", run("luajit examples/embed/host.lua").status, 2)
end

test_headers()
test_symbols()
test_c_host()
test_cpp_host()
test_side_by_side()
test_luajit()

os.execute("rm -rf " .. quote(temporary))
for _, text in ipairs(suite.reports) do print(text) end
print(("%d passed, %d failed"):format(suite.passed, suite.failed))
os.exit(suite.failed == 0)
