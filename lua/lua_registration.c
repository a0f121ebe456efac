/* lua_registration.c - what feeds indicators and handlers. Layer 6. */
#include "lua_registration_internal.h"

#include "lua_history.h"
#include "lua_indicators.h"
#include "lua_slice.h"
#include "lua_subscribe.h"
#include "lua_symbol.h"
#include "lua_time.h"

static const char PERIODS[] = "a Resolution, a TimeSpan, a Calendar or a number of bars";

const peri_security *peri_lua_security_at(lua_State *L, int32_t security)
{
    return peri_engine_security(peri_lua_runtime(L)->engine, security);
}

/* Of several subscriptions that which bars of a length are, or are made of; 0: the first. */
peri_resolution peri_lua_input_of(lua_State *L, int32_t security, int64_t length_ns)
{
    return peri_engine_input_resolution(peri_lua_runtime(L)->engine, security, length_ns);
}

static bool is_quoted(lua_State *L, int32_t security)
{
    return peri_engine_is_quoted(peri_lua_runtime(L)->engine, security);
}

/* --- periods --- */

/* Length of bars of a period of time; 0: it has none, or is the security's own. */
int64_t peri_lua_period_length(const peri_lua_period *period)
{
    if (period->kind == PERI_PERIOD_RESOLUTION)
        return peri_resolution_ns(period->resolution);
    return period->kind == PERI_PERIOD_SPAN ? period->value : 0;
}

/* Whether the security's own bars are meant; raises for shorter ones. */
bool peri_lua_is_own(lua_State *L, int32_t security, const peri_lua_period *period,
                     const char *func)
{
    const int64_t wanted = peri_lua_period_length(period);
    const peri_resolution input = peri_lua_input_of(L, security, wanted);
    const int64_t own = peri_resolution_ns(input);
    if (period->kind == PERI_PERIOD_NONE)
        return true;
    if (wanted > 0 && wanted < own)
        luaL_error(L, "%s: '%s' has %s bars, which cannot be made into shorter ones", func,
                   peri_lua_security_at(L, security)->ticker, peri_resolution_name(input));
    return wanted == own;
}

/* Push the consolidator of a period, of trades or of quotes, registered with a security. */
static peri_consolidator *push_registered(lua_State *L, int32_t security, peri_lua_period period,
                                          bool quotes, const char *func)
{
    int64_t longest = 0;
    if (peri_lua_is_own(L, security, &period, func)) {
        longest =
            peri_resolution_ns(peri_lua_input_of(L, security, peri_lua_period_length(&period)));
        period = (peri_lua_period){.kind = PERI_PERIOD_COUNT, .value = 1};
    }
    peri_consolidator *made = peri_lua_push_consolidator(L, &period);
    if (longest > 0)
        peri_consolidator_set_longest(made, longest);
    if (quotes)
        peri_consolidator_take_quotes(made);
    peri_lua_add_consolidator(L, lua_gettop(L), security);
    return made;
}

/* --- Consolidate and SubscriptionManager --- */

/* Consolidate(symbol, period[, tickType], handler) -> Consolidator */
static int consolidate(lua_State *L)
{
    static const char func[] = "Consolidate";
    peri_lua_period period;
    int32_t security = peri_lua_check_or_add(L, 1, func, false);
    if (!peri_lua_test_period(L, 2, &period) || period.kind == PERI_PERIOD_NONE)
        return peri_lua_arg_error(L, 2, func, "period", PERIODS);
    bool quotes = is_quoted(L, security);
    const int handler = lua_type(L, 3) == LUA_TSTRING ? 4 : 3;
    if (handler == 4)
        quotes =
            peri_lua_check_enum(L, 3, func, "tickType", &peri_lua_tick_type) == PERI_TICK_QUOTE;
    peri_lua_check_function(L, handler, func, "handler");
    peri_lua_check_none(L, handler + 1, func, "nothing behind the handler");
    push_registered(L, security, period, quotes, func);
    peri_lua_set_handler(L, lua_gettop(L), handler, true);
    return 1;
}

static void check_consolidator(lua_State *L, int arg, const char *func)
{
    if (!peri_lua_test_consolidator(L, arg))
        peri_lua_arg_error(L, arg, func, "consolidator", "a Consolidator");
}

static int add_consolidator(lua_State *L)
{
    static const char func[] = "SubscriptionManager.AddConsolidator";
    int32_t security = peri_lua_check_or_add(L, 1, func, false);
    check_consolidator(L, 2, func);
    peri_lua_add_consolidator(L, 2, security);
    return 0;
}

static int remove_consolidator(lua_State *L)
{
    static const char func[] = "SubscriptionManager.RemoveConsolidator";
    int32_t security = peri_lua_check_symbol(L, 1, func);
    check_consolidator(L, 2, func);
    lua_pushboolean(L, peri_lua_remove_consolidator(L, 2, security));
    return 1;
}

/* --- indicators --- */

/* nil, a Field, or a function. */
static void read_selector(lua_State *L, int arg, const char *func, peri_lua_feed *feed)
{
    if (lua_isfunction(L, arg))
        feed->selector = arg;
    else if (lua_type(L, arg) == LUA_TSTRING)
        feed->field = peri_lua_check_enum(L, arg, func, "selector", &peri_lua_field);
    else if (!lua_isnoneornil(L, arg))
        peri_lua_arg_error(L, arg, func, "selector", "a Field or a function of a bar");
}

