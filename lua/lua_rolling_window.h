/* lua_rolling_window.h - RollingWindow: the last values of anything. Layer 6. */
#ifndef PERI_LUA_ROLLING_WINDOW_H
#define PERI_LUA_ROLLING_WINDOW_H

#include <lua.h>

void peri_lua_rolling_window_open(lua_State *L);

#endif
