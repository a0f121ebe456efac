/* lua_object_store_list.c - the ObjectStore as a whole: keys, limits, iteration. Layer 6. */
#include <string.h>

#include "base/mem.h"
#include "host/host.h"
#include "host/readonly.h"
#include "lua_store_scratch.h"
#include "lua_time.h"

/* Keys([prefix]) -> array of keys, ascending */
int peri_lua_store_keys(lua_State *L)
{
    static const char func[] = "ObjectStore.Keys";
    peri_error err;
    size_t len = 0;
    const char *prefix = peri_lua_opt_string(L, 1, func, "prefix", &len, NULL);
    peri_lua_scratch *s = peri_lua_scratch_new(L);
    if (peri_store_keys(peri_lua_store(L), prefix, prefix ? len : 0, &s->keys, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_createtable(L, (int)s->keys.n, 0);
    for (size_t i = 0; i < s->keys.n; i++) {
        lua_pushstring(L, s->keys.items[i].key);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* --- limits and usage --- */

static peri_quota usage(lua_State *L)
{
    peri_error err;
    peri_quota used = {0, 0};
    if (peri_store_usage(peri_lua_store(L), &used, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    return used;
}

static peri_quota limits(lua_State *L)
{
    peri_quota most;
    peri_store_limits(peri_lua_store(L), &most);
    return most;
}

/* Count() -> number of objects */
int peri_lua_store_count(lua_State *L)
{
    lua_pushinteger(L, usage(L).objects);
    return 1;
}

static int64_t get_max_size(lua_State *L)
{
    return limits(L).bytes;
}

static int64_t get_max_files(lua_State *L)
{
    return limits(L).objects;
}

static int64_t get_used_size(lua_State *L)
{
    return usage(L).bytes;
}

static int64_t get_used_files(lua_State *L)
{
    return usage(L).objects;
}

static const struct {
    const char *name;
    int64_t (*get)(lua_State *L);
} fields[] = {
    {"MaxSize", get_max_size},
    {"MaxFiles", get_max_files},
    {"UsedSize", get_used_size},
    {"UsedFiles", get_used_files},
};

/* [library, name] -> what the members of a strict library raise, with the place of the script:
   called from here they would only see this function. */
static int raise_unknown(lua_State *L)
{
    luaL_getmetafield(L, lua_upvalueindex(1), "__index");
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, 2);
    lua_pcall(L, 2, 0, 0);
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
    return lua_error(L);
}

/* Upvalue: the members. __index(library, name) */
static int l_index(lua_State *L)
{
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strcmp(name, fields[i].name) == 0) {
            lua_pushinteger(L, fields[i].get(L));
            return 1;
        }
    }
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    return lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL ? 1 : raise_unknown(L);
}

/* --- Stat --- */

static void set_time(lua_State *L, const char *name, int64_t utc_ns)
{
    peri_lua_push_datetime(L, utc_ns);
    lua_setfield(L, -2, name);
}

/* Stat(key) -> { Key, Size, Created, Modified, Type, Sha256 }; times are UTC */
int peri_lua_store_stat(lua_State *L)
{
    static const char func[] = "ObjectStore.Stat";
    peri_error err;
    peri_store_stat stat;
    char name[PERI_STORE_KEY_SIZE];
    size_t len;
    const char *key = peri_lua_check_key(L, func, &len);
    if (peri_store_key_normalise(key, len, name, &err) != PERI_OK ||
        peri_store_describe(peri_lua_store(L), key, len, &stat, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_createtable(L, 0, 6);
    lua_pushstring(L, name);
    lua_setfield(L, -2, "Key");
    lua_pushinteger(L, stat.size);
    lua_setfield(L, -2, "Size");
    set_time(L, "Created", stat.created_ns);
    set_time(L, "Modified", stat.modified_ns);
    lua_pushstring(L, peri_store_kind_name(stat.kind));
    lua_setfield(L, -2, "Type");
    lua_pushstring(L, stat.sha256);
    lua_setfield(L, -2, "Sha256");
    return 1;
}

/* --- Refresh --- */

static int refresh(lua_State *L)
{
    peri_error err;
    if (peri_store_refresh(peri_lua_store(L), &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 0;
}

int peri_lua_store_refresh(lua_State *L)
{
    return refresh(L);
}

/* LEAN's Clear forgets a cache; what it is called for is Refresh. */
int peri_lua_store_clear(lua_State *L)
{
    return refresh(L);
}

/* --- pairs --- */

/* Upvalue: scratch with the keys. -> key, bytes; a key that is gone by now is passed over. */
static int next_object(lua_State *L)
{
    peri_lua_scratch *s = lua_touserdata(L, lua_upvalueindex(2));
    peri_store *store = peri_lua_store(L);
    while (s->next < s->keys.n) {
        peri_error err;
        const char *key = s->keys.items[s->next++].key;
        peri_free(s->bytes);
        s->bytes = NULL;
        int rc = peri_store_read(store, key, strlen(key), &s->bytes, &s->len, NULL, &err);
        if (rc == PERI_ENOTFOUND)
            continue;
        if (rc != PERI_OK)
            return peri_lua_raise(L, &err);
        lua_pushstring(L, key);
        lua_pushlstring(L, s->bytes, s->len);
        peri_free(s->bytes);
        s->bytes = NULL;
        return 2;
    }
    lua_pushnil(L);
    return 1;
}

/* __pairs(library): the keys of this moment, each value when its turn comes */
static int l_pairs(lua_State *L)
{
    peri_error err;
    peri_lua_scratch *s = peri_lua_scratch_keep(L);
    if (peri_store_keys(peri_lua_store(L), NULL, 0, &s->keys, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushlightuserdata(L, s);
    lua_pushcclosure(L, next_object, 2);
    return 1;
}

void peri_lua_store_fields(lua_State *L)
{
    peri_host_api(L);
    lua_getfield(L, -1, "ObjectStore");
    peri_readonly_members(L, -1);
    lua_pushcclosure(L, l_index, 1);
    peri_readonly_set_meta(L, -2, "__index");
    lua_pushcfunction(L, l_pairs);
    peri_readonly_set_meta(L, -2, "__pairs");
    lua_pop(L, 2);
}
