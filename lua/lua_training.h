/* lua_training.h - the handle of a training, and what a training says from inside. Layer 6. */
#ifndef PERI_LUA_TRAINING_H
#define PERI_LUA_TRAINING_H

#include <lua.h>

#include "lua_runtime.h"
#include "lua_support.h"
#include "schedule/scheduler.h"

/* Install the class of the handle. */
void peri_lua_training_class_open(lua_State *L);

/* A declared duration of a training, ns: a TimeSpan above 0, at most a year. name as in the checks
   of lua_support.h. */
int64_t peri_lua_check_training_span(lua_State *L, int arg, const char *func, const char *name);

/* The options behind the function of Train, {Duration = TimeSpan}: its duration in ns, 0 when the
   argument is none or nil. Raises for other keys. */
int64_t peri_lua_check_training_options(lua_State *L, int arg, const char *func);

/* Functions of the library Training: Progress, ShouldStop, Publish. */
int peri_lua_training_progress(lua_State *L);
int peri_lua_training_should_stop(lua_State *L);
int peri_lua_training_publish(lua_State *L);

/* Run the function of a training that is due, on the seat that has the state. Returns as
   peri_host_run. */
int peri_lua_run_training(peri_runtime *runtime, const peri_event *event, peri_error *err);

/* The engine's: call what OnDone was given; call what Publish was given, in order. */
int peri_lua_training_ended(void *runtime, const peri_training_run *run, peri_error *err);
int peri_lua_publish_all(void *runtime, peri_error *err);

/* Free what Publish was given and nobody called. */
void peri_lua_forget_publications(peri_runtime *runtime);

#endif
