/* lua_class.c - objects with properties and methods over userdata. Layer 6.
 *
 * A read of a property is one look-up from name to the static member record and one C call. Names
 * are strings that Lua interns, so members are found by the string's address (see directory).
 */
#include <assert.h>
#include <string.h>

#include "base/similar.h"
#include "host/suggest.h"
#include "lua_class_internal.h"
#include "lua_support.h"

enum {
    UP_MEMBERS = 1, /* name -> record of a property, or the function of a method */
    UP_CLASS
};

static const peri_lua_class *upvalue_class(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(UP_CLASS));
}

static void *payload_of(lua_State *L, int index)
{
    peri_lua_object *o = lua_touserdata(L, index);
    return o->payload;
}

void *peri_lua_test(lua_State *L, int arg, const peri_lua_class *type)
{
    const int kind = lua_type(L, arg);
    if (kind != LUA_TUSERDATA && kind != LUA_TLIGHTUSERDATA)
        return NULL;
    peri_lua_object *o =
        kind == LUA_TUSERDATA ? lua_touserdata(L, arg) : peri_lua_light_object_at(L, arg);
    return o && o->directory->type == type ? o->payload : NULL;
}

bool peri_lua_resembles_member(lua_State *L, int arg, const peri_lua_class *type)
{
    if (lua_type(L, arg) != LUA_TSTRING)
        return false;
    for (const peri_lua_member *member = type->members; member->name; member++)
        if (peri_similar_near(lua_tostring(L, arg), member->name))
            return true;
    return false;
}

void peri_lua_refuse_item_member(lua_State *L, const char *collection, const peri_lua_class *item)
{
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (const peri_lua_member *member = item->members; member->name; member++)
        if (strcmp(member->name, key) == 0)
            luaL_error(L, "%s has no property '%s': it is one of a %s, as in %s[symbol]%s%s%s",
                       collection, key, item->name, collection, member->call ? ":" : ".", key,
                       member->call ? "(...)" : "");
}

int peri_lua_unknown_member(lua_State *L, const peri_lua_class *type)
{
    const char *key = luaL_tolstring(L, 2, NULL);
    peri_suggestion suggestion;
    char says[128];
    peri_suggest_init(&suggestion, key);
    for (const peri_lua_member *member = type->members; member->name; member++)
        peri_suggest_offer(&suggestion, NULL, member->name);
    const void *self = type->extra ? peri_lua_test(L, 1, type) : NULL;
    const char *extra;
    for (size_t i = 0; self && (extra = type->extra(self, i)); i++)
        peri_suggest_offer(&suggestion, NULL, extra);
    if (type->assign && lua_getiuservalue(L, 1, 1) == LUA_TTABLE)
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
            if (lua_type(L, -2) == LUA_TSTRING)
                peri_suggest_offer(&suggestion, NULL, lua_tostring(L, -2));
    peri_suggest_text(&suggestion, says, sizeof says);
    return luaL_error(L, "%s has no property '%s'%s", type->name, key, says);
}

/* What is no property with a short name: a member of the table, or what the class finds itself. */
static int index_other(lua_State *L, peri_lua_object *o, bool is_member)
{
    const peri_lua_class *type = o->directory->type;
    if (is_member) {
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(UP_MEMBERS)) == LUA_TFUNCTION)
            return 1;
        const peri_lua_member *property = lua_touserdata(L, -1);
        lua_pop(L, 1);
        if (property)
            return property->get(L, o->payload);
    }
    if (type->index && type->index(L, o->payload))
        return 1;
    return peri_lua_unknown_member(L, type);
}

/* __index(object, key) */
static int l_index(lua_State *L)
{
    peri_lua_object *o = lua_touserdata(L, 1);
    const peri_lua_member *member = peri_lua_find_member(o->directory, lua_topointer(L, 2));
    if (member && member->get)
        return member->get(L, o->payload);
    return index_other(L, o, member || o->directory->has_long);
}

/* Whether the key at index 2 is one that the class's index function finds. */
static bool is_extra(lua_State *L, const peri_lua_class *type)
{
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    const char *extra;
    for (size_t i = 0; type->extra && (extra = type->extra(payload_of(L, 1), i)); i++)
        if (strcmp(extra, key) == 0)
            return true;
    return false;
}

/* __newindex(object, key, value) */
static int l_newindex(lua_State *L)
{
    const peri_lua_class *type = upvalue_class(L);
    lua_pushvalue(L, 2);
    int found = lua_rawget(L, lua_upvalueindex(UP_MEMBERS));
    if (found == LUA_TNIL && type->assign) {
        lua_pop(L, 1);
        type->assign(L, payload_of(L, 1));
        return 0;
    }
    if (found == LUA_TNIL && !is_extra(L, type))
        return peri_lua_unknown_member(L, type);
    const peri_lua_member *member = lua_touserdata(L, -1);
    if (!member || !member->set)
        return luaL_error(L, "%s.%s is read-only", type->name, lua_tostring(L, 2));
    lua_pop(L, 1);
    return member->set(L, payload_of(L, 1));
}

