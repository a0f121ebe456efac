/* lua_train.c - Train(fn), Train(dateRule, timeRule, fn), IsTraining(). Layer 6. */
#include "lua_train.h"

#include "lua_runtime_internal.h"
#include "lua_schedule.h"
#include "lua_support.h"

/* Today's date and the time now: one instant, the next time step. */
static int schedule_now(lua_State *L, const char *func)
{
    peri_error err;
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    peri_engine *engine = peri_lua_runtime(L)->engine;
    peri_lua_check_function(L, 1, func, "fn");
    int rc = peri_date_rule_every_day(&dates, &err);
    if (rc == PERI_OK)
        rc = peri_time_rule_now(peri_engine_clock(engine), &times, &err);
    if (rc == PERI_OK) /* raises only when memory is short; the rules are lost then */
        rc = peri_lua_schedule(L, "Training: Now", dates, times, 1, PERI_EVENT_TRAINING);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return rc < 0 ? peri_lua_raise(L, &err) : rc;
}

int peri_lua_train_now(lua_State *L)
{
    return schedule_now(L, "Schedule.TrainingNow");
}

/* Train(fn) or Train([name,] dateRule, timeRule, fn) -> ScheduledEvent */
static int train(lua_State *L)
{
    if (lua_gettop(L) <= 1)
        return schedule_now(L, "Train");
    return peri_lua_schedule_rules(L, "Train", PERI_EVENT_TRAINING);
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
