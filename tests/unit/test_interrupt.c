/* test_interrupt.c - stopping scripts that swallow errors; from signals and other threads. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "check.h"
#include "host/host.h"
#include "host/seat.h"
#include "host_kit.h"

/* stop(): asks for the interrupt from inside the script, so that no test needs a clock. */
static int l_stop(lua_State *L)
{
    peri_host_interrupt(peri_host_from(L), lua_tostring(L, 1) ? "stopped by Ctrl-C" : NULL);
    return 0;
}

static int l_call(lua_State *L)
{
    peri_error err;
    lua_settop(L, 1);
    lua_pushinteger(L, peri_host_call(peri_host_from(L), L, 0, 0, "inner", &err));
    return 1;
}

static int install(lua_State *L)
{
    lua_register(L, "stop", l_stop);
    lua_register(L, "call", l_call);
    return 0;
}

SUITE(interrupt_cannot_be_swallowed)
{
    static const struct {
        const char *name, *source;
    } rows[] = {
        {"endless loop", "stop() while true do end"},
        {"pcall loop", "stop() while true do pcall(function() while true do end end) end"},
        {"nested pcalls",
         "local function f(n) pcall(function() if n == 0 then stop() end while true do "
         "if n > 0 then f(n - 1) end end end) while true do end end f(60)"},
        {"last thing is a pcall", "return pcall(function() stop() while true do end end)"},
        {"coroutine", "coroutine.wrap(function() stop() while true do end end)()"},
        {"coroutines in coroutines",
         "local function f(n) if n == 0 then stop() while true do end end\n"
         "while true do coroutine.resume(coroutine.create(f), n - 1) end end f(50)"},
        {"coroutine made before",
         "local co = coroutine.create(function() coroutine.yield() while true do end end)\n"
         "coroutine.resume(co) stop() while true do coroutine.resume(co) end"},
        {"xpcall handler that loops",
         "xpcall(function() stop() while true do end end, function() while true do end end)"},
        {"interrupted in the handler", "xpcall(error, function() stop() while true do end end)"},
        {"__close loop",
         "do local x <close> = setmetatable({}, {__close = function() while true do end end})\n"
         "stop() end"},
        {"__close of a coroutine that was stopped",
         "coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function() "
         "while true do end end}) stop() while true do end end)()"},
        {"__close of a closed coroutine",
         "local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = "
         "function() stop() while true do end end}) coroutine.yield() end)\n"
         "coroutine.resume(co) while true do coroutine.close(co) end"},
        {"sort", "stop() local t = {} for i = 1, 100 do t[i] = i end\n"
                 "while true do pcall(table.sort, t, function(a, b) return a > b end) end"},
        {"gsub", "while true do pcall(string.gsub, 'abc', '.', function() stop() for i = 1, 9 do "
                 "end end) end"},
        {"__index functions",
         "local t = setmetatable({}, {__index = function() stop() while true do end end})\n"
         "while true do pcall(function() return t.x end) end"},
        {"a nested protected call",
         "while true do call(function() stop() while true do end end) end"},
        {"nested, in a coroutine", "coroutine.wrap(function() while true do call(function() stop() "
                                   "local x = 1 end) end end)()"},
        {"tail calls", "local function f() return f() end stop() f()"},
        {"__tostring of an error",
         "error(setmetatable({}, {__tostring = function() stop() while true do end end}))"},
        {"loading", "stop() while true do load('return 1')() end"},
    };
    host_kit kit;
    host_kit_open(&kit, install);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(rows[i].name, host_kit_run(&kit, rows[i].source), PERI_EINTERRUPT);
        CHECK_HAS(rows[i].name, kit.err.text, "interrupted");
        host_kit_prints(&kit, "and the next call works", "print(pcall(type, 1))", "true\tnumber\n");
    }
    host_kit_close(&kit);
}

SUITE(interrupt_text)
{
    host_kit kit;
    host_kit_open(&kit, install);
    CHECK_INT("with a reason",
              host_kit_run(&kit, "function Loop()\n stop('x')\n local y = 1\nend\nLoop()"),
              PERI_EINTERRUPT);
    CHECK_STR("where, why and how it came there", kit.err.text,
              "test.lua:3: stopped by Ctrl-C\nstack traceback:\n"
              "  test.lua:3: in function 'Loop'\n  test.lua:5: in main chunk");
    host_kit_close(&kit);
}

