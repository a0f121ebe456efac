/* lua_output.c - what a strategy says, and its end. Layer 6. */
#include "lua_output.h"

#include "base/mem.h"
#include "lua_plot.h"
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
        {"Quit", quit},    {NULL, NULL},
    };
    peri_lua_global_functions(L, functions);
    peri_lua_plot_open(L);
}
