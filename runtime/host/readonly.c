/* readonly.c - library tables a script can read but not change. Layer 6. */
#include "host/readonly.h"

#include <lauxlib.h>
#include <stdio.h>

#include "host/suggest.h"

/* Keys of a library's metatable. */
static const char name_key = 'n';
static const char members_key = 'm';

static const char *own_name(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(1));
}

/* Upvalues: name. __newindex(library, key, value) */
static int l_refuse(lua_State *L)
{
    const char *key = luaL_tolstring(L, 2, NULL);
    return luaL_error(L, "%s is read-only: '%s' cannot be set", own_name(L), key);
}

/* Upvalues: name. __index(members, key) of the members of a strict library */
static int l_unknown(lua_State *L)
{
    const char *key = luaL_tolstring(L, 2, NULL);
    peri_suggestion suggestion;
    char says[128];
    peri_suggest_init(&suggestion, key);
    peri_suggest_offer_keys(&suggestion, L, 1, NULL);
    peri_suggest_text(&suggestion, says, sizeof says);
    if (!says[0])
        snprintf(says, sizeof says, "; perigee api %s lists them", own_name(L));
    return luaL_error(L, "%s has no member '%s'%s", own_name(L), key, says);
}

/* Upvalues: name, members. The iterator of pairs; does not hand out the members table. */
static int l_next(lua_State *L)
{
    lua_settop(L, 2);
    if (lua_next(L, lua_upvalueindex(2)))
        return 2;
    lua_pushnil(L);
    return 1;
}

/* Upvalues: name, members. __pairs(library) */
static int l_pairs(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_pushcclosure(L, l_next, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* Upvalues: name. __tostring(library) */
static int l_tostring(lua_State *L)
{
    lua_pushstring(L, own_name(L));
    return 1;
}

/* Set field `event` of the table on top to fn with the name as its upvalue. */
static void set_event(lua_State *L, const char *event, lua_CFunction fn, const char *name)
{
    lua_pushlightuserdata(L, (void *)name);
    lua_pushcclosure(L, fn, 1);
    lua_setfield(L, -2, event);
}

/* -> metatable for the members at an index */
static void push_metatable(lua_State *L, int members, const char *name)
{
    lua_createtable(L, 0, 8);
    lua_pushlightuserdata(L, (void *)name);
    lua_rawsetp(L, -2, &name_key);
    lua_pushvalue(L, members);
    lua_rawsetp(L, -2, &members_key);
    lua_pushvalue(L, members);
    lua_setfield(L, -2, "__index");
    set_event(L, "__newindex", l_refuse, name);
    set_event(L, "__tostring", l_tostring, name);
    lua_pushlightuserdata(L, (void *)name);
    lua_pushvalue(L, members);
    lua_pushcclosure(L, l_pairs, 2);
    lua_setfield(L, -2, "__pairs");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

void peri_readonly_push(lua_State *L, const char *name, bool strict)
{
    int members = lua_gettop(L);
    if (strict) {
        lua_createtable(L, 0, 1);
        set_event(L, "__index", l_unknown, name);
        lua_setmetatable(L, members);
    }
    lua_newtable(L);
    push_metatable(L, members, name);
    lua_setmetatable(L, -2);
    lua_replace(L, members);
}

/* Push the metatable of a library; false, with nothing pushed, when the value is none. */
static bool push_own_metatable(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index))
        return false;
    bool is_library = lua_rawgetp(L, -1, &name_key) == LUA_TLIGHTUSERDATA;
    lua_pop(L, is_library ? 1 : 2);
    return is_library;
}

const char *peri_readonly_name(lua_State *L, int index)
{
    if (!push_own_metatable(L, index))
        return NULL;
    lua_rawgetp(L, -1, &name_key);
    const char *name = lua_touserdata(L, -1);
    lua_pop(L, 2);
    return name;
}

void peri_readonly_members(lua_State *L, int index)
{
    if (!push_own_metatable(L, index)) {
        lua_pushnil(L);
        return;
    }
    lua_rawgetp(L, -1, &members_key);
    lua_remove(L, -2);
}

void peri_readonly_set_meta(lua_State *L, int index, const char *event)
{
    if (!push_own_metatable(L, index)) {
        lua_pop(L, 1);
        return;
    }
    lua_insert(L, -2);
    lua_setfield(L, -2, event);
    lua_pop(L, 1);
}
