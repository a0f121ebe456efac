/* host.c - life cycle of a Lua state, and protected calls. Layer 6. */
#include "host/host.h"

#include <assert.h>
#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "host/host_private.h"

static int open_library(lua_State *L)
{
    peri_host *host = lua_touserdata(L, 1);
    peri_sandbox_open(L);
    host->order_is_fixed = peri_hash_seed_check(L);
    return 0;
}

/* Everything that can fail; the caller closes a host that is half made. */
static int host_build(peri_host *host, const peri_host_options *options, peri_error *err)
{
    host->options = *options;
    host->options.script_dir = NULL;
    if (options->script_dir) {
        host->options.script_dir = peri_strdup(options->script_dir);
        if (!host->options.script_dir)
            return peri_fail(err, PERI_ENOMEM, "no memory for a Lua state");
    }
    peri_lua_memory_init(&host->memory, options->memory_limit);
    int rc = peri_seats_init(host, err);
    if (rc == PERI_OK)
        rc = peri_interrupt_setup(host, err);
    if (rc != PERI_OK)
        return rc;
    host->L = peri_hash_seed_newstate(host);
    if (!host->L || !lua_checkstack(host->L, PERI_STACK_ROOM))
        return peri_fail(err, PERI_ENOMEM, "no memory for a Lua state");
    *(peri_host **)lua_getextraspace(host->L) = host; /* coroutines get a copy */
    peri_interrupt_disarm(host->L);
    peri_collect_init(host->L, &options->collector);
    return peri_host_protect(host, open_library, host, err);
}

int peri_host_open(const peri_host_options *options, peri_host **out, peri_error *err)
{
    *out = NULL;
    peri_host *host = peri_calloc(1, sizeof *host);
    if (!host)
        return peri_fail(err, PERI_ENOMEM, "no memory for a Lua state");
    int rc = host_build(host, options, err);
    if (rc != PERI_OK) {
        peri_host_close(host);
        return rc;
    }
    *out = host;
    return PERI_OK;
}

void peri_host_close(peri_host *host)
{
    if (!host)
        return;
    if (host->L)
        lua_close(host->L);
    peri_lua_memory_deinit(&host->memory);
    peri_seats_deinit(host);
    peri_free((char *)host->options.script_dir);
    peri_free(host);
}

lua_State *peri_host_lua(const peri_host *host)
{
    return host->L;
}

peri_host *peri_host_from(lua_State *L)
{
    char *word = *(char **)lua_getextraspace(L);
    void *host = word - ((uintptr_t)word & PERI_COROUTINE_BITS);
    return host;
}

void peri_host_set_context(peri_host *host, void *context)
{
    host->context = context;
}

void *peri_host_context(const peri_host *host)
{
    return host->context;
}

void peri_host_set_classes(peri_host *host, struct peri_lua_class_list *classes)
{
    host->classes = classes;
}

struct peri_lua_class_list *peri_host_classes(const peri_host *host)
{
    return host->classes;
}

bool peri_host_order_is_fixed(const peri_host *host)
{
    return host->order_is_fixed;
}

int peri_host_fail_memory(const peri_host *host, peri_error *err)
{
    const peri_lua_memory *memory = &host->memory;
    if (!memory->limit_reached)
        return peri_fail(err, PERI_ENOMEM, "out of memory");
    double mib = (double)memory->limit / (1024.0 * 1024.0);
    return peri_fail(err, PERI_ENOMEM, "%smemory limit of %.4g MiB reached (--memory-limit)",
                     memory->refused_where, mib);
}

int peri_host_fail_status(peri_host *host, int status, const char *text, peri_error *err)
{
    const peri_seat *seat = host->seat;
    const char *reason = peri_interrupt_reason(seat);
    if (reason)
        return peri_fail(err, seat->interrupt_code, "%s",
                         text && strstr(text, reason) ? text : reason);
    if (status == LUA_ERRMEM)
        return peri_host_fail_memory(host, err);
    return peri_fail(err, PERI_ESCRIPT, "%s", text ? text : "error in error handling");
}

/* The seat executes L from here on; returns what it executed before. */
static lua_State *begin_call(peri_host *host, lua_State *L)
{
    peri_seat *seat = host->seat;
    lua_State *before = atomic_load_explicit(&seat->running, memory_order_relaxed);
    atomic_store_explicit(&seat->running, L, memory_order_relaxed);
    if (seat->depth++ == 0) {
        host->memory.limit_reached = false;
        peri_interrupt_begin(seat);
    } else {
        seat->pinned++; /* C code is in the middle of something */
    }
    return before;
}

static void end_call(peri_seat *seat, lua_State *before)
{
    atomic_store_explicit(&seat->running, before, memory_order_relaxed);
    if (--seat->depth == 0)
        peri_interrupt_end(seat);
    else
        seat->pinned--;
}

/* A call of the seat failed: an interrupt is over with the outermost one. */
static void settle_interrupt(peri_seat *seat, lua_State *before)
{
    if (seat->depth == 0)
        peri_seat_clear(seat);
    else
        peri_interrupt_rearm(seat, before);
}

