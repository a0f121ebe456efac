/* lua_registration.h - what feeds indicators and handlers: Consolidate, RegisterIndicator,
   WarmUpIndicator, SubscriptionManager. Layer 6. */
#ifndef PERI_LUA_REGISTRATION_H
#define PERI_LUA_REGISTRATION_H

#include <lua.h>

#include "lua_consolidators.h"

void peri_lua_registration_open(lua_State *L);

/* How an indicator is fed with a security's bars. */
typedef struct peri_lua_feed {
    peri_lua_period period; /* of the bars; none: the security's own */
    int selector;           /* index of a function on the stack; 0: none */
    int field;              /* what is read of bars; -1: as the indicator does */
    int consolidator;       /* index of a Consolidator instead of the period; 0: none */
} peri_lua_feed;

/* The arguments from an index on: [period | consolidator,] [selector]. */
peri_lua_feed peri_lua_check_feed(lua_State *L, int arg, const char *func);

/* Feed it with the bars to come, or with as many past ones as it needs. Raise. */
void peri_lua_register(lua_State *L, int32_t security, peri_indicator *indicator,
                       const peri_lua_feed *feed, const char *func);
void peri_lua_warm_up(lua_State *L, int32_t security, peri_indicator *indicator,
                      const peri_lua_feed *feed, const char *func);
/* The same of the two sides of one indicator, each of its own security: so many past bars of both,
   in order of time. */
void peri_lua_warm_up_two(lua_State *L, const int32_t securities[2], peri_indicator *const sides[2],
                          int64_t bars, const peri_lua_feed *feed, const char *func);

/* Settings.AutomaticIndicatorWarmUp */
int peri_lua_get_automatic_warm_up(lua_State *L, void *self);
int peri_lua_set_automatic_warm_up(lua_State *L, void *self);

#endif
