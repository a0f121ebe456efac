/* lua_class_light.c - objects that are values: light userdata, which objects stand for. Layer 6. */
#include <assert.h>

#include "lua_class_internal.h"

peri_lua_object *peri_lua_light_object_at(lua_State *L, int arg)
{
    const peri_lua_light_fn find = peri_lua_light(L);
    return find ? peri_lua_object_of(find(L, lua_touserdata(L, arg))) : NULL;
}

void *peri_lua_light_object(lua_State *L, const peri_lua_class *type, size_t size)
{
    assert(!type->assign && !type->release);
    void *payload = peri_lua_new(L, type, size);
    assert(!peri_lua_object_of(payload)->directory->has_long);
    lua_rawsetp(L, LUA_REGISTRYINDEX, peri_lua_object_of(payload));
    return payload;
}

const char *peri_lua_light_name(lua_State *L, int arg)
{
    return peri_lua_light_object_at(L, arg)->directory->type->name;
}

/* __index(value, key) */
static int l_light_index(lua_State *L)
{
    peri_lua_object *o = peri_lua_light_object_at(L, 1);
    const peri_lua_class *type = o->directory->type;
    const peri_lua_member *member = peri_lua_find_member(o->directory, lua_topointer(L, 2));
    if (member && member->get)
        return member->get(L, o->payload);
    if (!member && type->index && type->index(L, o->payload))
        return 1;
    if (!member)
        return peri_lua_unknown_member(L, type);
    lua_rawgetp(L, LUA_REGISTRYINDEX, o); /* a method */
    lua_pushvalue(L, 2);
    lua_gettable(L, -2);
    return 1;
}

/* __newindex(value, key, value) */
static int l_light_newindex(lua_State *L)
{
    const peri_lua_directory *d = peri_lua_light_object_at(L, 1)->directory;
    if (!peri_lua_find_member(d, lua_topointer(L, 2)))
        return peri_lua_unknown_member(L, d->type);
    return luaL_error(L, "%s.%s is read-only", d->type->name, lua_tostring(L, 2));
}

static int l_light_tostring(lua_State *L)
{
    lua_pushstring(L, peri_lua_light_name(L, 1));
    return 1;
}

/* Of an operation that Lua would refuse, but without the name of the class. Upvalue: its text. */
static int l_light_refuse(lua_State *L)
{
    const int at = lua_type(L, 1) == LUA_TLIGHTUSERDATA ? 1 : 2;
    return luaL_error(L, "attempt to %s a %s value", lua_tostring(L, lua_upvalueindex(1)),
                      peri_lua_light_name(L, at));
}

/* [metatable] -> the same */
static void refuse_others(lua_State *L)
{
    static const struct {
        const char *event, *text;
    } refused[] = {
        {"__len", "get length of"},
        {"__call", "call"},
        {"__concat", "concatenate"},
        {"__unm", "perform arithmetic on"},
        {"__add", "perform arithmetic on"},
        {"__sub", "perform arithmetic on"},
        {"__mul", "perform arithmetic on"},
        {"__div", "perform arithmetic on"},
        {"__mod", "perform arithmetic on"},
        {"__band", "perform bitwise operation on"},
        {"__bor", "perform bitwise operation on"},
        {"__bxor", "perform bitwise operation on"},
        {"__shl", "perform bitwise operation on"},
        {"__shr", "perform bitwise operation on"},
        {"__bnot", "perform bitwise operation on"},

        {"__pow", "perform arithmetic on"},
        {"__idiv", "perform arithmetic on"},
        {"__lt", "compare"},
        {"__le", "compare"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        lua_pushstring(L, refused[i].text);
        lua_pushcclosure(L, l_light_refuse, 1);
        lua_setfield(L, -2, refused[i].event);
    }
}

void peri_lua_light_open(lua_State *L, const char *name, const luaL_Reg *meta,
                         peri_lua_light_fn find)
{
    static const luaL_Reg events[] = {{"__index", l_light_index},
                                      {"__newindex", l_light_newindex},
                                      {"__tostring", l_light_tostring},
                                      {NULL, NULL}};
    peri_lua_set_light(L, find);
    lua_pushlightuserdata(L, NULL); /* one has the metatable of all */
    lua_newtable(L);
    luaL_setfuncs(L, events, 0);
    refuse_others(L);
    luaL_setfuncs(L, meta, 0);
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}
