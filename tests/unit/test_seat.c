/* test_seat.c - threads that share one Lua state: who has it, stops, yields, errors. */
#include <lauxlib.h>
#include <pthread.h>
#include <string.h>

#include "check.h"
#include "seat_kit.h"

static void count_in(void *arg)
{
    ++*(int *)arg;
}

/* kernel(): work outside of the state; how often it was done is its result. */
static int l_kernel(lua_State *L)
{
    int n = 0;
    peri_host_unlocked(L, count_in, &n);
    peri_host_unlocked(L, count_in, &n);
    lua_pushinteger(L, n);
    return 1;
}

/* long(n): a C function of n parts that lets go between them. */
static int l_long(lua_State *L)
{
    lua_Integer n = luaL_checkinteger(L, 1);
    for (lua_Integer i = 0; i < n; i++)
        peri_host_let_go(L);
    return 0;
}

static int l_pinned(lua_State *L)
{
    peri_host_pin(L);
    lua_call(L, 0, 0);
    peri_host_unpin(L);
    return 0;
}

static int l_call(lua_State *L)
{
    peri_error err;
    lua_settop(L, 1);
    lua_pushboolean(L, peri_host_call(peri_host_from(L), L, 0, 0, NULL, &err) == PERI_OK);
    return 1;
}

static int install(lua_State *L)
{
    lua_register(L, "kernel", l_kernel);
    lua_register(L, "long", l_long);
    lua_register(L, "pinned", l_pinned);
    lua_register(L, "call", l_call);
    return 0;
}

/* Enter, run a chunk, leave. */
static int visit(host_kit *kit, const char *source)
{
    peri_seat *seat = peri_host_main_seat(kit->host);
    peri_seat_enter(seat);
    int rc = host_kit_run(kit, source);
    peri_seat_leave(seat);
    return rc;
}

static const char *const endless[] = {
    "while true do end",
    "while true do pcall(function() while true do end end) end",
    "while true do coroutine.wrap(function() while true do pcall(error) end end)() end",
    ("while true do local t = {} for i = 1, 300 do t[i] = i * 7 % 300 end "
     "pcall(table.sort, t, function(a, b) return a < b end) end"),
    "while true do pcall(string.gsub, ('a'):rep(1000), '.', function(x) return x .. x end) end",
    "while true do long(1000) end",
    "while true do kernel() end",
    "while true do coroutine.yield() end",
    "while true do call(function() error('inner') end) end",
    "(('a'):rep(28)):find(('a?'):rep(28) .. ('a'):rep(28)) (('a'):rep(60000)):find('.-.-.-.-b')",
    "for x in ('a'):rep(60000):gmatch('.-.-.-b') do end",
    "string.gsub(('a'):rep(60000), '.*.*.*b', '')",
    "string.match(('a'):rep(60000), '.*.*.*b')",
    ("local function deep(n) return n > 0 and 1 + deep(n - 1) or 0 end "
     "while true do deep(100000) end"),
    ("local t = {} for i = 1, 50000 do t[i] = i * 7919 % 50021 end while true do "
     "table.sort(t, function(a, b) return a > b end) table.sort(t) end"),
    ("local t = {} for i = 1, 1e5 do t[i] = 'x' .. i end while true do table.concat(t) "
     "table.insert(t, 1, 'y') table.remove(t, 1) table.move(t, 1, 1e5, 2, {}) "
     "select('#', table.unpack(t)) string.rep('abc', 1e6) end"),
};

/* While a training runs without end, the strategy gets the state when it wants, and can stop it. */
static void check_endless(bool poll, const char *body)
{
    host_kit kit;
    seat_run run;
    char text[512];
    seat_kit_open(&kit, poll, install);
    snprintf(text, sizeof text, "n = 0 function Train() %s end", body);
    CHECK_INT(body, host_kit_run(&kit, text), PERI_OK);
    seat_run_begin(&run, &kit, "Train");
    peri_seat_leave(peri_host_main_seat(kit.host));
    for (int i = 0; i < 20; i++) {
        seat_kit_rest(100);
        if (visit(&kit, "n = n + 1") != PERI_OK)
            CHECK_STR(body, kit.err.text, "");
    }
    CHECK(body, !atomic_load(&run.done));
    peri_seat_interrupt(run.seat, PERI_ELIMIT, "took too long");
    seat_run_end(&run);
    CHECK_INT(body, run.rc, PERI_ELIMIT);
    CHECK_HAS(body, run.err.text, "took too long");
    peri_seat_enter(peri_host_main_seat(kit.host));
    host_kit_prints(&kit, "all visits took place", "print(n)", "20\n");
    host_kit_close(&kit);
}

