/* lua_transactions.c - Transactions: orders by their state and their id. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_symbol.h"

#include "time/civil.h"

#include <stdio.h>

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

static int32_t opt_symbol(lua_State *L, int arg, const char *func)
{
    return lua_isnoneornil(L, arg) ? -1 : peri_lua_check_symbol(L, arg, func);
}

/* [table] -> [table] with one ticket more */
static void append(lua_State *L, int64_t id)
{
    peri_lua_push_ticket(L, id);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* GetOpenOrders(symbol) -> OrderTicket[] */
static int get_open_orders(lua_State *L)
{
    const int32_t security = opt_symbol(L, 1, "Transactions.GetOpenOrders");
    const peri_broker *broker = peri_engine_broker(engine_of(L));
    lua_newtable(L);
    for (int64_t id = peri_broker_next_open(broker, 0); id != 0;
         id = peri_broker_next_open(broker, id))
        if (security < 0 || peri_broker_order(broker, id)->security == security)
            append(L, id);
    return 1;
}

/* GetOrderById(id) -> OrderTicket or nil */
static int get_order_by_id(lua_State *L)
{
    const int64_t id =
        peri_lua_check_integer(L, 1, "Transactions.GetOrderById", "id", INT64_MIN, INT64_MAX);
    if (!peri_broker_order(peri_engine_broker(engine_of(L)), id)) {
        lua_pushnil(L);
        return 1;
    }
    return peri_lua_push_ticket(L, id);
}

/* CancelOrder(id, tag) -> true or false, text, code */
static int cancel_order(lua_State *L)
{
    static const char func[] = "Transactions.CancelOrder";
    const int64_t id = peri_lua_check_integer(L, 1, func, "id", INT64_MIN, INT64_MAX);
    const char *tag = peri_lua_check_tag(L, 2, func);
    peri_error err;
    return peri_lua_push_answer(L, peri_engine_cancel(engine_of(L), id, tag, &err), &err);
}

/* LEAN's: the algorithm's time with seven decimals. */
static void tag_of_all(lua_State *L, char tag[PERI_ORDER_TAG])
{
    peri_civil now;
    peri_time_split(peri_engine_local(engine_of(L)), &now);
    snprintf(tag, PERI_ORDER_TAG,
             "Canceled by CancelOpenOrders() at %04u-%02u-%02uT%02u:%02u:%02u.%07u",
             (unsigned)now.year % 10000, (unsigned)now.month % 100, (unsigned)now.day % 100,
             (unsigned)now.hour % 100, (unsigned)now.minute % 100, (unsigned)now.second % 100,
             (unsigned)now.nanosecond / 100);
}

/* CancelOpenOrders(symbol, tag) -> OrderTicket[] */
static int cancel_open_orders(lua_State *L)
{
    static const char func[] = "Transactions.CancelOpenOrders";
    char all[PERI_ORDER_TAG];
    const int32_t security = opt_symbol(L, 1, func);
    const char *tag = peri_lua_check_tag(L, 2, func);
    peri_error err;
    int64_t id = 0;
    tag_of_all(L, all);
    if (security < 0 && !tag)
        tag = all;
    lua_newtable(L);
    for (;;) {
        if (peri_engine_cancel_open(engine_of(L), security, tag, id, &id, &err) != PERI_OK)
            return peri_lua_raise_refused(L, &err);
        if (id == 0)
            return 1;
        append(L, id);
    }
}

void peri_lua_transactions_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"GetOpenOrders", get_open_orders},
        {"GetOpenOrderTickets", get_open_orders},
        {"GetOrderById", get_order_by_id},
        {"GetOrderTicket", get_order_by_id},
        {"CancelOrder", cancel_order},
        {"CancelOpenOrders", cancel_open_orders},
        {NULL, NULL},
    };
    peri_lua_library(L, "Transactions", functions, NULL);
}
