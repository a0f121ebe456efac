/* lua_models.h - fee and fill models as values of Lua. Layer 6. */
#ifndef PERI_LUA_MODELS_H
#define PERI_LUA_MODELS_H

#include <lua.h>

#include "trade/models.h"

/* Install ConstantFeeModel, InteractiveBrokersFeeModel, ImmediateFillModel, NextOpenFillModel. */
void peri_lua_models_open(lua_State *L);

/* The model an argument is (borrowed from the object), or an error. */
const peri_fee_model *peri_lua_check_fee_model(lua_State *L, int arg, const char *func);
const peri_fill_model *peri_lua_check_fill_model(lua_State *L, int arg, const char *func);

#endif
