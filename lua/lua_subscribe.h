/* lua_subscribe.h - AddEquity, AddData and the enum Resolution. Layer 6. */
#ifndef PERI_LUA_SUBSCRIBE_H
#define PERI_LUA_SUBSCRIBE_H

#include <lua.h>

#include "lua_support.h"

extern const peri_lua_enum peri_lua_normalization;
extern const peri_lua_enum peri_lua_resolution;

void peri_lua_subscribe_open(lua_State *L);

#endif
