/* assignment.c - what a script's assignment to a global name may do to the API. Layer 6.
 *
 * Lua asks for names only which the environment has not got, so globals of a script's own cost
 * nothing more once they exist.
 */
#include <lauxlib.h>
#include <string.h>

#include "host/host_private.h"

/* Upvalues */
enum {
    UP_FREE = 1 /* names a script may take: those of stock Lua, and those that were warned of */
};

/* -> what a table of the API has by the name at index 2. Its type. */
static int push_own(lua_State *L, void (*table)(lua_State *L))
{
    table(L);
    lua_pushvalue(L, 2);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    return lua_type(L, -1);
}

static bool is_free(lua_State *L)
{
    lua_pushvalue(L, 2);
    const bool found = lua_rawget(L, lua_upvalueindex(UP_FREE)) != LUA_TNIL;
    lua_pop(L, 1);
    return found;
}

static int refuse(lua_State *L)
{
    return luaL_error(L, "%s is the API's and cannot be assigned: choose another name, or a local",
                      lua_tostring(L, 2));
}

static void warn_of_hidden(lua_State *L, const char *what)
{
    const peri_host *host = peri_host_from(L);
    lua_pushvalue(L, 2);
    lua_pushboolean(L, 1);
    lua_rawset(L, lua_upvalueindex(UP_FREE));
    if (!host->options.warn)
        return;
    const char *name = lua_tostring(L, 2);
    luaL_where(L, 1);
    const char *text = lua_pushfstring(
        L,
        "%s%s is a %s of the API, which this assignment hides; if that is meant, write "
        "rawset(_G, '%s', ...)",
        lua_tostring(L, -1), name, what, name);
    host->options.warn(host->options.ctx, text, strlen(text));
    lua_pop(L, 2);
}

/* __newindex(environment, name, value) */
static int l_assign(lua_State *L)
{
    if (lua_type(L, 2) == LUA_TSTRING && !is_free(L)) {
        if (push_own(L, peri_host_dynamics) != LUA_TNIL)
            return refuse(L);
        const int type = push_own(L, peri_host_api);
        const bool may = type == LUA_TFUNCTION || type == LUA_TTABLE;
        if (type != LUA_TNIL && lua_rawequal(L, -1, 3))
            return 0; /* it is that already; what is kept here would be free to change */
        if (type != LUA_TNIL && !may)
            return refuse(L);
        if (may && !lua_isnil(L, 3))
            warn_of_hidden(L, lua_typename(L, type));
    }
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 0;
}

void peri_assignment_open(lua_State *L)
{
    peri_host_env(L);
    lua_getmetatable(L, -1);
    lua_newtable(L);
    peri_host_api(L);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        lua_pushboolean(L, 1);
        lua_rawset(L, -6);
    }
    lua_pop(L, 1);
    lua_pushcclosure(L, l_assign, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 2);
}
