/* lua_statistics.h - Statistics, and those that a strategy names itself. Layer 6. */
#ifndef PERI_LUA_STATISTICS_H
#define PERI_LUA_STATISTICS_H

#include <lua.h>

void peri_lua_statistics_open(lua_State *L);

#endif
