/* lua_object_store_transaction.c - ObjectStore.Transaction. Layer 6. */
#include "lua_store_scratch.h"

#include "host/seat.h"

/* The transaction is given up. */
static void give_up(peri_lua_scratch *s)
{
    s->has_begun = false;
    peri_store_end(s->store, false, NULL);
}

/*
 * [fn] -> results of fn
 *
 * On the main thread the function is not called protected: its error goes on with its own
 * traceback, and the scratch, which is closed on the way, gives the transaction up. A coroutine
 * that fails closes nothing, so there the error is caught and raised again.
 */
static void call(lua_State *L, peri_lua_scratch *s)
{
    bool is_main = lua_pushthread(L) == 1;
    lua_pop(L, 1);
    if (is_main) {
        lua_call(L, 0, LUA_MULTRET);
        return;
    }
    peri_host_pin(L); /* the strategy's thread would wait for the store for ever */
    int status = lua_pcall(L, 0, LUA_MULTRET, 0);
    peri_host_unpin(L);
    if (status != LUA_OK) {
        give_up(s);
        lua_error(L);
    }
}

/* Transaction(fn) -> true, results of fn | false, message */
int peri_lua_store_transaction(lua_State *L)
{
    static const char func[] = "ObjectStore.Transaction";
    peri_error err;
    peri_lua_check_function(L, 1, func, "fn");
    lua_settop(L, 1);
    peri_lua_scratch *s = peri_lua_scratch_new(L);
    s->store = peri_lua_store(L);
    if (peri_store_begin(s->store, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    s->has_begun = true;
    int before = lua_gettop(L);
    lua_pushvalue(L, 1);
    call(L, s);
    s->has_begun = false;
    int rc = peri_store_end(s->store, true, &err);
    if (rc != PERI_OK && rc != PERI_ELIMIT)
        return peri_lua_raise(L, &err);
    if (rc == PERI_ELIMIT) { /* the save that was refused has been told of */
        lua_pushboolean(L, 0);
        lua_pushstring(L, err.text);
        return 2;
    }
    lua_pushboolean(L, 1);
    lua_insert(L, before + 1);
    return lua_gettop(L) - before;
}
