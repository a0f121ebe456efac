/* test_lua_values.c - Lua values through JSON and XML, and the Json library. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "lua_store_kit.h"
#include "lua_values.h"

/* Defines text(value), the JSON of a value, and again(value), what is read back; in XML, too. */
static const char helpers[] =
    "function text(v) assert(ObjectStore.SaveJson('v', v)) return ObjectStore.Read('v') end\n"
    "function again(v) text(v) return ObjectStore.ReadJson('v') end\n"
    "function xml(v) assert(ObjectStore.SaveXml('x', v)) return ObjectStore.ReadXml('x') end\n";

static void open_with_helpers(lua_store_kit *f, const char *name)
{
    lua_store_kit_open_plain(f, name);
    CHECK_INT("helpers", host_kit_run(&f->kit, helpers), PERI_OK);
}

SUITE(lua_json_texts)
{
    static const lua_row rows[] = {
        {"array", "print(text({ 1, 'a', true, false }))", "[1,\"a\",true,false]\n"},
        {"object, sorted by bytes",
         "print(text({ b = 1, a = 2, ['\\xC3\\xA4'] = 3, Z = 4, aa = 5 }))",
         "{\"Z\":4,\"a\":2,\"aa\":5,\"b\":1,\"\xC3\xA4\":3}\n"},
        {"keys with zeros", "print(text({ ['a\\0'] = 1, a = 2, [''] = 3 }))",
         "{\"\":3,\"a\":2,\"a\\u0000\":1}\n"},
        {"only an empty key", "print(text({ [''] = 1 }))", "{\"\":1}\n"},
        {"integers", "print(text({ math.maxinteger, math.mininteger, 0 }))",
         "[9223372036854775807,-9223372036854775808,0]\n"},
        {"floats", "print(text({ 1.0, 0.1, -0.0, 1e300 }))", "[1.0,0.1,-0.0,1e+300]\n"},
        {"scalars", "print(text('s'), text(1), text(true), text(Json.Null))",
         "\"s\"\t1\ttrue\tnull\n"},
        {"empty", "print(text({}), text(Json.Array({})), text({ a = {}, b = Json.Array({}) }))",
         "{}\t[]\t{\"a\":{},\"b\":[]}\n"},
        {"marked and filled", "local t = Json.Array({}) t[1] = 2 print(text(t))", "[2]\n"},
        {"an empty array read back", "print(text(again({ Json.Array({}), {} })))", "[[],{}]\n"},
        {"from xml, too", "print(text(xml({ Json.Array({}), {} })))", "[[],{}]\n"},
        {"a shared table is no cycle", "local t = { 1 } print(text({ t, t }))", "[[1],[1]]\n"},
        {"metamethods are not used",
         "print(text(setmetatable({ a = 1 }, { __index = { b = 2 }, __pairs = error })))",
         "{\"a\":1}\n"},
        {"array with a hash part", "local t = {} for i = 9, 1, -1 do t[i] = i end print(text(t))",
         "[1,2,3,4,5,6,7,8,9]\n"},
        {"types come back",
         "local t = again({ 1, 1.0, 'x', Json.Null, { k = true } })\n"
         "print(math.type(t[1]), math.type(t[2]), t[3], t[4], t[5].k, #t)",
         "integer\tfloat\tx\tJson.Null\ttrue\t5\n"},
        {"the later of two keys counts",
         "ObjectStore.Save('d', '{\"a\":1,\"a\":2}')\n"
         "print(ObjectStore.ReadJson('d').a)",
         "2\n"},
        {"xml from outside",
         "ObjectStore.Save('o', '<order id=\"7\">text</order>')\n"
         "local o = ObjectStore.ReadXml('o')\n"
         "print(o.name, o.attributes.id, o.content[1])",
         "order\t7\ttext\n"},
        {"xml keeps bytes", "local s = '\\0\\255' print(xml({ [s] = s })[s] == s)", "true\n"},
        {"marks go with their tables",
         "local n = collectgarbage('count') for _ = 1, 1e5 do Json.Array({}) end\n"
         "collectgarbage() collectgarbage() print(collectgarbage('count') - n < 100)",
         "true\n"},
    };
    lua_store_kit f;
    open_with_helpers(&f, "texts");
    lua_store_kit_prints(&f, LUA_ROWS(rows));
    lua_store_kit_close(&f);
}

