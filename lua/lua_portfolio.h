/* lua_portfolio.h - Portfolio and its holdings. Layer 6. */
#ifndef PERI_LUA_PORTFOLIO_H
#define PERI_LUA_PORTFOLIO_H

#include <lua.h>
#include <stdint.h>

void peri_lua_portfolio_open(lua_State *L);

/* The holding of a security, one live object for the whole run. */
void peri_lua_push_holding(lua_State *L, int32_t index);

#endif
