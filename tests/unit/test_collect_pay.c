/* test_collect_pay.c - the collector's work for a large block: others come in between, and it stops
 * when the script is interrupted. */
#include <lauxlib.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/mem.h"
#include "check.h"
#include "host/host_private.h"
#include "host/library.h"
#include "seat_kit.h"

enum {
    PLENTY = 512 * 1024 /* bytes owed at which the collector is in the middle of it */
};

/* What a release in the middle of the collector's work does, once. */
static struct {
    bool interrupts; /* else it asks the main seat in */
    bool done;
    atomic_bool wanted; /* by the main seat, from now on */
    size_t owed;        /* bytes, then */
} middle;

static int l_release(lua_State *L)
{
    peri_host *host = peri_host_from(L);
    if (middle.done || host->seat->owed < PLENTY)
        return 0;
    middle.done = true;
    middle.owed = host->seat->owed;
    if (middle.interrupts)
        peri_seat_interrupt(host->seat, PERI_EINTERRUPT, "enough");
    atomic_store(&middle.wanted, true);
    while (!middle.interrupts && !peri_seat_is_asked(host->seat))
        sched_yield();
    return 0;
}

/* object(): its release is part of the collector's work. */
static int l_object(lua_State *L)
{
    lua_newuserdatauv(L, 8, 0);
    if (luaL_newmetatable(L, "object")) {
        lua_pushcfunction(L, l_release);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return 1;
}

static int l_is_done(lua_State *L)
{
    lua_pushboolean(L, middle.done);
    return 1;
}

static int install(lua_State *L)
{
    lua_register(L, "object", l_object);
    lua_register(L, "is_done", l_is_done);
    return 0;
}

static const char TRAIN[] = "function Train()\n"
                            "  for i = 1, 1000 do\n"
                            "    if is_done() then break end\n"
                            "    object()\n"
                            "    local s = ('x'):rep(4 << 20)\n"
                            "  end\n"
                            "  count = 0 for i = 1, 1000 do count = count + 1 end\n"
                            "end\n";

/* The strategy comes in while most of the work is still to be done, and it is done behind that. */
SUITE(collect_lets_go_in_between)
{
    host_kit kit;
    seat_run run;
    middle.interrupts = middle.done = false;
    atomic_store(&middle.wanted, false);
    seat_kit_open(&kit, false, install);
    peri_seat *seat = peri_host_main_seat(kit.host);
    CHECK_INT("loads", host_kit_run(&kit, TRAIN), PERI_OK);
    seat_run_begin(&run, &kit, "Train");
    peri_seat_leave(seat);
    while (!atomic_load(&middle.wanted) && !atomic_load(&run.done))
        sched_yield();
    peri_seat_enter(seat);
    size_t owed = run.seat->owed;
    CHECK("the work is not done", owed > PLENTY / 2 && owed <= middle.owed);
    peri_seat_leave(seat);
    pthread_join(run.thread, NULL);
    CHECK_INT("trained", run.rc, PERI_OK);
    CHECK_INT("and then it is", run.seat->owed, 0);
    peri_seat_close(run.seat);
    peri_seat_enter(seat);
    host_kit_close(&kit);
}

SUITE(collect_stops_when_interrupted)
{
    host_kit kit;
    middle.done = false;
    middle.interrupts = true;
    host_kit_open(&kit, install);
    CHECK_INT("loads", host_kit_run(&kit, TRAIN), PERI_OK);
    CHECK_INT("interrupted", host_kit_run(&kit, "Train()"), PERI_EINTERRUPT);
    size_t owed = kit.host->main.owed;
    CHECK("in the middle", middle.done && owed > PLENTY / 2 && owed <= middle.owed);
    host_kit_prints(&kit, "the next call goes on with it", "Train() print(count)", "1000\n");
    CHECK_INT("to the end", kit.host->main.owed, 0);
    host_kit_close(&kit);
}

/* -- blocks that do not come ------------------------------------------------------------------ */

enum {
    BLOCK = 8 * 1024 * 1024
};

/* refused(bytes): announces a block that is never allocated. */
static int l_refused(lua_State *L)
{
    peri_library_will_allocate(L, (size_t)luaL_checkinteger(L, 1));
    return 0;
}

/* stopped(): the same when the call is interrupted. */
static int l_stopped(lua_State *L)
{
    peri_host_interrupt(peri_host_from(L), "enough");
    peri_library_will_allocate(L, BLOCK);
    return 0;
}

static int install_blocks(lua_State *L)
{
    lua_register(L, "refused", l_refused);
    lua_register(L, "stopped", l_stopped);
    return 0;
}

SUITE(collect_nothing_for_a_block_that_was_refused)
{
    host_kit kit;
    host_kit_open(&kit, install_blocks);
    CHECK_INT("announced", host_kit_run(&kit, "refused(8 * 1024 * 1024)"), PERI_OK);
    CHECK("owed for", kit.host->main.owed >= BLOCK / 2);
    CHECK_INT("another one comes", host_kit_run(&kit, "s = string.rep('x', 300000)"), PERI_OK);
    CHECK("only that is owed for", kit.host->main.owed < PLENTY);
    peri_mem_fail_at(1); /* its pages cannot be had */
    int rc = host_kit_run(&kit, "refused(16 * 1024 * 1024)");
    peri_mem_fail_at(0);
    CHECK("announced, or refused", rc == PERI_OK || rc == PERI_ENOMEM);
    CHECK_INT("and again", host_kit_run(&kit, "s = string.rep('y', 300000)"), PERI_OK);
    CHECK("nothing is owed for it", kit.host->main.owed < PLENTY);
    host_kit_close(&kit);
}

SUITE(collect_keeps_no_pages_when_interrupted)
{
    host_kit kit;
    host_kit_open(&kit, install_blocks);
    CHECK_INT("interrupted", host_kit_run(&kit, "stopped()"), PERI_EINTERRUPT);
    CHECK("no block is kept", kit.host->memory.reserve == NULL);
    CHECK("nothing is owed", kit.host->main.owed < PLENTY);
    host_kit_close(&kit);
}
