/* lua_margin_models.c - buying power: SecurityMarginModel and its like. Layer 6. */
#include "lua_models.h"
#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"

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

/* A model stands first, so that a pointer to this is one to it. */
struct margin_object {
    peri_margin_model model;
    bool has_security; /* it was read of one */
    int32_t security;
};

/* That of its security now; of one without, while the market is open. */
static int get_leverage(lua_State *L, void *self)
{
    const struct margin_object *object = self;
    const double leverage = 1 / object->model.initial;
    lua_pushnumber(L, leverage);
    if (!object->has_security)
        return 1;
    peri_security like = *peri_engine_security(peri_lua_runtime(L)->engine, object->security);
    like.leverage = leverage; /* it may have another model by now */
    lua_pushnumber(L, peri_margin_leverage(&object->model, &like));
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

static struct margin_object *push_model(lua_State *L, peri_margin_model model)
{
    struct margin_object *object = peri_lua_new(L, &margin_class, sizeof *object);
    object->model = model;
    return object;
}

static const char maker[] = "SecurityMarginModel";
static const char FIELD[] = "SecurityMarginModel's field";

double peri_lua_check_leverage(lua_State *L, int arg, const char *func, const char *name)
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
        model->initial = model->maintenance = 1 / peri_lua_check_leverage(L, value, what, NULL);
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
        model.initial = model.maintenance = 1 / peri_lua_check_leverage(L, 1, maker, "leverage");
    } else {
        take_fields(L, true, &model); /* pairs has no order */
        take_fields(L, false, &model);
    }
    push_model(L, model);
    return 1;
}

/* CashBuyingPowerModel() */
static int cash_model(lua_State *L)
{
    push_model(L, peri_margin_cash(broker_of(L)));
    return 1;
}

/* PatternDayTradingMarginModel(closedMarketLeverage = 2, openMarketLeverage = 4) */
static int pattern_day_model(lua_State *L)
{
    static const char func[] = "PatternDayTradingMarginModel";
    const double closed =
        lua_isnoneornil(L, 1) ? 2 : peri_lua_check_leverage(L, 1, func, "closedMarketLeverage");
    const double open =
        lua_isnoneornil(L, 2) ? 4 : peri_lua_check_leverage(L, 2, func, "openMarketLeverage");
    push_model(L, peri_engine_pattern_day_margin(peri_lua_runtime(L)->engine, closed, open));
    return 1;
}

int peri_lua_push_margin_model(lua_State *L, int32_t security)
{
    peri_margin_model model = *peri_broker_margin_model(broker_of(L), security);
    if (model.initial == 0) /* by the security's leverage, which a model alone has not */
        model.initial = model.maintenance =
            1 / peri_engine_security(peri_lua_runtime(L)->engine, security)->leverage;
    if (peri_lua_push_own_model(L, PERI_OWN_MARGIN, security, model.name))
        return 1;
    struct margin_object *object = push_model(L, model);
    object->has_security = true;
    object->security = security;
    return 1;
}

int peri_lua_set_margin_model(lua_State *L, int32_t security, const char *func)
{
    const peri_margin_model *given = peri_lua_test(L, 2, &margin_class);
    if (!given && !lua_istable(L, 2))
        return peri_lua_model_error(L, func, "a SecurityMarginModel or a table of functions");
    const peri_margin_model model = given ? *given : peri_lua_check_margin_table(L, func);
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
