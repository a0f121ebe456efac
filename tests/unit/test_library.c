/* test_library.c - functions of the standard library that let go, beside the stock ones. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "host_kit.h"

/* The stock libraries as stock.table and stock.string. */
static int install(lua_State *L)
{
    lua_newtable(L);
    luaopen_table(L);
    lua_setfield(L, -2, "table");
    luaopen_string(L);
    lua_setfield(L, -2, "string");
    lua_setglobal(L, "stock");
    return 0;
}

/* Calls a function of both; results, messages without their positions and the table must agree. */
static const char same[] =
    "local function plain(v) if type(v) ~= 'string' then return v end\n"
    "  return (v:gsub('^test.lua:%d+: ', ''):gsub([[#%d to '[^']*']], 'to it')) end\n"
    "function copy(t) if type(t) ~= 'table' then return t end local c = {}\n"
    "  for k, v in next, t do c[k] = v end return setmetatable(c, getmetatable(t)) end\n"
    "function same(library, name, ...)\n"
    "  local a, b = table.pack(...), table.pack(...)\n"
    "  for i = 1, a.n do a[i] = copy(a[i]) b[i] = copy(b[i]) end\n"
    "  local got = table.pack(pcall(_G[library][name], stock.table.unpack(a, 1, a.n)))\n"
    "  local want = table.pack(pcall(stock[library][name], stock.table.unpack(b, 1, b.n)))\n"
    "  local shown = library .. '.' .. name\n"
    "  for i = 1, a.n do shown = shown .. ' ' .. (type(a[i]) == 'string' and ('%q'):format(a[i]) "
    "or\n"
    "    tostring(a[i])) end\n"
    "  assert(got.n == want.n, shown .. ': number of results')\n"
    "  for i = 1, got.n do\n"
    "    if type(got[i]) == 'table' then got[i], want[i] = true, true end\n"
    "    local g, w = plain(got[i]), plain(want[i])\n"
    "    assert(g == w and math.type(g) == math.type(w), ('%s: result %d: got %s, want "
    "%s'):format(shown,\n"
    "      i, tostring(g), tostring(w))) end\n"
    "  for i = 1, a.n do if type(a[i]) == 'table' then\n"
    "    for k, v in next, a[i] do assert(b[i][k] == v, shown .. ': table') end\n"
    "    for k, v in next, b[i] do assert(a[i][k] == v, shown .. ': table') end end end\n"
    "end\n";

static const char patterns[] =
    "local items = {'a', 'b', '.', '%a', '%d', '%s', '%w', '%A', '%p', '%x', '%l', '%u', '%c', "
    "'%g',\n"
    "  '[ab]', '[^a]', '[a-c]', '[%d_]', '[]]', '[^]]', '[a-]', '[%]]', '(', ')', '()', '%1', "
    "'%2', '%b()',\n"
    "  '%bab', '%f[a]', '%f[%A]', '%%', '%(', '$', '^', '[', '%', '%b', '%f', '\\0', '\\xE4', '-', "
    "'*', '+'}\n"
    "local repeats = {'', '', '', '*', '+', '-', '?'}\n"
    "local bytes = {'a', 'b', 'c', 'A', '1', '_', ' ', '(', ')', '\\0', '\\xE4', ']', '-', '\\n'}\n"
    "local random = math.random\n"
    "local function text(from, n) local t = {} for i = 1, n do t[i] = from[random(#from)] end\n"
    "  return stock.table.concat(t) end\n"
    "local function pattern() local p = random(6) == 1 and '^' or ''\n"
    "  for _ = 1, random(0, 5) do p = p .. items[random(#items)] .. repeats[random(#repeats)] end\n"
    "  return p end\n"
    "local replacements = {'x', '%0', '%1', '<%0%1>', '%2', '%%', '%', '%x', '', 7, {a = 'A', b = "
    "false},\n"
    "  function(x) return x end, function() end, function() return false end, function() return {} "
    "end}\n"
    "local function all(name) return function(...) local t = {}\n"
    "  for a, b, c in _G.string.gmatch(...) do t[#t + 1] = tostring(a) .. tostring(b) .. "
    "tostring(c) end\n"
    "  return stock.table.concat(t, ',') end end\n"
    "string_gmatch = all()\n"
    "function cases(n) for i = 1, n do\n"
    "  local s, p = text(bytes, random(0, 12)), pattern()\n"
    "  local init = ({nil, 1, 0, -1, 3, 20, -20})[random(7)]\n"
    "  same('string', 'find', s, p, init, random(4) == 1)\n"
    "  same('string', 'match', s, p, init)\n"
    "  same('string', 'gsub', s, p, replacements[random(#replacements)],\n"
    "    ({nil, 0, 1, 2, -1})[random(5)])\n"
    "  local a, b = {}, {}\n"
    "  local function gather(f, t) return pcall(function() for x, y, z in f(s, p, init) do\n"
    "    t[#t + 1] = tostring(x) .. tostring(y) .. tostring(z) end end) end\n"
    "  local ok, e1 = gather(string.gmatch, a) local ok2, e2 = gather(stock.string.gmatch, b)\n"
    "  assert(ok == ok2 and stock.table.concat(a, ',') == stock.table.concat(b, ','), s .. ' ~ ' "
    ".. p)\n"
    "end end\n";