SUITE(lua_json_null)
{
    static const lua_row rows[] = {
        {"its text", "print(Json.Null, tostring(Json.Null), 'is ' .. Json.Null)",
         "Json.Null\tJson.Null\tis Json.Null\n"},
        {"equal to itself only",
         "print(Json.Null == Json.Null, Json.Null == nil, Json.Null == false)",
         "true\tfalse\tfalse\n"},
        {"survives json",
         "local t = again({ Json.Null, a = nil })\n"
         "print(t[1] == Json.Null, again({ k = Json.Null }).k == Json.Null,"
         " again(Json.Null) == Json.Null)",
         "true\ttrue\ttrue\n"},
        {"survives xml", "print(xml({ Json.Null })[1] == Json.Null, xml(Json.Null) == Json.Null)",
         "true\ttrue\n"},
        {"its metatable is hidden", "print(getmetatable(Json.Null))", "false\n"},
    };
    static const lua_row bad[] = {
        {"no members", "print(Json.Null.x)", "Json.Null has no property 'x'"},
        {"cannot be changed", "Json.Null.x = 1", "Json.Null has no property 'x'"},
        {"cannot be replaced", "Json.Null = 1", "Json is read-only"},
        {"array of what", "Json.Array(1)",
         "Json.Array: argument 1 (table) was 1, expected a table"},
        {"array of items", "Json.Array({}, 2)", "Json.Array: takes 1 argument, got 2"},
        {"array of a library", "Json.Array(ObjectStore)",
         "Json.Array: the library ObjectStore is not an array"},
        {"unknown member", "Json.Nul()", "Json has no member 'Nul'; did you mean 'Null'?"},
    };
    lua_store_kit f;
    open_with_helpers(&f, "null");
    lua_store_kit_prints(&f, LUA_ROWS(rows));
    lua_store_kit_raises(&f, LUA_ROWS(bad));
    lua_store_kit_close(&f);
}

