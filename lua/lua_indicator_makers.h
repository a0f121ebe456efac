/* lua_indicator_makers.h - SMA(symbol, ...), SimpleMovingAverage(...), indicator:SMA(...). Layer 6.
 */
#ifndef PERI_LUA_INDICATOR_MAKERS_H
#define PERI_LUA_INDICATOR_MAKERS_H

#include <lua.h>

#include "market/indicator.h"

void peri_lua_indicator_makers_open(lua_State *L);

/* indicator:NAME(arguments from index 2 on): a new indicator of a kind that follows `first`. Pushes
   it, returns 1. */
int peri_lua_indicator_chain(lua_State *L, peri_indicator *first, const char *kind);

#endif
