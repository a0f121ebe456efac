-- Runs every check of the sources' form. Usage: lua5.4 tests/lint/lint.lua; last line: N passed, N failed

local C_FILES = "$(find runtime lua tests examples -name '*.c' | LC_ALL=C sort)"
local ALL_C = "$(find runtime lua tests examples -name '*.[ch]' -o -name '*.cpp' | LC_ALL=C sort)"
local DEFINES = "-D_GNU_SOURCE -DPERI_OPENBLAS='\"libopenblas.so.0\"'"
local WARNINGS = "-std=c11 " .. DEFINES .. " -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef"
  .. " -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla -Wpointer-arith"
  .. " -Wdouble-promotion -Wformat=2 -Werror"
local INCLUDES = "-Iruntime -Iruntime/include -Ilua -Itests/unit -Itests/vectors"
  .. " $(pkg-config --cflags lua5.4 libxml-2.0 libcjson sqlite3 libzip openblas)"

local CHECKS = {
  { "includes point downwards", "lua5.4 tests/lint/layers.lua" },
  { "C files have names of their own", "lua5.4 tests/lint/names.lua" },
  { "C is formatted", "clang-format --dry-run -Werror " .. ALL_C },
  { "clang compiles without warnings",
    ("echo %s | xargs -n 8 -P 2 clang %s %s -fsyntax-only"):format(C_FILES, WARNINGS, INCLUDES) },
  { "cppcheck", "cppcheck -q -j2 --enable=warning,performance,portability --std=c11 --error-exitcode=1"
    .. " --inline-suppr --suppress=missingIncludeSystem -Iruntime -Iruntime/include -Ilua -Itests/unit"
    .. " -Itests/vectors runtime lua tests/unit tests/vectors" },
  { "clang-tidy", ("find runtime lua -name '*.c' | LC_ALL=C sort | xargs -P 2 -I{} clang-tidy --quiet {} --"
    .. " -std=c11 %s %s 2>/dev/null"):format(DEFINES, INCLUDES) },
  { "Lua is clean", "luacheck -q --no-color stdlib examples tests lua/embed lua/docs" },
  { "texts made of the API are new", "lua5.4 tests/lint/docs.lua" },
  { "shell parses", "sh -n bootstrap.sh && bash -n .ci/run" },
}

local passed, failed = 0, 0
for _, check in ipairs(CHECKS) do
  local name, command = check[1], check[2]
  local pipe = assert(io.popen(command .. " 2>&1"))
  local text = pipe:read("a")
  local ok = pipe:close()
  print((ok and "ok    " or "FAIL  ") .. name)
  if not ok then print(text) end
  if ok then passed = passed + 1 else failed = failed + 1 end
end
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