SUITE(lua_json_refused)
{
    static const lua_row rows[] = {
        {"nan with its path", "text({ layers = { 1, 2, { w = 0 / 0 } } })",
         "test.lua:1: ObjectStore.SaveJson: value.layers[3].w is NaN, expected a finite number"},
        {"infinity", "text({ math.huge })", "SaveJson: value[1] is infinity"},
        {"-infinity", "text(-math.huge)", "SaveJson: value is -infinity"},
        {"function", "text({ f = print })",
         "value.f is a function, expected a table, string, number, boolean or Json.Null"},
        {"coroutine", "text({ coroutine.create(print) })", "value[1] is a thread"},
        {"library", "text({ ObjectStore })", "value[1] is the library ObjectStore"},
        {"cycle", "local t = { a = {} } t.a.b = { t } text(t)",
         "value.a.b[1] is a table that contains itself"},
        {"cycle of one", "local t = {} t[1] = t text(t)",
         "value[1] is a table that contains itself"},
        {"mixed", "text({ x = { 1, a = 2 } })", "value.x mixes array and string keys"},
        {"hole", "text({ 1, nil, 3 })", "value has a hole at [2], the highest index is 3"},
        {"far index", "text({ [1 << 60] = 1 })", "value has a hole at [1]"},
        {"key zero", "text({ [0] = 1 })",
         "value: a key is the number 0, expected strings only, or 1, 2, 3, ..."},
        {"fractional key", "text({ [1.5] = 1 })", "value: a key is the number 1.5"},
        {"boolean key", "text({ x = { [true] = 1 } })", "value.x: a key is a boolean"},
        {"table key", "text({ [{}] = 1 })", "value: a key is a table"},
        {"marked, but with names", "local t = Json.Array({}) t.a = 1 text({ t })",
         "value[1] is marked as an array but has string keys"},
        {"key that is no name", "text({ ['a b'] = { ['1'] = 0 / 0 } })",
         "value[\"a b\"][\"1\"] is NaN"},
        {"key with bytes", "xml({ ['\\1'] = print })", "value[\"\\x01\"] is a function"},
        {"string not utf-8", "text({ s = 'a\\255' })",
         "value.s: JSON: byte 2 of a string is 0xFF, which is not UTF-8"},
        {"key not utf-8", "text({ k = { ['\\255'] = 1 } })",
         "value.k[\"\\xFF\"]: JSON: byte 1 of a key is 0xFF, which is not UTF-8"},
        {"too deep", "local t = {} for _ = 1, 200 do t = { t } end text(t)",
         "[1]... is nested deeper than 200"},
        {"far too deep", "local t = {} for _ = 1, 1e5 do t = { a = t } end xml(t)",
         " is nested deeper than 200"},
        {"xml says its name", "xml({ 0 / 0 })", "ObjectStore.SaveXml: value[1] is NaN"},
        {"not json", "ObjectStore.Save('bad', '[1,') ObjectStore.ReadJson('bad')",
         "test.lua:1: ObjectStore.ReadJson('bad'): JSON at byte 4"},
        {"not xml", "ObjectStore.ReadXml('bad')", "ObjectStore.ReadXml('bad'): XML at line 1"},
        {"json too deep", "ObjectStore.Save('bad', ('['):rep(1e5)) ObjectStore.ReadJson('bad')",
         "ObjectStore.ReadJson('bad'): JSON"},
    };
    lua_store_kit f;
    open_with_helpers(&f, "refused");
    lua_store_kit_raises(&f, LUA_ROWS(rows));
    host_kit_raises(
        &f.kit, "a long path is cut",
        "local k = ('k'):rep(40) local t = print for _ = 1, 100 do t = { [k] = t } end\n"
        "text(t)",
        "kkk... is a function");
    host_kit_prints(&f.kit, "200 deep is allowed",
                    "local t = {} for _ = 1, 199 do t = { t } end\n"
                    "print(#text(t), text(again(t)) == text(t), text(xml(t)) == text(t))",
                    "400\ttrue\ttrue\n");
    host_kit_prints(
        &f.kit, "nothing was saved by a failure",
        "ObjectStore.SaveJson('keep', 1) pcall(ObjectStore.SaveJson, 'keep', { print })\n"
        "print(ObjectStore.Read('keep'))",
        "1\n");
    lua_store_kit_close(&f);
}

/* random(seed): a nested table; same(a, b): equal, type for type. */
static const char generator[] =
    "local function word(bytes)\n"
    "  local t = {}\n"
    "  for i = 1, math.random(0, 12) do\n"
    "    t[i] = bytes and string.char(math.random(0, 255)) or utf8.char(math.random(0, 0xD7FF))\n"
    "  end\n"
    "  return table.concat(t)\n"
    "end\n"
    "local scalars = {\n"
    "  function(bytes) return word(bytes) end,\n"
    "  function() return math.random(0) end,\n"
    "  function() return math.random(-9, 9) end,\n"
    "  function() return math.random(-9, 9) * 0.5 end,\n"
    "  function() return (math.random() - 0.5) * 10.0 ^ math.random(-300, 300) end,\n"
    "  function() return math.random(2) == 1 end,\n"
    "  function() return Json.Null end,\n"
    "}\n"
    "local function value(bytes, depth)\n"
    "  local kind = math.random(depth > 0 and 3 or 1)\n"
    "  if kind == 1 then return scalars[math.random(#scalars)](bytes) end\n"
    "  local t = kind == 2 and Json.Array({}) or {}\n"
    "  for i = 1, math.random(0, 5) do\n"
    "    t[kind == 2 and i or word(bytes)] = value(bytes, depth - 1)\n"
    "  end\n"
    "  return t\n"
    "end\n"
    "function random(seed, bytes) math.randomseed(seed) return { value(bytes, 6) } end\n"
    "function same(a, b)\n"
    "  if type(a) ~= 'table' or type(b) ~= 'table' then\n"
    "    return a == b and math.type(a) == math.type(b) and (a ~= 0 or 1 / a == 1 / b)\n"
    "  end\n"
    "  for k, v in pairs(a) do if not same(v, b[k]) then return false end end\n"
    "  for k in pairs(b) do if a[k] == nil then return false end end\n"
    "  return true\n"
    "end\n";

