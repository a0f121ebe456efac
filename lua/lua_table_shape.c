/* lua_table_shape.c - looking at the keys of a Lua table. Layer 6. */
#include "lua_table_shape.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "host/seat.h"
#include "lua_json.h"

enum {
    LET_GO = 1024 /* keys between two moments at which others may have the state */
};

/* What the keys of a table are, counted. */
typedef struct census {
    lua_Integer integers, highest; /* integer keys from 1 on, and the highest of them */
    size_t strings;
} census;

/* Counts the key at -2; what can be neither an index nor a name is refused. */
static int count_key(lua_State *L, census *c, peri_error *err)
{
    static const char expected[] = "expected strings only, or 1, 2, 3, ...";
    int type = lua_type(L, -2);
    if (type == LUA_TSTRING) {
        c->strings++;
        return PERI_OK;
    }
    if (type != LUA_TNUMBER)
        return peri_fail(err, PERI_EINVAL, ": a key is a %s, %s", lua_typename(L, type), expected);
    if (!lua_isinteger(L, -2))
        return peri_fail(err, PERI_EINVAL, ": a key is the number %.17g, %s", lua_tonumber(L, -2),
                         expected);
    lua_Integer key = lua_tointeger(L, -2);
    if (key < 1)
        return peri_fail(err, PERI_EINVAL, ": a key is the number %lld, %s", (long long)key,
                         expected);
    c->integers++;
    if (key > c->highest)
        c->highest = key;
    return PERI_OK;
}

/* Lets go now and then: others may change the table meanwhile. */
static int count_keys(lua_State *L, int index, census *c, peri_error *err)
{
    int rc = PERI_OK;
    lua_pushnil(L);
    for (size_t n = 1; rc == PERI_OK && lua_next(L, index); n++) {
        rc = count_key(L, c, err);
        lua_pop(L, 1);
        if (n % LET_GO == 0)
            peri_host_let_go(L);
    }
    if (rc != PERI_OK)
        lua_pop(L, 1); /* the key the walk stopped at */
    return rc;
}

/* There is one when the highest key exceeds the number of keys. */
static lua_Integer first_hole(lua_State *L, int index)
{
    lua_Integer i = 1;
    while (lua_rawgeti(L, index, i) != LUA_TNIL) {
        lua_pop(L, 1);
        i++;
    }
    lua_pop(L, 1);
    return i;
}

int peri_lua_shape_of(lua_State *L, int index, peri_lua_shape *out, peri_error *err)
{
    census c = {0};
    index = lua_absindex(L, index);
    int rc = count_keys(L, index, &c, err);
    if (rc != PERI_OK)
        return rc;
    if (c.integers > 0 && c.strings > 0)
        return peri_fail(err, PERI_EINVAL, " mixes array and string keys");
    if (c.highest > c.integers)
        return peri_fail(err, PERI_EINVAL, " has a hole at [%lld], the highest index is %lld",
                         (long long)first_hole(L, index), (long long)c.highest);
    bool marked = c.integers == 0 && peri_lua_json_is_marked(L, index);
    if (marked && c.strings > 0)
        return peri_fail(err, PERI_EINVAL, " is marked as an array but has string keys");
    *out = (peri_lua_shape){.is_array = c.integers > 0 || marked, .items = c.integers};
    return PERI_OK;
}

static int by_bytes(const void *a, const void *b)
{
    const peri_lua_key *x = a, *y = b;
    size_t shared = x->len < y->len ? x->len : y->len;
    int order = memcmp(x->bytes, y->bytes, shared);
    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

/* Number and bytes of the string keys that are there now. */
static size_t measure(lua_State *L, int index, size_t *bytes)
{
    size_t n = 0;
    *bytes = 0;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            continue;
        *bytes += lua_rawlen(L, -1);
        n++;
    }
    return n;
}

peri_lua_keys *peri_lua_keys_sorted(lua_State *L, int index)
{
    size_t bytes;
    index = lua_absindex(L, index);
    size_t head = sizeof(peri_lua_keys) + measure(L, index, &bytes) * sizeof(peri_lua_key);
    peri_lua_keys *keys = peri_alloc(head + bytes + 1); /* 1: all keys may be "" */
    if (!keys)
        return NULL;
    keys->outer = NULL;
    keys->n = 0;
    char *to = (char *)keys + head;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        size_t len;
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            continue;
        const char *key = lua_tolstring(L, -1, &len);
        memcpy(to, key, len);
        keys->keys[keys->n++] = (peri_lua_key){to, len};
        to += len;
    }
    qsort(keys->keys, keys->n, sizeof *keys->keys, by_bytes);
    return keys;
}
