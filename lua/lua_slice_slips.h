/* lua_slice_slips.h - names that a slice has not got, but is often asked for. Layer 6. */
#ifndef PERI_LUA_SLICE_SLIPS_H
#define PERI_LUA_SLICE_SLIPS_H

#include <lua.h>

/* Raise if the key at index 2 is a field of bars or ticks, or a member that a Slice has in LEAN:
   the message says what to write. owner: the class, "Slice", "TradeBars", "QuoteBars", "Ticks". */
void peri_lua_refuse_slip(lua_State *L, const char *owner);

#endif
