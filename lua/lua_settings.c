/* lua_settings.c - dates, cash, zone, warm-up, parameters; Time and its like. Layer 6. */
#include "lua_settings.h"

#include "lua_registration.h"
#include "lua_runtime_internal.h"
#include "lua_settings_data.h"
#include "lua_settings_orders.h"
#include "lua_subscribe.h"
#include "lua_support.h"
#include "lua_time.h"
#include "lua_training.h"

#include <math.h>
#include <string.h>

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

static int finish(lua_State *L, int rc, const peri_error *err)
{
    return rc == PERI_OK ? 0 : peri_lua_raise(L, err);
}

/* (year, month, day) or (DateTime). */
static peri_date check_date(lua_State *L, const char *func)
{
    int64_t local;
    if (peri_lua_test_datetime(L, 1, &local)) {
        peri_lua_check_none(L, 2, func, "nothing behind a date");
        return peri_time_date(local);
    }
    int year = (int)peri_lua_check_integer(L, 1, func, "year", 1700, 2250);
    int month = (int)peri_lua_check_integer(L, 2, func, "month", 1, 12);
    int day = (int)peri_lua_check_integer(L, 3, func, "day", 1, 31);
    if (!peri_date_valid(year, month, day))
        luaL_error(L, "%s: there is no day %d-%d-%d", func, year, month, day);
    return peri_date_make(year, month, day);
}

static int set_start_date(lua_State *L)
{
    peri_error err;
    peri_date date = check_date(L, "SetStartDate");
    return finish(L, peri_engine_set_start_date(engine_of(L), date, &err), &err);
}

static int set_end_date(lua_State *L)
{
    peri_error err;
    peri_date date = check_date(L, "SetEndDate");
    return finish(L, peri_engine_set_end_date(engine_of(L), date, &err), &err);
}

/* SetCash(amount) or SetCash(currency, amount[, rate]) */
static int set_cash(lua_State *L)
{
    peri_error err;
    if (lua_type(L, 1) == LUA_TSTRING && !lua_isnoneornil(L, 2)) {
        const double amount = peri_lua_check_number(L, 2, "SetCash", "amount");
        const double rate = peri_lua_opt_number(L, 3, "SetCash", "conversionRate", 0);
        return finish(
            L, peri_engine_set_cash_of(engine_of(L), lua_tostring(L, 1), amount, rate, &err), &err);
    }
    double cash = peri_lua_check_number(L, 1, "SetCash", "amount");
    peri_lua_check_none(L, 2, "SetCash",
                        "nothing behind an amount; of a currency write SetCash(currency, amount)");
    return finish(L, peri_engine_set_cash(engine_of(L), cash, &err), &err);
}

/* SetAccountCurrency(currency[, amount]) */
static int set_account_currency(lua_State *L)
{
    static const char func[] = "SetAccountCurrency";
    peri_error err;
    const char *currency = peri_lua_check_string(L, 1, func, "currency", NULL);
    const double amount = peri_lua_opt_number(L, 2, func, "amount", 0);
    return finish(L,
                  peri_engine_set_account_currency(engine_of(L), currency,
                                                   lua_isnoneornil(L, 2) ? NULL : &amount, &err),
                  &err);
}

static int get_account_currency(lua_State *L)
{
    lua_pushstring(L,
                   peri_broker_portfolio(peri_engine_broker(engine_of(L)))->book.items[0].symbol);
    return 1;
}

static int set_time_zone(lua_State *L)
{
    peri_error err;
    const char *name = peri_lua_check_string(L, 1, "SetTimeZone", "name", NULL);
    return finish(L, peri_engine_set_time_zone(engine_of(L), name, &err), &err);
}

/* SetWarmUp(bars[, resolution]) or SetWarmUp(span[, resolution]) */
static int set_warm_up(lua_State *L)
{
    static const char func[] = "SetWarmUp";
    peri_error err;
    int64_t span;
    const bool is_span = peri_lua_test_timespan(L, 1, &span);
    if (!is_span && lua_type(L, 1) != LUA_TNUMBER)
        return peri_lua_arg_error(L, 1, func, "bars", "a number of bars or a TimeSpan");
    const int chosen = peri_lua_opt_enum(L, 2, func, "resolution", &peri_lua_resolution, -1);
    const peri_resolution resolution = (peri_resolution)chosen;
    const peri_resolution *given = chosen < 0 ? NULL : &resolution;
    if (is_span)
        return finish(L, peri_engine_set_warm_up_span(engine_of(L), span, given, &err), &err);
    const int64_t bars = peri_lua_check_integer(L, 1, func, "bars", 0, INT64_MAX);
    return finish(L, peri_engine_set_warm_up_bars(engine_of(L), bars, given, &err), &err);
}

