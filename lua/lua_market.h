/* lua_market.h - SecurityType, Market, TimeZones: names of kinds, places and zones. Layer 6. */
#ifndef PERI_LUA_MARKET_H
#define PERI_LUA_MARKET_H

#include "lua_support.h"
#include "time/zone.h"

extern const peri_lua_enum peri_lua_security_type;

/* Install SecurityType, Market and TimeZones. */
void peri_lua_market_open(lua_State *L);

/* Push a copy of a text in lower case (ASCII letters). */
void peri_lua_push_lower(lua_State *L, const char *text);

/* The zone an argument names (an IANA name, as TimeZones has them); raises for others. */
const peri_zone *peri_lua_check_zone(lua_State *L, int arg, const char *func, const char *name);

#endif
