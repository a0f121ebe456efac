/* lua_own_margin.c - buying power by a strategy's table of functions. Layer 6. */
#include "lua_models.h"
#include "lua_runtime_internal.h"

#include "host/suggest.h"

#include <math.h>
#include <string.h>

static const char NAME_INITIAL[] = "GetInitialMarginRequirement";
static const char NAME_MAINTENANCE[] = "GetMaintenanceMargin";
static const char NAME_ORDER[] = "GetInitialMarginRequiredForOrder";
static const char NAME_AFFORDS[] = "HasSufficientBuyingPowerForOrder";
static const char NAME_TARGET[] = "GetMaximumOrderQuantityForTargetBuyingPower";

/* { Security, Portfolio[, Order] } */
static int give_portfolio(lua_State *L, const peri_own_question *question)
{
    const int n = peri_lua_give_parameters(L, question);
    peri_host_api(L); /* not what the strategy may have in its place */
    lua_getfield(L, -1, "Portfolio");
    lua_remove(L, -2);
    lua_setfield(L, -2, "Portfolio");
    return n;
}

static int give_quantity(lua_State *L, const peri_own_question *question)
{
    const int n = give_portfolio(L, question);
    lua_pushnumber(L, question->given);
    lua_setfield(L, -2, "Quantity");
    return n;
}

static int give_target(lua_State *L, const peri_own_question *question)
{
    const int n = give_portfolio(L, question);
    lua_pushnumber(L, question->given);
    lua_setfield(L, -2, "TargetBuyingPower");
    return n;
}

static void take_margin(lua_State *L, peri_own_question *question)
{
    question->number = peri_lua_check_answer(L, question, "", 0.0, "0 or more");
}

static void take_quantity(lua_State *L, peri_own_question *question)
{
    question->number = peri_lua_check_answer(L, question, "", -HUGE_VAL, "a finite number");
}

static void take_affords(lua_State *L, peri_own_question *question)
{
    question->yes =
        peri_lua_take_decision(L, question, "insufficient buying power, says its model");
}

static const peri_own_form quantity_form = {give_quantity, 1, take_margin, false};
static const peri_own_form target_form = {give_target, 1, take_quantity, false};
static const peri_own_form order_form = {give_portfolio, 1, take_margin, false};
static const peri_own_form affords_form = {give_portfolio, 2, take_affords, false};

/* Returns the number, when the model has answered. */
static int ask_number(const peri_margin_model *self, peri_own_question *question, double *number,
                      peri_error *err)
{
    const int rc = peri_lua_ask_model(self->ctx, question, err);
    if (rc == PERI_OK)
        *number = question->number;
    return rc;
}

static int ask_of_quantity(const peri_margin_model *self, const char *function,
                           const peri_security *security, double quantity, double *margin,
                           peri_error *err)
{
    peri_own_question question = {.form = &quantity_form,
                                  .kind = PERI_OWN_MARGIN,
                                  .security = security,
                                  .function = function,
                                  .given = quantity};
    return ask_number(self, &question, margin, err);
}

static int own_initial(const peri_margin_model *self, const peri_security *security,
                       double quantity, double *margin, peri_error *err)
{
    return ask_of_quantity(self, NAME_INITIAL, security, quantity, margin, err);
}

static int own_maintenance(const peri_margin_model *self, const peri_security *security,
                           double quantity, double *margin, peri_error *err)
{
    return ask_of_quantity(self, NAME_MAINTENANCE, security, quantity, margin, err);
}

static int own_target(const peri_margin_model *self, const peri_security *security, double target,
                      double *quantity, peri_error *err)
{
    peri_own_question question = {.form = &target_form,
                                  .kind = PERI_OWN_MARGIN,
                                  .security = security,
                                  .function = NAME_TARGET,
                                  .given = target};
    return ask_number(self, &question, quantity, err);
}

static int own_order(const peri_margin_model *self, const peri_security *security,
                     const peri_order *order, double *margin, peri_error *err)
{
    peri_own_question question = {.form = &order_form,
                                  .kind = PERI_OWN_MARGIN,
                                  .security = security,
                                  .order = order,
                                  .function = NAME_ORDER};
    return ask_number(self, &question, margin, err);
}

static int own_affords(const peri_margin_model *self, const peri_security *security,
                       const peri_order *order, bool *affordable, char *why, size_t size,
                       peri_error *err)
{
    peri_own_question question = {.form = &affords_form,
                                  .kind = PERI_OWN_MARGIN,
                                  .security = security,
                                  .order = order,
                                  .function = NAME_AFFORDS,
                                  .why = why,
                                  .size = size};
    const int rc = peri_lua_ask_model(self->ctx, &question, err);
    *affordable = question.yes;
    if (rc == PERI_OK && question.yes)
        why[0] = '\0';
    return rc;
}

/* One of the table's functions takes its place in the model; false: there is none of that name. */
static bool take_function(peri_margin_model *model, const char *name)
{
    if (strcmp(name, NAME_INITIAL) == 0)
        model->initial_margin = own_initial;
    else if (strcmp(name, NAME_MAINTENANCE) == 0)
        model->maintenance_margin = own_maintenance;
    else if (strcmp(name, NAME_ORDER) == 0)
        model->order_margin = own_order;
    else if (strcmp(name, NAME_AFFORDS) == 0)
        model->affords = own_affords;
    else if (strcmp(name, NAME_TARGET) == 0)
        model->target_quantity = own_target;
    else
        return false;
    return true;
}

static int unknown_function(lua_State *L, const char *func, const char *name)
{
    static const char *const names[] = {NAME_INITIAL, NAME_MAINTENANCE, NAME_ORDER, NAME_AFFORDS,
                                        NAME_TARGET};
    char says[128];
    peri_suggestion suggestion;
    peri_suggest_init(&suggestion, name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        peri_suggest_offer(&suggestion, NULL, names[i]);
    peri_suggest_text(&suggestion, says, sizeof says);
    return luaL_error(L, "%s: a buying power model has no function '%s'%s", func, name, says);
}

peri_margin_model peri_lua_check_margin_table(lua_State *L, const char *func)
{
    peri_margin_model model = {
        .name = "Lua", .initial = 1, .maintenance = 1, .ctx = peri_lua_runtime(L)};
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        if (strcmp(name, "Leverage") == 0) {
            const char *what = lua_pushfstring(L, "%s: Leverage", func);
            lua_insert(L, -2);
            model.initial = model.maintenance =
                1 / peri_lua_check_leverage(L, lua_gettop(L), what, NULL);
            lua_remove(L, -2);
            continue;
        }
        if (!take_function(&model, name))
            unknown_function(L, func, name);
        if (!lua_isfunction(L, -1))
            luaL_error(L, "%s: %s was %s, expected a function", func, name,
                       peri_lua_describe(L, -1));
    }
    return model;
}
