/* lua_orders.c - orders as a strategy sends them. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_symbol.h"

#include <stdio.h>
#include <string.h>

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

/* --- what was refused --- */

int peri_lua_raise_refused(lua_State *L, const peri_error *err)
{
    const peri_refusal refusal = peri_engine_refusal(engine_of(L));
    peri_error with_code = *err;
    const size_t len = strlen(err->text);
    if (refusal != PERI_REFUSAL_NONE)
        snprintf(with_code.text + len, sizeof with_code.text - len, " [%s]",
                 peri_refusal_name(refusal));
    return peri_lua_raise(L, &with_code);
}

int peri_lua_push_answer(lua_State *L, int rc, const peri_error *err)
{
    const peri_refusal refusal = peri_engine_refusal(engine_of(L));
    lua_pushboolean(L, rc == PERI_OK);
    if (rc == PERI_OK)
        return 1;
    if (refusal == PERI_REFUSAL_NONE)
        return peri_lua_raise(L, err);
    lua_pushstring(L, err->text);
    lua_pushstring(L, peri_refusal_name(refusal));
    return 3;
}

/* --- arguments --- */

const char *peri_lua_check_tag(lua_State *L, int arg, const char *func)
{
    size_t len = 0;
    const char *tag = peri_lua_opt_string(L, arg, func, "tag", &len, NULL);
    if (tag && (len >= PERI_ORDER_TAG || memchr(tag, '\0', len)))
        peri_lua_arg_error(L, arg, func, "tag", "at most 63 bytes without zeros");
    return tag;
}

/* The end of every list of arguments: [asynchronous,] tag, orderProperties. An order is always sent
   at once, so asynchronous changes nothing; where it is left out the tag comes first. */
static void check_options(lua_State *L, int arg, const char *func, peri_order_request *request)
{
    if (lua_isboolean(L, arg) || (lua_isnil(L, arg) && lua_type(L, arg + 1) == LUA_TSTRING))
        arg++;
    request->tag = peri_lua_check_tag(L, arg, func);
    peri_lua_check_order_properties(L, arg + 1, func, request);
}

static peri_order_request check_order(lua_State *L, const char *func, peri_order_type type)
{
    peri_order_request request = {.type = type};
    request.security = peri_lua_check_symbol(L, 1, func);
    request.quantity = peri_lua_check_number(L, 2, func, "quantity");
    return request;
}

static int send(lua_State *L, const peri_order_request *request)
{
    peri_error err;
    int64_t id;
    if (peri_engine_send(engine_of(L), request, &id, &err) != PERI_OK)
        return peri_lua_raise_refused(L, &err);
    return peri_lua_push_ticket(L, id);
}

/* --- one function for each type --- */

static int send_market(lua_State *L, const char *func, peri_order_type type, double sign)
{
    peri_order_request request = check_order(L, func, type);
    request.quantity *= sign;
    check_options(L, 3, func, &request);
    return send(L, &request);
}

static int market_order(lua_State *L)
{
    return send_market(L, "MarketOrder", PERI_ORDER_MARKET, 1);
}

static int order(lua_State *L)
{
    return send_market(L, "Order", PERI_ORDER_MARKET, 1);
}

static int buy(lua_State *L)
{
    return send_market(L, "Buy", PERI_ORDER_MARKET, 1);
}

static int sell(lua_State *L)
{
    return send_market(L, "Sell", PERI_ORDER_MARKET, -1);
}

static int market_on_open_order(lua_State *L)
{
    return send_market(L, "MarketOnOpenOrder", PERI_ORDER_MARKET_ON_OPEN, 1);
}

static int market_on_close_order(lua_State *L)
{
    return send_market(L, "MarketOnCloseOrder", PERI_ORDER_MARKET_ON_CLOSE, 1);
}

static int limit_order(lua_State *L)
{
    static const char func[] = "LimitOrder";
    peri_order_request request = check_order(L, func, PERI_ORDER_LIMIT);
    request.limit_price = peri_lua_check_number(L, 3, func, "limitPrice");
    check_options(L, 4, func, &request);
    return send(L, &request);
}