static const char tables[] =
    "local random = math.random\n"
    "local values = {1, 2, 3, -1, 1.5, 2^53, 'a', 'b', 'ab', '10', math.huge, -0.0, 0, "
    "math.maxinteger,\n"
    "  math.mininteger, 1e100, -1e15, 0.1}\n"
    "local function list(n) local t = {} for i = 1, n do\n"
    "  if random(12) > 1 then t[i] = values[random(#values)] end end\n"
    "  if random(8) == 1 then setmetatable(t, {__len = function() return n + 1 end,\n"
    "    __index = function(_, k) return k end}) end return t end\n"
    "local function place() return ({nil, 0, 1, 2, 3, 5, 9, -1, math.maxinteger, math.mininteger, "
    "'x', 2.5})\n"
    "  [random(12)] end\n"
    "function cases(n) for i = 1, n do\n"
    "  local size = random(0, 9)\n"
    "  same('table', 'concat', list(size), ({nil, '', ', ', 1})[random(4)], ({nil, 1, "
    "2})[random(3)],\n"
    "    ({nil, 1, size, size + 1})[random(4)])\n"
    "  same('table', 'insert', list(size), place(), 'new')\n"
    "  same('table', 'insert', list(size), 'new')\n"
    "  same('table', 'remove', list(size), place())\n"
    "  same('table', 'unpack', list(size), ({nil, 1, 2, -1})[random(4)], ({nil, 1, size, "
    "12})[random(4)])\n"
    "  same('table', 'move', list(size), ({1, 2, 3})[random(3)], ({0, 2, size})[random(3)],\n"
    "    ({1, 2, 4})[random(3)], random(2) == 1 and list(3) or nil)\n"
    "  same('string', 'rep', ({'', 'a', 'abc'})[random(3)], random(-1, 5), ({nil, '', "
    "'-'})[random(3)])\n"
    "  local t, seen = {}, {}\n"
    "  for k = 1, random(0, 300) do local v repeat v = random(2) == 1 and random(1000) or random() "
    "* 1000\n"
    "    until not seen[v] seen[v] = true t[k] = v end\n"
    "  same('table', 'sort', t)\n"
    "  same('table', 'sort', t, function(a, b) return a > b end)\n"
    "  for k, v in ipairs(t) do t[k] = tostring(v) end\n"
    "  same('table', 'sort', t)\n"
    "end\n"
    "same('table', 'insert', {}) same('table', 'insert', {}, 1, 2, 3) same('table', 'concat')\n"
    "same('table', 'sort', 1) same('table', 'sort', {1, 2}, 3) same('table', 'sort', {1, 'a'})\n"
    "same('table', 'sort', {{}, {}}) same('table', 'unpack', {}, 1, 1e8) end\n";

static void compare(const char *what, const char *cases, int n)
{
    enum {
        SEED = 20261124
    };
    host_kit kit;
    char run[96];
    host_kit_open(&kit, install);
    CHECK_INT("comparing", host_kit_run(&kit, same), PERI_OK);
    CHECK_INT("cases", host_kit_run(&kit, cases), PERI_OK);
    snprintf(run, sizeof run, "math.randomseed(%d) cases(%d) print('all')", SEED, n);
    if (!CHECK_INT(what, host_kit_run(&kit, run), PERI_OK))
        printf("     seed %d: %s\n", SEED, kit.err.text);
    CHECK_STR(what, kit.printed, "all\n");
    host_kit_close(&kit);
}