/* --- GetParameter --- */

static const char *parameter(peri_runtime *runtime, const char *name)
{
    const char *found = NULL; /* given twice: the last one counts */
    for (size_t i = 0; i < runtime->parameter_count; i++)
        if (strcmp(runtime->parameters[i].name, name) == 0) {
            found = runtime->parameters[i].value;
            runtime->parameters_read[i] = true;
        }
    return found;
}

/* The value in the type of the default; the default when it does not read as that type. */
static int push_typed(lua_State *L, const char *value)
{
    switch (lua_type(L, 2)) {
    case LUA_TNUMBER:
        if (lua_stringtonumber(L, value) == 0)
            lua_pushvalue(L, 2);
        return 1;
    case LUA_TBOOLEAN:
        if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
            lua_pushboolean(L, strcmp(value, "true") == 0);
        else
            lua_pushvalue(L, 2);
        return 1;
    default:
        lua_pushstring(L, value);
        return 1;
    }
}

static int get_parameter(lua_State *L)
{
    const char *name = peri_lua_check_string(L, 1, "GetParameter", "name", NULL);
    const char *value = parameter(peri_lua_runtime(L), name);
    lua_settop(L, 2);
    if (value)
        return push_typed(L, value);
    return 1; /* the default, or nil */
}

/* GetParameters() -> table of all, by name */
static int get_parameters(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    lua_newtable(L);
    for (size_t i = 0; i < runtime->parameter_count; i++) {
        lua_pushstring(L, runtime->parameters[i].value);
        lua_setfield(L, -2, runtime->parameters[i].name);
        runtime->parameters_read[i] = true;
    }
    return 1;
}

/* --- what is asked for at each use --- */

static int get_time(lua_State *L)
{
    peri_engine *engine = engine_of(L);
    int64_t seen = peri_engine_seen(engine);
    peri_lua_push_datetime(L, seen == peri_engine_clock(engine)
                                  ? peri_engine_local(engine)
                                  : peri_engine_to_local(engine, seen));
    return 1;
}

static int get_utc_time(lua_State *L)
{
    peri_lua_push_datetime(L, peri_engine_seen(engine_of(L)));
    return 1;
}

static int get_start_date(lua_State *L)
{
    peri_lua_push_datetime(L, peri_engine_start_local(engine_of(L)));
    return 1;
}

/* nil while the end is not known yet. */
static int get_end_date(lua_State *L)
{
    int64_t end = peri_engine_end_local(engine_of(L));
    if (end == PERI_NEVER)
        lua_pushnil(L);
    else
        peri_lua_push_datetime(L, peri_time_at(peri_time_date(end), 0));
    return 1;
}

static int get_is_warming_up(lua_State *L)
{
    lua_pushboolean(L, peri_engine_is_warming_up(engine_of(L)));
    return 1;
}

static int get_live_mode(lua_State *L)
{
    lua_pushboolean(L, peri_lua_runtime(L)->options.trainers > 0);
    return 1;
}

/* --- Settings --- */

static int get_train_during_warm_up(lua_State *L, void *self)
{
    (void)self;
    lua_pushboolean(L, peri_engine_trains_during_warm_up(engine_of(L)));
    return 1;
}

static int set_train_during_warm_up(lua_State *L, void *self)
{
    (void)self;
    peri_engine_set_train_during_warm_up(
        engine_of(L), peri_lua_check_boolean(L, 3, "Settings.TrainDuringWarmUp", NULL));
    return 0;
}

/* "zero" or "declared": how long trainings take in a backtest. */
static int get_training_time(lua_State *L, void *self)
{
    int64_t by_default;
    (void)self;
    lua_pushstring(L, peri_engine_training_time(engine_of(L), &by_default) ? "declared" : "zero");
    return 1;
}

