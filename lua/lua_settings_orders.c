/* lua_settings_orders.c - the members of Settings that govern orders. Layer 6. */
#include "lua_settings_orders.h"

#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_time.h"

#include <math.h>

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

static peri_broker *broker_of(lua_State *L)
{
    return peri_engine_broker(engine_of(L));
}

static peri_trade_rules *rules_of(lua_State *L)
{
    return peri_broker_rules(broker_of(L));
}

/* The new value of a property: lowest..highest, both included. */
static double check_within(lua_State *L, const char *func, double lowest, double highest,
                           const char *expected)
{
    const double value = peri_lua_check_number(L, 3, func, NULL);
    if (value < lowest || value > highest)
        peri_lua_arg_error(L, 3, func, NULL, expected);
    return value;
}

static int64_t check_span(lua_State *L, const char *func)
{
    const int64_t span = peri_lua_check_timespan(L, 3, func, NULL);
    if (span < 0)
        peri_lua_arg_error(L, 3, func, NULL, "a TimeSpan of 0 or more");
    return span;
}

/* nil: FreePortfolioValuePercentage counts. */
int peri_lua_get_free_value(lua_State *L, void *self)
{
    const double value = rules_of(L)->free_value;
    (void)self;
    if (value < 0)
        lua_pushnil(L);
    else
        lua_pushnumber(L, value);
    return 1;
}

int peri_lua_set_free_value(lua_State *L, void *self)
{
    (void)self;
    rules_of(L)->free_value = lua_isnil(L, 3) ? -1
                                              : check_within(L, "Settings.FreePortfolioValue", 0,
                                                             HUGE_VAL, "a number >= 0 or nil");
    return 0;
}

int peri_lua_get_free_fraction(lua_State *L, void *self)
{
    (void)self;
    lua_pushnumber(L, rules_of(L)->free_fraction);
    return 1;
}

int peri_lua_set_free_fraction(lua_State *L, void *self)
{
    (void)self;
    rules_of(L)->free_fraction = check_within(L, "Settings.FreePortfolioValuePercentage", 0, 1,
                                              "a fraction from 0 to 1 (0.0025 is 0.25 %)");
    return 0;
}

int peri_lua_get_minimum_order_margin(lua_State *L, void *self)
{
    (void)self;
    lua_pushnumber(L, rules_of(L)->minimum_order_margin);
    return 1;
}

int peri_lua_set_minimum_order_margin(lua_State *L, void *self)
{
    (void)self;
    rules_of(L)->minimum_order_margin =
        check_within(L, "Settings.MinimumOrderMarginPortfolioPercentage", 0, 1,
                     "a fraction from 0 to 1 (0.001 is 0.1 %)");
    return 0;
}

int peri_lua_get_close_buffer(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_timespan(L, rules_of(L)->close_buffer_ns);
    return 1;
}

int peri_lua_set_close_buffer(lua_State *L, void *self)
{
    (void)self;
    rules_of(L)->close_buffer_ns = check_span(L, "Settings.MarketOnCloseSubmissionTimeBuffer");
    return 0;
}

/* How much older than a market order its price may be. */
int peri_lua_get_stale_price_span(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_timespan(L, peri_broker_stale_price_span(broker_of(L)));
    return 1;
}

int peri_lua_set_stale_price_span(lua_State *L, void *self)
{
    (void)self;
    peri_broker_set_stale_price_span(broker_of(L), check_span(L, "Settings.StalePriceTimeSpan"));
    return 0;
}

int peri_lua_get_max_orders(lua_State *L, void *self)
{
    (void)self;
    lua_pushinteger(L, peri_broker_max_orders(broker_of(L)));
    return 1;
}

int peri_lua_set_max_orders(lua_State *L, void *self)
{
    const int64_t most = peri_lua_check_integer(L, 3, "Settings.MaxOrders", NULL, 0, INT64_MAX);
    (void)self;
    if (!peri_lua_runtime(L)->options.trainers) /* a live run has no maximum */
        peri_broker_set_max_orders(broker_of(L), most);
    return 0;
}

int peri_lua_get_liquidate_enabled(lua_State *L, void *self)
{
    (void)self;
    lua_pushboolean(L, peri_engine_liquidates(engine_of(L)));
    return 1;
}

int peri_lua_set_liquidate_enabled(lua_State *L, void *self)
{
    (void)self;
    peri_engine_set_liquidates(engine_of(L),
                               peri_lua_check_boolean(L, 3, "Settings.LiquidateEnabled", NULL));
    return 0;
}
