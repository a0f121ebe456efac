/* lua_output.h - Log, Debug, Error, Quit, and what lua_plot.h has. Layer 6. */
#ifndef PERI_LUA_OUTPUT_H
#define PERI_LUA_OUTPUT_H

#include <lua.h>

void peri_lua_output_open(lua_State *L);

#endif
