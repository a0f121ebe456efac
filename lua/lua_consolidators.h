/* lua_consolidators.h - the object Consolidator and its makers. Layer 6.

   The object keeps the strategy's functions. A registered one is kept alive by the registry (see
   peri_lua_anchor_consolidator), so a strategy need not hold it. */
#ifndef PERI_LUA_CONSOLIDATORS_H
#define PERI_LUA_CONSOLIDATORS_H

#include <lua.h>

#include "lua_runtime_internal.h"
#include "lua_slice.h"
#include "lua_support.h"
#include "market/consolidator.h"

void peri_lua_consolidators_open(lua_State *L);
void peri_lua_consolidator_makers_open(lua_State *L);

/* Payload of Consolidator. */
struct peri_lua_consolidator {
    peri_consolidator *consolidator; /* held */
    bool alone;                      /* the handler takes the bar only */
    bool needs_ticks;
    peri_lua_brick brick; /* what its bars are */
    double size;          /* of a brick */
};

/* Push a new object. Its maker puts the consolidator in and then lets it be found; raises what
   making it failed with. */
struct peri_lua_consolidator *peri_lua_new_consolidator(lua_State *L);
peri_consolidator *peri_lua_know_consolidator(lua_State *L,
                                              const struct peri_lua_consolidator *object, int rc,
                                              const peri_error *err);

/* A length of bars, as an argument says it. */
typedef struct peri_lua_period {
    enum {
        PERI_PERIOD_NONE, /* nil or missing */
        PERI_PERIOD_RESOLUTION,
        PERI_PERIOD_SPAN,
        PERI_PERIOD_COUNT,
        PERI_PERIOD_CALENDAR
    } kind;
    peri_resolution resolution;
    peri_calendar_period calendar;
    int64_t value; /* ns of a span, or a count */
} peri_lua_period;

/* False when the argument is none of these (*out is not written then). */
bool peri_lua_test_period(lua_State *L, int arg, peri_lua_period *out);

/* Push the Consolidator of a period that is there; raises for bad numbers. */
peri_consolidator *peri_lua_push_consolidator(lua_State *L, const peri_lua_period *period);

/* The consolidator an argument is; NULL for anything else. */
peri_consolidator *peri_lua_test_consolidator(lua_State *L, int arg);

/* The function at an index is what the Consolidator at an index hands its bars to; alone: with the
   bar as the only argument. */
void peri_lua_set_handler(lua_State *L, int consolidator, int function, bool alone);

/* A pick (see peri_consolidator_calls) of the function at an index. */
int peri_lua_add_pick(lua_State *L, int consolidator, int function);

/* Register the Consolidator at an index with a security, or unregister it; its object lives as long
   as it is registered. Raises what the engine refuses. */
void peri_lua_add_consolidator(lua_State *L, int consolidator, int32_t security);
bool peri_lua_remove_consolidator(lua_State *L, int consolidator, int32_t security);

#endif
