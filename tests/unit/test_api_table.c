/* The names a strategy can use, as they are in the Lua state, against stdlib/api.lua: hands
   tests/lua/test_api.lua the list, since a script cannot enumerate the API itself. */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "host/readonly.h"
#include "lua_class_internal.h"
#include "lua_runtime_internal.h"

static const char strategy[] = "tests/lua/test_api.lua";

/* Names of stock Lua, which api.lua does not repeat. */
static bool is_stock(const char *name)
{
    static const char *const names[] = {
        "_G",     "_VERSION", "assert",   "collectgarbage", "coroutine", "error",  "getmetatable",
        "ipairs", "load",     "math",     "next",           "pairs",     "pcall",  "print",
        "rawget", "rawequal", "rawlen",   "rawset",         "require",   "utf8",   "select",
        "string", "table",    "tonumber", "tostring",       "type",      "xpcall", "setmetatable"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* table at an index -> array of its text keys */
static void push_keys(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    lua_newtable(L);
    lua_Integer n = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            continue;
        lua_pushvalue(L, -2);
        lua_rawseti(L, -4, ++n);
    }
}

/* Live.members(object): the names in the table that the __index of its class looks into. */
static int members_of(lua_State *L)
{
    if (lua_islightuserdata(L, 1)) { /* another object stands for it */
        lua_rawgetp(L, LUA_REGISTRYINDEX, peri_lua_light_object_at(L, 1));
        lua_replace(L, 1);
    }
    if (!lua_getmetatable(L, 1))
        return luaL_error(L, "no object");
    lua_getfield(L, -1, "__index");
    if (!lua_getupvalue(L, -1, 1))
        return luaL_error(L, "no members");
    push_keys(L, -1);
    return 1;
}

/* Add the names of the table on top to globals below it; libraries with their members. */
static void add_names(lua_State *L)
{
    int globals = lua_gettop(L) - 1;
    for (lua_pushnil(L); lua_next(L, globals + 1); lua_pop(L, 1)) {
        if (is_stock(lua_tostring(L, -2)))
            continue;
        lua_pushvalue(L, -2);
        if (peri_readonly_name(L, -2)) {
            peri_readonly_members(L, -2);
            push_keys(L, -1);
            lua_remove(L, -2);
        } else {
            lua_pushboolean(L, 1);
        }
        lua_rawset(L, globals);
    }
    lua_pop(L, 1);
}

/* A global Live in the strategy's environment. */
static int give_live(lua_State *L)
{
    lua_newtable(L);
    lua_newtable(L);
    peri_host_api(L);
    add_names(L);
    peri_host_dynamics(L);
    add_names(L);
    lua_setfield(L, -2, "globals");
    lua_pushcfunction(L, members_of);
    lua_setfield(L, -2, "members");
    peri_host_env(L);
    lua_insert(L, -2);
    lua_setfield(L, -2, "Live");
    return 0;
}

static void count_line(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                       size_t len)
{
    int *lines = ctx;
    (void)level;
    (void)local_ns;
    ++*lines;
    (void)len;
    CHECK_HAS("a line of the strategy", text, ", 0 failed");
}

SUITE(api_table)
{
    if (access(strategy, R_OK) != 0) {
        check_skip("api_table", "tests/lua is not in the working folder");
        return;
    }
    int lines = 0;
    peri_error err;
    peri_runtime *runtime = NULL;
    peri_runtime_options options = {
        .strategy = strategy, .data_dir = "tests/data", .log = count_line, .ctx = &lines};
    char store[1024];
    snprintf(store, sizeof store, "%s/api.db", check_tmp());
    options.store = store;
    if (CHECK_INT("open", peri_runtime_open(&options, &runtime, &err), PERI_OK)) {
        CHECK_INT("install", peri_host_protect(runtime->host, give_live, runtime, &err), PERI_OK);
        int rc = peri_runtime_run(runtime, &err);
        CHECK_STR("the strategy's checks pass", rc == PERI_OK ? "" : err.text, "");
        CHECK_INT("it says so in one line", lines, 1);
    }
    peri_runtime_close(runtime);
}
