/* test_host.c - life cycle, loading, environment, protected calls, memory, determinism. */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "host/host.h"
#include "host_kit.h"

SUITE(host_open_without_memory)
{
    int64_t live = peri_mem_live();
    host_kit kit = {.len = 0};
    peri_host_options options = host_kit_options(&kit);
    options.script_dir = "scripts";
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK; nth++) {
        peri_host *host = NULL;
        peri_mem_fail_at(nth);
        rc = peri_host_open(&options, &host, &kit.err);
        peri_mem_fail_at(0);
        CHECK("only ENOMEM", rc == PERI_OK || rc == PERI_ENOMEM);
        CHECK("NULL on failure", (rc == PERI_OK) == (host != NULL));
        if (rc != PERI_OK)
            CHECK_HAS("text", kit.err.text, "memory");
        peri_host_close(host);
        if (!CHECK_INT("no leak", peri_mem_live(), live))
            break;
    }
    peri_host_close(NULL);
}

SUITE(host_script_without_memory)
{
    int64_t live = peri_mem_live();
    static const char source[] = "local t = {} for i = 1, 200 do t[i] = {('x'):rep(600) .. i} end";
    host_kit kit;
    host_kit_open(&kit, NULL);
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc == PERI_ENOMEM; nth++) {
        peri_mem_fail_at(nth);
        rc = host_kit_run(&kit, source);
        peri_mem_fail_at(0);
        if (rc == PERI_ENOMEM)
            CHECK_HAS("text", kit.err.text, "out of memory");
        CHECK_INT("stack is even", lua_gettop(peri_host_lua(kit.host)), 0);
    }
    CHECK_INT("works in the end", rc, PERI_OK);
    host_kit_close(&kit);
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(host_loading)
{
    static const struct {
        const char *name, *source;
        int rc;
        const char *says;
    } rows[] = {
        {"syntax error", "x = 1\ny = = 2", PERI_ESCRIPT, "test.lua:2: unexpected symbol near '='"},
        {"unfinished", "if x then", PERI_ESCRIPT, "test.lua:1: 'end' expected near <eof>"},
        {"bytecode", "\x1bLua", PERI_EFORMAT,
         "test.lua: precompiled Lua bytecode was given, expected Lua source text"},
        {"bytecode after a mark", "\xEF\xBB\xBF\x1bLua", PERI_EFORMAT, "bytecode"},
        {"byte order mark", "\xEF\xBB\xBFx = 1", PERI_OK, ""},
        {"first line with #", "#!/usr/bin/env perigee\nerror('here')", PERI_ESCRIPT,
         "test.lua:2: here"},
        {"only a # line", "#!perigee", PERI_OK, ""},
        {"empty", "", PERI_OK, ""},
    };
    host_kit kit;
    host_kit_open(&kit, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(rows[i].name, host_kit_run(&kit, rows[i].source), rows[i].rc);
        CHECK_HAS(rows[i].name, kit.err.text, rows[i].says);
        CHECK_INT(rows[i].name, lua_gettop(peri_host_lua(kit.host)), 0);
    }
    host_kit_close(&kit);
}

SUITE(host_files)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    static const char source[] = "print('from a file')\nerror('oops')";
    const char *path = check_write("run.lua", source, (long)strlen(source));
    CHECK_INT("runs", peri_host_load_file(kit.host, path, &kit.err), PERI_ESCRIPT);
    CHECK_STR("printed", kit.printed, "from a file\n");
    CHECK_HAS("position", kit.err.text, "run.lua:2: oops");
    CHECK_INT("missing file", peri_host_load_file(kit.host, "no/such.lua", &kit.err), PERI_EIO);
    CHECK_STR("its text", kit.err.text, "cannot open 'no/such.lua': No such file or directory");
    CHECK_INT("a folder", peri_host_load_file(kit.host, check_tmp(), &kit.err), PERI_EIO);
    CHECK_HAS("its text", kit.err.text, "cannot read '");
    host_kit_close(&kit);
}

SUITE(host_files_without_memory)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    static const char source[] =
        "local function f(a, b) return {a, b, 'a text of its own'} end f()";
    char path[512];
    snprintf(path, sizeof path, "%s", check_write("small.lua", source, (long)strlen(source)));
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc == PERI_ENOMEM; nth++) {
        peri_mem_fail_at(nth);
        rc = peri_host_load_file(kit.host, path, &kit.err);
        peri_mem_fail_at(0);
        if (rc != PERI_OK)
            CHECK_HAS("text", kit.err.text, "memory");
        CHECK_INT("stack is even", lua_gettop(peri_host_lua(kit.host)), 0);
    }
    CHECK_INT("works in the end", rc, PERI_OK);
    CHECK("buffers are given back", peri_mem_live() <= live + 64); /* Lua keeps some */
    host_kit_close(&kit);
}

