/* lua_slice.h - Slice with its TradeBars and QuoteBars. Layer 6.

   A Slice object, and what it shows of its step, belongs to one time step: read later, it raises. A
   TradeBar or QuoteBar is a copy, so it can be kept. */
#ifndef PERI_LUA_SLICE_H
#define PERI_LUA_SLICE_H

#include <lua.h>

#include "lua_runtime_internal.h"

void peri_lua_slice_open(lua_State *L);
void peri_lua_trade_bar_open(lua_State *L);
void peri_lua_quote_bar_open(lua_State *L);

/* The object of the runtime's present slice: one per step, made when asked for. */
void peri_lua_push_slice(lua_State *L, peri_runtime *runtime);

/* A Slice of its own with copies of a slice's bars, which can be kept: [] -> [Slice] */
void peri_lua_push_slice_copy(lua_State *L, const peri_slice *slice);

/* A block of memory with all that a slice has, but actions: [] -> [its owner] */
const peri_slice *peri_lua_copy_slice(lua_State *L, const peri_slice *slice);

/* The bar an argument is, and its security; NULL for anything else. Borrowed as long as the
   argument is on the stack. */
const peri_bar *peri_lua_test_bar(lua_State *L, int arg, int32_t *security);

/* A bar of a security as a TradeBar (copied). */
void peri_lua_push_bar(lua_State *L, int32_t security, const peri_bar *bar, bool is_fill);

/* The same of quotes as a QuoteBar. */
void peri_lua_push_quote_bar(lua_State *L, int32_t security, const peri_quote_bar *bar,
                             bool is_fill);

#endif
