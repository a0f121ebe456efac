/* lua_rules.h - date rules and time rules as values of Lua, and what makes them. Layer 6. */
#ifndef PERI_LUA_RULES_H
#define PERI_LUA_RULES_H

#include <lua.h>

#include "lua_support.h"
#include "schedule/date_rules.h"
#include "schedule/time_rules.h"

/* Install DateRules and FuncDateRule; TimeRules and FuncTimeRule. */
void peri_lua_date_rules_open(lua_State *L);
void peri_lua_time_rules_open(lua_State *L);

/* The rule an argument is, borrowed from it; raises for others. */
const peri_date_rule *peri_lua_check_date_rule(lua_State *L, int arg, const char *func);
const peri_time_rule *peri_lua_check_time_rule(lua_State *L, int arg, const char *func);

/*
 * Makers of rules: arguments from index `arg` on, func in messages. They raise for wrong arguments
 * before anything is held; otherwise they return a status with *out held once.
 */
typedef int peri_lua_date_maker(lua_State *L, int arg, const char *func, peri_date_rule **out,
                                peri_error *err);
typedef int peri_lua_time_maker(lua_State *L, int arg, const char *func, peri_time_rule **out,
                                peri_error *err);

peri_lua_date_maker peri_lua_make_on, peri_lua_make_every, peri_lua_make_every_day,
    peri_lua_make_week_start, peri_lua_make_week_end, peri_lua_make_month_start,
    peri_lua_make_month_end, peri_lua_make_quarter_start, peri_lua_make_quarter_end,
    peri_lua_make_year_start, peri_lua_make_year_end;
peri_lua_time_maker peri_lua_make_at, peri_lua_make_every_span, peri_lua_make_after_open,
    peri_lua_make_before_open, peri_lua_make_before_close, peri_lua_make_after_close;

#endif
