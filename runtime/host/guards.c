/* guards.c - library functions that check a call before stock Lua runs it, or replace it. Layer 6.
 *
 * Those that could reach what the sandbox hides look at their arguments first. A guard holds the
 * stock function as upvalue 1 and calls it in C, in its own frame: no second Lua call, and messages
 * name the right function. What could hold the Lua state for long is replaced (library.h).
 */
#include <lauxlib.h>
#include <string.h>

#include "host/host_private.h"
#include "host/library.h"
#include "host/readonly.h"

static int call_stock(lua_State *L)
{
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* setmetatable: finalizers would run with hooks off, so nothing could stop them. */
static int l_setmetatable(lua_State *L)
{
    if (lua_istable(L, 2)) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "setmetatable: __gc is not available to strategies, use "
                                 "__close or an explicit function");
        lua_pop(L, 1);
    }
    return call_stock(L);
}

static int l_rawset(lua_State *L)
{
    const char *library = peri_readonly_name(L, 1);
    if (library)
        return luaL_error(L, "%s is read-only", library);
    return call_stock(L);
}

/* load: source text only, in the strategy's environment (the state's globals) by default. */
static int l_load(lua_State *L)
{
    const char *mode = luaL_optstring(L, 3, "t");
    if (!strchr(mode, 't'))
        return luaL_error(L, "load: mode was '%s', but only text ('t') can be loaded", mode);
    bool has_env = !lua_isnone(L, 4);
    lua_settop(L, has_env ? 4 : 3);
    lua_pushliteral(L, "t");
    lua_replace(L, 3);
    return call_stock(L);
}

static int l_collectgarbage(lua_State *L)
{
    const char *option = luaL_optstring(L, 1, "collect");
    if (strcmp(option, "count") != 0 && strcmp(option, "collect") != 0)
        return luaL_error(L,
                          "collectgarbage: option was '%s', but strategies can use 'count' "
                          "and 'collect' only",
                          option);
    return call_stock(L);
}

/* Upvalue: the script's handler. After an interrupt it must not run: errors raised by a hook are
   handled with hooks off, so it could loop for ever. */
static int l_handler(lua_State *L)
{
    if (peri_interrupt_pending(peri_host_from(L)->seat))
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

/* Continuation of xpcall; `extra` values below the results are dropped. */
static int finish_xpcall(lua_State *L, int status, lua_KContext extra)
{
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_pushboolean(L, 0);
        lua_pushvalue(L, -2);
        return 2;
    }
    return lua_gettop(L) - (int)extra;
}

/* xpcall(f, handler, ...), as in lbaselib.c but with the guarded handler */
static int l_xpcall(lua_State *L)
{
    int n = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, l_handler, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, 1); /* first result */
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* f handler true f args */
    int status = lua_pcallk(L, n - 2, LUA_MULTRET, 2, 2, finish_xpcall);
    return finish_xpcall(L, status, 2);
}

/* The API table is below the table of stock globals, which is on top. */
void peri_guards_base(lua_State *L)
{
    static const luaL_Reg guards[] = {
        {"setmetatable", l_setmetatable},     {"rawset", l_rawset}, {"load", l_load},
        {"collectgarbage", l_collectgarbage}, {"xpcall", l_xpcall},
    };
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++) {
        lua_getfield(L, -1, guards[i].name);
        lua_pushcclosure(L, guards[i].func, 1);
        lua_setfield(L, -3, guards[i].name);
    }
}

/* math.randomseed([seed...]): without arguments the run's seed, never the clock. The stock
   function has upvalues of its own, so it is called through Lua. */
static int l_randomseed(lua_State *L)
{
    if (lua_isnone(L, 1))
        lua_pushinteger(L, (lua_Integer)peri_host_from(L)->options.seed);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 0);
    return 0;
}

void peri_guards_libraries(lua_State *L)
{
    static const struct {
        const char *library, *name;
        lua_CFunction guard;
    } rows[] = {
        {"table", "concat", peri_library_concat}, {"table", "insert", peri_library_insert},
        {"table", "remove", peri_library_remove}, {"table", "sort", peri_library_sort},
        {"table", "unpack", peri_library_unpack}, {"table", "move", peri_library_move},
        {"string", "rep", peri_library_rep},      {"string", "find", peri_library_find},
        {"string", "match", peri_library_match},  {"string", "gmatch", peri_library_gmatch},
        {"string", "gsub", peri_library_gsub},    {"math", "randomseed", l_randomseed},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        lua_getfield(L, -1, rows[i].library);
        lua_getfield(L, -1, rows[i].name);
        lua_pushcclosure(L, rows[i].guard, 1);
        lua_setfield(L, -2, rows[i].name);
        lua_pop(L, 1);
    }
    lua_getfield(L, -1, "string");
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_pop(L, 1);
}