static int stop_market_order(lua_State *L)
{
    static const char func[] = "StopMarketOrder";
    peri_order_request request = check_order(L, func, PERI_ORDER_STOP_MARKET);
    request.stop_price = peri_lua_check_number(L, 3, func, "stopPrice");
    check_options(L, 4, func, &request);
    return send(L, &request);
}

static int stop_limit_order(lua_State *L)
{
    static const char func[] = "StopLimitOrder";
    peri_order_request request = check_order(L, func, PERI_ORDER_STOP_LIMIT);
    request.stop_price = peri_lua_check_number(L, 3, func, "stopPrice");
    request.limit_price = peri_lua_check_number(L, 4, func, "limitPrice");
    check_options(L, 5, func, &request);
    return send(L, &request);
}

static int limit_if_touched_order(lua_State *L)
{
    static const char func[] = "LimitIfTouchedOrder";
    peri_order_request request = check_order(L, func, PERI_ORDER_LIMIT_IF_TOUCHED);
    request.trigger_price = peri_lua_check_number(L, 3, func, "triggerPrice");
    request.limit_price = peri_lua_check_number(L, 4, func, "limitPrice");
    check_options(L, 5, func, &request);
    return send(L, &request);
}

/* (symbol, quantity, trailingAmount, trailingAsPercentage, ...) or
   (symbol, quantity, stopPrice, trailingAmount, trailingAsPercentage, ...) */
static int trailing_stop_order(lua_State *L)
{
    static const char func[] = "TrailingStopOrder";
    peri_order_request request = check_order(L, func, PERI_ORDER_TRAILING_STOP);
    int arg = 3;
    if (lua_type(L, 4) == LUA_TNUMBER) {
        request.stop_price = peri_lua_check_number(L, arg++, func, "stopPrice");
        if (!(request.stop_price > 0)) /* 0 would ask for the amount's own */
            return peri_lua_arg_error(L, 3, func, "stopPrice", "a number > 0");
    }
    request.trailing_amount = peri_lua_check_number(L, arg++, func, "trailingAmount");
    request.trailing_as_percentage = peri_lua_check_boolean(L, arg++, func, "trailingAsPercentage");
    check_options(L, arg, func, &request);
    return send(L, &request);
}

/* --- targets --- */

/* Array at index 1 of { symbol, fraction } -> targets, in a userdata on the stack. */
static peri_target *check_targets(lua_State *L, const char *func, size_t *n)
{
    *n = (size_t)lua_rawlen(L, 1);
    peri_target *targets = lua_newuserdatauv(L, (*n + 1) * sizeof *targets, 0);
    for (size_t i = 0; i < *n; i++) {
        if (lua_rawgeti(L, 1, (lua_Integer)i + 1) != LUA_TTABLE)
            luaL_error(L, "%s: target %d was %s, expected { symbol, fraction }", func, (int)i + 1,
                       peri_lua_describe(L, -1));
        lua_rawgeti(L, -1, 1);
        targets[i] = (peri_target){.security = peri_lua_check_symbol(L, lua_gettop(L), func)};
        if (lua_rawgeti(L, -2, 2) != LUA_TNUMBER)
            luaL_error(L, "%s: the fraction of target %d was %s, expected a number", func,
                       (int)i + 1, peri_lua_describe(L, -1));
        targets[i].fraction = lua_tonumber(L, -1);
        for (size_t k = 0; k < i; k++)
            if (targets[k].security == targets[i].security)
                luaL_error(L, "%s: target %d is the symbol of target %d again", func, (int)i + 1,
                           (int)k + 1);
        lua_pop(L, 3);
    }
    return targets;
}

/* SetHoldings(targets, liquidateExistingHoldings, [asynchronous,] tag, orderProperties)
   -> OrderTicket[] in the order they were sent */
