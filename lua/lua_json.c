/* lua_json.c - Json.Null and Json.Array. Layer 6. */
#include "lua_json.h"

#include "host/readonly.h"
#include "lua_support.h"

/* Addresses are keys of the registry. */
static const char null_key = 'n';
static const char marks_key = 'm';

static int null_tostring(lua_State *L)
{
    lua_pushliteral(L, "Json.Null");
    return 1;
}

static const luaL_Reg null_meta[] = {
    {"__tostring", null_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member no_members[] = {{.name = NULL}};

static const peri_lua_class null_class = {
    .name = "Json.Null",
    .members = no_members,
    .meta = null_meta,
};

void peri_lua_json_push_null(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &null_key);
}

bool peri_lua_json_is_null(lua_State *L, int index)
{
    return peri_lua_test(L, index, &null_class) != NULL;
}

void peri_lua_json_mark_array(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &marks_key);
    lua_pushvalue(L, index);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

bool peri_lua_json_is_marked(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &marks_key);
    lua_pushvalue(L, index);
    bool marked = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 2);
    return marked;
}

/* Json.Array(table) -> table */
static int l_array(lua_State *L)
{
    peri_lua_check_table(L, 1, "Json.Array", "table");
    if (peri_readonly_name(L, 1))
        return luaL_error(L, "Json.Array: the library %s is not an array",
                          peri_readonly_name(L, 1));
    peri_lua_json_mark_array(L, 1);
    return 1;
}

static const peri_lua_function functions[] = {{"Array", l_array}, {NULL, NULL}};

/* The marks must not keep their tables alive. -> */
static void make_marks(lua_State *L)
{
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &marks_key);
}

void peri_lua_json_open(lua_State *L)
{
    make_marks(L);
    peri_lua_class_open(L, &null_class);
    peri_lua_new(L, &null_class, 0);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &null_key);
    peri_lua_library(L, "Json", functions, NULL);
    peri_lua_library_value(L, "Json", "Null");
}
