/* lua_json.h - the Json library: what Lua tables cannot say by themselves. Layer 6. */
#ifndef PERI_LUA_JSON_H
#define PERI_LUA_JSON_H

#include <lua.h>
#include <stdbool.h>

/* Install Json.Array and Json.Null. Once per state, before the calls below; may raise. */
void peri_lua_json_open(lua_State *L);

/* Push Json.Null, the one value of its state that stands for null: not nil, so a table can hold
   it, and therefore true in a condition. -> null */
void peri_lua_json_push_null(lua_State *L);
bool peri_lua_json_is_null(lua_State *L, int index);

/*
 * Say that the table at an index is an array, which matters while it is empty: an empty table is
 * an object otherwise. The mark lies beside the table, not in it, and goes when the table goes.
 * May raise for want of memory; needs 3 free stack slots, as the next one.
 */
void peri_lua_json_mark_array(lua_State *L, int index);
bool peri_lua_json_is_marked(lua_State *L, int index);

#endif