SUITE(library_patterns_as_stock)
{
    compare("patterns", patterns, 20000);
}

SUITE(library_tables_as_stock)
{
    compare("tables", tables, 1500);
}

SUITE(library_sort)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    host_kit_prints(&kit, "stable",
                    "local t = {} for i = 1, 500 do t[i] = {k = i * 7 % 10, i = i} end\n"
                    "table.sort(t, function(a, b) return a.k < b.k end)\n"
                    "for i = 2, 500 do local a, b = t[i - 1], t[i]\n"
                    "assert(a.k < b.k or a.k == b.k and a.i < b.i) end print('yes')",
                    "yes\n");
    host_kit_prints(&kit, "any comparator gives a permutation",
                    "local t, sum = {}, 0 for i = 1, 500 do t[i] = i end\n"
                    "table.sort(t, function() return math.random() < 0.5 end)\n"
                    "for i = 1, 500 do sum = sum + t[i] end print(#t, sum)",
                    "500\t125250\n");
    host_kit_prints(&kit, "an error leaves it as it was",
                    "local t, n = {}, 0 for i = 1, 100 do t[i] = 101 - i end\n"
                    "print(pcall(table.sort, t, function(a, b) n = n + 1\n"
                    "if n == 300 then error('x', 0) end return a < b end))\n"
                    "for i = 1, 100 do assert(t[i] == 101 - i) end",
                    "false\tx\n");
    host_kit_prints(
        &kit, "integers beyond 2^53 beside floats",
        "local t = {2^53, math.maxinteger, (1 << 53) + 1, -2^63, math.mininteger + 1, 2^63}\n"
        "table.sort(t) print(table.concat(t, ' '))",
        "-9.2233720368548e+18 -9223372036854775807 9.007199254741e+15 9007199254740993 "
        "9223372036854775807 9.2233720368548e+18\n");
    host_kit_prints(&kit, "floats at the ends of the integers",
                    "local function show(...) local t = {...} table.sort(t)\n"
                    "print(t[1], t[2]) end\n"
                    "show(2^63, math.maxinteger) show(math.maxinteger, 2^63)\n"
                    "show(-2^63, math.mininteger) show(math.mininteger, -2^63)\n"
                    "show(math.mininteger + 1, -2^63)",
                    "9223372036854775807\t9.2233720368548e+18\n"
                    "9223372036854775807\t9.2233720368548e+18\n"
                    "-9.2233720368548e+18\t-9223372036854775808\n"
                    "-9223372036854775808\t-9.2233720368548e+18\n"
                    "-9.2233720368548e+18\t-9223372036854775807\n");
    host_kit_prints(&kit, "NaN does no harm", "local t = {3, 0/0, 1, 2} table.sort(t) print(#t)",
                    "4\n");
    host_kit_close(&kit);
}

/* count(): interrupts when it is called first; no instruction of Lua comes in between. */
static int calls;

static int l_count(lua_State *L)
{
    if (calls++ == 0)
        peri_host_interrupt(peri_host_from(L), NULL);
    lua_pushliteral(L, "x");
    return 1;
}

/* drain(next): calls it until it gives nothing, interrupted from the first on. */
static int l_drain(lua_State *L)
{
    do {
        l_count(L);
        lua_settop(L, 1);
        lua_pushvalue(L, 1);
        lua_call(L, 0, 1);
    } while (lua_toboolean(L, -1));
    return 0;
}

static int install_rounds(lua_State *L)
{
    lua_register(L, "count", l_count);
    lua_register(L, "drain", l_drain);
    return 0;
}

SUITE(library_lets_go_between_matches)
{
    static const char *const sources[] = {
        "string.gsub(('a'):rep(2000), '.', count)",
        "string.gsub(('a'):rep(2000), '.', setmetatable({}, {__index = count}))",
        "drain(string.gmatch(('a'):rep(2000), '.'))",
    };
    host_kit kit;
    host_kit_open(&kit, install_rounds);
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        calls = 0;
        CHECK_INT(sources[i], host_kit_run(&kit, sources[i]), PERI_EINTERRUPT);
        CHECK(sources[i], calls > 0 && calls <= 256);
    }
    host_kit_close(&kit);
}