static int set_several(lua_State *L, const char *func)
{
    peri_order_request request = {.type = PERI_ORDER_MARKET};
    peri_error err;
    size_t n;
    const bool others = peri_lua_opt_boolean(L, 2, func, "liquidateExistingHoldings", false);
    check_options(L, 3, func, &request);
    peri_target *targets = check_targets(L, func, &n);
    if (peri_engine_set_targets(engine_of(L), &request, others, targets, n, &err) != PERI_OK)
        return peri_lua_raise_refused(L, &err);
    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        if (targets[i].id == 0)
            continue;
        peri_lua_push_ticket(L, targets[i].id);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
    return 1;
}

/* SetHoldings(symbol, fraction, liquidateExistingHoldings, [asynchronous,] tag, orderProperties)
   -> OrderTicket or nil */
static int set_holdings(lua_State *L)
{
    static const char func[] = "SetHoldings";
    peri_order_request request = {.type = PERI_ORDER_MARKET};
    peri_error err;
    if (lua_istable(L, 1) && lua_rawlen(L, 1) > 0)
        return set_several(L, func);
    peri_target target = {.security = peri_lua_check_symbol(L, 1, func)};
    target.fraction = peri_lua_check_number(L, 2, func, "fraction");
    const bool others = peri_lua_opt_boolean(L, 3, func, "liquidateExistingHoldings", false);
    check_options(L, 4, func, &request);
    if (peri_engine_set_targets(engine_of(L), &request, others, &target, 1, &err) != PERI_OK)
        return peri_lua_raise_refused(L, &err);
    if (target.id == 0)
        lua_pushnil(L);
    else
        peri_lua_push_ticket(L, target.id);
    return 1;
}

/* CalculateOrderQuantity(symbol, target) -> number */
static int calculate_order_quantity(lua_State *L)
{
    static const char func[] = "CalculateOrderQuantity";
    const int32_t security = peri_lua_check_symbol(L, 1, func);
    const double target = peri_lua_check_number(L, 2, func, "target");
    const peri_broker *broker = peri_engine_broker(engine_of(L));
    double quantity = 0;
    peri_error err;
    if (peri_broker_target_quantity(broker, security, target, &quantity, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnumber(L, quantity);
    return 1;
}

/* Liquidate(symbol, [asynchronous,] tag, orderProperties) -> OrderTicket[] */
static int liquidate(lua_State *L)
{
    static const char func[] = "Liquidate";
    peri_engine *engine = engine_of(L);
    peri_order_request request = {.type = PERI_ORDER_MARKET};
    peri_error err;
    size_t n;
    const int32_t security = lua_isnoneornil(L, 1) ? -1 : peri_lua_check_symbol(L, 1, func);
    check_options(L, 2, func, &request);
    const size_t cap = security < 0 ? peri_engine_security_count(engine) : 1;
    int64_t *ids = lua_newuserdatauv(L, (cap + 1) * sizeof *ids, 0);
    if (peri_engine_liquidate(engine, security, request.tag, &request, ids, cap, &n, &err) !=
        PERI_OK)
        return peri_lua_raise_refused(L, &err);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n && i < cap; i++) {
        peri_lua_push_ticket(L, ids[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int set_maximum_orders(lua_State *L)
{
    const int64_t most = peri_lua_check_integer(L, 1, "SetMaximumOrders", "max", 0, INT64_MAX);
    if (!peri_lua_runtime(L)->options.trainers) /* a live run has no maximum */
        peri_broker_set_max_orders(peri_engine_broker(engine_of(L)), most);
    return 0;
}

void peri_lua_orders_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"MarketOrder", market_order},
        {"Order", order},
        {"Buy", buy},
        {"Sell", sell},
        {"LimitOrder", limit_order},
        {"StopMarketOrder", stop_market_order},
        {"StopLimitOrder", stop_limit_order},
        {"LimitIfTouchedOrder", limit_if_touched_order},
        {"TrailingStopOrder", trailing_stop_order},
        {"MarketOnOpenOrder", market_on_open_order},
        {"MarketOnCloseOrder", market_on_close_order},
        {"SetHoldings", set_holdings},
        {"CalculateOrderQuantity", calculate_order_quantity},
        {"Liquidate", liquidate},
        {"SetMaximumOrders", set_maximum_orders},
        {NULL, NULL},
    };
    peri_lua_global_functions(L, functions);
}
