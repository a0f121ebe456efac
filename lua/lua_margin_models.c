/* lua_margin_models.c - buying power: SecurityMarginModel, and a strategy's table of functions that
 * decide in its place. Layer 6. */
#include "lua_models.h"
#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"

#include "host/suggest.h"

#include <stdio.h>
#include <string.h>

static peri_broker *broker_of(lua_State *L)
{
    return peri_engine_broker(peri_lua_runtime(L)->engine);
}

/* --- SecurityMarginModel --- */

static int finish_number(lua_State *L, int rc, double number, const peri_error *err)
{
    if (rc != PERI_OK)
        return peri_lua_raise(L, err);
    lua_pushnumber(L, number);
    return 1;
}

static int get_leverage(lua_State *L, void *self)
{
    lua_pushnumber(L, 1 / ((const peri_margin_model *)self)->initial);
    return 1;
}

/* Each takes the parameters a strategy's function of that name gets. */
static int initial_margin(lua_State *L, void *self)
{
    static const char func[] = "SecurityMarginModel:GetInitialMarginRequirement";
    const int32_t security = peri_lua_parameters_security(L, 2, func);
    const double quantity = peri_lua_parameters_number(L, 2, func, "Quantity");
    peri_error err;
    double margin = 0;
    const int rc =
        peri_broker_initial_margin(broker_of(L), self, security, quantity, &margin, &err);
    return finish_number(L, rc, margin, &err);
}

static int maintenance_margin(lua_State *L, void *self)
{
    static const char func[] = "SecurityMarginModel:GetMaintenanceMargin";
    const int32_t security = peri_lua_parameters_security(L, 2, func);
    const double quantity = peri_lua_parameters_number(L, 2, func, "Quantity");
    peri_error err;
    double margin = 0;
    const int rc =
        peri_broker_maintenance_margin(broker_of(L), self, security, quantity, &margin, &err);
    return finish_number(L, rc, margin, &err);
}

/* The order with the security the parameters name. */
static peri_order check_order(lua_State *L, const char *func)
{
    peri_order order = *peri_lua_parameters_order(L, 2, func);
    order.security = peri_lua_parameters_security(L, 2, func);
    return order;
}

static int order_margin(lua_State *L, void *self)
{
    const peri_order order = check_order(L, "SecurityMarginModel:GetInitialMarginRequiredForOrder");
    peri_error err;
    double margin = 0;
    const int rc = peri_broker_order_margin(broker_of(L), self, &order, &margin, &err);
    return finish_number(L, rc, margin, &err);
}