static int get_answer(lua_State *L)
{
    lua_pushinteger(L, 42);
    return 1;
}

static int install_names(lua_State *L)
{
    peri_host_dynamics(L);
    lua_pushcfunction(L, get_answer);
    lua_setfield(L, -2, "Answer");
    peri_host_api(L);
    lua_pushliteral(L, "api");
    lua_setfield(L, -2, "Name");
    lua_pushcfunction(L, get_answer);
    lua_setfield(L, -2, "Ask");
    return 0;
}

SUITE(host_environment)
{
    host_kit kit;
    host_kit_open(&kit, install_names);
    host_kit_prints(&kit, "API, dynamic, unknown", "print(Name, Answer, Unknown)",
                    "api\t42\tnil\n");
    host_kit_raises(&kit, "a dynamic value stays", "function Answer() end",
                    "test.lua:1: Answer is the API's and cannot be assigned");
    host_kit_raises(&kit, "by nil as well", "Answer = nil", "Answer is the API's");
    host_kit_raises(&kit, "and so does one of the API", "Name = 'mine'",
                    "test.lua:1: Name is the API's and cannot be assigned");
    host_kit_prints(&kit, "what it is already", "Name = 'api' print(Name, rawget(_G, 'Name'))",
                    "api\tnil\n");
    host_kit_prints(&kit, "own functions hide those of the API", "Ask = 7 print(Ask)", "7\n");
    host_kit_prints(&kit, "setting nil uncovers them", "Ask = nil print(Ask())", "42\n");
    host_kit_prints(&kit, "names of stock Lua are free", "utf8 = 7 print(utf8)", "7\n");
    host_kit_prints(&kit, "_G is the environment", "_G.x = 1 y = 2 print(x, _G.y, _G == _ENV)",
                    "1\t2\ttrue\n");
    host_kit_prints(&kit, "names outlive the chunk", "print(x, rawget(_G, 'Name'))", "1\tnil\n");
    host_kit_raises(&kit, "its metatable is locked", "setmetatable(_G, {})", "protected metatable");
    lua_State *L = peri_host_lua(kit.host);
    lua_getglobal(L, "x");
    CHECK_INT("seen by lua_getglobal", lua_tointeger(L, -1), 1);
    lua_pop(L, 1);
    host_kit_close(&kit);
}

static int same_host(lua_State *L)
{
    lua_pushboolean(L, peri_host_from(L) == peri_host_context(peri_host_from(L)));
    return 1;
}

static int install_same_host(lua_State *L)
{
    lua_pushcfunction(L, same_host);
    lua_setglobal(L, "same_host");
    return 0;
}

SUITE(host_from_any_thread)
{
    host_kit kit;
    host_kit_open(&kit, install_same_host);
    CHECK("no context at first", peri_host_context(kit.host) == NULL);
    peri_host_set_context(kit.host, kit.host);
    host_kit_prints(&kit, "main and nested coroutines",
                    "print(same_host(), coroutine.wrap(function()"
                    " return coroutine.wrap(same_host)() end)())",
                    "true\ttrue\n");
    host_kit_close(&kit);
}

static void push_global(lua_State *L, const char *name)
{
    lua_getglobal(L, name);
}

SUITE(host_calls)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    lua_State *L = peri_host_lua(kit.host);
    CHECK_INT("loads",
              host_kit_run(&kit, "function Add(a, b) return a + b end\n"
                                 "function Many() return 1, 2, 3 end\n"
                                 "function Bad() error('bad thing') end"),
              PERI_OK);
    push_global(L, "Add");
    lua_pushinteger(L, 2);
    lua_pushinteger(L, 3);
    CHECK_INT("two arguments", peri_host_call(kit.host, L, 2, 1, "Add", &kit.err), PERI_OK);
    CHECK_INT("result", lua_tointeger(L, -1), 5);
    CHECK_INT("nothing else", lua_gettop(L), 1);
    lua_settop(L, 0);

    push_global(L, "Many");
    CHECK_INT("all results", peri_host_call(kit.host, L, 0, LUA_MULTRET, NULL, NULL), PERI_OK);
    CHECK_INT("three", lua_gettop(L), 3);
    CHECK_INT("in order", lua_tointeger(L, 1), 1);
    lua_settop(L, 0);

    lua_pushliteral(L, "below");
    push_global(L, "Bad");
    CHECK_INT("raises", peri_host_call(kit.host, L, 0, 1, "OnData", &kit.err), PERI_ESCRIPT);
    CHECK_STR("text", kit.err.text,
              "OnData: test.lua:3: bad thing\nstack traceback:\n  test.lua:3: in function 'Bad'");
    CHECK_STR("what is below stays", lua_tostring(L, -1), "below");
    CHECK_INT("and nothing more", lua_gettop(L), 1);
    push_global(L, "Bad");
    CHECK_INT("err may be NULL", peri_host_call(kit.host, L, 0, 1, "x", NULL), PERI_ESCRIPT);
    host_kit_close(&kit);
}

