/* lua_linear_model.h - the C functions of stdlib/linear_model.lua. Layer 6. */
#ifndef PERI_LUA_LINEAR_MODEL_H
#define PERI_LUA_LINEAR_MODEL_H

#include <lua.h>

void peri_lua_linear_model_open(lua_State *L);

#endif