SUITE(seat_endless_trainings)
{
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        check_endless(false, endless[i]);
        check_endless(true, endless[i]);
    }
}

SUITE(seat_needs_a_way_in)
{
    host_kit kit;
    peri_seat *seat;
    host_kit_open(&kit, NULL);
    CHECK_INT("neither signal nor poll", peri_seat_open(kit.host, &seat, &kit.err), PERI_ESTATE);
    CHECK_HAS("says what is missing", kit.err.text, "wake signal");
    CHECK("no seat", seat == NULL);
    host_kit_close(&kit);
}

/* What both sides write is whole, however they take turns. */
SUITE(seat_shared_tables)
{
    static const char source[] =
        "shared, trained = {n = 0}, 0\n"
        "function OnData() shared.n = shared.n + 1 for i = 1, 20 do shared[i] = {i} end end\n"
        "function Train() for e = 1, 60 do\n"
        "  local t = {} for i = 1, 300 do t[i] = {v = i * 7919 % 1000, n = tostring(i)} end\n"
        "  table.sort(t, function(a, b) return a.v < b.v end)\n"
        "  for i = 2, 300 do assert(t[i - 1].v <= t[i].v) end\n"
        "  local s = ('abc '):rep(50):gsub('%a+', function(x) return x .. e end)\n"
        "  assert(#s == 50 * (4 + #tostring(e)))\n"
        "  local c = coroutine.wrap(function() for i = 1, 30 do coroutine.yield(i) end end)\n"
        "  for i = 1, 30 do assert(c() == i) end\n"
        "  assert(not pcall(error, {}))\n"
        "  shared[e % 20 + 1] = t trained = e coroutine.yield(e) end end";
    host_kit kit;
    seat_run run;
    seat_kit_open(&kit, false, install);
    CHECK_INT("loaded", host_kit_run(&kit, source), PERI_OK);
    seat_run_begin(&run, &kit, "Train");
    peri_seat_leave(peri_host_main_seat(kit.host));
    int visits = 0;
    for (; !atomic_load(&run.done); visits++) {
        seat_kit_rest(50);
        if (visit(&kit, "OnData()") != PERI_OK)
            CHECK_STR("OnData", kit.err.text, "");
    }
    seat_run_end(&run);
    CHECK_INT("trained to the end", run.rc, PERI_OK);
    peri_seat_enter(peri_host_main_seat(kit.host));
    char want[64];
    snprintf(want, sizeof want, "%d\t60\n", visits);
    host_kit_prints(&kit, "nothing lost", "print(shared.n, trained)", want);
    host_kit_close(&kit);
}