/* Calls its argument through the host, from inside a call; raises the text on failure. */
static int l_inner(lua_State *L)
{
    peri_error err;
    lua_settop(L, 1);
    if (peri_host_call(peri_host_from(L), L, 0, 0, NULL, &err) == PERI_OK)
        return 0;
    lua_pushstring(L, err.text);
    return lua_error(L);
}

static int install_inner(lua_State *L)
{
    lua_pushcfunction(L, l_inner);
    lua_setglobal(L, "inner");
    return 0;
}

static int occurrences(const char *text, const char *part)
{
    int n = 0;
    for (text = strstr(text, part); text; text = strstr(text + 1, part))
        n++;
    return n;
}

SUITE(host_nested_calls)
{
    host_kit kit;
    host_kit_open(&kit, install_inner);
    host_kit_prints(&kit, "works", "inner(function() print('in') end) print('out')", "in\nout\n");
    host_kit_raises(&kit, "error goes through both", "inner(function()\n error('deep') end)",
                    "test.lua:2: deep");
    CHECK_INT("one traceback", occurrences(kit.err.text, "stack traceback"), 1);
    host_kit_prints(&kit, "from a coroutine",
                    "print(coroutine.wrap(function() inner(function() end) return 1 end)())",
                    "1\n");
    host_kit_close(&kit);
}

static int l_big(lua_State *L)
{
    lua_newuserdatauv(L, 100 << 20, 0);
    return 0;
}

SUITE(host_memory_limit)
{
    int64_t live = peri_mem_live();
    host_kit kit = {.len = 0};
    peri_host_options options = host_kit_options(&kit);
    options.memory_limit = 4 << 20;
    CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
    CHECK_INT("a table that grows",
              host_kit_run(&kit, "local t = {}\nfor i = 1, 1e9 do\n t[i] = i end"), PERI_ENOMEM);
    CHECK_STR("text", kit.err.text, "test.lua:3: memory limit of 4 MiB reached (--memory-limit)");
    CHECK_INT("a string that grows", host_kit_run(&kit, "s = 'x' while true do s = s .. s end"),
              PERI_ENOMEM);
    CHECK_HAS("text", kit.err.text, "test.lua:1: memory limit of 4 MiB reached");
    host_kit_prints(&kit, "the state is usable", "s = nil collectgarbage() print('fine')",
                    "fine\n");
    lua_State *L = peri_host_lua(kit.host);
    lua_pushcfunction(L, l_big);
    CHECK_INT("outside of a script", peri_host_call(kit.host, L, 0, 0, "OnData", &kit.err),
              PERI_ENOMEM);
    CHECK_STR("no line, but where", kit.err.text,
              "OnData: memory limit of 4 MiB reached (--memory-limit)");
    host_kit_prints(&kit, "a script may catch it", "print(pcall(string.rep, 'x', 100 << 20))",
                    "false\tnot enough memory\n");
    host_kit_prints(&kit, "what is free again counts no more",
                    "for i = 1, 8 do local s = ('x'):rep(1 << 20) s = nil collectgarbage() end\n"
                    "print('fits')",
                    "fits\n");
    host_kit_close(&kit);

    options.memory_limit = 2000;
    CHECK_INT("too small for the library", peri_host_open(&options, &kit.host, &kit.err),
              PERI_ENOMEM);
    CHECK_HAS("text", kit.err.text, "memory");
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(host_determinism)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    CHECK("order of string keys is fixed", peri_host_order_is_fixed(kit.host));
    host_kit_prints(&kit, "random numbers start from the seed",
                    "a = {math.random(1000000), math.random(1000000)}\n"
                    "math.randomseed() b = {math.random(1000000), math.random(1000000)}\n"
                    "print(a[1] == b[1], a[2] == b[2], a[1] ~= a[2])",
                    "true\ttrue\ttrue\n");
    host_kit_prints(&kit, "and can be seeded by the script",
                    "math.randomseed(7) local a = math.random() math.randomseed(7)\n"
                    "print(a == math.random())",
                    "true\n");
    host_kit_close(&kit);

    static const char draw[] = "print(math.random(1, 1 << 40))";
    char first[64] = "";
    for (int seed = 1; seed <= 3; seed++) {
        peri_host_options options = host_kit_options(&kit);
        options.seed = seed == 3 ? 2 : 1;
        kit.len = 0;
        CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
        CHECK_INT("draws", host_kit_run(&kit, draw), PERI_OK);
        if (seed == 1)
            memcpy(first, kit.printed, sizeof first);
        CHECK("same seed, same number", (strcmp(first, kit.printed) == 0) == (seed < 3));
        host_kit_close(&kit);
    }
}

