/* lua_subscribe.h - AddEquity, AddData and the enum Resolution. Layer 6. */
#ifndef PERI_LUA_SUBSCRIBE_H
#define PERI_LUA_SUBSCRIBE_H

#include <lua.h>

#include "lua_support.h"

extern const peri_lua_enum peri_lua_normalization;
extern const peri_lua_enum peri_lua_resolution;

/* Index of the security an argument names. A Symbol that was never added is added now, as
   AddSecurity adds it and as in LEAN; with_price: it begins with its last price of the past. Raises
   for unknown tickers and others. */
int32_t peri_lua_check_or_add(lua_State *L, int arg, const char *func, bool with_price);

void peri_lua_subscribe_open(lua_State *L);

#endif
