/* lua_support.c - the API table, and errors as Lua sees them. Layer 6. */
#include "lua_support.h"

#include <string.h>

#include "host/host.h"
#include "lua_arity.h"

void peri_lua_global(lua_State *L, const char *name)
{
    peri_host_api(L);
    lua_insert(L, -2);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

/* Upvalues: the function, its arity. */
static int l_function(lua_State *L)
{
    const peri_lua_function *function = lua_touserdata(L, lua_upvalueindex(1));
    peri_lua_at_most(L, lua_touserdata(L, lua_upvalueindex(2)), 0);
    return function->call(L);
}

void peri_lua_global_functions(lua_State *L, const peri_lua_function *functions)
{
    for (; functions->name; functions++) {
        lua_pushlightuserdata(L, (void *)functions);
        lua_pushlightuserdata(L, (void *)peri_lua_arity_find(functions->name));
        lua_pushcclosure(L, l_function, 2);
        peri_lua_global(L, functions->name);
    }
}

void peri_lua_dynamic(lua_State *L, const char *name, lua_CFunction get)
{
    peri_host_dynamics(L);
    lua_pushcfunction(L, get);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

int peri_lua_raise(lua_State *L, const peri_error *err)
{
    if (strstr(err->text, PERI_TRACEBACK_HEADING))
        lua_pushliteral(L, "");
    else
        luaL_where(L, 1);
    lua_pushstring(L, err->text);
    lua_concat(L, 2);
    return lua_error(L);
}

static const char *code_word(int code)
{
    switch (code) {
    case PERI_ENOMEM:
        return "nomem";
    case PERI_EINVAL:
        return "invalid";
    case PERI_EIO:
        return "io";
    case PERI_EFORMAT:
        return "format";
    case PERI_ENOTFOUND:
        return "notfound";
    case PERI_ELIMIT:
        return "limit";
    case PERI_ESTATE:
        return "state";
    case PERI_ESCRIPT:
        return "script";
    case PERI_EINTERRUPT:
        return "interrupt";
    case PERI_EDENIED:
        return "denied";
    default:
        return "unknown";
    }
}

int peri_lua_fail(lua_State *L, const peri_error *err)
{
    lua_pushnil(L);
    lua_pushstring(L, err->text);
    lua_pushstring(L, code_word(err->code));
    return 3;
}

int peri_lua_concat(lua_State *L)
{
    luaL_tolstring(L, 1, NULL);
    luaL_tolstring(L, 2, NULL);
    lua_concat(L, 2);
    return 1;
}
