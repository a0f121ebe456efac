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

/* A step of n KiB adds them to what the collector has to work for, and works when that is more than
   nothing; one of less than nothing takes them away. */
static void count(lua_State *L, ptrdiff_t bytes)
{
    lua_gc(L, LUA_GCSTEP, (int)(bytes / KIB));
}

/* To copy into memory that was never touched takes most of its time to get the pages. */
static void get_pages(lua_State *L, size_t bytes)
{
    peri_lua_memory *memory = &peri_host_from(L)->memory;
    peri_turn turn = {.L = L};
    volatile char *block = peri_lua_memory_reserve(memory, bytes + HEAD);
    for (size_t i = 0; block && i < bytes && memory->reserve == block; i += PAGE) {
        block[i] = 0;
        peri_turn_spend(&turn, PAGE);
    }
}

void peri_library_will_allocate(lua_State *L, size_t bytes)
{
    peri_host *host = peri_host_from(L);
    if (bytes < PERI_LARGE_BLOCK || host->options.collector.stopped)
        return;
    if (bytes >= FRESH_PAGES)
        get_pages(L, bytes);
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
    if (seat->expected == 0 || bytes < seat->expected)
        seat->counted += bytes - bytes % PIECE;
    seat->expected = 0;
    peri_interrupt_arm(L);
}

void peri_collect_pay(lua_State *L)
{
    peri_seat *seat = peri_host_from(L)->seat;
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
