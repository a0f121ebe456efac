/* lua_schedule.h - Schedule.On and the event it returns. Layer 6. */
#ifndef PERI_LUA_SCHEDULE_H
#define PERI_LUA_SCHEDULE_H

#include <lua.h>

void peri_lua_schedule_open(lua_State *L);

/*
 * Schedule the function at an index of the stack, and push the ScheduledEvent; raises for wrong
 * arguments.
 *
 * name      NULL: made of the rules (copied)
 * rules     index of the DateRule, the TimeRule is behind it
 * function  index of the function
 * kind      PERI_EVENT_SCHEDULED or PERI_EVENT_TRAINING
 */
int peri_lua_schedule(lua_State *L, const char *name, int rules, int function, int kind);

#endif