void peri_host_push_handler(lua_State *L)
{
    lua_pushcfunction(L, peri_traceback_handler);
}

/* As peri_host_call, but the handler is at `handler` already; it stays there. */
static int call_above(peri_host *host, lua_State *L, int handler, int nargs, int nresults,
                      const char *where, peri_error *err)
{
    peri_seat *seat = host->seat;
    lua_State *before = begin_call(host, L);
    int status = lua_pcall(L, nargs, nresults, handler);
    end_call(seat, before);

    int rc = PERI_OK;
    if (status != LUA_OK) {
        rc = peri_host_fail_status(host, status, lua_tostring(L, -1), err);
        lua_pop(L, 1);
    } else if (peri_interrupt_pending(seat)) {
        rc = peri_host_fail_status(host, status, NULL, err);
        lua_settop(L, handler);
    }
    if (rc == PERI_OK)
        return rc;
    if (where)
        peri_fail_prefix(err, "%s: ", where);
    settle_interrupt(seat, before);
    return rc;
}

bool peri_host_step_out(peri_host *host)
{
    end_call(host->seat, NULL);
    return !peri_interrupt_pending(host->seat);
}

void peri_host_step_in(peri_host *host, lua_State *L)
{
    lua_State *before = begin_call(host, L);
    assert(!before);
    (void)before;
}

int peri_host_call_handled(peri_host *host, lua_State *L, int nargs, peri_error *err)
{
    const int handler = lua_gettop(L) - nargs - 1;
    int rc = call_above(host, L, handler, nargs, 0, NULL, err);
    lua_settop(L, handler - 1);
    return rc;
}

int peri_host_call(peri_host *host, lua_State *L, int nargs, int nresults, const char *where,
                   peri_error *err)
{
    const int handler = lua_gettop(L) - nargs; /* index of the function, then of the handler */
    peri_host_push_handler(L);
    lua_insert(L, handler);
    int rc = call_above(host, L, handler, nargs, nresults, where, err);
    lua_remove(L, handler);
    return rc;
}

int peri_host_protect(peri_host *host, lua_CFunction fn, void *arg, peri_error *err)
{
    lua_pushcfunction(host->L, fn);
    lua_pushlightuserdata(host->L, arg);
    return peri_host_call(host, host->L, 1, 0, NULL, err);
}

/* -- coroutines of trainings ---------------------------------------------------------------- */

/* The body has ended: [.. result or error value] -> status, value */
static int end_body(lua_State *L, int status, lua_KContext ctx)
{
    (void)ctx;
    lua_pushinteger(L, status == LUA_YIELD ? LUA_OK : status);
    lua_insert(L, -2);
    return 2;
}

/* The first function of such a coroutine: calls its argument with the traceback handler. */
static int call_body(lua_State *L)
{
    lua_pushcfunction(L, peri_traceback_handler);
    lua_insert(L, 1);
    return end_body(L, lua_pcallk(L, 0, 1, 1, 0, end_body), 0);
}

/* What new_coroutine makes. */
struct coroutine {
    int function; /* in the registry */
    lua_State *L;
    int reference; /* in the registry */
};

static int new_coroutine(lua_State *L)
{
    struct coroutine *out = lua_touserdata(L, 1);
    out->L = lua_newthread(L);
    if (!lua_checkstack(out->L, PERI_STACK_ROOM))
        return luaL_error(L, "not enough memory for a training");
    *peri_coroutine_word(out->L) |= PERI_COROUTINE_TRAINING;
    out->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    peri_interrupt_disarm(out->L); /* it inherits the hook of the thread that makes it */
    lua_pushcfunction(out->L, call_body);
    lua_rawgeti(out->L, LUA_REGISTRYINDEX, out->function);
    return 0;
}

/* Resume until it ends. Returns Lua's status; the value behind it is on top of the coroutine. */
static int run_to_end(peri_seat *seat, lua_State *co)
{
    int n = 0, given = 1;
    int status;
    while ((status = lua_resume(co, seat->is_first ? seat->host->L : NULL, given, &n)) ==
           LUA_YIELD) {
        lua_pop(co, n);
        given = 0;
        if (seat->pinned == 0)
            peri_seat_step_back(seat);
        peri_interrupt_rearm(seat, co);
    }
    return status == LUA_OK ? (int)lua_tointeger(co, -2) : status;
}

int peri_host_run(peri_host *host, int function, peri_error *err)
{
    peri_seat *seat = host->seat;
    struct coroutine made = {.function = function};
    int rc = peri_host_protect(host, new_coroutine, &made, err);
    if (rc != PERI_OK)
        return rc;
    lua_State *before = begin_call(host, made.L);
    int status = run_to_end(seat, made.L);
    end_call(seat, before);
    if (status != LUA_OK || peri_interrupt_pending(seat)) {
        rc = peri_host_fail_status(host, status, status != LUA_OK ? lua_tostring(made.L, -1) : NULL,
                                   err);
        settle_interrupt(seat, before);
    }
    lua_settop(made.L, 0); /* a strategy that kept it sees that it is dead */
    luaL_unref(host->L, LUA_REGISTRYINDEX, made.reference);
    return rc;
}
