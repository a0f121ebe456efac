/* lua_orders.c - orders as a strategy sends them. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_subscribe.h"
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

const char *peri_lua_check_tag(lua_State *L, int arg, const char *func, const char *name)
{
    size_t len = 0;
    const char *tag = peri_lua_opt_string(L, arg, func, name, &len, NULL);
    if (tag && (len >= PERI_ORDER_TAG || memchr(tag, '\0', len)))
        peri_lua_arg_error(L, arg, func, name, "at most 63 bytes without zeros");
    return tag;
}

void peri_lua_check_order_options(lua_State *L, int arg, const char *func,
                                  peri_order_request *request)
{
    const int first = lua_type(L, arg);
    if (first == LUA_TBOOLEAN || (first == LUA_TNIL && lua_type(L, arg + 1) == LUA_TSTRING))
        arg++;
    if (first != LUA_TNONE)
        request->tag = peri_lua_check_tag(L, arg, func, "tag");
    peri_lua_check_order_properties(L, arg + 1, func, "orderProperties", request);
}

static peri_order_request check_order(lua_State *L, const char *func, peri_order_type type)
{
    peri_order_request request = {.type = type};
    request.security = peri_lua_check_or_add(L, 1, func, true);
    request.quantity = peri_lua_check_number(L, 2, func, "quantity");
    return request;
}

int peri_lua_send_order(lua_State *L, const peri_order_request *request)
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
    peri_lua_check_order_options(L, 3, func, &request);
    return peri_lua_send_order(L, &request);
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
    peri_lua_check_order_options(L, 4, func, &request);
    return peri_lua_send_order(L, &request);
}

static int stop_market_order(lua_State *L)
{
    static const char func[] = "StopMarketOrder";
    peri_order_request request = check_order(L, func, PERI_ORDER_STOP_MARKET);
    request.stop_price = peri_lua_check_number(L, 3, func, "stopPrice");
    peri_lua_check_order_options(L, 4, func, &request);
    return peri_lua_send_order(L, &request);
}

static int stop_limit_order(lua_State *L)
{
    static const char func[] = "StopLimitOrder";
    peri_order_request request = check_order(L, func, PERI_ORDER_STOP_LIMIT);
    request.stop_price = peri_lua_check_number(L, 3, func, "stopPrice");
    request.limit_price = peri_lua_check_number(L, 4, func, "limitPrice");
    peri_lua_check_order_options(L, 5, func, &request);
    return peri_lua_send_order(L, &request);
}

static int limit_if_touched_order(lua_State *L)
{
    static const char func[] = "LimitIfTouchedOrder";
    peri_order_request request = check_order(L, func, PERI_ORDER_LIMIT_IF_TOUCHED);
    request.trigger_price = peri_lua_check_number(L, 3, func, "triggerPrice");
    request.limit_price = peri_lua_check_number(L, 4, func, "limitPrice");
    peri_lua_check_order_options(L, 5, func, &request);
    return peri_lua_send_order(L, &request);
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
    peri_lua_check_none(L, arg + 3, func, "nothing behind the orderProperties");
    peri_lua_check_order_options(L, arg, func, &request);
    return peri_lua_send_order(L, &request);
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
        {"SetMaximumOrders", set_maximum_orders},
        {NULL, NULL},
    };
    peri_lua_global_functions(L, functions);
}
