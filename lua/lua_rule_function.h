/* lua_rule_function.h - Lua functions that give or choose dates and times. Layer 6. */
#ifndef PERI_LUA_RULE_FUNCTION_H
#define PERI_LUA_RULE_FUNCTION_H

#include <lua.h>

#include "schedule/rule_function.h"

/* Each makes a rule function of the Lua function at an index, held in the registry until it is
   released (by the rule that takes it over, also when making the rule fails). May raise. */

/* function(from, to) -> array of DateTime */
peri_rule_function peri_lua_dates_function(lua_State *L, int index);
/* function(dates) -> array of DateTime in UTC; dates is an array of DateTime at midnight */
peri_rule_function peri_lua_times_function(lua_State *L, int index);
/* function(time: DateTime) -> whether it is kept */
peri_rule_function peri_lua_keep_function(lua_State *L, int index);

#endif
