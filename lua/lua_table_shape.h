/* lua_table_shape.h - is a Lua table an array or an object, and its keys in order. Layer 6. */
#ifndef PERI_LUA_TABLE_SHAPE_H
#define PERI_LUA_TABLE_SHAPE_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct peri_lua_shape {
    bool is_array;
    lua_Integer items; /* of an array: its keys are 1..items */
} peri_lua_shape;

/*
 * Look at all keys of the table at an index, without its metamethods. Keys 1..n make an array,
 * strings an object, no keys an array when it is marked as one (lua_json.h), else an object.
 *
 * out  receives the shape; untouched on failure
 * err  receives the end of a sentence that the caller begins with the table's name: " has a hole
 *      at [2]", " mixes array and string keys", ": a key is a boolean, ..."
 *
 * Returns PERI_OK or PERI_EINVAL. Lets go of the state now and then (host/seat.h), so it may raise,
 * and the shape may be that of a moment ago. Needs 4 free stack slots. Linear in the size.
 */
int peri_lua_shape_of(lua_State *L, int index, peri_lua_shape *out, peri_error *err);

typedef struct peri_lua_key {
    const char *bytes; /* not terminated */
    size_t len;
} peri_lua_key;

/* Keys of one object, ascending by their bytes, in one block of memory. They are copies, since a
   weak table may lose a member, and with it the key, while another member is looked at. */
typedef struct peri_lua_keys {
    struct peri_lua_keys *outer; /* for the caller: a list of these */
    size_t n;
    peri_lua_key keys[];
} peri_lua_keys;

/* The string keys that the table at an index has now (owned by the caller: peri_free); NULL: no
   memory. Raises nothing, does not let go; needs 2 free stack slots. */
peri_lua_keys *peri_lua_keys_sorted(lua_State *L, int index);

#endif
