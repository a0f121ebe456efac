/* lua_indicator_pairs.h - indicators that are made of two others. Layer 6. */
#ifndef PERI_LUA_INDICATOR_PAIRS_H
#define PERI_LUA_INDICATOR_PAIRS_H

#include <lua.h>

/* Install B and its like, which take two symbols. */
void peri_lua_indicator_pairs_open(lua_State *L);

/* Methods of Indicator: left:Plus(right | number, name) -> Indicator, and so on. */
int peri_lua_indicator_plus(lua_State *L, void *self);
int peri_lua_indicator_minus(lua_State *L, void *self);
int peri_lua_indicator_times(lua_State *L, void *self);
int peri_lua_indicator_over(lua_State *L, void *self);

#endif
