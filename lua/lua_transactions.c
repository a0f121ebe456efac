/* lua_transactions.c - Transactions: orders as they are, by their state and their id. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_symbol.h"
#include "lua_time.h"

#include "host/host.h"
#include "host/readonly.h"
#include "time/civil.h"

#include <stdio.h>
#include <string.h>

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

static int32_t opt_symbol(lua_State *L, int arg, const char *func)
{
    return lua_isnoneornil(L, arg) ? -1 : peri_lua_check_symbol(L, arg, func);
}

/* --- lists --- */

typedef void (*push_order_fn)(lua_State *L, int64_t id);

static void push_ticket(lua_State *L, int64_t id)
{
    peri_lua_push_ticket(L, id);
}

static void push_copy(lua_State *L, int64_t id)
{
    peri_lua_push_order(L, peri_broker_order(peri_engine_broker(engine_of(L)), id));
}

/* [table] -> [table] with one value more */
static void append(lua_State *L, int64_t id, push_order_fn push)
{
    push(L, id);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* Which orders are meant: argument 1 is a symbol, a function of what is listed, or nil. */
struct filter {
    const char *func;
    int32_t security; /* -1: any */
    bool has_function;
};

static struct filter check_filter(lua_State *L, const char *func)
{
    struct filter filter = {func, -1, lua_isfunction(L, 1)};
    if (!filter.has_function)
        filter.security = opt_symbol(L, 1, func);
    return filter;
}

/* Whether an order is meant; a function of the strategy's may send others. */
static bool passes(lua_State *L, const struct filter *filter, int64_t id, push_order_fn push)
{
    const peri_order *order = peri_broker_order(peri_engine_broker(engine_of(L)), id);
    if (!filter->has_function)
        return filter->security < 0 || order->security == filter->security;
    lua_pushvalue(L, 1);
    push(L, id);
    lua_call(L, 1, 1);
    const bool meant = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return meant;
}

static int list_open(lua_State *L, const char *func, push_order_fn push)
{
    const struct filter filter = check_filter(L, func);
    const peri_broker *broker = peri_engine_broker(engine_of(L));
    lua_newtable(L);
    for (int64_t id = peri_broker_next_open(broker, 0); id != 0;
         id = peri_broker_next_open(broker, id))
        if (passes(L, &filter, id, push))
            append(L, id, push);
    return 1;
}

static int list_all(lua_State *L, const char *func, push_order_fn push)
{
    const struct filter filter = check_filter(L, func);
    const int64_t last = (int64_t)peri_broker_order_count(peri_engine_broker(engine_of(L)));
    lua_newtable(L);
    for (int64_t id = 1; id <= last; id++)
        if (passes(L, &filter, id, push))
            append(L, id, push);
    return 1;
}

/* GetOpenOrders(symbol | function(order)) -> Order[] */
static int get_open_orders(lua_State *L)
{
    return list_open(L, "Transactions.GetOpenOrders", push_copy);
}

/* GetOpenOrderTickets(symbol | function(ticket)) -> OrderTicket[] */
static int get_open_order_tickets(lua_State *L)
{
    return list_open(L, "Transactions.GetOpenOrderTickets", push_ticket);
}

/* GetOrders(symbol | function(order)) -> Order[] */
static int get_orders(lua_State *L)
{
    return list_all(L, "Transactions.GetOrders", push_copy);
}

/* GetOrderTickets(symbol | function(ticket)) -> OrderTicket[] */
static int get_order_tickets(lua_State *L)
{
    return list_all(L, "Transactions.GetOrderTickets", push_ticket);
}

/* GetOpenOrdersRemainingQuantity(symbol | function(ticket)) -> number */
static int get_remaining_quantity(lua_State *L)
{
    const struct filter filter = check_filter(L, "Transactions.GetOpenOrdersRemainingQuantity");
    const peri_broker *broker = peri_engine_broker(engine_of(L));
    double remaining = 0;
    for (int64_t id = peri_broker_next_open(broker, 0); id != 0;
         id = peri_broker_next_open(broker, id)) {
        const peri_order *order;
        if (!passes(L, &filter, id, push_ticket))
            continue;
        order = peri_broker_order(broker, id);
        remaining += order->quantity - order->filled_quantity;
    }
    lua_pushnumber(L, remaining);
    return 1;
}

/* --- one of them --- */

/* The order whose id is the argument, NULL when there is none. */
static const peri_order *find_order(lua_State *L, const char *func)
{
    const int64_t id = peri_lua_check_integer(L, 1, func, "id", INT64_MIN, INT64_MAX);
    return peri_broker_order(peri_engine_broker(engine_of(L)), id);
}

/* GetOrderById(id) -> Order or nil */
static int get_order_by_id(lua_State *L)
{
    const peri_order *order = find_order(L, "Transactions.GetOrderById");
    if (order)
        return peri_lua_push_order(L, order);
    lua_pushnil(L);
    return 1;
}

/* GetOrderTicket(id) -> OrderTicket or nil */
static int get_order_ticket(lua_State *L)
{
    const peri_order *order = find_order(L, "Transactions.GetOrderTicket");
    if (order)
        return peri_lua_push_ticket(L, order->id);
    lua_pushnil(L);
    return 1;
}

/* --- AddOrder --- */

static const char add_order_name[] = "Transactions.AddOrder";

#define MEMBER(name) "Transactions.AddOrder's " name /* what messages call it */

/* [] -> [value of a member, nil when it is not there] -> its index */
static int push_member(lua_State *L, const char *name)
{
    lua_getfield(L, 1, name);
    return lua_gettop(L);
}

static double opt_price(lua_State *L, const char *name)
{
    const int at = push_member(L, name);
    if (!lua_isnil(L, at) && lua_type(L, at) != LUA_TNUMBER)
        luaL_error(L, "%s: %s was %s, expected a number", add_order_name, name,
                   peri_lua_describe(L, at));
    return lua_tonumber(L, at); /* what is not there, or not finite, the broker refuses */
}

/* A local time is not asked for: as in LEAN it is UTC. */
static int64_t opt_time(lua_State *L)
{
    int64_t utc_ns = 0;
    const int at = push_member(L, "Time");
    if (!lua_isnil(L, at) && !peri_lua_test_datetime(L, at, &utc_ns))
        luaL_error(L, "%s: Time was %s, expected a DateTime in UTC", add_order_name,
                   peri_lua_describe(L, at));
    return utc_ns;
}

/* Raise for a member that no order has. */
static void check_members(lua_State *L)
{
    static const peri_name names[] = {
        {"OrderType", 0}, {"Symbol", 0},       {"Quantity", 0},        {"LimitPrice", 0},
        {"StopPrice", 0}, {"TriggerPrice", 0}, {"TrailingAmount", 0},  {"TrailingAsPercentage", 0},
        {"Time", 0},      {"Tag", 0},          {"OrderProperties", 0}, {NULL, 0}};
    static const peri_lua_enum members = {"Transactions.AddOrder's members", names, false};
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        peri_lua_check_enum(L, lua_gettop(L) - 1, MEMBER("member"), NULL, &members);
}

/* AddOrder{ OrderType = OrderType.Limit, Symbol = spy, Quantity = 10, LimitPrice = 100, ... } */
static int add_order(lua_State *L)
{
    peri_order_request request = {.keeps_type = true};
    peri_lua_check_table(L, 1, add_order_name, "request");
    lua_settop(L, 1);
    check_members(L);
    request.type = (peri_order_type)peri_lua_check_enum(
        L, push_member(L, "OrderType"), MEMBER("OrderType"), NULL, &peri_lua_order_type);
    request.security = peri_lua_check_symbol_at(L, push_member(L, "Symbol"), MEMBER("Symbol"));
    request.quantity =
        peri_lua_check_number(L, push_member(L, "Quantity"), MEMBER("Quantity"), NULL);
    request.limit_price = opt_price(L, "LimitPrice");
    request.stop_price = opt_price(L, "StopPrice");
    request.trigger_price = opt_price(L, "TriggerPrice");
    request.trailing_amount = opt_price(L, "TrailingAmount");
    request.trailing_as_percentage = peri_lua_opt_boolean(
        L, push_member(L, "TrailingAsPercentage"), MEMBER("TrailingAsPercentage"), NULL, false);
    request.time_ns = opt_time(L);
    request.tag = peri_lua_check_tag(L, push_member(L, "Tag"), MEMBER("Tag"), NULL);
    peri_lua_check_order_properties(L, push_member(L, "OrderProperties"), MEMBER("OrderProperties"),
                                    NULL, &request);
    return peri_lua_send_order(L, &request);
}

/* --- cancels --- */

/* CancelOrder(id, tag) -> true or false, text, code */
static int cancel_order(lua_State *L)
{
    static const char func[] = "Transactions.CancelOrder";
    const int64_t id = peri_lua_check_integer(L, 1, func, "id", INT64_MIN, INT64_MAX);
    const char *tag = peri_lua_check_tag(L, 2, func, "tag");
    peri_error err;
    return peri_lua_push_answer(L, peri_engine_cancel(engine_of(L), id, tag, &err), &err);
}

/* LEAN's: UTC with seven decimals. */
static void tag_of_all(lua_State *L, char tag[PERI_ORDER_TAG])
{
    peri_civil now;
    peri_time_split(peri_engine_clock(engine_of(L)), &now);
    snprintf(tag, PERI_ORDER_TAG,
             "Canceled by CancelOpenOrders() at %04u-%02u-%02uT%02u:%02u:%02u.%07uZ",
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
    const char *tag = peri_lua_check_tag(L, 2, func, "tag");
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
        append(L, id, push_ticket);
    }
}

/* --- properties --- */

/* Upvalue: the functions. __index(Transactions, key): OrdersCount and LastOrderId are the same
   number, since ids count from 1. */
static int index_transactions(lua_State *L)
{
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    lua_settop(L, 2);
    if (strcmp(name, "OrdersCount") == 0 || strcmp(name, "LastOrderId") == 0)
        lua_pushinteger(L, (lua_Integer)peri_broker_order_count(peri_engine_broker(engine_of(L))));
    else
        lua_gettable(L, lua_upvalueindex(1)); /* raises for a name there is not */
    return 1;
}

static void open_properties(lua_State *L)
{
    peri_host_api(L);
    lua_getfield(L, -1, "Transactions");
    peri_readonly_members(L, -1);
    lua_pushcclosure(L, index_transactions, 1);
    peri_readonly_set_meta(L, -2, "__index");
    lua_pop(L, 2);
}

void peri_lua_transactions_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"GetOpenOrders", get_open_orders},
        {"GetOpenOrderTickets", get_open_order_tickets},
        {"GetOpenOrdersRemainingQuantity", get_remaining_quantity},
        {"GetOrders", get_orders},
        {"GetOrderTickets", get_order_tickets},
        {"GetOrderById", get_order_by_id},
        {"GetOrderTicket", get_order_ticket},
        {"AddOrder", add_order},
        {"CancelOrder", cancel_order},
        {"CancelOpenOrders", cancel_open_orders},
        {NULL, NULL},
    };
    peri_lua_library(L, "Transactions", functions, NULL);
    open_properties(L);
}
