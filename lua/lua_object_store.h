/* lua_object_store.h - the ObjectStore library. Layer 6. */
#ifndef PERI_LUA_OBJECT_STORE_H
#define PERI_LUA_OBJECT_STORE_H

#include <lua.h>

/* Install ObjectStore, which acts on the store of the state's runtime, and Json. May raise. */
void peri_lua_object_store_open(lua_State *L);

#endif