SUITE(interrupt_between_calls)
{
    host_kit kit;
    host_kit_open(&kit, install);
    peri_host_interrupt(kit.host, "stop");
    CHECK_INT("the next call is refused", host_kit_run(&kit, "print('ran')"), PERI_EINTERRUPT);
    CHECK_HAS("reason", kit.err.text, "stop");
    CHECK_STR("nothing ran", kit.printed, "");
    CHECK_INT("stack is even", lua_gettop(peri_host_lua(kit.host)), 0);
    host_kit_prints(&kit, "once only", "print('ran')", "ran\n");
    peri_host_interrupt(kit.host, NULL);
    peri_seat_clear(peri_host_main_seat(kit.host));
    host_kit_prints(&kit, "forgotten", "print('ran')", "ran\n");
    host_kit_close(&kit);
}

static int l_stop_and_yield(lua_State *L)
{
    peri_host_interrupt(peri_host_from(L), NULL);
    return lua_yield(L, 0);
}

static int install_yield(lua_State *L)
{
    lua_register(L, "stop_and_yield", l_stop_and_yield);
    return 0;
}

/* Hooks are off in it: a __close method that ran there could never be stopped. */
SUITE(interrupt_leaves_a_stopped_coroutine_unclosed)
{
    host_kit kit;
    host_kit_open(&kit, install);
    CHECK_INT("stopped inside",
              host_kit_run(&kit,
                           "co = coroutine.create(function()\n"
                           "local x <close> = setmetatable({}, {__close = function() print('no') "
                           "while true do end end})\n"
                           "stop() while true do end end)\n"
                           "coroutine.resume(co)"),
              PERI_EINTERRUPT);
    host_kit_prints(&kit, "dead", "print(coroutine.status(co))", "dead\n");
    host_kit_prints(&kit, "not closed", "print(coroutine.close(co))",
                    "false\tthe coroutine was stopped: its variables cannot be closed\n");
    host_kit_prints(&kit, "nor resumed", "print(coroutine.resume(co))",
                    "false\tcannot resume dead coroutine\n");
    host_kit_close(&kit);
}

/* A coroutine that left with the hook armed is resumed in a later call: it must not raise. */
SUITE(interrupt_leaves_no_hook)
{
    host_kit kit;
    host_kit_open(&kit, install_yield);
    CHECK_INT("interrupted as it yields",
              host_kit_run(&kit, "co = coroutine.create(function() stop_and_yield() local n = 0\n"
                                 "for i = 1, 1000 do n = n + 1 end return n end)\n"
                                 "coroutine.resume(co)"),
              PERI_EINTERRUPT);
    host_kit_prints(&kit, "goes on undisturbed", "print(coroutine.resume(co))", "true\t1000\n");
    host_kit_close(&kit);
}

static peri_host *signalled; /* what the handler below interrupts */

static void on_signal(int signal)
{
    (void)signal;
    peri_host_interrupt(signalled, "by a signal");
}

static int l_raise_signal(lua_State *L)
{
    (void)L;
    raise(SIGUSR1);
    return 0;
}

static int install_raise(lua_State *L)
{
    lua_register(L, "raise", l_raise_signal);
    return 0;
}

SUITE(interrupt_from_signal)
{
    host_kit kit;
    host_kit_open(&kit, install_raise);
    signalled = kit.host;
    struct sigaction action = {.sa_handler = on_signal}, before;
    sigemptyset(&action.sa_mask);
    sigaction(SIGUSR1, &action, &before);
    CHECK_INT("in a coroutine",
              host_kit_run(&kit, "coroutine.wrap(function() raise() while true do end end)()"),
              PERI_EINTERRUPT);
    CHECK_HAS("reason", kit.err.text, "test.lua:1: by a signal");
    sigaction(SIGUSR1, &before, NULL);
    host_kit_close(&kit);
}

struct stopper {
    peri_host *host;
    atomic_bool ready;
};

static int l_ready(lua_State *L)
{
    struct stopper *stopper = peri_host_context(peri_host_from(L));
    atomic_store(&stopper->ready, true);
    return 0;
}

static int install_ready(lua_State *L)
{
    lua_register(L, "ready", l_ready);
    return 0;
}

static void *stop_when_ready(void *arg)
{
    struct stopper *stopper = arg;
    while (!atomic_load(&stopper->ready))
        sched_yield();
    peri_host_interrupt(stopper->host, "by another thread");
    return NULL;
}

/* entered: the host is, so that calls cost less. */
static void check_stops(bool entered)
{
    enum {
        ROUNDS = 50
    };
    host_kit kit = {.len = 0};
    peri_host_options options = host_kit_options(&kit);
    options.wake_signal = SIGURG;
    CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
    CHECK_INT("binds", peri_host_protect(kit.host, install_ready, NULL, &kit.err), PERI_OK);
    if (entered)
        peri_host_enter(kit.host);
    for (int round = 0; round < ROUNDS; round++) {
        struct stopper stopper = {.host = kit.host};
        pthread_t thread;
        peri_host_set_context(kit.host, &stopper);
        pthread_create(&thread, NULL, stop_when_ready, &stopper);
        CHECK_INT("stops it",
                  host_kit_run(&kit, "ready() while true do local function f(n) if n > 0 "
                                     "then f(n - 1) end end f(50) end"),
                  PERI_EINTERRUPT);
        pthread_join(thread, NULL);
        CHECK_HAS("reason", kit.err.text, "by another thread");
    }
    if (entered)
        peri_host_leave(kit.host);
    host_kit_close(&kit);
}

