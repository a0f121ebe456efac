/* lua_slice.h - Slice with its TradeBars and QuoteBars. Layer 6.

   A Slice, and what it shows of its step, belongs to one time step: read later, it raises. A
   TradeBar or QuoteBar is a copy, so it can be kept. */
#ifndef PERI_LUA_SLICE_H
#define PERI_LUA_SLICE_H

#include <lua.h>

#include "lua_runtime_internal.h"
#include "lua_support.h"

extern const peri_lua_enum peri_lua_tick_type;

void peri_lua_slice_open(lua_State *L);
void peri_lua_trade_bar_open(lua_State *L);
void peri_lua_quote_bar_open(lua_State *L);

/* The value of the runtime's present slice: the same all through a step. */
void peri_lua_push_slice(lua_State *L, peri_runtime *runtime);

/* A Slice of its own with copies of a slice's bars, which can be kept: [] -> [Slice] */
void peri_lua_push_slice_copy(lua_State *L, const peri_slice *slice);

/* A block of memory with all that a slice has, but actions: [] -> [its owner] */
const peri_slice *peri_lua_copy_slice(lua_State *L, const peri_slice *slice);

/* The bar an argument is (a TradeBar, a RenkoBar, a Tick), and its security; NULL for anything
   else. Borrowed as long as the argument is on the stack. */
const peri_bar *peri_lua_test_bar(lua_State *L, int arg, int32_t *security);

/* A bar of a security as a TradeBar (copied). */
void peri_lua_push_bar(lua_State *L, int32_t security, const peri_bar *bar, bool is_fill);

/* Kinds of bricks, as RenkoType names them; those by volume have none. */
typedef enum peri_lua_brick {
    PERI_BRICK_NONE,
    PERI_BRICK_CLASSIC,
    PERI_BRICK_WICKED,
    PERI_BRICK_VOLUME
} peri_lua_brick;

/* A brick of a kind and size as a RenkoBar (copied). */
void peri_lua_push_brick(lua_State *L, int32_t security, const peri_bar *bar, peri_lua_brick kind,
                         double size, bool is_closed);

/* The quotes an argument has as a bar, and its security: of a QuoteBar or of a Tick of quotes; NULL
   for anything else. Borrowed as long as the argument is on the stack. */
const peri_quote_bar *peri_lua_test_quote_bar(lua_State *L, int arg, int32_t *security);

/* Ticks of a security as an array of Tick (copied): [] -> [table]. */
void peri_lua_push_ticks(lua_State *L, int32_t security, const peri_tick *ticks, size_t n);
/* What a Tick is as a bar without length, for peri_lua_test_bar and peri_lua_test_quote_bar; NULL
   when the argument is none, or is not of that kind. */
const peri_bar *peri_lua_test_tick_bar(lua_State *L, int arg, int32_t *security);
const peri_quote_bar *peri_lua_test_tick_quote(lua_State *L, int arg, int32_t *security);
void peri_lua_tick_open(lua_State *L);

/* The same of quotes as a QuoteBar. */
void peri_lua_push_quote_bar(lua_State *L, int32_t security, const peri_quote_bar *bar,
                             bool is_fill);

#endif