/* Saving and reading gives the same value, and saving that the same text. */
static void check_round_trip(lua_store_kit *f, long seed)
{
    char source[512], what[64];
    snprintf(what, sizeof what, "round trip, seed %ld", seed);
    snprintf(source, sizeof source,
             "local a, b = random(%ld), random(%ld, true)\n"
             "local first = text(a)\n"
             "local c, d = ObjectStore.ReadJson('v'), xml(a)\n"
             "print(same(a, c), same(a, d), same(b, xml(b)), text(c) == first, text(d) == first)",
             seed, seed);
    host_kit_prints(&f->kit, what, source, "true\ttrue\ttrue\ttrue\ttrue\n");
}

SUITE(lua_json_round_trip)
{
    enum {
        CASES = 60
    };
    lua_store_kit f;
    open_with_helpers(&f, "round_trip");
    CHECK_INT("generator", host_kit_run(&f.kit, generator), PERI_OK);
    for (long seed = 1; seed <= CASES; seed++)
        check_round_trip(&f, seed);
    lua_store_kit_close(&f);
}

SUITE(lua_json_large)
{
    lua_store_kit f;
    open_with_helpers(&f, "large");
    host_kit_prints(
        &f.kit, "an array of a million",
        "local t = {} for i = 1, 1000000 do t[i] = i end\n"
        "local back = again(t) print(#back, back[1], back[1000000], again({ t }) ~= nil)",
        "1000000\t1\t1000000\ttrue\n");
    host_kit_prints(&f.kit, "an object of 50000 keys",
                    "local t = {} for i = 1, 50000 do t['k' .. i] = i end\n"
                    "local n = 0 for k, v in pairs(xml(t)) do n = n + (t[k] == v and 1 or 0) end\n"
                    "print(n)",
                    "50000\n");
    host_kit_prints(&f.kit, "members of a weak table may go while it is saved",
                    "local ok = true\n"
                    "for _ = 1, 50 do\n"
                    "  local t = setmetatable({}, { __mode = 'v' })\n"
                    "  for i = 1, 50 do t[('k'):rep(50) .. i] = { tostring(i):rep(50) } end\n"
                    "  local saved, why = pcall(ObjectStore.SaveJson, 'w', t)\n"
                    "  ok = ok and (saved or why:find('is a nil') ~= nil)\n"
                    "end\n"
                    "print(ok)",
                    "true\n");
    lua_store_kit_close(&f);
}

/* Keys over 40 bytes are made anew for each look-up: with the limit near, one of these fails
   while C memory is held, and later the tables of a read do. */
SUITE(lua_json_memory_limit)
{
    static const char source[] =
        "local key = ('k'):rep(2 << 20)\n"
        "local value = { a = { b = { [key] = 1 } } }\n"
        "local filler = {} for i = 1, 4 do filler[i] = ('f'):rep(1 << 19) end\n"
        "for _, call in ipairs({ 'SaveJson', 'SaveXml', 'SaveJson' }) do\n"
        "  local ok, why = pcall(ObjectStore[call], 'k', value)\n"
        "  print(ok, why:find('memory') ~= nil)\n"
        "end\n"
        "value, key, filler = nil\n"
        "ObjectStore.Save('j', '[' .. ('[1,\"text\"],'):rep(100000) .. '0]')\n"
        "collectgarbage()\n"
        "print((pcall(ObjectStore.ReadJson, 'j')))\n"
        "print(#ObjectStore.Keys())\n";
    lua_store_kit f;
    int64_t live = peri_mem_live();
    lua_store_kit_open(&f, "limit", (peri_quota){.objects = 10, .bytes = 100 << 20}, 6 << 20);
    host_kit_prints(&f.kit, "raised, and usable afterwards", source,
                    "false\ttrue\nfalse\ttrue\nfalse\ttrue\nfalse\n1\n");
    lua_store_kit_close(&f);
    CHECK_INT("nothing is left", peri_mem_live(), live);
}

