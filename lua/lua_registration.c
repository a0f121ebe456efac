/* lua_registration.c - what feeds indicators and handlers. Layer 6. */
#include "lua_registration.h"

#include "lua_history.h"
#include "lua_indicators.h"
#include "lua_slice.h"
#include "lua_subscribe.h"
#include "lua_symbol.h"
#include "lua_time.h"

enum {
    MOST_PAST = 10000000 /* bars */
};

static const char PERIODS[] = "a Resolution, a TimeSpan, a Calendar or a number of bars";

static const peri_security *security_at(lua_State *L, int32_t security)
{
    return peri_engine_security(peri_lua_runtime(L)->engine, security);
}

/* Of several subscriptions that which bars of a length are, or are made of; 0: the first. */
static peri_resolution input_of(lua_State *L, int32_t security, int64_t length_ns)
{
    return peri_engine_input_resolution(peri_lua_runtime(L)->engine, security, length_ns);
}

static bool is_quoted(lua_State *L, int32_t security)
{
    return peri_engine_is_quoted(peri_lua_runtime(L)->engine, security);
}

/* --- periods --- */

/* Length of bars of a period of time; 0: it has none, or is the security's own. */
static int64_t length_of(const peri_lua_period *period)
{
    if (period->kind == PERI_PERIOD_RESOLUTION)
        return peri_resolution_ns(period->resolution);
    return period->kind == PERI_PERIOD_SPAN ? period->value : 0;
}

/* Whether the security's own bars are meant; raises for shorter ones. */
static bool is_own(lua_State *L, int32_t security, const peri_lua_period *period, const char *func)
{
    const int64_t wanted = length_of(period);
    const peri_resolution input = input_of(L, security, wanted);
    const int64_t own = peri_resolution_ns(input);
    if (period->kind == PERI_PERIOD_NONE)
        return true;
    if (wanted > 0 && wanted < own)
        luaL_error(L, "%s: '%s' has %s bars, which cannot be made into shorter ones", func,
                   security_at(L, security)->ticker, peri_resolution_name(input));
    return wanted == own;
}

