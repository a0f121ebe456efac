/* lua_statistics.c - SetSummaryStatistic, SetRuntimeStatistic; Statistics: the result so far.
 * Layer 6. */
#include "lua_statistics.h"

#include <string.h>

#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_time.h"
#include "lua_trade_builder.h"
#include "market/number.h"
#include "report/rolling.h"
#include "report/statistic_fields.h"
#include "report/trade_statistics.h"

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

/* -- those of the strategy's own -------------------------------------------------------------- */

/* A text, or a number, which is written as it prints shortest: 2.0 is "2". */
static const char *check_text(lua_State *L, int arg, const char *func, size_t *len)
{
    char text[PERI_NUMBER_TEXT];
    if (lua_type(L, arg) != LUA_TNUMBER)
        return peri_lua_check_string(L, arg, func, "value", len);
    if (lua_isinteger(L, arg))
        return lua_tolstring(L, arg, len);
    *len = peri_number_format(peri_lua_check_number(L, arg, func, "value"), text);
    lua_pushlstring(L, text, *len);
    lua_replace(L, arg);
    return lua_tostring(L, arg);
}

typedef int (*setter)(peri_engine *engine, const char *name, size_t name_len, const char *text,
                      size_t text_len, peri_error *err);

static int set_statistic(lua_State *L, const char *func, setter set)
{
    size_t name_len, text_len;
    const char *name = peri_lua_check_string(L, 1, func, "name", &name_len);
    const char *text = check_text(L, 2, func, &text_len);
    peri_error err;
    if (set(engine_of(L), name, name_len, text, text_len, &err) != PERI_OK)
        return luaL_error(L, "%s: %s", func, err.text);
    return 0;
}

/* SetSummaryStatistic(name, value) */
static int set_summary_statistic(lua_State *L)
{
    return set_statistic(L, "SetSummaryStatistic", peri_engine_set_summary_statistic);
}

/* SetRuntimeStatistic(name, value) */
static int set_runtime_statistic(lua_State *L)
{
    return set_statistic(L, "SetRuntimeStatistic", peri_engine_set_runtime_statistic);
}

/* [table] -> [table] */
static void add_custom(lua_State *L, const peri_custom_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        lua_pushstring(L, rows->rows[i].text);
        lua_setfield(L, -2, rows->rows[i].name);
    }
}

/* RuntimeStatistics */
static int get_runtime_statistics(lua_State *L)
{
    lua_newtable(L);
    add_custom(L, peri_engine_runtime_statistics(engine_of(L)));
    return 1;
}

/* -- Statistics ------------------------------------------------------------------------------- */

/* nil for an instant that there is not */
static void push_field(lua_State *L, const peri_statistic_field *field, const void *from)
{
    const void *at = (const char *)from + field->offset;
    const int64_t value = field->kind == PERI_STATISTIC_NUMBER ? 0 : *(const int64_t *)at;
    if (field->kind == PERI_STATISTIC_NUMBER)
        lua_pushnumber(L, *(const double *)at);
    else if (field->kind == PERI_STATISTIC_COUNT)
        lua_pushinteger(L, value);
    else if (field->kind == PERI_STATISTIC_DURATION)
        peri_lua_push_timespan(L, value);
    else if (value == INT64_MIN)
        lua_pushnil(L);
    else
        peri_lua_push_local(L, value);
}

/* [table] -> [table], with a table of the fields under a name */
static void add_fields(lua_State *L, const char *name, const peri_statistic_field *fields, size_t n,
                       const void *from)
{
    lua_createtable(L, 0, (int)n);
    for (size_t i = 0; i < n; i++) {
        push_field(L, &fields[i], from);
        lua_setfield(L, -2, fields[i].name);
    }
    lua_setfield(L, -2, name);
}

/* [] -> [table] of TradeStatistics and PortfolioStatistics */
static void push_performance(lua_State *L, const peri_record *record)
{
    peri_trade_statistics trades;
    peri_statistics portfolio;
    size_t n;
    luaL_checkstack(L, 4, NULL);
    if (peri_trade_statistics_compute(record->built, record->built_n, &trades) != PERI_OK)
        luaL_error(L, "no memory for the statistics");
    peri_statistics_compute(record, &portfolio);
    lua_createtable(L, 0, 3);
    const peri_statistic_field *fields = peri_trade_statistic_fields(&n);
    add_fields(L, "TradeStatistics", fields, n, &trades);
    fields = peri_portfolio_statistic_fields(&n);
    add_fields(L, "PortfolioStatistics", fields, n, &portfolio);
}

static int get_total_performance(lua_State *L, void *self)
{
    peri_record record;
    (void)self;
    peri_engine_record(engine_of(L), &record);
    push_performance(L, &record);
    peri_lua_push_closed_trades(L);
    lua_setfield(L, -2, "ClosedTrades");
    return 1;
}

/* What it pushes may raise: nothing is owned while the windows are visited. */
static int add_window(void *ctx, const char *name, const peri_record *part, peri_error *err)
{
    lua_State *L = ctx;
    (void)err;
    push_performance(L, part);
    lua_setfield(L, -2, name);
    return PERI_OK;
}

static int get_rolling_performances(lua_State *L, void *self)
{
    peri_record record;
    peri_error err;
    (void)self;
    peri_engine_record(engine_of(L), &record);
    lua_newtable(L);
    (void)peri_rolling_windows(&record, add_window, L, &err);
    return 1;
}

static int get_summary(lua_State *L, void *self)
{
    peri_record record;
    peri_statistics statistics;
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    (void)self;
    peri_engine_record(engine_of(L), &record);
    peri_statistics_compute(&record, &statistics);
    const size_t n = peri_statistics_rows(&statistics, rows);
    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, rows[i].text);
        lua_setfield(L, -2, rows[i].key);
    }
    add_custom(L, peri_engine_summary_statistics(engine_of(L)));
    return 1;
}

static const peri_lua_member statistics_members[] = {
    {"Summary", get_summary, NULL, NULL},
    {"TotalPerformance", get_total_performance, NULL, NULL},
    {"RollingPerformances", get_rolling_performances, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class statistics_class = {.name = "Statistics",
                                                .members = statistics_members};

void peri_lua_statistics_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"SetSummaryStatistic", set_summary_statistic},
                                                  {"SetRuntimeStatistic", set_runtime_statistic},
                                                  {NULL, NULL}};
    peri_lua_class_open(L, &statistics_class);
    peri_lua_new(L, &statistics_class, 1);
    peri_lua_global(L, "Statistics");
    peri_lua_dynamic(L, "RuntimeStatistics", get_runtime_statistics);
    peri_lua_global_functions(L, functions);
}
