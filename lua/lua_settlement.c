/* lua_settlement.c - models of when the money of a sale comes. Layer 6. */
#include "lua_models.h"
#include "lua_runtime_internal.h"
#include "lua_time.h"

#include <stdio.h>

enum {
    MOST_DAYS = 30
};

static int get_days(lua_State *L, void *self)
{
    lua_pushinteger(L, ((const peri_settlement *)self)->days);
    return 1;
}

static const peri_lua_member settlement_members[] = {{"NumberOfDays", get_days, NULL, NULL},
                                                     {NULL, NULL, NULL, NULL}};
static const peri_lua_class settlement_class = {.name = "SettlementModel",
                                                .members = settlement_members};

static int push(lua_State *L, peri_settlement settlement)
{
    peri_settlement *object = peri_lua_new(L, &settlement_class, sizeof *object);
    *object = settlement;
    return 1;
}

/* ImmediateSettlementModel() */
static int immediate(lua_State *L)
{
    return push(L, (peri_settlement){0});
}

/* DelayedSettlementModel(numberOfDays, timeOfDay) */
static int delayed(lua_State *L)
{
    static const char func[] = "DelayedSettlementModel";
    int64_t time = 0;
    const int64_t days = peri_lua_check_integer(L, 1, func, "numberOfDays", 0, MOST_DAYS);
    if (!peri_lua_test_timespan(L, 2, &time) || time < 0 || time >= PERI_DAY)
        return peri_lua_arg_error(L, 2, func, "timeOfDay", "a TimeSpan of 0 to 24 hours");
    return push(L, (peri_settlement){(int32_t)days, time});
}

int peri_lua_push_settlement_model(lua_State *L, int32_t security)
{
    peri_broker *broker = peri_engine_broker(peri_lua_runtime(L)->engine);
    return push(L, peri_broker_portfolio(broker)->holdings[security].settlement);
}

int peri_lua_set_settlement_model(lua_State *L, int32_t security, const char *func)
{
    const peri_settlement *given = peri_lua_test(L, 2, &settlement_class);
    if (!given)
        return peri_lua_model_error(L, func,
                                    "an ImmediateSettlementModel or a DelayedSettlementModel");
    peri_engine_set_settlement(peri_lua_runtime(L)->engine, security, *given);
    return 0;
}

void peri_lua_settlement_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"ImmediateSettlementModel", immediate}, {"DelayedSettlementModel", delayed}, {NULL, NULL}};
    peri_lua_class_open(L, &settlement_class);
    peri_lua_global_functions(L, functions);
}
