/* coroutines.c - coroutine.create, resume, wrap and close that know which thread of the state runs.
 * Layer 6.
 *
 * The interrupt hook must be armed on the lua_State that executes, so every switch is recorded in
 * its seat. Behaviour is that of lcorolib.c otherwise.
 */
#include <lauxlib.h>

#include "host/host_private.h"

enum {
    MAX_CLOSE_DEPTH = 100 /* Lua 5.4.4 does not count these itself and overflows the C stack */
};

static lua_State *switch_to(peri_seat *seat, lua_State *L)
{
    lua_State *before = atomic_load_explicit(&seat->running, memory_order_relaxed);
    atomic_store_explicit(&seat->running, L, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
    peri_interrupt_rearm(seat, L);
    return before;
}

uintptr_t *peri_coroutine_word(lua_State *L)
{
    return (uintptr_t *)lua_getextraspace(L);
}

/* The name of a thread that no script may resume or close; NULL: it may. */
static const char *name_of_host(lua_State *co)
{
    if (co == peri_host_from(co)->L)
        return "the strategy's own thread";
    bool has_ended = lua_status(co) == LUA_OK && lua_gettop(co) == 0;
    return (*peri_coroutine_word(co) & PERI_COROUTINE_TRAINING) && !has_ended ? "a training" : NULL;
}

/* Its variables are not closed: see PERI_COROUTINE_STOPPED. */
static bool was_stopped(lua_State *co)
{
    return (*peri_coroutine_word(co) & PERI_COROUTINE_STOPPED) != 0;
}

/* Resume co with the n values on top of L. Returns the number of results moved to L, or -1 with
   the error value on L. */
static int resume(lua_State *L, lua_State *co, int n)
{
    const char *name = name_of_host(co);
    if (name && L != co) {
        lua_pushfstring(L, "cannot resume %s", name);
        return -1;
    }
    if (!lua_checkstack(co, n)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, n);
    peri_seat *seat = peri_host_from(L)->seat;
    lua_State *before = switch_to(seat, co);
    int results;
    int status = lua_resume(co, L, n, &results);
    switch_to(seat, before);
    if (status != LUA_OK && status != LUA_YIELD) {
        if (peri_interrupt_pending(seat))
            *peri_coroutine_word(co) |= PERI_COROUTINE_STOPPED;
        lua_xmove(co, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, results + 1)) {
        lua_pop(co, results);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, results);
    return results;
}

static int l_resume(lua_State *L)
{
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "coroutine");
    int n = resume(L, co, lua_gettop(L) - 1);
    lua_pushboolean(L, n >= 0);
    int values = n >= 0 ? n : 1;
    lua_insert(L, -(values + 1));
    return values + 1;
}

/* Run the pending __close methods of co. Returns a status; an error value is on co's stack. */
static int close_thread(lua_State *L, lua_State *co)
{
    peri_seat *seat = peri_host_from(L)->seat;
    if (seat->close_depth >= MAX_CLOSE_DEPTH)
        return luaL_error(L, "coroutines close each other more than %d deep", MAX_CLOSE_DEPTH);
    seat->close_depth++;
    lua_State *before = switch_to(seat, co);
#if LUA_VERSION_RELEASE_NUM >= 50406
    int status = lua_closethread(co, L);
#else
    int status = lua_resetthread(co);
#endif
    switch_to(seat, before);
    seat->close_depth--;
    return status;
}

/* Upvalue: the coroutine. What coroutine.wrap returns */
static int l_wrapped(lua_State *L)
{
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int n = resume(L, co, lua_gettop(L));
    if (n >= 0)
        return n;
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD && !was_stopped(co)) {
        /* it died: close its variables */
        status = close_thread(L, co);
        if (status != LUA_OK)
            lua_xmove(co, L, 1);
    }
    /* The message has its position; stock Lua puts that of the caller before it, which hides the
       place of the error from editors and from our own messages. */
    return lua_error(L);
}

static int l_create(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    if (!lua_checkstack(co, PERI_COROUTINE_ROOM))
        return luaL_error(L, "not enough memory for a coroutine");
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int l_wrap(lua_State *L)
{
    l_create(L);
    lua_pushcclosure(L, l_wrapped, 1);
    return 1;
}

/* True for a coroutine that is suspended, was never started, or is dead. */
static bool is_closable(lua_State *L, lua_State *co)
{
    lua_Debug ar;
    if (L == co)
        return false;
    return lua_status(co) != LUA_OK || lua_getstack(co, 0, &ar) == 0;
}

static int l_close(lua_State *L)
{
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "coroutine");
    if (!is_closable(L, co))
        return luaL_error(L, "cannot close a %s coroutine", L == co ? "running" : "normal");
    if (name_of_host(co))
        return luaL_error(L, "cannot close %s", name_of_host(co));
    if (was_stopped(co)) {
        lua_pushboolean(L, 0);
        lua_pushliteral(L, "the coroutine was stopped: its variables cannot be closed");
        return 2;
    }
    if (close_thread(L, co) == LUA_OK) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushboolean(L, 0);
    lua_xmove(co, L, 1);
    return 2;
}

void peri_coroutines_open(lua_State *L)
{
    static const luaL_Reg functions[] = {{"create", l_create},
                                         {"resume", l_resume},
                                         {"wrap", l_wrap},
                                         {"close", l_close},
                                         {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
