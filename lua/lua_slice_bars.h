/* lua_slice_bars.h - the bars of a slice that one of the objects it is shown by has. Layer 6. */
#ifndef PERI_LUA_SLICE_BARS_H
#define PERI_LUA_SLICE_BARS_H

#include <lua.h>

#include "lua_runtime_internal.h"

/* What of a slice is shown. */
typedef enum peri_lua_slice_kind {
    PERI_SLICE_ALL, /* of each security its bar of trades, else that of quotes, else its ticks */
    PERI_SLICE_TRADES,
    PERI_SLICE_QUOTES,
    PERI_SLICE_TICKS,
    PERI_SLICE_KINDS = PERI_LUA_VIEWS
} peri_lua_slice_kind;

/* Whether a security has anything of a kind; also one that was added behind the slice. */
bool peri_lua_slice_has_bar(const peri_slice *slice, peri_lua_slice_kind kind, int32_t index);

/* What is there, which must be something: a bar, or an array of ticks (copied): [] -> [value] */
void peri_lua_push_slice_bar(lua_State *L, const peri_slice *slice, peri_lua_slice_kind kind,
                             int32_t index);
/* The same of any security; nil: it has nothing. Returns 1. */
int peri_lua_push_slice_bar_or_nil(lua_State *L, const peri_slice *slice, peri_lua_slice_kind kind,
                                   int32_t index);

/* The first place in LEAN's order of symbols, at `from` or behind, of one that has a bar;
   PERI_NO_PLACE: there is none. */
#define PERI_NO_PLACE SIZE_MAX
size_t peri_lua_slice_next(const peri_slice *slice, peri_lua_slice_kind kind,
                           const peri_symbol_order *order, size_t from);
/* How many have one. */
size_t peri_lua_slice_count(const peri_slice *slice, peri_lua_slice_kind kind);

#endif