peri_lua_feed peri_lua_check_feed(lua_State *L, int arg, const char *func)
{
    peri_lua_feed feed = {.field = -1};
    int selector = arg + 1;
    if (peri_lua_test_consolidator(L, arg))
        feed.consolidator = arg;
    else if (!peri_lua_test_period(L, arg, &feed.period))
        selector = arg; /* the period may be left out */
    read_selector(L, selector, func, &feed);
    if (selector == arg)
        peri_lua_check_none(L, arg + 1, func,
                            "nothing behind the selector: a period comes before it");
    return feed;
}

void peri_lua_set_field(peri_indicator *indicator, const peri_lua_feed *feed)
{
    if (feed->field >= 0)
        peri_indicator_set_field(indicator, (peri_field)feed->field);
}

/* Feed it by the Consolidator on top. */
void peri_lua_link(lua_State *L, peri_consolidator *from, peri_indicator *indicator,
                   const peri_lua_feed *feed)
{
    peri_error err;
    int pick = feed->selector ? peri_lua_add_pick(L, lua_gettop(L), feed->selector) : 0;
    if (peri_consolidator_add_indicator(from, indicator, pick, &err) != PERI_OK)
        peri_lua_raise(L, &err);
}

void peri_lua_register(lua_State *L, int32_t security, peri_indicator *indicator,
                       const peri_lua_feed *feed, const char *func)
{
    peri_error err;
    peri_lua_set_field(indicator, feed);
    if (feed->consolidator) {
        peri_lua_add_consolidator(L, feed->consolidator, security);
        lua_pushvalue(L, feed->consolidator);
        peri_lua_link(L, peri_lua_test_consolidator(L, -1), indicator, feed);
        lua_pop(L, 1);
    } else if (!feed->selector && peri_lua_is_own(L, security, &feed->period, func)) {
        if (peri_engine_register_indicator(peri_lua_runtime(L)->engine, security,
                                           peri_lua_period_length(&feed->period), indicator,
                                           &err) != PERI_OK)
            peri_lua_raise(L, &err);
    } else {
        peri_consolidator *made =
            push_registered(L, security, feed->period, is_quoted(L, security), func);
        peri_lua_link(L, made, indicator, feed);
        lua_pop(L, 1);
    }
}

/* RegisterIndicator(symbol, indicator[, period | consolidator][, selector]) */
static int register_indicator(lua_State *L)
{
    static const char func[] = "RegisterIndicator";
    int32_t security = peri_lua_check_or_add(L, 1, func, false);
    peri_indicator *indicator = peri_lua_check_indicator(L, 2, func, "indicator");
    lua_settop(L, 4);
    peri_lua_feed feed = peri_lua_check_feed(L, 3, func);
    peri_lua_register(L, security, indicator, &feed, func);
    return 0;
}

/* DeregisterIndicator(indicator): it takes nothing any more; whether it did */
static int deregister_indicator(lua_State *L)
{
    peri_engine *engine = peri_lua_runtime(L)->engine;
    peri_indicator *indicator = peri_lua_check_indicator(L, 1, "DeregisterIndicator", "indicator");
    peri_indicator_sides sides;
    bool was_fed = peri_engine_deregister_indicator(engine, indicator);
    if (peri_indicator_sides_of(indicator, &sides) && sides.own_sides) {
        was_fed = peri_engine_deregister_indicator(engine, sides.left);
        was_fed |= peri_engine_deregister_indicator(engine, sides.right);
    }
    lua_pushboolean(L, was_fed);
    return 1;
}

/* WarmUpIndicator(symbol, indicator[, period][, selector]) */
static int warm_up_indicator(lua_State *L)
{
    static const char func[] = "WarmUpIndicator";
    int32_t security = peri_lua_check_symbol(L, 1, func);
    peri_indicator *indicator = peri_lua_check_indicator(L, 2, func, "indicator");
    lua_settop(L, 4);
    peri_lua_feed feed = peri_lua_check_feed(L, 3, func);
    peri_lua_warm_up(L, security, indicator, &feed, func);
    return 0;
}

int peri_lua_get_automatic_warm_up(lua_State *L, void *self)
{
    (void)self;
    lua_pushboolean(L, peri_lua_runtime(L)->automatic_warm_up);
    return 1;
}

int peri_lua_set_automatic_warm_up(lua_State *L, void *self)
{
    (void)self;
    peri_lua_runtime(L)->automatic_warm_up =
        peri_lua_check_boolean(L, 3, "Settings.AutomaticIndicatorWarmUp", NULL);
    return 0;
}

void peri_lua_registration_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"Consolidate", consolidate},
                                                  {"RegisterIndicator", register_indicator},
                                                  {"WarmUpIndicator", warm_up_indicator},
                                                  {"IndicatorHistory", peri_lua_indicator_history},
                                                  {"DeregisterIndicator", deregister_indicator},
                                                  {"UnregisterIndicator", deregister_indicator},
                                                  {NULL, NULL}};
    static const peri_lua_function manager[] = {{"AddConsolidator", add_consolidator},
                                                {"RemoveConsolidator", remove_consolidator},
                                                {NULL, NULL}};
    peri_lua_indicator_history_open(L);
    peri_lua_global_functions(L, functions);
    peri_lua_library(L, "SubscriptionManager", manager, NULL);
}
