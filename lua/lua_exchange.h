/* lua_exchange.h - security.Exchange and its Hours. Layer 6. */
#ifndef PERI_LUA_EXCHANGE_H
#define PERI_LUA_EXCHANGE_H

#include <lua.h>
#include <stdint.h>

void peri_lua_exchange_open(lua_State *L);

/* The exchange of a security: [] -> [Exchange] */
void peri_lua_push_exchange(lua_State *L, int32_t security);

#endif
