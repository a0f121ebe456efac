-- The rules of tests/lint that are our own: what they refuse, in a made-up tree, and that this one is sound.
local t = ...
local harness = require "harness"

local function lint(rule) return ("lua5.4 %s/tests/lint/%s.lua"):format(harness.quote(t.root), rule) end

local function refuses(rule, name, files, says)
  t:case { name = name, files = files, shell = lint(rule), status = 1, stdout_exact = says }
end

for _, rule in ipairs { "names", "layers" } do
  t:case { name = rule .. ": this tree is sound", shell = ("cd %s && %s"):format(harness.quote(t.root), lint(rule)),
    stdout_exact = "" }
end

-- names ----------------------------------------------------------------------------------------------------

local REASON = "; objects and the counts of the profile build are kept by base name, so one of the two would take the "
  .. "other's place: give one another name\n"
refuses("names", "one name in two folders", {
  ["runtime/time/zone.c"] = "", ["runtime/market/zone.c"] = "", ["lua/lua_zone.c"] = "",
}, "runtime/time/zone.c: has the base name of runtime/market/zone.c" .. REASON)
refuses("names", "in lua/ as well; each place is told", {
  ["runtime/time/zone.c"] = "", ["lua/zone.c"] = "", ["runtime/host/zone.c"] = "",
}, "runtime/host/zone.c: has the base name of lua/zone.c" .. REASON
  .. "runtime/time/zone.c: has the base name of lua/zone.c" .. REASON)
t:case { name = "headers may share theirs, as may other endings", shell = lint("names"), stdout_exact = "",
  files = { ["runtime/time/zone.c"] = "", ["runtime/market/zone.h"] = "", ["lua/zone.h"] = "", ["lua/zone.cpp"] = "" } }

-- layers ---------------------------------------------------------------------------------------------------

refuses("layers", "an include of a higher layer", {
  ["runtime/time/zone.c"] = '#include "time/zone.h"\n#include "market/bar.h"\n', ["lua/lua_x.c"] = "",
}, "runtime/time/zone.c:2: layer time includes market/bar.h of the higher layer market\n")
refuses("layers", "a library's header outside of its home", {
  ["runtime/time/zone.c"] = "# include <cblas.h>\n", ["lua/lua_x.c"] = "#include <lua.h>\n",
}, "runtime/time/zone.c:1: cblas.h belongs to runtime/learn/lapack.c only\n")
refuses("layers", "lua.h below the host", {
  ["runtime/engine/run.c"] = "\n\n#include <lauxlib.h>\n", ["lua/lua_x.c"] = "",
}, "runtime/engine/run.c:3: lua.h is for host/ and lua/ only\n")
