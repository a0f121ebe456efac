/* lua_history.h - History: completed bars of the past. Layer 6. */
#ifndef PERI_LUA_HISTORY_H
#define PERI_LUA_HISTORY_H

#include <lua.h>

#include <stddef.h>

#include "engine/history.h"

/* Push an object that owns n pasts, empty ones at first: for code that may raise while it has
   them. */
peri_past *peri_lua_push_pasts(lua_State *L, size_t n);

/* The type of data an argument is (TradeBar, QuoteBar, Tick); -1: none. */
int peri_lua_test_data_type(lua_State *L, int arg);

void peri_lua_history_open(lua_State *L);

#endif