/* Each allocation of saves and reads fails once. Lua collects and tries again; ours are errors. */
SUITE(lua_json_no_memory)
{
    static const char source[] =
        "local t = { b = { 1, 2.5, Json.Null }, a = { c = 'text' }, e = Json.Array({}) }\n"
        "assert(ObjectStore.SaveJson('j', t)) assert(ObjectStore.SaveXml('x', t))\n"
        "assert(#ObjectStore.ReadJson('j').b == 3 and #ObjectStore.ReadXml('x').b == 3)\n"
        "assert(#ObjectStore.Keys() == 2)";
    lua_store_kit f;
    int64_t live = peri_mem_live();
    int refused = 0;
    lua_store_kit_open_plain(&f, "no_memory");
    CHECK_INT("enough memory", host_kit_run(&f.kit, source), PERI_OK);
    for (long nth = 1; nth <= 150; nth++) {
        peri_mem_fail_at(nth);
        int rc = host_kit_run(&f.kit, source);
        peri_mem_fail_at(0);
        if (rc == PERI_OK)
            continue;
        refused++;
        CHECK_HAS("says why", f.kit.err.text, "memory");
    }
    CHECK("some were refused", refused > 0);
    CHECK_INT("usable afterwards", host_kit_run(&f.kit, source), PERI_OK);
    lua_store_kit_close(&f);
    CHECK_INT("nothing is left", peri_mem_live(), live);
}

/* The walk sends the events a parser would send for the same text. */
static int walk_twice(lua_State *L)
{
    peri_value_tape tape;
    peri_lua_walk walk = {NULL};
    peri_error err;
    int top = lua_gettop(L);
    peri_value_tape_init(&tape);
    peri_value_sink sink = peri_value_tape_sink(&tape);
    lua_createtable(L, 2, 0);
    for (int i = 1; i <= 2; i++) {
        lua_pushinteger(L, i);
        lua_rawseti(L, -2, i);
    }
    CHECK_INT("walk", peri_lua_value_walk(L, -1, "t", &walk, &sink, &err), PERI_OK);
    CHECK_INT("events", (int64_t)tape.bytes.len, 2 + 2 * 9);
    CHECK_INT("stack as before", lua_gettop(L), top + 1);
    peri_lua_value_build(L, &tape);
    CHECK_INT("one value", lua_gettop(L), top + 2);
    CHECK_INT("built", (int64_t)lua_rawlen(L, -1), 2);
    peri_value_tape_deinit(&tape);
    lua_pushcfunction(L, walk_twice);
    sink = peri_value_tape_sink(&tape);
    CHECK_INT("no error record", peri_lua_value_walk(L, -1, "t", &walk, &sink, NULL), PERI_EINVAL);
    CHECK_INT("named", peri_lua_value_walk(L, -1, "state", &walk, &sink, &err), PERI_EINVAL);
    CHECK_HAS("by the caller", err.text, "state is a function");
    peri_value_tape_deinit(&tape);
    peri_lua_walk_deinit(&walk);
    return 0;
}

/* A tape of any producer may be deeper than the codecs allow. */
static int build_deep(lua_State *L)
{
    peri_value_tape *tape = lua_touserdata(L, 1);
    peri_lua_value_build(L, tape);
    return 0;
}

SUITE(lua_values_from_c)
{
    lua_store_kit f;
    peri_value_tape tape;
    peri_value_tape_init(&tape);
    peri_value_sink sink = peri_value_tape_sink(&tape);
    for (int i = 0; i <= PERI_VALUE_DEPTH; i++)
        sink.begin_array(sink.ctx, NULL);
    lua_store_kit_open_plain(&f, "from_c");
    CHECK_INT("walk and build", peri_host_protect(f.kit.host, walk_twice, NULL, &f.kit.err),
              PERI_OK);
    CHECK_INT("deep tape", peri_host_protect(f.kit.host, build_deep, &tape, &f.kit.err),
              PERI_ESCRIPT);
    CHECK_HAS("deep tape", f.kit.err.text, "a value is nested deeper than 200");
    lua_store_kit_close(&f);
    peri_value_tape_deinit(&tape);
}
