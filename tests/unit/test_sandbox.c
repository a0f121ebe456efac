/* test_sandbox.c - what a script cannot reach, and calls that are refused before they run away. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "host/host.h"
#include "host/host_private.h"
#include "host_kit.h"

SUITE(sandbox_attacks)
{
    static const struct {
        const char *name, *source;
        int rc;
        const char *says;
    } rows[] = {
        {"memory: table", "local t = {} for i = 1, 1e9 do t[i] = i end", PERI_ENOMEM,
         "memory limit of 16 MiB"},
        {"memory: string", "local s = 'x' while true do s = s .. s end", PERI_ENOMEM,
         "memory limit"},
        {"memory: closures", "local f while true do local g = f f = function() return g end end",
         PERI_ENOMEM, "memory limit"},
        {"string.rep 1 GB", "return #('x'):rep(1 << 30)", PERI_ESCRIPT,
         "string.rep: a result of 1 bytes 1073741824 times is too long, 256 MiB are the limit"},
        {"string.rep of nothing", "print(('').rep('', 1 << 60) == '')", PERI_OK, ""},
        {"string.rep with separator", "return ('x'):rep(1 << 28, '123')", PERI_ESCRIPT,
         "a result of 4 bytes"},
        {"deep recursion", "local function f() return 1 + f() end f()", PERI_ENOMEM,
         "memory limit of 16 MiB"},
        {"deep parentheses", "print(load('return ' .. ('('):rep(300) .. '1' .. (')'):rep(300)))",
         PERI_OK, ""},
        {"recursion in C",
         "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return "
         "string.gsub('x', 'x', function() return t[k] end) end return t.x",
         PERI_ESCRIPT, "stack overflow"},
        {"bytecode", "assert(load('\\27Lua'))", PERI_ESCRIPT, "attempt to load a binary chunk"},
        {"bytecode mode", "load('\\27Lua', 'x', 'b')", PERI_ESCRIPT,
         "load: mode was 'b', but only text ('t') can be loaded"},
        {"string.dump", "return string.dump(function() end)", PERI_ESCRIPT, "field 'dump'"},
        {"os", "return os.execute('true')", PERI_ESCRIPT,
         "(global 'os'); the os library is not available to strategies"},
        {"io", "io.write('x')", PERI_ESCRIPT, "the io library is not available to strategies"},
        {"debug", "debug.getregistry()", PERI_ESCRIPT, "the debug library is not available"},
        {"package", "package.loadlib('x', 'y')", PERI_ESCRIPT, "the package library is not"},
        {"dofile", "dofile('x')", PERI_ESCRIPT, "not available to strategies, use require"},
        {"loadfile", "loadfile('x')", PERI_ESCRIPT, "not available to strategies, use require"},
        {"metatable of strings", "getmetatable('').__index = nil", PERI_ESCRIPT,
         "attempt to index a boolean value"},
        {"finalizer", "setmetatable({}, {__gc = function() while true do end end})", PERI_ESCRIPT,
         "setmetatable: __gc is not available to strategies"},
        {"finalizer added later",
         "local mt = {} for i = 1, 100 do setmetatable({}, mt) end mt.__gc = error\n"
         "for i = 1, 100 do collectgarbage() end",
         PERI_OK, ""},
        {"bad order",
         "local t = {} for i = 1, 5000 do t[i] = i end\n"
         "table.sort(t, function() return true end) assert(#t == 5000)",
         PERI_OK, ""},
        {"table.move huge", "return table.move({1}, 1, 1 << 40, 2)", PERI_ESCRIPT,
         "table.move: elements 1 to 1099511627776 are too many, 10000000 are the limit"},
        {"unpack huge", "return select('#', table.unpack({}, 1, 1e8))", PERI_ESCRIPT,
         "too many results to unpack"},
        {"insert with a lying __len",
         "table.insert(setmetatable({}, {__len = function() return math.maxinteger - 1 end}), 1, "
         "'x')",
         PERI_ESCRIPT,
         "a table whose __len is 9223372036854775806 is too long, 10000000 elements are the limit"},
        {"remove with a lying __len",
         "table.remove(setmetatable({}, {__len = function() return 1 << 50 end}), 1)", PERI_ESCRIPT,
         "is too long"},
        {"coroutines that close each other",
         "local co = false for i = 1, 5000 do local previous = co\n"
         "co = coroutine.create(function() local cc <close> = setmetatable({}, {__close = "
         "function() if previous then assert(coroutine.close(previous)) end end})\n"
         "coroutine.yield() end) coroutine.resume(co) end print(coroutine.close(co))",
         PERI_OK, ""},
        {"coroutines in coroutines", "local function f() return coroutine.wrap(f)() end f()",
         PERI_ESCRIPT, "stack overflow"},
        {"error objects that fail",
         "error(setmetatable({}, {__tostring = function() error('again') end}))", PERI_ESCRIPT,
         "(error object is a table value)"},
        {"huge error message", "error(('x'):rep(100000))", PERI_ESCRIPT, "xxxx"},
        {"collectgarbage", "collectgarbage('stop')", PERI_ESCRIPT,
         "collectgarbage: option was 'stop', but strategies can use 'count' and 'collect' only"},
        {"string.format", "print(#string.format('%99.99f', 1e308))", PERI_OK, ""},
        {"library table", "string.foo = 1", PERI_ESCRIPT,
         "test.lua:1: string is read-only: 'foo' cannot be set"},
        {"library member", "math.floor = nil", PERI_ESCRIPT,
         "math is read-only: 'floor' cannot be set"},
        {"rawset", "rawset(string, 'format', error)", PERI_ESCRIPT, "string is read-only"},
        {"table.insert", "table.insert(math, 1)", PERI_ESCRIPT, "math is read-only"},
        {"library metatable", "setmetatable(table, {})", PERI_ESCRIPT, "protected metatable"},
        {"members through pairs", "local f, t = pairs(math) t.floor = 1", PERI_ESCRIPT,
         "math is read-only"},
    };
    host_kit kit = {.len = 0};
    peri_host_options options = host_kit_options(&kit);
    options.memory_limit = 16 << 20;
    CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(rows[i].name, host_kit_run(&kit, rows[i].source), rows[i].rc);
        CHECK_HAS(rows[i].name, kit.err.text, rows[i].says);
        host_kit_prints(&kit, "usable afterwards", "collectgarbage() print(('a'):rep(3))", "aaa\n");
    }
    host_kit_close(&kit);
}

SUITE(sandbox_normal_use)
{
    static const struct {
        const char *name, *source, *prints;
    } rows[] = {
        {"xpcall passes arguments and results",
         "print(xpcall(function(a, b) return a + b, 'k' end, print, 1, 2))", "true\t3\tk\n"},
        {"xpcall handles",
         "print(xpcall(function() error('boom', 0) end, function(e) return 'H:' .. e end))",
         "false\tH:boom\n"},
        {"xpcall across a yield",
         "local co = coroutine.wrap(function() return xpcall(function() coroutine.yield(1) "
         "error('late', 0) end, function(e) return e .. '!' end) end) print(co(), co())",
         "1\tfalse\tlate!\n"},
        {"load has the environment", "x = 5 print(load('return x')())", "5\n"},
        {"load with its own", "print(load('return x', 'c', 't', {x = 6})())", "6\n"},
        {"load with nothing", "print(pcall(load('return x', 'c', 't', nil)))",
         "false\t[string \"c\"]:1: attempt to index a nil value (upvalue '_ENV')\n"},
        {"load from pieces",
         "local p, i = {'return ', '1 + ', '2'}, 0 print(load(function() i = i + 1 return p[i] "
         "end)())",
         "3\n"},
        {"load reports", "print(load('x ='))",
         "nil\t[string \"x =\"]:1: unexpected symbol near <eof>\n"},
        {"setmetatable gives the table",
         "local t = {} print(setmetatable(t, {__index = {a = 1}}) == t, t.a)", "true\t1\n"},
        {"setmetatable to nil", "print(getmetatable(setmetatable(setmetatable({}, {}), nil)))",
         "nil\n"},
        {"rawset", "print(rawget(rawset({}, 'a', 2), 'a'))", "2\n"},
        {"collectgarbage", "print(collectgarbage() == 0, collectgarbage('count') > 1)",
         "true\ttrue\n"},
        {"pairs over a library",
         "local n, f = 0 for k, v in pairs(math) do n = n + 1 f = f or k == 'floor' and v end\n"
         "print(n > 20, f == math.floor)",
         "true\ttrue\n"},
        {"libraries print as their names", "print(string, tostring(math))", "string\tmath\n"},
        {"unknown members are nil", "print(math.nothing, table.getn)", "nil\tnil\n"},
        {"string methods", "print(('%d-%s'):format(3, 'x'), ('abc'):upper(), #('ab'):rep(3, ','))",
         "3-x\tABC\t8\n"},
        {"rep of less than once", "print(('x'):rep(0) == '', ('x'):rep(-1) == '')", "true\ttrue\n"},
        {"patterns", "print(('  trim me '):match('^%s*(.-)%s*$'), ('k=v'):match('(%w+)=(%w+)'))",
         "trim me\tk\tv\n"},
        {"patterns on long text",
         "local n = 0 for a, b in ('key=value,'):rep(50000):gmatch('(%w+)=([^,]*),') do n = n + 1 "
         "end print(n)",
         "50000\n"},
        {"plain find of anything", "print(('.-'):rep(30000):find('.-.-.-.-b', 1, true))", "nil\n"},
        {"table functions",
         "local t = {3, 1, 2} table.sort(t) table.insert(t, 4) table.insert(t, 1, 0)\n"
         "print(table.concat(t, ','), table.remove(t), table.unpack(t, 1, 2))\n"
         "print(table.concat(table.move(t, 1, 3, 2), ','))",
         "0,1,2,3,4\t4\t0\t1\n0,0,1,2\n"},
        {"table functions with an honest __len",
         "print(table.unpack(setmetatable({7, 8, 9}, {__len = function() return 2 end})))",
         "7\t8\n"},
        {"coroutines",
         "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 "
         "end)\nprint(coroutine.resume(co, 1)) print(coroutine.resume(co, 5))\n"
         "print(coroutine.resume(co), coroutine.status(co))",
         "true\t2\ntrue\t10\nfalse\tdead\n"},
        {"coroutine errors",
         "print(coroutine.resume(coroutine.create(function() error('in', 0) end)))", "false\tin\n"},
        {"wrap raises with the place", "print(pcall(coroutine.wrap(function() error('in') end)))",
         "false\ttest.lua:1: in\n"},
        {"wrap closes what died",
         "print(pcall(coroutine.wrap(function() local x <close> = setmetatable({}, {__close = "
         "function() print('closed') end}) error('in', 0) end)))",
         "closed\nfalse\tin\n"},
        {"too many results",
         "local co = coroutine.create(function() return table.unpack({}, 1, 600000) end)\n"
         "local function f(...) return coroutine.resume(co) end\n"
         "print(f(table.unpack({}, 1, 600000)))",
         "false\ttoo many results to resume\n"},
        {"too many arguments",
         "local co = coroutine.create(function(...) coroutine.yield() end)\n"
         "coroutine.resume(co, table.unpack({}, 1, 600000))\n"
         "print(coroutine.resume(co, table.unpack({}, 1, 600000)))",
         "false\ttoo many arguments to resume\n"},
        {"close",
         "local co = coroutine.create(function() local x <close> = setmetatable({}, "
         "{__close = function() print('closed') end}) coroutine.yield() end)\n"
         "coroutine.resume(co) print(coroutine.close(co), coroutine.status(co))",
         "closed\ntrue\tdead\n"},
        {"close reports",
         "local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = "
         "function() error('no', 0) end}) coroutine.yield() end)\n"
         "coroutine.resume(co) print(coroutine.close(co))",
         "false\tno\n"},
        {"close of the running one", "print(pcall(coroutine.close, coroutine.running()))",
         "false\tcannot close a running coroutine\n"},
        {"close of a normal one",
         "local main = coroutine.running() print(coroutine.wrap(function() return "
         "pcall(coroutine.close, main) end)())",
         "false\tcannot close a normal coroutine\n"},
        {"resume of a non-coroutine", "print(pcall(coroutine.resume, 1))",
         "false\tbad argument #1 to 'coroutine.resume' (coroutine expected, got number)\n"},
        {"yield across pcall",
         "local co = coroutine.wrap(function() return pcall(function() coroutine.yield(1) "
         "error('x', 0) end) end) print(co()) print(co())",
         "1\nfalse\tx\n"},
    };
    host_kit kit;
    host_kit_open(&kit, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        host_kit_prints(&kit, rows[i].name, rows[i].source, rows[i].prints);
    host_kit_close(&kit);
}

/* The names a script finds at the start: nothing may slip in with a new Lua. */
SUITE(sandbox_names)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    lua_State *L = peri_host_lua(kit.host);
    static const char *const names[] = {
        "_VERSION", "_G",        "assert",       "error",         "getmetatable", "ipairs",
        "next",     "pairs",     "pcall",        "rawequal",      "rawget",       "rawlen",
        "rawset",   "select",    "tonumber",     "type",          "tostring",     "xpcall",
        "load",     "print",     "require",      "table",         "string",       "math",
        "utf8",     "coroutine", "setmetatable", "collectgarbage"};
    int known = 0, all = 0;
    peri_host_api(L);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        known += lua_getfield(L, -1, names[i]) != LUA_TNIL;
        lua_pop(L, 1);
    }
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        all++;
    lua_pop(L, 1);
    CHECK_INT("all are there", known, sizeof names / sizeof names[0]);
    CHECK_INT("and no others", all, known);
    host_kit_close(&kit);
}