/* Push the consolidator of a period, of trades or of quotes, registered with a security. */
static peri_consolidator *push_registered(lua_State *L, int32_t security, peri_lua_period period,
                                          bool quotes, const char *func)
{
    int64_t longest = 0;
    if (is_own(L, security, &period, func)) {
        longest = peri_resolution_ns(input_of(L, security, length_of(&period)));
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
    int32_t security = peri_lua_check_symbol(L, 1, func);
    if (!peri_lua_test_period(L, 2, &period) || period.kind == PERI_PERIOD_NONE)
        return peri_lua_arg_error(L, 2, func, "period", PERIODS);
    bool quotes = is_quoted(L, security);
    const int handler = lua_type(L, 3) == LUA_TSTRING ? 4 : 3;
    if (handler == 4)
        quotes =
            peri_lua_check_enum(L, 3, func, "tickType", &peri_lua_tick_type) == PERI_TICK_QUOTE;
    peri_lua_check_function(L, handler, func, "handler");
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
    int32_t security = peri_lua_check_symbol(L, 1, func);
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
    return feed;
}

static void set_field(peri_indicator *indicator, const peri_lua_feed *feed)
{
    if (feed->field >= 0)
        peri_indicator_set_field(indicator, (peri_field)feed->field);
}

/* Feed it by the Consolidator on top. */
static void link(lua_State *L, peri_consolidator *from, peri_indicator *indicator,
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
    set_field(indicator, feed);
    if (feed->consolidator) {
        peri_lua_add_consolidator(L, feed->consolidator, security);
        lua_pushvalue(L, feed->consolidator);
        link(L, peri_lua_test_consolidator(L, -1), indicator, feed);
        lua_pop(L, 1);
    } else if (!feed->selector && is_own(L, security, &feed->period, func)) {
        if (peri_engine_register_indicator(peri_lua_runtime(L)->engine, security,
                                           length_of(&feed->period), indicator, &err) != PERI_OK)
            peri_lua_raise(L, &err);
    } else {
        peri_consolidator *made =
            push_registered(L, security, feed->period, is_quoted(L, security), func);
        link(L, made, indicator, feed);
        lua_pop(L, 1);
    }
}

/* RegisterIndicator(symbol, indicator[, period | consolidator][, selector]) */
static int register_indicator(lua_State *L)
{
    static const char func[] = "RegisterIndicator";
    int32_t security = peri_lua_check_symbol(L, 1, func);
    peri_indicator *indicator = peri_lua_check_indicator(L, 2, func, "indicator");
    lua_settop(L, 4);
    peri_lua_feed feed = peri_lua_check_feed(L, 3, func);
    peri_lua_register(L, security, indicator, &feed, func);
    return 0;
}

/* How many bars of the security's own make one of the period; one of a resolution is one. */
static int64_t parts_of(const peri_lua_period *period, peri_resolution own)
{
    const int64_t length = peri_resolution_ns(own);
    if (period->kind != PERI_PERIOD_SPAN)
        return 1;
    return period->value / length + (period->value % length != 0);
}

/* Past bars for an indicator: of a resolution as they are; of a span joined out of the security's
   own. Pushes what owns them. */
static const peri_series *push_past(lua_State *L, int32_t security, const peri_lua_period *period,
                                    int64_t bars)
{
    peri_error err;
    peri_engine *engine = peri_lua_runtime(L)->engine;
    peri_resolution own = input_of(L, security, length_of(period));
    if (own == PERI_RES_TICK)
        own = PERI_RES_MINUTE; /* nobody knows how many ticks there were */
    const peri_history wanted = {
        .security = security,
        .resolution = period->kind == PERI_PERIOD_RESOLUTION ? period->resolution : own,
        .periods = bars * parts_of(period, own),
        .kind = peri_engine_is_quoted(engine, security) ? PERI_PAST_QUOTES : PERI_PAST_TRADES,
    };
    peri_past *past = peri_lua_push_pasts(L, 1);
    int rc = peri_engine_history(engine, &wanted, past, &err);
    for (size_t i = 0; rc == PERI_OK && i < past->quotes.n; i++) {
        const peri_bar middle = peri_quote_bar_middle(&past->quotes.bars[i]);
        rc = peri_series_add(&past->trades, &middle);
        if (rc != PERI_OK)
            peri_fail(&err, rc, "no memory to warm up an indicator");
    }
    if (rc != PERI_OK)
        peri_lua_raise(L, &err);
    return &past->trades;
}

static void feed_past(lua_State *L, peri_consolidator *through, const peri_series *series)
{
    peri_error err;
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < series->n; i++)
        rc = peri_consolidator_update(through, &series->bars[i], false, &err);
    if (rc == PERI_OK && series->n > 0)
        rc = peri_consolidator_scan(through, series->bars[series->n - 1].end_ns, false, &err);
    if (rc != PERI_OK)
        peri_lua_raise(L, &err);
}