static int set_training_time(lua_State *L, void *self)
{
    int64_t by_default;
    const char *word = peri_lua_check_string(L, 3, "Settings.TrainingTime", NULL, NULL);
    bool declared = strcmp(word, "declared") == 0;
    (void)self;
    if (!declared && strcmp(word, "zero") != 0)
        return peri_lua_arg_error(L, 3, "Settings.TrainingTime", NULL, "\"zero\" or \"declared\"");
    peri_engine_training_time(engine_of(L), &by_default);
    peri_engine_set_training_time(engine_of(L), declared, by_default);
    return 0;
}

static int get_training_duration(lua_State *L, void *self)
{
    int64_t by_default;
    (void)self;
    peri_engine_training_time(engine_of(L), &by_default);
    peri_lua_push_timespan(L, by_default);
    return 1;
}

static int set_training_duration(lua_State *L, void *self)
{
    int64_t unused, span = peri_lua_check_training_span(L, 3, "Settings.TrainingDuration", NULL);
    (void)self;
    bool declared = peri_engine_training_time(engine_of(L), &unused);
    peri_engine_set_training_time(engine_of(L), declared, span);
    return 0;
}

static const peri_lua_member settings_members[] = {
    {"FreePortfolioValue", peri_lua_get_free_value, peri_lua_set_free_value, NULL},
    {"FreePortfolioValuePercentage", peri_lua_get_free_fraction, peri_lua_set_free_fraction, NULL},
    {"MinimumOrderMarginPortfolioPercentage", peri_lua_get_minimum_order_margin,
     peri_lua_set_minimum_order_margin, NULL},
    {"MarketOnCloseSubmissionTimeBuffer", peri_lua_get_close_buffer, peri_lua_set_close_buffer,
     NULL},
    {"StalePriceTimeSpan", peri_lua_get_stale_price_span, peri_lua_set_stale_price_span, NULL},
    {"MaxOrders", peri_lua_get_max_orders, peri_lua_set_max_orders, NULL},
    {"DailyPreciseEndTime", peri_lua_get_precise_days, peri_lua_set_precise_days, NULL},
    {"DailyConsolidationUseExtendedMarketHours", peri_lua_get_extended_days,
     peri_lua_set_extended_days, NULL},
    {"SeedInitialPrices", peri_lua_get_seeds_prices, peri_lua_set_seeds_prices, NULL},
    {"LiquidateEnabled", peri_lua_get_liquidate_enabled, peri_lua_set_liquidate_enabled, NULL},
    {"TrainingTime", get_training_time, set_training_time, NULL},
    {"TrainingDuration", get_training_duration, set_training_duration, NULL},
    {"AutomaticIndicatorWarmUp", peri_lua_get_automatic_warm_up, peri_lua_set_automatic_warm_up,
     NULL},
    {"TrainDuringWarmUp", get_train_during_warm_up, set_train_during_warm_up, NULL},
    {NULL, NULL, NULL, NULL},
};
static const peri_lua_class settings_class = {.name = "Settings", .members = settings_members};

void peri_lua_settings_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"SetStartDate", set_start_date},
        {"SetEndDate", set_end_date},
        {"SetCash", set_cash},
        {"SetAccountCurrency", set_account_currency},
        {"SetTimeZone", set_time_zone},
        {"SetWarmUp", set_warm_up},
        {"SetWarmup", set_warm_up},
        {"GetParameter", get_parameter},
        {"GetParameters", get_parameters},
        {NULL, NULL},
    };
    peri_lua_global_functions(L, functions);
    peri_lua_dynamic(L, "Time", get_time);
    peri_lua_dynamic(L, "UtcTime", get_utc_time);
    peri_lua_dynamic(L, "StartDate", get_start_date);
    peri_lua_dynamic(L, "EndDate", get_end_date);
    peri_lua_dynamic(L, "AccountCurrency", get_account_currency);
    peri_lua_dynamic(L, "IsWarmingUp", get_is_warming_up);
    peri_lua_dynamic(L, "LiveMode", get_live_mode);
    peri_lua_class_open(L, &settings_class);
    peri_lua_new(L, &settings_class, 1);
    peri_lua_global(L, "Settings");
}
