/* lua_plot.h - Plot, Record, PlotIndicator. Layer 6. */
#ifndef PERI_LUA_PLOT_H
#define PERI_LUA_PLOT_H

#include <lua.h>

void peri_lua_plot_open(lua_State *L);

#endif