/* -> true, or false and why not */
static int has_sufficient(lua_State *L, void *self)
{
    const peri_order order = check_order(L, "SecurityMarginModel:HasSufficientBuyingPowerForOrder");
    peri_error err;
    bool affordable = false;
    char why[160] = "";
    if (peri_broker_affords(broker_of(L), self, &order, &affordable, why, sizeof why, &err) !=
        PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushboolean(L, affordable);
    lua_pushstring(L, why);
    return affordable ? (lua_pop(L, 1), 1) : 2;
}

static int target_quantity(lua_State *L, void *self)
{
    static const char func[] = "SecurityMarginModel:GetMaximumOrderQuantityForTargetBuyingPower";
    peri_broker *broker = broker_of(L);
    const int32_t security = peri_lua_parameters_security(L, 2, func);
    const double target = peri_lua_parameters_number(L, 2, func, "TargetBuyingPower");
    const peri_margin_model *model = self;
    peri_error err;
    double quantity = 0;
    const int rc =
        model->target_quantity
            ? model->target_quantity(model,
                                     peri_engine_security(peri_lua_runtime(L)->engine, security),
                                     target, &quantity, &err)
            : peri_broker_margin_quantity(broker, model, security, target,
                                          peri_broker_rules(broker)->minimum_order_margin,
                                          &quantity, &err);
    return finish_number(L, rc, quantity, &err);
}

static const peri_lua_member margin_members[] = {
    {"Leverage", get_leverage, NULL, NULL},
    {"GetInitialMarginRequirement", NULL, NULL, initial_margin},
    {"GetMaintenanceMargin", NULL, NULL, maintenance_margin},
    {"GetInitialMarginRequiredForOrder", NULL, NULL, order_margin},
    {"HasSufficientBuyingPowerForOrder", NULL, NULL, has_sufficient},
    {"GetMaximumOrderQuantityForTargetBuyingPower", NULL, NULL, target_quantity},
    {NULL, NULL, NULL, NULL}};
static const peri_lua_class margin_class = {.name = "SecurityMarginModel",
                                            .members = margin_members};

/* --- making one --- */

static const char maker[] = "SecurityMarginModel";
static const char FIELD[] = "SecurityMarginModel's field";

static double check_leverage(lua_State *L, int arg, const char *func, const char *name)
{
    const double leverage = peri_lua_opt_number(L, arg, func, name, 1);
    if (!(leverage >= 1 && leverage <= 1000))
        peri_lua_arg_error(L, arg, func, name, "1 to 1000");
    return leverage;
}

enum {
    FIELD_LEVERAGE,
    FIELD_INITIAL,
    FIELD_MAINTENANCE,
    FIELD_FREE
};
static const peri_name field_names[] = {{"Leverage", FIELD_LEVERAGE},
                                        {"InitialMarginRequirement", FIELD_INITIAL},
                                        {"MaintenanceMarginRequirement", FIELD_MAINTENANCE},
                                        {"RequiredFreeBuyingPowerPercent", FIELD_FREE},
                                        {NULL, 0}};
static const peri_lua_enum margin_field = {"SecurityMarginModel's fields", field_names, false};

static void take_field(lua_State *L, int field, const char *name, peri_margin_model *model)
{
    const int value = lua_gettop(L);
    const char *what = lua_pushfstring(L, "%s's %s", maker, name);
    if (field == FIELD_LEVERAGE) {
        model->initial = model->maintenance = 1 / check_leverage(L, value, what, NULL);
        lua_settop(L, value);
        return;
    }
    const double number = peri_lua_check_number(L, value, what, NULL);
    const bool is_free = field == FIELD_FREE;
    if (is_free ? !(number >= 0 && number < 1) : !(number >= 0.001 && number <= 1))
        peri_lua_arg_error(L, value, what, NULL, is_free ? "0 or more, below 1" : "0.001 to 1");
    *(is_free                  ? &model->required_free
      : field == FIELD_INITIAL ? &model->initial
                               : &model->maintenance) = number;
    lua_settop(L, value);
}

/* The fields of the table at 1: the leverage, of which the others are parts, or all but it. */
static void take_fields(lua_State *L, bool leverage, peri_margin_model *model)
{
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        const int key = lua_gettop(L) - 1;
        const int field = peri_lua_check_enum(L, key, FIELD, NULL, &margin_field);
        if ((field == FIELD_LEVERAGE) == leverage)
            take_field(L, field, lua_tostring(L, key), model);
    }
}

/* SecurityMarginModel(leverage) or SecurityMarginModel{ Leverage = 4 } */
static int security_margin_model(lua_State *L)
{
    peri_margin_model model = peri_margin_by_leverage();
    model.initial = model.maintenance = 1;
    if (!lua_istable(L, 1)) {
        model.initial = model.maintenance = 1 / check_leverage(L, 1, maker, "leverage");
    } else {
        take_fields(L, true, &model); /* pairs has no order */
        take_fields(L, false, &model);
    }
    peri_margin_model *object = peri_lua_new(L, &margin_class, sizeof *object);
    *object = model;
    return 1;
}

/* CashBuyingPowerModel() */
static int cash_model(lua_State *L)
{
    peri_margin_model *object = peri_lua_new(L, &margin_class, sizeof *object);
    *object = peri_margin_cash(broker_of(L));
    return 1;
}

/* PatternDayTradingMarginModel(closedMarketLeverage = 2, openMarketLeverage = 4) */
static int pattern_day_model(lua_State *L)
{
    static const char func[] = "PatternDayTradingMarginModel";
    const double closed =
        lua_isnoneornil(L, 1) ? 2 : check_leverage(L, 1, func, "closedMarketLeverage");
    const double open =
        lua_isnoneornil(L, 2) ? 4 : check_leverage(L, 2, func, "openMarketLeverage");
    peri_margin_model *object = peri_lua_new(L, &margin_class, sizeof *object);
    *object = peri_engine_pattern_day_margin(peri_lua_runtime(L)->engine, closed, open);
    return 1;
}

/* --- a table of functions --- */

static const char NAME_INITIAL[] = "GetInitialMarginRequirement";
static const char NAME_MAINTENANCE[] = "GetMaintenanceMargin";
static const char NAME_ORDER[] = "GetInitialMarginRequiredForOrder";
static const char NAME_AFFORDS[] = "HasSufficientBuyingPowerForOrder";
static const char NAME_TARGET[] = "GetMaximumOrderQuantityForTargetBuyingPower";

static void push_portfolio(lua_State *L)
{
    lua_getglobal(L, "Portfolio");
    lua_setfield(L, -2, "Portfolio");
}

