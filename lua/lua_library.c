/* lua_library.c - read-only library tables and enums. Layer 6. */
#include "host/host.h"
#include "host/readonly.h"
#include "lua_arity.h"
#include "lua_support.h"

enum {
    UP_LIBRARY = 1,
    UP_LIBRARY_NAME,
    UP_FUNCTION,
    UP_ARITY
};

/* Upvalues as above. A colon passes the library itself as first argument. */
static int l_member(lua_State *L)
{
    const peri_lua_function *function = lua_touserdata(L, lua_upvalueindex(UP_FUNCTION));
    if (lua_rawequal(L, 1, lua_upvalueindex(UP_LIBRARY))) {
        const char *library = lua_touserdata(L, lua_upvalueindex(UP_LIBRARY_NAME));
        return luaL_error(L, "%s.%s takes a dot, not a colon: write %s.%s(...)", library,
                          function->name, library, function->name);
    }
    peri_lua_at_most(L, lua_touserdata(L, lua_upvalueindex(UP_ARITY)), 0);
    return function->call(L);
}

/* Upvalues: the function, its arity. __call(library, ...) */
static int l_call(lua_State *L)
{
    lua_remove(L, 1);
    peri_lua_at_most(L, lua_touserdata(L, lua_upvalueindex(2)), 0);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* library, members -> library, members with the functions */
static void add_functions(lua_State *L, const char *name, const peri_lua_function *functions)
{
    int members = lua_gettop(L);
    for (; functions && functions->name; functions++) {
        lua_pushvalue(L, members - 1);
        lua_pushlightuserdata(L, (void *)name);
        lua_pushlightuserdata(L, (void *)functions);
        lua_pushlightuserdata(L, (void *)peri_lua_arity_member(name, '.', functions->name));
        lua_pushcclosure(L, l_member, 4);
        lua_setfield(L, members, functions->name);
    }
}

void peri_lua_library(lua_State *L, const char *name, const peri_lua_function *functions,
                      lua_CFunction call)
{
    lua_newtable(L);
    peri_readonly_push(L, name, true);
    peri_readonly_members(L, -1);
    add_functions(L, name, functions);
    lua_pop(L, 1);
    if (call) {
        lua_pushcfunction(L, call);
        lua_pushlightuserdata(L, (void *)peri_lua_arity_find(name));
        lua_pushcclosure(L, l_call, 2);
        peri_readonly_set_meta(L, -2, "__call");
    }
    peri_lua_global(L, name);
}

void peri_lua_library_value(lua_State *L, const char *library, const char *member)
{
    peri_host_api(L);
    lua_getfield(L, -1, library);
    peri_readonly_members(L, -1);
    lua_pushvalue(L, -4);
    lua_setfield(L, -2, member);
    lua_pop(L, 4);
}

enum {
    DOT_FUNCTION = 1,
    DOT_NAME,
    DOT_ARITY,
    DOT_COLLECTION
};

/* Upvalues as above. */
static int call_with_dot(lua_State *L)
{
    if (lua_rawequal(L, 1, lua_upvalueindex(DOT_COLLECTION))) {
        const char *name = lua_touserdata(L, lua_upvalueindex(DOT_NAME));
        return luaL_error(L, "%s takes a dot, not a colon: write %s(...)", name, name);
    }
    peri_lua_at_most(L, lua_touserdata(L, lua_upvalueindex(DOT_ARITY)), 0);
    return lua_tocfunction(L, lua_upvalueindex(DOT_FUNCTION))(L);
}

int peri_lua_push_dotted(lua_State *L, lua_CFunction function, const char *name)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, name) == LUA_TFUNCTION)
        return 1;
    lua_pop(L, 1);
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, (void *)name);
    lua_pushlightuserdata(L, (void *)peri_lua_arity_find(name));
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, call_with_dot, 4);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, name);
    return 1;
}

void peri_lua_push_enum(lua_State *L, const peri_lua_enum *type, int value)
{
    if (type->is_number) {
        lua_pushinteger(L, value);
        return;
    }
    const peri_name *row = type->values;
    while (row->name && row->value != value)
        row++;
    lua_pushstring(L, row->name ? row->name : "?");
}

void peri_lua_enum_open(lua_State *L, const peri_lua_enum *type)
{
    peri_lua_library(L, type->name, NULL, NULL);
    for (const peri_name *row = type->values; row->name; row++) {
        peri_lua_push_enum(L, type, row->value);
        peri_lua_library_value(L, type->name, row->name);
    }
}
