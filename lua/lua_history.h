/* lua_history.h - History: completed bars of the past. Layer 6. */
#ifndef PERI_LUA_HISTORY_H
#define PERI_LUA_HISTORY_H

#include <lua.h>

#include "market/bar.h"

/* Push an object that owns a series, an empty one at first: for code that may raise while it has
   one. */
peri_series *peri_lua_push_series(lua_State *L);

void peri_lua_history_open(lua_State *L);

#endif
