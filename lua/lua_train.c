/* lua_train.c - Train(fn), Train(dateRule, timeRule, fn), IsTraining, and limits. Layer 6. */
#include "lua_train.h"

#include "lua_runtime_internal.h"
#include "lua_schedule.h"
#include "lua_support.h"
#include "lua_time.h"
#include "lua_training.h"

#include <math.h>

static const char UNNAMED[] = "Training: Now";

/* Today's date and the time now: one instant, the next time step. */
static int schedule_now(lua_State *L, const char *func, const char *name, int fn)
{
    peri_error err;
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    peri_engine *engine = peri_lua_runtime(L)->engine;
    peri_lua_check_function(L, fn, func, "fn");
    if (lua_type(L, fn + 1) == LUA_TUSERDATA)
        luaL_error(L,
                   "%s: argument %d (dateRule) was a function: call it, as in "
                   "DateRules.EveryDay()",
                   func, fn);
    peri_lua_check_none(L, fn + 2, func, "nothing behind the options");
    int64_t takes = peri_lua_check_training_options(L, fn + 1, func);
    int rc = peri_date_rule_every_day(&dates, &err);
    if (rc == PERI_OK)
        rc = peri_time_rule_now(peri_engine_clock(engine), &times, &err);
    if (rc == PERI_OK) /* raises only when memory is short; the rules are lost then */
        rc = peri_lua_schedule(L, name, dates, times, fn, PERI_EVENT_TRAINING, takes);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return rc < 0 ? peri_lua_raise(L, &err) : rc;
}

int peri_lua_train_now(lua_State *L)
{
    return schedule_now(L, "Schedule.TrainingNow", UNNAMED, 1);
}

/* Train([name,] fn[, options]) or Train([name,] dateRule, timeRule, fn[, options]) -> TrainingEvent
 */
static int train(lua_State *L)
{
    if (lua_gettop(L) <= 1 || lua_isfunction(L, 1))
        return schedule_now(L, "Train", UNNAMED, 1);
    if (lua_type(L, 1) == LUA_TSTRING && lua_isfunction(L, 2) && lua_type(L, 3) != LUA_TUSERDATA &&
        (lua_gettop(L) <= 3 || !lua_isfunction(L, 3)))
        return schedule_now(L, "Train", lua_tostring(L, 1), 2);
    return peri_lua_schedule_rules(L, "Train", PERI_EVENT_TRAINING);
}

/* IsTraining([name]) -> boolean */
static int is_training(lua_State *L)
{
    peri_trainer *trainer = peri_engine_trainer(peri_lua_runtime(L)->engine);
    const char *name = peri_lua_opt_string(L, 1, "IsTraining", "name", NULL, NULL);
    lua_pushboolean(L, name ? peri_trainer_is_training_named(trainer, name)
                            : peri_trainer_is_training(trainer));
    return 1;
}

/* --- Training --- */

static peri_watch_state state_of(lua_State *L)
{
    const peri_runtime *runtime = peri_lua_runtime(L);
    peri_watch_state state;
    peri_watch_get(runtime->watch, peri_engine_clock(runtime->engine), &state);
    return state;
}

/* A whole number, or math.huge. */
static void push_minutes(lua_State *L, bool unlimited, int64_t minutes)
{
    if (unlimited)
        lua_pushnumber(L, HUGE_VAL);
    else
        lua_pushinteger(L, minutes);
}

/* Sets field `name` of the table on top: a TimeSpan, left out for never. */
static void set_span(lua_State *L, const char *name, int64_t span_ns)
{
    if (span_ns == PERI_NEVER)
        return;
    peri_lua_push_timespan(L, span_ns);
    lua_setfield(L, -2, name);
}

/* Training.Available() -> minutes */
static int available(lua_State *L)
{
    peri_watch_state state = state_of(L);
    push_minutes(L, state.allowance.unlimited, state.available);
    return 1;
}

/* Training.Limits() -> {Server, Capacity, RefillAmount, RefillInterval, NextRefill, StepLimit} */
static int limits(lua_State *L)
{
    peri_watch_state state = state_of(L);
    bool unlimited = state.allowance.unlimited;
    lua_createtable(L, 0, 6);
    lua_pushstring(L, state.allowance.server);
    lua_setfield(L, -2, "Server");
    push_minutes(L, unlimited, state.allowance.capacity);
    lua_setfield(L, -2, "Capacity");
    lua_pushinteger(L, state.allowance.amount);
    lua_setfield(L, -2, "RefillAmount");
    set_span(L, "RefillInterval", unlimited ? PERI_NEVER : PERI_DAY);
    set_span(L, "NextRefill", state.next_refill);
    set_span(L, "StepLimit", state.step_limit);
    return 1;
}

void peri_lua_train_open(lua_State *L)
{
    static const peri_lua_function training[] = {{"Available", available},
                                                 {"Limits", limits},
                                                 {"Progress", peri_lua_training_progress},
                                                 {"ShouldStop", peri_lua_training_should_stop},
                                                 {"Publish", peri_lua_training_publish},
                                                 {NULL, NULL}};
    static const peri_lua_function functions[] = {
        {"Train", train}, {"IsTraining", is_training}, {NULL, NULL}};
    peri_lua_training_class_open(L);
    peri_lua_global_functions(L, functions);
    peri_lua_library(L, "Training", training, NULL);
}