SUITE(host_print)
{
    host_kit kit;
    host_kit_open(&kit, NULL);
    host_kit_prints(&kit, "tabs between, one line each", "print(1, nil, 'x', 2.5) print()",
                    "1\tnil\tx\t2.5\n\n");
    host_kit_prints(&kit, "__tostring",
                    "print(setmetatable({}, {__tostring = function() return 'me' end}))", "me\n");
    host_kit_prints(&kit, "long lines", "print(#('x'):rep(3000), (('y'):rep(3)))", "3000\tyyy\n");
    host_kit_close(&kit);

    peri_host_options none = {.seed = 1};
    CHECK_INT("no sink", peri_host_open(&none, &kit.host, &kit.err), PERI_OK);
    CHECK_INT("is silence", host_kit_run(&kit, "print('x')"), PERI_OK);
    host_kit_close(&kit);
}

/* ---- many calls inside of one ---- */

static int rounds; /* the loop below is to make */

static int l_nothing(lua_State *L)
{
    (void)L;
    return 0;
}

static int l_no(lua_State *L)
{
    return luaL_error(L, "no");
}

/* What the engine calls between two steps: each is over, with its error, when it has returned. */
static void call_between(peri_host *host, lua_State *L)
{
    peri_error err;
    lua_pushcfunction(L, l_nothing);
    CHECK_INT("a call between", peri_host_call(host, L, 0, 0, NULL, &err), PERI_OK);
    lua_pushcfunction(L, l_no);
    CHECK_INT("one that fails", peri_host_call(host, L, 0, 0, NULL, &err), PERI_ESCRIPT);
    peri_host_interrupt(host, "a training");
    lua_pushcfunction(L, l_nothing);
    CHECK_INT("one that is stopped", peri_host_call(host, L, 0, 0, NULL, &err), PERI_EINTERRUPT);
}

/* loop(fn): as often as `rounds` says; where fn is nil, an interrupt comes between two rounds. */
static int l_loop(lua_State *L)
{
    peri_host *host = peri_host_from(L);
    for (int i = 1; peri_host_step_out(host) && i <= rounds; i++) {
        call_between(host, L);
        if (lua_isnil(L, 1))
            peri_host_interrupt(host, "between two rounds");
        peri_host_step_in(host, L);
        if (lua_isnil(L, 1))
            continue;
        lua_pushvalue(L, 1);
        lua_pushinteger(L, i);
        lua_call(L, 1, 0);
    }
    peri_host_step_in(host, L);
    return 0;
}

static int install_loop(lua_State *L)
{
    lua_pushcfunction(L, l_loop);
    lua_setglobal(L, "loop");
    return 0;
}

SUITE(host_many_calls_in_one)
{
    host_kit kit;
    host_kit_open(&kit, install_loop);
    rounds = 3;
    host_kit_prints(&kit, "each round", "loop(print)", "1\n2\n3\n");
    host_kit_raises(&kit, "an error ends it",
                    "function f(i) print(i) if i == 2 then error('no') end end loop(f)",
                    "test.lua:1: no");
    CHECK_STR("in its round", kit.printed, "1\n2\n");
    host_kit_prints(&kit, "the next one is free of it", "loop(print)", "1\n2\n3\n");
    CHECK_INT("an interrupt between ends it", host_kit_run(&kit, "loop(nil) print('on')"),
              PERI_EINTERRUPT);
    CHECK_HAS("it says why", kit.err.text, "between two rounds");
    CHECK_STR("at once", kit.printed, "");
    rounds = 0;
    host_kit_prints(&kit, "no round", "loop(print) print('on')", "on\n");
    host_kit_close(&kit);
}
