/* lua_margin_call.c - see lua_margin_call.h. Layer 6. */
#include "lua_margin_call.h"

#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"

#include <math.h>

static const char name[] = "OnMarginCall";

/* One call, for the protected function below. */
struct call {
    peri_margin_request *requests; /* shape [n] */
    size_t n;
};

static void push_request(lua_State *L, const peri_margin_request *request)
{
    lua_createtable(L, 0, 4);
    peri_lua_push_symbol(L, request->security);
    lua_setfield(L, -2, "Symbol");
    lua_pushnumber(L, request->quantity);
    lua_setfield(L, -2, "Quantity");
    peri_lua_push_enum(L, &peri_lua_order_type, PERI_ORDER_MARKET);
    lua_setfield(L, -2, "OrderType");
    lua_pushliteral(L, "Margin Call");
    lua_setfield(L, -2, "Tag");
}

/* The request on top, as the strategy left it. */
static peri_margin_request take_request(lua_State *L, int at)
{
    peri_margin_request request;
    if (lua_type(L, -1) != LUA_TTABLE)
        luaL_error(L, "request %d was left as %s, expected a table", at, peri_lua_describe(L, -1));
    lua_pushfstring(L, "the Symbol of request %d", at);
    lua_getfield(L, -2, "Symbol");
    request.security = peri_lua_check_symbol_at(L, lua_gettop(L), lua_tostring(L, -2));
    lua_pushfstring(L, "the Quantity of request %d", at);
    lua_getfield(L, -4, "Quantity");
    request.quantity = peri_lua_check_number(L, lua_gettop(L), lua_tostring(L, -2), NULL);
    if (request.quantity == 0)
        luaL_error(L, "the Quantity of request %d was left as 0: take it out instead", at);
    lua_pop(L, 4);
    return request;
}

/* OnMarginCall(requests): what is in the array afterwards is ordered. */
static int call_strategy(lua_State *L)
{
    struct call *call = lua_touserdata(L, 1);
    const peri_runtime *runtime = peri_lua_runtime(L);
    lua_createtable(L, (int)call->n, 0);
    for (size_t i = 0; i < call->n; i++) {
        push_request(L, &call->requests[i]);
        lua_rawseti(L, 2, (lua_Integer)i + 1);
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, runtime->callbacks[PERI_ON_MARGIN_CALL]);
    lua_pushvalue(L, 2);
    lua_call(L, 1, 0);
    const size_t left = (size_t)lua_rawlen(L, 2);
    if (left > call->n)
        return luaL_error(L, "%d requests were added: a margin call can lose some only",
                          (int)(left - call->n));
    for (size_t i = 0; i < left; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        call->requests[i] = take_request(L, (int)i + 1);
        lua_pop(L, 1);
    }
    call->n = left;
    return 0;
}

int peri_lua_on_margin_call(void *ctx, peri_margin_request *requests, size_t *n, peri_error *err)
{
    peri_runtime *runtime = ctx;
    struct call call = {requests, *n};
    if (runtime->callbacks[PERI_ON_MARGIN_CALL] == LUA_NOREF)
        return PERI_OK;
    if (!lua_checkstack(runtime->L, 4))
        return peri_fail(err, PERI_ENOMEM, "no memory to call %s", name);
    lua_pushcfunction(runtime->L, call_strategy);
    lua_pushlightuserdata(runtime->L, &call);
    const int rc = peri_host_call(runtime->host, runtime->L, 1, 0, NULL, err);
    *n = call.n;
    return peri_lua_failed_in(runtime, name, rc, err);
}
