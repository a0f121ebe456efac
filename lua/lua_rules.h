/* lua_rules.h - DateRules and TimeRules. Layer 6. */
#ifndef PERI_LUA_RULES_H
#define PERI_LUA_RULES_H

#include <lua.h>

#include "schedule/date_rules.h"
#include "schedule/time_rules.h"

void peri_lua_rules_open(lua_State *L);

/* Copies of the two rules at arg and arg + 1 (owned by the caller), or an error and nothing. */
void peri_lua_check_rules(lua_State *L, int arg, const char *func, peri_date_rule **dates,
                          peri_time_rule **times);

#endif
