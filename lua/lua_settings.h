/* lua_settings.h - what Initialize sets, and the clock. Layer 6. */
#ifndef PERI_LUA_SETTINGS_H
#define PERI_LUA_SETTINGS_H

#include <lua.h>

void peri_lua_settings_open(lua_State *L);

#endif