void peri_lua_warm_up(lua_State *L, int32_t security, peri_indicator *indicator,
                      const peri_lua_feed *feed, const char *func)
{
    peri_error err;
    int64_t bars;
    peri_lua_period period = feed->period;
    if (feed->consolidator || period.kind >= PERI_PERIOD_COUNT)
        luaL_error(L, "%s: an indicator is warmed up with bars of a Resolution or a TimeSpan",
                   func);
    if (is_own(L, security, &period, func) || period.kind == PERI_PERIOD_RESOLUTION) {
        if (period.kind == PERI_PERIOD_SPAN)
            period.kind = PERI_PERIOD_NONE;
    }
    set_field(indicator, feed);
    if (peri_indicator_lookback(indicator, &bars, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    const peri_series *series = push_past(L, security, &period, bars);
    peri_lua_period joined = {.kind = PERI_PERIOD_COUNT, .value = 1};
    if (period.kind == PERI_PERIOD_SPAN)
        joined = period;
    peri_consolidator *through = peri_lua_push_consolidator(L, &joined);
    link(L, through, indicator, feed);
    if (peri_consolidator_attach(through, security_at(L, security), &err) != PERI_OK)
        peri_lua_raise(L, &err);
    feed_past(L, through, series);
    lua_pop(L, 2);
}

/* --- IndicatorHistory --- */

/* A table of an indicator's time and outputs: [] -> [table] */
static void push_values(lua_State *L, const peri_indicator *indicator)
{
    const peri_indicator_class *cls = peri_indicator_class_of(indicator);
    const int64_t utc_ns = peri_indicator_time(indicator);
    lua_newtable(L);
    peri_lua_push_local(L, utc_ns);
    lua_setfield(L, -2, "Time");
    for (size_t i = 0; i < PERI_INDICATOR_OUTPUTS && cls->outputs[i]; i++) {
        lua_pushnumber(L, peri_indicator_output(indicator, i));
        lua_setfield(L, -2, i == 0 ? "Value" : cls->outputs[i]);
    }
}

/* Owns an indicator while tables are made, which can raise. */
struct scratch {
    peri_indicator *indicator;
};

static void release_scratch(void *self)
{
    struct scratch *scratch = self;
    peri_indicator_free(scratch->indicator);
    scratch->indicator = NULL;
}

static const peri_lua_member no_members[] = {{NULL, NULL, NULL, NULL}};
static const peri_lua_class scratch_class = {
    .name = "IndicatorScratch", .members = no_members, .release = release_scratch};

/* IndicatorHistory(indicator, symbol, bars[, resolution]) -> array of { Time, Value, ... }: what a
   new one of the same kind gives with bars of the past */
static int indicator_history(lua_State *L)
{
    static const char func[] = "IndicatorHistory";
    peri_error err;
    int64_t needed = 0;
    const peri_indicator *like = peri_lua_check_indicator(L, 1, func, "indicator");
    const int32_t security = peri_lua_check_symbol(L, 2, func);
    const int64_t bars = peri_lua_check_integer(L, 3, func, "bars", 1, MOST_PAST);
    const int own = (int)security_at(L, security)->resolution;
    const peri_lua_period period = {.kind = PERI_PERIOD_RESOLUTION,
                                    .resolution = (peri_resolution)peri_lua_opt_enum(
                                        L, 4, func, "resolution", &peri_lua_resolution, own)};
    struct scratch *scratch = peri_lua_new(L, &scratch_class, sizeof *scratch);
    int rc = peri_indicator_renew(like, &scratch->indicator, &err);
    peri_indicator *fresh = scratch->indicator;
    if (rc == PERI_OK)
        rc = peri_indicator_lookback(fresh, &needed, &err);
    if (rc != PERI_OK)
        return peri_lua_raise(L, &err);
    const peri_series *past = push_past(L, security, &period, bars + needed - 1);
    lua_Integer n = 0;
    lua_newtable(L);
    for (size_t i = 0; i < past->n; i++) {
        peri_indicator_update(fresh, &past->bars[i]);
        if (!peri_indicator_is_ready(fresh))
            continue;
        push_values(L, fresh);
        lua_rawseti(L, -2, ++n);
    }
    release_scratch(scratch); /* not only when it is collected */
    return 1;
}

/* DeregisterIndicator(indicator): it takes nothing any more; whether it did */
static int deregister_indicator(lua_State *L)
{
    peri_indicator *indicator = peri_lua_check_indicator(L, 1, "DeregisterIndicator", "indicator");
    lua_pushboolean(L, peri_engine_deregister_indicator(peri_lua_runtime(L)->engine, indicator));
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
                                                  {"IndicatorHistory", indicator_history},
                                                  {"DeregisterIndicator", deregister_indicator},
                                                  {"UnregisterIndicator", deregister_indicator},
                                                  {NULL, NULL}};
    static const peri_lua_function manager[] = {{"AddConsolidator", add_consolidator},
                                                {"RemoveConsolidator", remove_consolidator},
                                                {NULL, NULL}};
    peri_lua_class_open(L, &scratch_class);
    peri_lua_global_functions(L, functions);
    peri_lua_library(L, "SubscriptionManager", manager, NULL);
}