SUITE(interrupt_from_thread)
{
    check_stops(false);
    check_stops(true);
}

/* Short calls, one behind the other: wherever the request comes, one of the next is refused, and
   only one. */
SUITE(interrupt_among_short_calls)
{
    enum {
        ROUNDS = 200
    };
    host_kit kit = {.len = 0};
    peri_host_options options = host_kit_options(&kit);
    options.wake_signal = SIGURG;
    CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
    CHECK_INT("binds", peri_host_protect(kit.host, install_ready, NULL, &kit.err), PERI_OK);
    peri_host_enter(kit.host);
    for (int round = 0; round < ROUNDS; round++) {
        struct stopper stopper = {.host = kit.host};
        pthread_t thread;
        peri_host_set_context(kit.host, &stopper);
        pthread_create(&thread, NULL, stop_when_ready, &stopper);
        int rc = host_kit_run(&kit, "ready()");
        while (rc == PERI_OK)
            rc = host_kit_run(&kit, "local n = 0 for i = 1, 20 do n = n + i end");
        CHECK_INT("stopped", rc, PERI_EINTERRUPT);
        pthread_join(thread, NULL);
        CHECK_INT("and goes on", host_kit_run(&kit, "local n = 0"), PERI_OK);
    }
    peri_host_leave(kit.host);
    host_kit_prints(&kit, "left", "print('ran')", "ran\n");
    peri_host_interrupt(kit.host, "stop");
    CHECK_INT("refused", host_kit_run(&kit, "print('ran')"), PERI_EINTERRUPT);
    host_kit_close(&kit);
}

SUITE(interrupt_with_a_signal_there_is_not)
{
    host_kit kit = {.len = 0};
    peri_host_options options = host_kit_options(&kit);
    options.wake_signal = 10000;
    CHECK_INT("no such signal", peri_host_open(&options, &kit.host, &kit.err), PERI_EIO);
    CHECK_STR("text", kit.err.text,
              "cannot use signal 10000 to interrupt scripts: Invalid argument");
}

/* -- one host within another ------------------------------------------------------------------ */

static void *stop_outer(void *arg)
{
    peri_host_interrupt(arg, "the outer one");
    return NULL;
}

/* In the inner host: the outer one is interrupted meanwhile. */
static int l_stop_outer(lua_State *L)
{
    pthread_t thread;
    (void)L;
    pthread_create(&thread, NULL, stop_outer, signalled);
    pthread_join(thread, NULL);
    return 0;
}

static int install_stop_outer(lua_State *L)
{
    lua_register(L, "stop_outer", l_stop_outer);
    return 0;
}

/* inner(): runs a script in a host of its own, which is not disturbed. */
static int l_inner(lua_State *L)
{
    host_kit inner = {.len = 0};
    peri_host_options options = host_kit_options(&inner);
    (void)L;
    options.wake_signal = SIGURG;
    CHECK_INT("opens", peri_host_open(&options, &inner.host, &inner.err), PERI_OK);
    CHECK_INT("binds", peri_host_protect(inner.host, install_stop_outer, NULL, &inner.err),
              PERI_OK);
    host_kit_prints(&inner, "the inner one goes on",
                    "stop_outer() local n = 0 for i = 1, 1000 do n = n + 1 end print(n)", "1000\n");
    host_kit_close(&inner);
    return 0;
}

static int install_inner(lua_State *L)
{
    lua_register(L, "inner", l_inner);
    return 0;
}

static void check_around(bool entered)
{
    host_kit kit = {.len = 0};
    peri_host_options options = host_kit_options(&kit);
    options.wake_signal = SIGURG;
    CHECK_INT("opens", peri_host_open(&options, &kit.host, &kit.err), PERI_OK);
    CHECK_INT("binds", peri_host_protect(kit.host, install_inner, NULL, &kit.err), PERI_OK);
    signalled = kit.host;
    if (entered)
        peri_host_enter(kit.host);
    CHECK_INT("the outer one stops",
              host_kit_run(&kit, "inner() print('on') for i = 1, 1e6 do end"), PERI_EINTERRUPT);
    CHECK_HAS("why", kit.err.text, "the outer one");
    CHECK_STR("at once", kit.printed, "");
    if (entered)
        peri_host_leave(kit.host);
    host_kit_close(&kit);
}

SUITE(interrupt_around_another_host)
{
    check_around(false);
    check_around(true);
}
