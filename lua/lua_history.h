/* lua_history.h - History: completed bars of the past. Layer 6. */
#ifndef PERI_LUA_HISTORY_H
#define PERI_LUA_HISTORY_H

#include <lua.h>

void peri_lua_history_open(lua_State *L);

#endif
