/* lua_train.h - Train and IsTraining. Layer 6. */
#ifndef PERI_LUA_TRAIN_H
#define PERI_LUA_TRAIN_H

#include <lua.h>

void peri_lua_train_open(lua_State *L);

/* Schedule.TrainingNow(fn) -> ScheduledEvent: what Train(fn) does. */
int peri_lua_train_now(lua_State *L);

#endif
