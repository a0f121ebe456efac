/* sandbox.c - the tables a strategy sees: environment, API, dynamic names, guarded libraries.
 * Layer 6.
 *
 * This is a guard against mistakes, not a security boundary: Lua 5.4.4 has bugs a hostile script
 * can use. Code one does not trust belongs into a process of its own.
 */
#include <lauxlib.h>
#include <lualib.h>

#include "host/host_private.h"
#include "host/readonly.h"

/* Registry keys. */
static const char api_key = 'a';
static const char dynamics_key = 'd';

void peri_host_env(lua_State *L)
{
    lua_pushglobaltable(L);
}

void peri_host_api(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &api_key);
}

void peri_host_dynamics(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &dynamics_key);
}

/* Upvalue: the dynamics. __index(api, name) */
static int l_dynamic(lua_State *L)
{
    lua_settop(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    lua_CFunction get = lua_tocfunction(L, -1);
    if (get)
        return get(L);
    lua_pushnil(L);
    return 1;
}

/* print(...): one line to the sink */
static int l_print(lua_State *L)
{
    const peri_host *host = peri_host_from(L);
    int n = lua_gettop(L);
    luaL_Buffer line;
    luaL_buffinit(L, &line);
    for (int i = 1; i <= n; i++) {
        if (i > 1)
            luaL_addchar(&line, '\t');
        luaL_tolstring(L, i, NULL);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    size_t len;
    const char *text = lua_tolstring(L, -1, &len);
    if (host->options.print)
        host->options.print(host->options.ctx, text, len);
    return 0;
}

/* globals of stock Lua -> the ones a strategy may have, in the API table on top */
static void copy_base(lua_State *L)
{
    static const char *const names[] = {"_VERSION", "assert", "error",    "getmetatable", "ipairs",
                                        "next",     "pairs",  "pcall",    "rawequal",     "rawget",
                                        "rawlen",   "select", "tonumber", "tostring",     "type"};
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        lua_getfield(L, -1, names[i]);
        lua_setfield(L, -3, names[i]);
    }
    peri_guards_base(L);
    lua_pop(L, 1);
    lua_pushcfunction(L, l_print);
    lua_setfield(L, -2, "print");
    lua_pushcfunction(L, peri_modules_require);
    lua_setfield(L, -2, "require");
}

static const luaL_Reg libraries[] = {
    {"table", luaopen_table}, {"string", luaopen_string},       {"math", luaopen_math},
    {"utf8", luaopen_utf8},   {"coroutine", luaopen_coroutine}, {NULL, NULL},
};

/* Libraries into the API table on top, as plain tables; also into the registry's table of loaded
   modules, where Lua looks for the names of functions that its messages mention. */
static void open_libraries(lua_State *L)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, LUA_GNAME);
    for (const luaL_Reg *library = libraries; library->name; library++) {
        lua_pushcfunction(L, library->func);
        lua_call(L, 0, 1);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, library->name);
        lua_setfield(L, -3, library->name);
    }
    lua_pop(L, 1);
}

/* Seed math.random with the host's seed: it starts from the clock and an address. */
static void seed_random(lua_State *L)
{
    lua_getfield(L, -1, "math");
    lua_getfield(L, -1, "randomseed");
    lua_call(L, 0, 0); /* the guarded one */
    lua_pop(L, 1);
}

static void protect_libraries(lua_State *L)
{
    for (const luaL_Reg *library = libraries; library->name; library++) {
        lua_getfield(L, -1, library->name);
        peri_readonly_push(L, library->name, false);
        lua_setfield(L, -2, library->name);
    }
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

/* Set __index of the table below the top to the value on top, as a locked metatable. */
static void set_fallback(lua_State *L)
{
    lua_createtable(L, 0, 2);
    lua_insert(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

void peri_sandbox_open(lua_State *L)
{
    lua_newtable(L); /* the API table */
    copy_base(L);
    open_libraries(L);
    peri_guards_libraries(L);
    lua_getfield(L, -1, "coroutine");
    peri_coroutines_open(L);
    lua_pop(L, 1);
    seed_random(L);
    protect_libraries(L);

    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &dynamics_key);
    lua_pushcclosure(L, l_dynamic, 1);
    set_fallback(L); /* API -> dynamics */

    lua_newtable(L); /* the environment */
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "_G");
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS); /* what lua_load gives chunks as _ENV */
    lua_pushvalue(L, -2);
    set_fallback(L); /* environment -> API */
    lua_pop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &api_key);
    peri_assignment_open(L);
}
