/* lua_train.c - Train(fn), Train(dateRule, timeRule, fn), IsTraining(). Layer 6. */
#include "lua_train.h"

#include "lua_runtime_internal.h"
#include "lua_schedule.h"
#include "lua_support.h"

/* Push DateRules.EveryDay() and TimeRules.Now: one instant, whatever day it is. */
static void push_now_rules(lua_State *L)
{
    peri_host_api(L);
    lua_getfield(L, -1, "DateRules");
    lua_getfield(L, -1, "EveryDay");
    lua_call(L, 0, 1);
    lua_remove(L, -2);
    lua_getfield(L, -2, "TimeRules");
    lua_getfield(L, -1, "Now");
    lua_remove(L, -2);
    lua_remove(L, -3);
}

static int train_now(lua_State *L)
{
    push_now_rules(L);
    return peri_lua_schedule(L, "Training: Now", 2, 1, PERI_EVENT_TRAINING);
}

/* Train(fn) or Train(dateRule, timeRule, fn) -> ScheduledEvent */
static int train(lua_State *L)
{
    if (lua_gettop(L) <= 1) {
        peri_lua_check_function(L, 1, "Train", "fn");
        return train_now(L);
    }
    return peri_lua_schedule(L, NULL, 1, 3, PERI_EVENT_TRAINING);
}

static int is_training(lua_State *L)
{
    lua_pushboolean(L, peri_trainer_is_training(peri_engine_trainer(peri_lua_runtime(L)->engine)));
    return 1;
}

void peri_lua_train_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"Train", train}, {"IsTraining", is_training}, {NULL, NULL}};
    peri_lua_global_functions(L, functions);
}
