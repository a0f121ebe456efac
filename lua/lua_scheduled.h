/* lua_scheduled.h - what the handles of scheduled functions and of trainings have in common.
 * Layer 6.
 */
#ifndef PERI_LUA_SCHEDULED_H
#define PERI_LUA_SCHEDULED_H

#include <lua.h>

#include "lua_runtime_internal.h"
#include "lua_support.h"

/* Payload of ScheduledEvent and of Training handles. The function is referenced in the registry as
   the event's payload until the event is freed. */
typedef struct peri_lua_scheduled {
    peri_runtime *runtime;
    peri_event *event; /* retained */
} peri_lua_scheduled;

/* The handle that Train returns. */
extern const peri_lua_class peri_lua_training_class;

void peri_lua_scheduled_release(void *self);

/* Properties and metamethods of both. */
int peri_lua_scheduled_name(lua_State *L, void *self);
int peri_lua_scheduled_enabled(lua_State *L, void *self);
int peri_lua_scheduled_set_enabled(lua_State *L, void *self);
int peri_lua_scheduled_next_utc(lua_State *L, void *self);
int peri_lua_scheduled_next_local(lua_State *L, void *self);

#endif
