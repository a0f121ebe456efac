/* lua_plot.c - what a strategy draws. Layer 6. */
#include "lua_plot.h"

#include "lua_indicators.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"

#include <string.h>

static const char DEFAULT_CHART[] = "Strategy Equity";

/* --- Plot --- */

/* A number, or a value of an indicator. */
static double check_value(lua_State *L, int arg, const char *func)
{
    double value;
    return peri_lua_test_indicator_value(L, arg, &value)
               ? value
               : peri_lua_check_number(L, arg, func, "value");
}

static int draw(lua_State *L, const char *chart, const char *series, double value)
{
    peri_error err;
    if (peri_engine_plot(peri_lua_runtime(L)->engine, chart, series, value, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 0;
}

/* Two indicators of one name would be one series: of both, in turns. */
static int refuse_name(lua_State *L, const char *func, const char *chart, const char *name)
{
    return luaL_error(L,
                      "%s: the chart '%s' has a series of an indicator '%s' already: draw one of "
                      "them with Plot('%s', name, indicator)",
                      func, chart, name, chart);
}

static const char *label_at(lua_State *L, int arg, const char *func)
{
    return peri_indicator_label(peri_lua_check_indicator(L, arg, func, "indicator"));
}

static void check_names(lua_State *L, const char *func, const char *chart, int first)
{
    const int n = lua_gettop(L);
    for (int a = first; a <= n; a++)
        for (int b = a + 1; b <= n; b++) {
            const char *name = label_at(L, b, func);
            if (strcmp(label_at(L, a, func), name) == 0)
                refuse_name(L, func, chart, name);
        }
}

/* Plot(chart, indicator, ...): a series of each, by its name */
static int plot_indicators(lua_State *L)
{
    const char *chart = peri_lua_check_string(L, 1, "Plot", "chart", NULL);
    const int n = lua_gettop(L);
    for (int arg = 2; arg <= n; arg++)
        peri_lua_check_indicator(L, arg, "Plot", "indicator");
    check_names(L, "Plot", chart, 2);
    for (int arg = 2; arg <= n; arg++) {
        const peri_indicator *indicator = peri_lua_test_indicator(L, arg);
        draw(L, chart, peri_indicator_label(indicator), peri_indicator_value(indicator));
    }
    return 0;
}

/* Plot(series, value), Plot(chart, series, value) or Plot(chart, indicator, ...) */
static int plot(lua_State *L)
{
    if (peri_lua_test_indicator(L, 2))
        return plot_indicators(L);
    const bool has_chart = lua_gettop(L) >= 3 && lua_type(L, 2) != LUA_TNUMBER;
    const char *chart =
        has_chart ? peri_lua_check_string(L, 1, "Plot", "chart", NULL) : DEFAULT_CHART;
    const char *series = peri_lua_check_string(L, has_chart ? 2 : 1, "Plot", "series", NULL);
    const int value = has_chart ? 3 : 2;
    peri_lua_check_none(L, value + 1, "Plot", "nothing behind the value");
    return draw(L, chart, series, check_value(L, value, "Plot"));
}

/* Record(series, value) */
static int record(lua_State *L)
{
    const char *series = peri_lua_check_string(L, 1, "Record", "series", NULL);
    return draw(L, DEFAULT_CHART, series, check_value(L, 2, "Record"));
}

/* --- PlotIndicator --- */

/* Where the values of an indicator are drawn; as long as the run lasts. */
struct chart {
    peri_runtime *runtime;
    char name[];
};

/* The indicator that follows the one to be drawn, and has its name, has a new value. */
static void on_value(void *ctx, peri_indicator *follower)
{
    const struct chart *chart = ctx;
    peri_engine *engine = chart->runtime->engine;
    peri_error err;
    if (peri_engine_is_quiet(engine))
        return;
    const int rc = peri_engine_plot(engine, chart->name, peri_indicator_label(follower),
                                    peri_indicator_value(follower), &err);
    if (rc != PERI_OK)
        peri_engine_watcher_failed(engine, rc, &err);
}

/* A series is drawn by one PlotIndicator; the registry has a table of those that are. */
static void claim_series(lua_State *L, const char *chart, const char *name)
{
    static const char key;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
    }
    lua_pushfstring(L, "%s\n%s", chart, name);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) != LUA_TNIL)
        refuse_name(L, "PlotIndicator", chart, name);
    lua_pop(L, 1);
    lua_pushboolean(L, true);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

static struct chart *keep_chart(lua_State *L, const char *name)
{
    const size_t size = strlen(name) + 1;
    struct chart *chart = lua_newuserdatauv(L, sizeof *chart + size, 0);
    chart->runtime = peri_lua_runtime(L);
    memcpy(chart->name, name, size);
    luaL_ref(L, LUA_REGISTRYINDEX);
    return chart;
}

static void draw_each(lua_State *L, struct chart *chart, peri_indicator *indicator, bool at_once)
{
    static const double params[PERI_INDICATOR_PARAMS] = {0};
    peri_error err;
    peri_indicator *follower;
    if (peri_indicator_new(peri_indicator_find("Identity"), params, PERI_FIELD_CLOSE, &follower,
                           &err) != PERI_OK)
        peri_lua_raise(L, &err);
    peri_lua_push_indicator(L, follower);
    lua_pop(L, 1);
    peri_indicator_set_label(follower, peri_indicator_label(indicator));
    peri_indicator_set_watcher(follower, on_value, chart);
    peri_engine_note_watcher(chart->runtime->engine);
    if (peri_indicator_follow(indicator, follower, at_once, &err) != PERI_OK)
        peri_lua_raise(L, &err);
}

/* PlotIndicator(chart[, waitForReady], indicator, ...) */
static int plot_indicator(lua_State *L)
{
    static const char func[] = "PlotIndicator";
    const char *name = peri_lua_check_string(L, 1, func, "chart", NULL);
    const bool waits = lua_isboolean(L, 2) && lua_toboolean(L, 2);
    const int first = lua_isboolean(L, 2) ? 3 : 2, n = lua_gettop(L);
    for (int arg = first; arg <= n || arg == first; arg++)
        peri_lua_check_indicator(L, arg, func, "indicator");
    check_names(L, func, name, first);
    for (int arg = first; arg <= n; arg++)
        claim_series(L, name, peri_indicator_label(peri_lua_test_indicator(L, arg)));
    struct chart *chart = keep_chart(L, name);
    for (int arg = first; arg <= n; arg++)
        draw_each(L, chart, peri_lua_test_indicator(L, arg), !waits);
    return 0;
}

void peri_lua_plot_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"Plot", plot}, {"Record", record}, {"PlotIndicator", plot_indicator}, {NULL, NULL}};
    peri_lua_global_functions(L, functions);
}