/* function({ Security, Portfolio, NAME = given }) -> number */
static int call_with_number(lua_State *L)
{
    peri_own_question *question = lua_touserdata(L, 1);
    const bool is_target = question->function == NAME_TARGET;
    peri_lua_push_asked(L, question);
    peri_lua_push_parameters(L, question->security->index, NULL);
    push_portfolio(L);
    lua_pushnumber(L, question->given);
    lua_setfield(L, -2, is_target ? "TargetBuyingPower" : "Quantity");
    lua_call(L, 1, 1);
    peri_lua_take_number(L, question);
    return 0;
}

/* function({ Security, Portfolio, Order }) */
static int call_with_order(lua_State *L)
{
    peri_own_question *question = lua_touserdata(L, 1);
    peri_lua_push_asked(L, question);
    peri_lua_push_parameters(L, question->security->index, question->order);
    push_portfolio(L);
    lua_call(L, 1, 2);
    if (question->function == NAME_ORDER) {
        lua_pop(L, 1);
        peri_lua_take_number(L, question);
        return 0;
    }
    if (!lua_isboolean(L, -2))
        return luaL_error(L, "%s returned %s, expected true or false", question->function,
                          peri_lua_describe(L, -2));
    question->yes = lua_toboolean(L, -2);
    snprintf(question->why, question->size, "%s",
             lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
                                            : "insufficient buying power, says its model");
    return 0;
}

static int ask_number(const peri_margin_model *self, const char *function, double given,
                      const peri_security *security, double *number, peri_error *err)
{
    peri_own_question question = {
        .kind = PERI_OWN_MARGIN, .security = security, .function = function, .given = given};
    const int rc = peri_lua_ask_model(self->ctx, call_with_number, &question, err);
    if (rc == PERI_OK)
        *number = question.number;
    return rc;
}

static int own_initial(const peri_margin_model *self, const peri_security *security,
                       double quantity, double *margin, peri_error *err)
{
    return ask_number(self, NAME_INITIAL, quantity, security, margin, err);
}

static int own_maintenance(const peri_margin_model *self, const peri_security *security,
                           double quantity, double *margin, peri_error *err)
{
    return ask_number(self, NAME_MAINTENANCE, quantity, security, margin, err);
}

static int own_target(const peri_margin_model *self, const peri_security *security, double target,
                      double *quantity, peri_error *err)
{
    return ask_number(self, NAME_TARGET, target, security, quantity, err);
}

static int own_order(const peri_margin_model *self, const peri_security *security,
                     const peri_order *order, double *margin, peri_error *err)
{
    peri_own_question question = {
        .kind = PERI_OWN_MARGIN, .security = security, .order = order, .function = NAME_ORDER};
    const int rc = peri_lua_ask_model(self->ctx, call_with_order, &question, err);
    if (rc == PERI_OK)
        *margin = question.number;
    return rc;
}

static int own_affords(const peri_margin_model *self, const peri_security *security,
                       const peri_order *order, bool *affordable, char *why, size_t size,
                       peri_error *err)
{
    peri_own_question question = {.kind = PERI_OWN_MARGIN,
                                  .security = security,
                                  .order = order,
                                  .function = NAME_AFFORDS,
                                  .why = why,
                                  .size = size};
    const int rc = peri_lua_ask_model(self->ctx, call_with_order, &question, err);
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

/* The table at index 2. What it does not have is that of SecurityMarginModel(Leverage). */
static peri_margin_model check_table(lua_State *L, const char *func)
{
    peri_margin_model model = {
        .name = "Lua", .initial = 1, .maintenance = 1, .ctx = peri_lua_runtime(L)};
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        if (strcmp(name, "Leverage") == 0) {
            const char *what = "Security:SetBuyingPowerModel: Leverage";
            model.initial = model.maintenance = 1 / check_leverage(L, lua_gettop(L), what, NULL);
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

int peri_lua_set_margin_model(lua_State *L, int32_t security)
{
    static const char func[] = "Security:SetBuyingPowerModel";
    const peri_margin_model *given = peri_lua_test(L, 2, &margin_class);
    if (!given && !lua_istable(L, 2))
        return peri_lua_arg_error(L, 2, func, "model",
                                  "a SecurityMarginModel or a table of functions");
    const peri_margin_model model = given ? *given : check_table(L, func);
    peri_lua_keep_model(L, PERI_OWN_MARGIN, security, 2);
    peri_engine_set_margin_model(peri_lua_runtime(L)->engine, security, model);
    return 0;
}

void peri_lua_margin_models_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {maker, security_margin_model},
        {"CashBuyingPowerModel", cash_model},
        {"PatternDayTradingMarginModel", pattern_day_model},
        {NULL, NULL}};
    peri_lua_class_open(L, &margin_class);
    peri_lua_global_functions(L, functions);
}