/* Upvalue: a peri_lua_method. A dot forgets the object or passes something else. */
static int l_method(lua_State *L)
{
    const peri_lua_method *method = lua_touserdata(L, lua_upvalueindex(1));
    void *self = peri_lua_test(L, 1, method->type);
    if (!self)
        return peri_lua_colon_error(L, method->type->name, method->member->name);
    peri_lua_at_most(L, method->arity, 1);
    return method->member->call(L, self);
}

/* The class's name, not an address: output must be the same in each run. */
static int l_tostring(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    return 1;
}

static int l_gc(lua_State *L)
{
    const peri_lua_class *type = lua_touserdata(L, lua_upvalueindex(1));
    type->release(payload_of(L, 1));
    return 0;
}

/* members -> members, peri_lua_directory */
static const peri_lua_directory *push_directory(lua_State *L, const peri_lua_class *type)
{
    size_t n = 0, room = 4;
    while (type->members[n].name)
        n++;
    while (room < 2 * n)
        room *= 2;
    peri_lua_directory *d =
        lua_newuserdatauv(L, sizeof *d + room * sizeof(struct peri_lua_entry), 0);
    memset(d->entries, 0, room * sizeof(struct peri_lua_entry));
    d->type = type;
    d->has_long = false;
    d->mask = room - 1;
    for (const peri_lua_member *member = type->members; member->name; member++) {
        d->has_long |= strlen(member->name) > PERI_LUA_SHORT_STRING;
        lua_pushstring(L, member->name); /* the same string as the key of members */
        size_t at = peri_lua_member_place(d, lua_topointer(L, -1));
        while (d->entries[at].name)
            at = (at + 1) & d->mask;
        d->entries[at] = (struct peri_lua_entry){lua_topointer(L, -1), member};
        lua_pop(L, 1);
    }
    return d;
}

/* metatable -> the same, which keeps what the functions of methods have the addresses of */
static peri_lua_method *keep_methods(lua_State *L, const peri_lua_class *type)
{
    size_t n = 0;
    for (const peri_lua_member *member = type->members; member->name; member++)
        n += member->call != NULL;
    peri_lua_method *methods = lua_newuserdatauv(L, n * sizeof *methods, 0);
    lua_rawsetp(L, -2, type);
    return methods;
}

/* metatable -> metatable, members */
static void push_members(lua_State *L, const peri_lua_class *type)
{
    peri_lua_method *method = keep_methods(L, type);
    lua_newtable(L);
    for (const peri_lua_member *member = type->members; member->name; member++) {
        if (member->call) {
            const peri_lua_arity *arity = peri_lua_arity_member(type->name, ':', member->name);
            *method = (peri_lua_method){member, type, arity};
            lua_pushlightuserdata(L, method++);
            lua_pushcclosure(L, l_method, 1);
        } else {
            lua_pushlightuserdata(L, (void *)member);
        }
        lua_setfield(L, -2, member->name);
    }
}

/* metatable, members, directory -> the same; with an access event, which holds both */
static void set_access(lua_State *L, const char *event, lua_CFunction fn,
                       const peri_lua_class *type)
{
    lua_pushvalue(L, -2);
    lua_pushlightuserdata(L, (void *)type);
    lua_pushvalue(L, -3);
    lua_pushcclosure(L, fn, 3);
    lua_setfield(L, -4, event);
}

void peri_lua_class_open(lua_State *L, const peri_lua_class *type)
{
    lua_newtable(L);
    push_members(L, type);
    const peri_lua_directory *d = push_directory(L, type);
    set_access(L, "__index", l_index, type);
    set_access(L, "__newindex", l_newindex, type);
    lua_pop(L, 2);
    lua_pushstring(L, type->name);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    if (type->release) {
        lua_pushlightuserdata(L, (void *)type);
        lua_pushcclosure(L, l_gc, 1);
        lua_setfield(L, -2, "__gc");
    }
    lua_pushstring(L, type->name);
    lua_pushcclosure(L, l_tostring, 1);
    lua_setfield(L, -2, "__tostring");
    if (type->meta)
        luaL_setfuncs(L, type->meta, 0);
    peri_lua_note_opened(L, type, d);
}

void *peri_lua_new(lua_State *L, const peri_lua_class *type, size_t size)
{
    return peri_lua_new_with(L, type, size, 0);
}

void *peri_lua_new_with(lua_State *L, const peri_lua_class *type, size_t size, int values)
{
    const peri_lua_opened *opened = peri_lua_find_opened(L, type);
    assert(opened); /* peri_lua_class_open comes first */
    peri_lua_object *o = lua_newuserdatauv(L, sizeof *o + size, values);
    o->directory = opened->directory;
    memset(o->payload, 0, size);
    lua_rawgeti(L, LUA_REGISTRYINDEX, opened->metatable);
    lua_setmetatable(L, -2);
    return o->payload;
}
