/* lua_indicator_window.h - an indicator's values of the past, and its Updated. Layer 6. */
#ifndef PERI_LUA_INDICATOR_WINDOW_H
#define PERI_LUA_INDICATOR_WINDOW_H

#include <lua.h>
#include <stdbool.h>

#include "lua_indicators.h"

/* Install the classes of values of the past and of Window. */
void peri_lua_indicator_window_open(lua_State *L);

/* Whether the argument is a value of the past, and which. */
bool peri_lua_test_past_value(lua_State *L, int arg, double *value);

/* Push the value of i inputs ago, nil when there is none; returns 1. One further back than is kept
   is kept from now on, as in LEAN. */
int peri_lua_push_ago(lua_State *L, const struct peri_lua_indicator *object, lua_Integer i);

/* Getters and setters of Indicator, see peri_lua_member. */
int peri_lua_get_previous(lua_State *L, void *self); /* Previous */
int peri_lua_get_window(lua_State *L, void *self);   /* Window */
int peri_lua_get_updated(lua_State *L, void *self);  /* Updated */
int peri_lua_set_updated(lua_State *L, void *self);

#endif
