/* lua_output.c - what a strategy says and draws. Layer 6. */
#include "lua_output.h"

#include "base/mem.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"

#include <string.h>

/* Write argument 1 as tostring gives it; empty texts are left out. */
static int write(lua_State *L, const char *func, peri_log_level level)
{
    size_t len;
    luaL_checkstack(L, 2, NULL);
    if (lua_isnone(L, 1))
        return luaL_error(L, "%s: argument 1 (text) is missing", func);
    const char *text = luaL_tolstring(L, 1, &len);
    if (len > 0)
        peri_engine_log(peri_lua_runtime(L)->engine, level, text, len);
    return 0;
}

static int log_line(lua_State *L)
{
    return write(L, "Log", PERI_LOG_INFO);
}

static int error_line(lua_State *L)
{
    return write(L, "Error", PERI_LOG_ERROR);
}

/* An immediate repeat is left out. */
static int debug_line(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    if (lua_isnone(L, 1))
        return luaL_error(L, "Debug: argument 1 (text) is missing");
    const char *text = luaL_tolstring(L, 1, NULL);
    if (runtime->last_debug && strcmp(runtime->last_debug, text) == 0)
        return 0;
    peri_free(runtime->last_debug);
    runtime->last_debug = peri_strdup(text);
    return write(L, "Debug", PERI_LOG_DEBUG);
}

/* A number, or an indicator's value. */
static double check_value(lua_State *L, int arg)
{
    if (lua_isuserdata(L, arg) && luaL_getmetafield(L, arg, "__name") == LUA_TSTRING) {
        bool is_indicator = strcmp(lua_tostring(L, -1), "Indicator") == 0;
        lua_pop(L, 1);
        if (is_indicator && lua_getfield(L, arg, "Value") == LUA_TNUMBER)
            return lua_tonumber(L, -1);
    }
    return peri_lua_check_number(L, arg, "Plot", "value");
}

/* Plot(series, value) or Plot(chart, series, value) */
static int plot(lua_State *L)
{
    bool has_chart = lua_gettop(L) >= 3;
    const char *chart =
        has_chart ? peri_lua_check_string(L, 1, "Plot", "chart", NULL) : "Strategy Equity";
    const char *series = peri_lua_check_string(L, has_chart ? 2 : 1, "Plot", "series", NULL);
    double value = check_value(L, has_chart ? 3 : 2);
    peri_error err;
    if (peri_engine_plot(peri_lua_runtime(L)->engine, chart, series, value, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 0;
}

/* Quit([message]) */
static int quit(lua_State *L)
{
    peri_engine *engine = peri_lua_runtime(L)->engine;
    size_t len = 0;
    const char *text = peri_lua_opt_string(L, 1, "Quit", "message", &len, NULL);
    if (text)
        peri_engine_log(engine, PERI_LOG_INFO, text, len);
    peri_engine_quit(engine);
    return 0;
}

void peri_lua_output_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"Log", log_line}, {"Debug", debug_line}, {"Error", error_line},
        {"Plot", plot},    {"Quit", quit},        {NULL, NULL},
    };
    peri_lua_global_functions(L, functions);
}