SUITE(seat_errors)
{
    static const struct {
        const char *name, *source, *part;
        int rc;
    } rows[] = {
        {"an error has its traceback", "function Train()\n error('bad data')\nend",
         "test.lua:2: bad data\nstack traceback:\n  test.lua:2: in function 'Train'", PERI_ESCRIPT},
        {"after a yield", "function Train()\n coroutine.yield()\n error('later')\nend",
         "test.lua:3: later", PERI_ESCRIPT},
        {"in a coroutine", "function Train() coroutine.wrap(function() error('deep') end)() end",
         "deep", PERI_ESCRIPT},
        {"no string", "function Train() error({}) end", "error object is a table", PERI_ESCRIPT},
        {"none", "function Train() coroutine.yield(1, 2, 3) return 4, 5 end", "", PERI_OK},
        {"yield in pcall", "function Train() assert(pcall(coroutine.yield)) end", "", PERI_OK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        host_kit kit;
        seat_run run;
        seat_kit_open(&kit, false, install);
        CHECK_INT(rows[i].name, host_kit_run(&kit, rows[i].source), PERI_OK);
        seat_run_begin(&run, &kit, "Train");
        peri_seat_leave(peri_host_main_seat(kit.host));
        seat_run_end(&run);
        CHECK_INT(rows[i].name, run.rc, rows[i].rc);
        CHECK_HAS(rows[i].name, run.err.text, rows[i].part);
        peri_seat_enter(peri_host_main_seat(kit.host));
        CHECK_INT("stack is even", lua_gettop(peri_host_lua(kit.host)), 0);
        host_kit_close(&kit);
    }
}

/* Without threads: the same function on the strategy's own seat. */
SUITE(seat_run_on_the_main_seat)
{
    host_kit kit;
    seat_kit_open(&kit, false, install);
    lua_State *L = peri_host_lua(kit.host);
    CHECK_INT("loaded",
              host_kit_run(&kit, "n = 0 function Train() for i = 1, 5 do n = n + kernel() "
                                 "coroutine.yield(i) end end function Bad() error('x') end"),
              PERI_OK);
    lua_getglobal(L, "Train");
    CHECK_INT("runs", peri_host_run(kit.host, luaL_ref(L, LUA_REGISTRYINDEX), &kit.err), PERI_OK);
    lua_getglobal(L, "Bad");
    CHECK_INT("fails", peri_host_run(kit.host, luaL_ref(L, LUA_REGISTRYINDEX), &kit.err),
              PERI_ESCRIPT);
    host_kit_prints(&kit, "yields go on", "print(n)", "10\n");
    host_kit_close(&kit);
}

/* A training's coroutine goes on at its own seat only, also when it has yielded. */
SUITE(seat_coroutine_of_a_training)
{
    static const char source[] =
        "turns, tries = 0, {}\n"
        "function Train() mine = coroutine.running() started = true\n"
        "  while turns < 30 or #tries < 50 do turns = turns + 1 coroutine.yield() end end\n"
        "function try() if not started or coroutine.status(mine) == 'dead' then return end\n"
        "  local ok, text = coroutine.resume(mine, 'intruder')\n"
        "  local closed, why = pcall(coroutine.close, mine)\n"
        "  local resumed = text == 'cannot resume a training'\n"
        "  local shut = why:find('cannot close a', 1, true)\n"
        "  assert(not ok and resumed and not closed and shut, text .. why)\n"
        "  tries[#tries + 1] = coroutine.status(mine) end";
    host_kit kit;
    seat_run run;
    seat_kit_open(&kit, seat_kit_needs_poll(), install);
    CHECK_INT("loads", host_kit_run(&kit, source), PERI_OK);
    seat_run_begin(&run, &kit, "Train");
    peri_seat_leave(peri_host_main_seat(kit.host));
    bool refused = true;
    while (!atomic_load(&run.done)) {
        peri_seat_enter(peri_host_main_seat(kit.host));
        if (refused)
            refused = CHECK_INT("refused", host_kit_run(&kit, "try()"), PERI_OK);
        else
            host_kit_run(&kit, "for i = 1, 50 do tries[i] = i end"); /* the training may end */
        peri_seat_leave(peri_host_main_seat(kit.host));
        seat_kit_rest(200);
    }
    seat_run_end(&run);
    CHECK_STR("undisturbed", run.err.text, "");
    CHECK_INT("to its end", run.rc, PERI_OK);
    peri_seat_enter(peri_host_main_seat(kit.host));
    host_kit_prints(&kit, "it went on", "print(turns >= 30, #tries >= 50)", "true\ttrue\n");
    host_kit_prints(&kit, "it is dead", "print(coroutine.status(mine), coroutine.close(mine))",
                    "dead\ttrue\n");
    host_kit_close(&kit);
}

/* Nor does a training touch the thread that the strategy's callbacks run on. */
SUITE(seat_thread_of_the_strategy)
{
    static const char source[] = "main = coroutine.running()\n"
                                 "function Train() resumed, why = coroutine.resume(main)\n"
                                 "  closed, whyNot = pcall(coroutine.close, main) end";
    host_kit kit;
    seat_run run;
    seat_kit_open(&kit, seat_kit_needs_poll(), install);
    CHECK_INT("loads", host_kit_run(&kit, source), PERI_OK);
    seat_run_begin(&run, &kit, "Train");
    peri_seat_leave(peri_host_main_seat(kit.host));
    seat_run_end(&run);
    CHECK_STR("goes on", run.err.text, "");
    peri_seat_enter(peri_host_main_seat(kit.host));
    host_kit_prints(&kit, "refused", "print(resumed, why, closed, whyNot:match('cannot close .*'))",
                    "false\tcannot resume the strategy's own thread\tfalse\t"
                    "cannot close the strategy's own thread\n");
    host_kit_close(&kit);
}

/* Two trainings get turns, though neither ever ends its own. */
SUITE(seat_turns)
{
    host_kit kit;
    seat_run a, b;
    seat_kit_open(&kit, false, install);
    CHECK_INT("loaded",
              host_kit_run(&kit, "a, b = 0, 0\n"
                                 "function A() while a < 1e9 do a = a + 1 end end\n"
                                 "function B() while b < 1e9 do b = b + 1 end end"),
              PERI_OK);
    seat_run_begin(&a, &kit, "A");
    seat_run_begin(&b, &kit, "B");
    peri_seat_leave(peri_host_main_seat(kit.host));
    bool both = false;
    for (int i = 0; i < 2000 && !both; i++) {
        seat_kit_rest(1000);
        both = visit(&kit, "assert(a > 0 and b > 0)") == PERI_OK;
    }
    CHECK("both came on", both);
    CHECK("neither has ended", !atomic_load(&a.done) && !atomic_load(&b.done));
    peri_seat_interrupt(a.seat, PERI_EINTERRUPT, "enough");
    peri_seat_interrupt(b.seat, PERI_EINTERRUPT, "enough");
    seat_run_end(&a);
    seat_run_end(&b);
    CHECK_INT("a stopped", a.rc, PERI_EINTERRUPT);
    CHECK_INT("b stopped", b.rc, PERI_EINTERRUPT);
    peri_seat_enter(peri_host_main_seat(kit.host));
    host_kit_close(&kit);
}

/* A strategy that never rests lets the others come on when it yields. */
SUITE(seat_yield)
{
    host_kit kit;
    seat_run run;
    seat_kit_open(&kit, false, install);
    peri_seat *seat = peri_host_main_seat(kit.host);
    CHECK_INT("loaded", host_kit_run(&kit, "n = 0 function Train() n = 1 end"), PERI_OK);
    peri_seat_yield(seat, 1000000); /* nobody waits: nothing happens */
    seat_run_begin(&run, &kit, "Train");
    for (int i = 0; i < 2000 && !atomic_load(&run.done); i++) {
        peri_seat_yield(seat, 1000000);
        seat_kit_rest(1000);
    }
    CHECK("it came on", atomic_load(&run.done));
    peri_seat_leave(seat);
    seat_run_end(&run);
    peri_seat_enter(seat);
    host_kit_prints(&kit, "and ran", "print(n)", "1\n");
    host_kit_close(&kit);
}

/* While pinned, nobody else comes in, however long it takes. */
SUITE(seat_pinned)
{
    host_kit kit;
    seat_run run;
    seat_kit_open(&kit, false, install);
    CHECK_INT("loaded",
              host_kit_run(&kit,
                           "inside = false function Train() pinned(function() inside = true\n"
                           "for i = 1, 3e6 do end long(1000) kernel() inside = false end) end"),
              PERI_OK);
    seat_run_begin(&run, &kit, "Train");
    peri_seat_leave(peri_host_main_seat(kit.host));
    while (!atomic_load(&run.done)) {
        if (visit(&kit, "assert(not inside)") != PERI_OK)
            CHECK_STR("in the middle", kit.err.text, "");
        seat_kit_rest(200);
    }
    seat_run_end(&run);
    CHECK_INT("ran", run.rc, PERI_OK);
    peri_seat_enter(peri_host_main_seat(kit.host));
    host_kit_close(&kit);
}

/* The strategy resumes and closes what a training is running at that moment. */
SUITE(seat_coroutine_that_runs_elsewhere)
{
    host_kit kit;
    seat_run run;
    seat_kit_open(&kit, false, install);
    CHECK_INT("loaded",
              host_kit_run(
                  &kit, "function Train() co = coroutine.create(function() while true do end end)\n"
                        "coroutine.resume(co) end"),
              PERI_OK);
    seat_run_begin(&run, &kit, "Train");
    peri_seat_leave(peri_host_main_seat(kit.host));
    bool seen = false;
    for (int i = 0; i < 2000 && !seen; i++) {
        seat_kit_rest(1000);
        seen = visit(&kit, "assert(co)") == PERI_OK;
    }
    CHECK("it runs", seen);
    CHECK_INT("asked",
              visit(&kit, "print(coroutine.status(co)) print(coroutine.resume(co, 1, 2))\n"
                          "print((pcall(coroutine.close, co)))"),
              PERI_OK);
    CHECK_STR("refused", kit.printed,
              "normal\nfalse\tcannot resume non-suspended coroutine\nfalse\n");
    peri_seat_interrupt(run.seat, PERI_EINTERRUPT, "enough");
    seat_run_end(&run);
    CHECK_INT("still stopped", run.rc, PERI_EINTERRUPT);
    peri_seat_enter(peri_host_main_seat(kit.host));
    host_kit_close(&kit);
}
