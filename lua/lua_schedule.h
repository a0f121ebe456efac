/* lua_schedule.h - Schedule and the ScheduledEvent it returns. Layer 6. */
#ifndef PERI_LUA_SCHEDULE_H
#define PERI_LUA_SCHEDULE_H

#include <lua.h>

#include "lua_runtime.h"
#include "schedule/scheduler.h"

/* Install Schedule and ScheduledEvent; the builder that Schedule.Event returns. */
void peri_lua_schedule_open(lua_State *L);
void peri_lua_schedule_builder_open(lua_State *L);

/*
 * Schedule a function at times that rules give, and push its handle; raises what
 * peri_engine_schedule fails with.
 *
 * name      NULL: made of the rules (copied)
 * function  index of the function on the stack
 * kind      PERI_EVENT_SCHEDULED or PERI_EVENT_TRAINING
 * takes     ns of simulated time a training is declared to take; 0: not said
 */
int peri_lua_schedule(lua_State *L, const char *name, const peri_date_rule *dates,
                      const peri_time_rule *times, int function, int kind, int64_t takes);

/* The same with arguments ([name,] dateRule, timeRule, fn[, options]) from index 1 on, options for
   trainings only; func in messages. */
int peri_lua_schedule_rules(lua_State *L, const char *func, int kind);

/* Schedule.Event([name]): push a builder. */
int peri_lua_schedule_builder(lua_State *L);

/* Call the function of a due event, which lies in the registry as its payload: with its name and
   time (UTC) when it takes two parameters, else without arguments. Returns as peri_host_call. */
int peri_lua_call_event(peri_runtime *runtime, const peri_event *event, int64_t due_utc,
                        peri_error *err);

#endif
