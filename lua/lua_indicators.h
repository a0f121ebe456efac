/* lua_indicators.h - SMA, EMA, ... and the object they return. Layer 6. */
#ifndef PERI_LUA_INDICATORS_H
#define PERI_LUA_INDICATORS_H

#include <lua.h>

void peri_lua_indicators_open(lua_State *L);

#endif
