/* collect.c - when garbage is collected, and in how large steps. Layer 6.
 *
 * Lua's collector works a certain amount for each byte that is allocated. For a block of some MB
 * that is a whole cycle, in one step, and nobody else has the state meanwhile. So large blocks are
 * taken out of its count, and put back piece by piece with a small step for each: at the next
 * turn of a library function, or at the next instruction, by the hook that the allocation arms.
 * Each seat works for its own blocks: the strategy not for those of trainings.
 *
 * Steps: 320 units of work (objects swept, or slots marked) for each KiB that is allocated. Lua's
 * own choice is 51,200 for 8 KiB, which takes milliseconds. tests/bench/live.lua, the wait for the
 * state while a training makes garbage, microseconds (p99, max), and its peak of memory:
 *   200:100:13 (Lua's)  1479  5193  25.2 MB      200:20:10   339  2039  25.4 MB
 *   200:200:10          1085  7923  25.2 MB      200:8:10    282   714  26.1 MB
 *   200:100:10           390  2404  25.2 MB      200:4:10    191   438  26.6 MB  <- chosen
 *   generational        2019 20957  25.3 MB      stopped      91   426   762 MB
 * With 4 a cycle is over before the heap has grown by a third.
 */
#include <limits.h>

#include "host/host_private.h"
#include "host/library.h"

enum {
    PAGE = 4096,
    FRESH_PAGES = 1024 * 1024, /* bytes of a block from which on its pages are got before */
    HEAD = 64,                 /* what Lua puts before a text, at most */
    PAUSE = 200,
    STEP_MULTIPLIER = 4,
    STEP_SIZE = 10,
    KIB = 1024,
    PIECE = 4 * KIB /* of a large block, that is worked for at once */
};

void peri_collect_init(lua_State *L, const peri_collector *collector)
{
    if (collector->generational)
        lua_gc(L, LUA_GCGEN, 0, 0);
    else
        lua_gc(L, LUA_GCINC, collector->pause ? collector->pause : PAUSE,
               collector->step_multiplier ? collector->step_multiplier : STEP_MULTIPLIER,
               collector->step_size ? collector->step_size : STEP_SIZE);
    if (collector->stopped)
        lua_gc(L, LUA_GCSTOP);
}

/* What was expected did not come: there was no memory for it. */
static void forget_refused(peri_seat *seat)
{
    seat->owed -= seat->expected;
    seat->expected = 0;
}

/* A step of n KiB adds them to what the collector has to work for, and works when that is more than
   nothing; one of less than nothing takes them away. */
static void count(lua_State *L, ptrdiff_t bytes)
{
    const ptrdiff_t kib = bytes / KIB;
    lua_gc(L, LUA_GCSTEP, kib > INT_MAX ? INT_MAX : kib < -INT_MAX ? -INT_MAX : (int)kib);
}

/* To copy into memory that was never touched takes most of its time to get the pages. Others may
   have the state in between, and reserve a block of their own. */
static void get_pages(lua_State *L, size_t bytes)
{
    peri_host *host = peri_host_from(L);
    peri_lua_memory *memory = &host->memory;
    peri_seat *seat = host->seat;
    volatile char *block = peri_lua_memory_reserve(memory, bytes + HEAD);
    const uint64_t serial = memory->reserve_serial;
    for (size_t i = 0; block && i < bytes; i += PAGE) {
        block[i] = 0;
        if (i % PERI_LIBRARY_TURN_BYTES != 0)
            continue;
        if (peri_seat_is_asked(seat))
            peri_seat_pass(seat);
        if (memory->reserve_serial != serial)
            return;
        const char *reason = peri_interrupt_reason(seat);
        if (reason) {
            peri_lua_memory_drop_reserve(memory);
            peri_interrupt_raise(L, reason);
        }
    }
}

bool peri_library_has_room(lua_State *L, size_t bytes)
{
    const peri_lua_memory *memory = &peri_host_from(L)->memory;
    if (bytes <= memory->limit && memory->used <= memory->limit - bytes)
        return true;
    lua_gc(L, LUA_GCCOLLECT); /* as Lua does before it gives up */
    return bytes <= memory->limit && memory->used <= memory->limit - bytes;
}

void peri_library_will_allocate(lua_State *L, size_t bytes)
{
    peri_host *host = peri_host_from(L);
    if (bytes < PERI_LARGE_BLOCK || bytes > host->memory.limit || host->options.collector.stopped)
        return;
    if (bytes >= FRESH_PAGES)
        get_pages(L, bytes);
    forget_refused(host->seat);
    bytes -= bytes % PIECE;
    count(L, -(ptrdiff_t)bytes);
    host->seat->expected = bytes;
    host->seat->owed += bytes;
}

void peri_collect_note(peri_host *host, size_t bytes)
{
    peri_seat *seat = host->seat;
    lua_State *L = atomic_load_explicit(&seat->running, memory_order_relaxed);
    if (!L || host->options.collector.stopped)
        return;
    if (seat->expected == 0 || bytes < seat->expected) /* not the one that was announced */
        seat->counted += bytes - bytes % PIECE;
    else
        seat->expected = 0;
    peri_interrupt_arm(L);
}

void peri_collect_pay(lua_State *L)
{
    peri_seat *seat = peri_host_from(L)->seat;
    forget_refused(seat);
    if (seat->counted > 0) {
        count(L, -(ptrdiff_t)seat->counted);
        seat->owed += seat->counted;
        seat->counted = 0;
    }
    while (seat->owed > 0 && !peri_interrupt_pending(seat)) {
        seat->owed -= PIECE;
        count(L, PIECE);
        if (peri_seat_is_asked(seat))
            peri_seat_pass(seat);
    }
}
