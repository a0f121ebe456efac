/* lua_trade_builder.h - TradeBuilder, Trade: fills as trades. Layer 6. */
#ifndef PERI_LUA_TRADE_BUILDER_H
#define PERI_LUA_TRADE_BUILDER_H

#include <lua.h>

void peri_lua_trade_builder_open(lua_State *L);

/* Push an array of the trades that were closed so far, each a Trade: a copy. */
void peri_lua_push_closed_trades(lua_State *L);

#endif
