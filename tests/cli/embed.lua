-- lua/embed: what is made of a described API, in a made-up tree.
local t = ...
local root = require "harness".quote(t.root)

local function embed(name, entry, case)
  case.name = "embed: " .. name
  case.files = { ["stdlib/api.lua"] = ("return { { area = 'A', doc = 'Does.', kind = 'function', %s } }"):format(entry),
    ["runtime/include/perigee_ffi.h"] = "" }
  case.shell = ("mkdir lua && cp -r %s/lua/embed %s/lua/docs lua && lua5.4 lua/embed/embed.lua . out.c && "
    .. "grep -A1 peri_lua_arities out.c"):format(root, root)
  t:case(case)
end

local function named(name) return ("name = '%s', signature = '%s(a, b?)'"):format(name, name) end

embed("the arguments of a function", named("Do"), { stdout = { '{"Do", 2, false},' } })
embed("the longest name", named(("x"):rep(100)), { stdout = { 'xxx", 2, false},' } })
embed("a name that could not be looked up", named(("x"):rep(101)),
  { status = 1, stderr = { "xxx' has more than 100 bytes" } })
