/* lua_brokerage.c - SetBrokerageModel by name or by a table of functions; SetSecurityInitializer.
 * Layer 6. */
#include "lua_brokerage.h"

#include "lua_models.h"
#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_symbol.h"

#include <string.h>

static const char func[] = "SetBrokerageModel";

/* Their addresses name the strategy's function, and the names of brokerages, in the registry. */
static const char initializer_key, names_key;

enum {
    MARGIN_ACCOUNT,
    CASH_ACCOUNT,
    NAMES_MOST = 32
};
static const peri_name account_names[] = {
    {"Margin", MARGIN_ACCOUNT}, {"Cash", CASH_ACCOUNT}, {NULL, 0}};
static const peri_lua_enum account_type = {"AccountType", account_names, false};

/* The rows of the engine's table as an enum, a userdata of each state. */
struct brokerage_names {
    peri_lua_enum type;
    peri_name values[NAMES_MOST];
};

static void open_names(lua_State *L)
{
    const peri_brokerage *rows = peri_brokerages();
    struct brokerage_names *names = lua_newuserdatauv(L, sizeof *names, 0);
    memset(names, 0, sizeof *names);
    names->type = (peri_lua_enum){"BrokerageName", names->values, false};
    for (int i = 0; rows[i].name && i + 1 < NAMES_MOST; i++)
        names->values[i] = (peri_name){rows[i].name, i};
    lua_rawsetp(L, LUA_REGISTRYINDEX, &names_key);
    peri_lua_enum_open(L, &names->type);
}

static const peri_lua_enum *brokerage_names(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &names_key);
    const struct brokerage_names *names = lua_touserdata(L, -1);
    lua_pop(L, 1); /* the registry keeps it */
    return &names->type;
}

/* What a table may have, and the method that takes what the function returns for a security. */
static const struct part {
    const char *get, *set;
} parts[] = {{"GetFeeModel", "SetFeeModel"},
             {"GetFillModel", "SetFillModel"},
             {"GetSlippageModel", "SetSlippageModel"},
             {"GetBuyingPowerModel", "SetBuyingPowerModel"},
             {"GetLeverage", "SetLeverage"}};
enum {
    PARTS = sizeof parts / sizeof *parts
};
static const char BENCHMARK[] = "GetBenchmark";

/* What it says of orders. */
static const char *const deeds[] = {[PERI_DEED_SUBMIT] = "CanSubmitOrder",
                                    [PERI_DEED_UPDATE] = "CanUpdateOrder",
                                    [PERI_DEED_EXECUTE] = "CanExecuteOrder"};
enum {
    DEEDS = sizeof deeds / sizeof *deeds
};

/* security:set(model.get(security)); the model is at `model`, the security at `security` */
static void apply(lua_State *L, int model, int security, const struct part *part)
{
    if (lua_getfield(L, model, part->get) != LUA_TNIL) {
        lua_pushvalue(L, security);
        lua_call(L, 1, 1);
        lua_getfield(L, security, part->set);
        lua_pushvalue(L, security);
        lua_pushvalue(L, -3);
        lua_call(L, 2, 0);
    }
    lua_settop(L, security);
}

/* The models of the table that was kept, if one was. */
static void apply_model(lua_State *L, int32_t index)
{
    const int base = lua_gettop(L);
    if (peri_lua_push_kept_model(L, PERI_OWN_BROKERAGE, index) == LUA_TTABLE) {
        peri_lua_push_security(L, index);
        for (size_t i = 0; i < PARTS; i++)
            apply(L, base + 1, base + 2, &parts[i]);
    }
    lua_settop(L, base);
}

void peri_lua_initialize_security(lua_State *L, int32_t security)
{
    luaL_checkstack(L, 8, NULL);
    apply_model(L, security);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &initializer_key) != LUA_TFUNCTION) {
        lua_pop(L, 1);
        return;
    }
    peri_lua_push_security(L, security);
    lua_call(L, 1, 0);
}

/* -- what it says of orders --- */

static void set_number(lua_State *L, const peri_order_update *update, unsigned field,
                       const char *name)
{
    if (!(update->fields & field))
        return;
    lua_pushnumber(L, peri_order_update_field(update, field));
    lua_setfield(L, -2, name);
}

/* { Quantity, LimitPrice, StopPrice, TriggerPrice, TrailingAmount, Tag }, those that are set */
static void push_update(lua_State *L, const peri_order_update *update)
{
    lua_newtable(L);
    set_number(L, update, PERI_FIELD_QUANTITY, "Quantity");
    set_number(L, update, PERI_FIELD_LIMIT_PRICE, "LimitPrice");
    set_number(L, update, PERI_FIELD_STOP_PRICE, "StopPrice");
    set_number(L, update, PERI_FIELD_TRIGGER_PRICE, "TriggerPrice");
    set_number(L, update, PERI_FIELD_TRAILING_AMOUNT, "TrailingAmount");
    if (update->fields & PERI_FIELD_TAG) {
        lua_pushstring(L, update->tag);
        lua_setfield(L, -2, "Tag");
    }
}

static int give_deed(lua_State *L, const peri_own_question *question)
{
    const int n = peri_lua_give_order(L, question);
    if (!question->update)
        return n;
    push_update(L, question->update);
    return n + 1;
}

static void take_judgement(lua_State *L, peri_own_question *question)
{
    question->yes = peri_lua_take_decision(L, question, "the brokerage model takes no such order");
}

/* model.CanSubmitOrder(security, order[, update]) -> true | false, text; without it true */
static const peri_own_form judge_form = {give_deed, 2, take_judgement, true};

static int ask_judge(void *ctx, peri_order_deed deed, const peri_security *security,
                     const peri_order *order, const peri_order_update *update, bool *may, char *why,
                     size_t size, peri_error *err)
{
    peri_own_question question = {.form = &judge_form,
                                  .kind = PERI_OWN_BROKERAGE,
                                  .security = security,
                                  .order = order,
                                  .update = update,
                                  .function = deeds[deed],
                                  .why = why,
                                  .size = size};
    const int rc = peri_lua_ask_model(ctx, &question, err);
    *may = question.yes || question.lacks;
    return rc;
}

/* The table at index 1 judges orders if it has one of those functions. */
static void set_judge(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    bool judges = false;
    for (size_t i = 0; i < DEEDS && lua_istable(L, 1); i++) {
        judges |= lua_getfield(L, 1, deeds[i]) != LUA_TNIL;
        lua_pop(L, 1);
    }
    peri_broker_set_judge(peri_engine_broker(runtime->engine), judges ? ask_judge : NULL, runtime);
}

static void check_model(lua_State *L)
{
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        bool known = strcmp(name, BENCHMARK) == 0;
        for (size_t i = 0; i < PARTS && !known; i++)
            known = strcmp(name, parts[i].get) == 0;
        for (size_t i = 0; i < DEEDS && !known; i++)
            known = strcmp(name, deeds[i]) == 0;
        if (!known)
            luaL_error(L,
                       "%s: a brokerage model has no '%s'; it has GetBenchmark, GetFeeModel, "
                       "GetFillModel, GetSlippageModel, GetBuyingPowerModel, GetLeverage, "
                       "CanSubmitOrder, CanUpdateOrder, CanExecuteOrder",
                       func, name);
        if (!lua_isfunction(L, -1))
            luaL_error(L, "%s: %s was %s, expected a function", func, name,
                       peri_lua_describe(L, -1));
    }
}

/* SetBenchmark(model.GetBenchmark()) */
static void set_benchmark(lua_State *L)
{
    peri_host_api(L); /* not what the strategy may have in its place */
    lua_getfield(L, -1, "SetBenchmark");
    lua_remove(L, -2);
    lua_getfield(L, 1, BENCHMARK);
    if (!lua_isnil(L, -1)) {
        lua_call(L, 0, 1);
        lua_call(L, 1, 0);
    }
    lua_settop(L, 1);
}

static int set_own(lua_State *L)
{
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    peri_error err;
    if (peri_engine_need_setup(engine, func, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_settop(L, 1);
    check_model(L);
    set_benchmark(L);
    set_judge(L);
    peri_lua_keep_model(L, PERI_OWN_BROKERAGE, 0, 1);
    for (size_t i = 0; i < peri_engine_security_count(engine); i++)
        apply_model(L, (int32_t)i);
    return 0;
}

/* SetBrokerageModel(name, accountType) or SetBrokerageModel{ GetFeeModel = function(security) } */
static int set_brokerage_model(lua_State *L)
{
    peri_error err;
    if (lua_istable(L, 1)) {
        peri_lua_check_none(L, 2, "SetBrokerageModel", "nothing behind a model of your own");
        return set_own(L);
    }
    const int at = peri_lua_check_enum(L, 1, func, "name", brokerage_names(L));
    const int account = peri_lua_opt_enum(L, 2, func, "accountType", &account_type, MARGIN_ACCOUNT);
    if (peri_engine_set_brokerage(peri_lua_runtime(L)->engine, &peri_brokerages()[at],
                                  account == CASH_ACCOUNT, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnil(L);
    peri_lua_keep_model(L, PERI_OWN_BROKERAGE, 0, -1);
    return 0;
}

/* SetSecurityInitializer(function(security)) */
static int set_security_initializer(lua_State *L)
{
    peri_lua_check_function(L, 1, "SetSecurityInitializer", "initializer");
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &initializer_key);
    return 0;
}

void peri_lua_brokerage_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {func, set_brokerage_model},
        {"SetSecurityInitializer", set_security_initializer},
        {NULL, NULL},
    };
    open_names(L);
    peri_lua_enum_open(L, &account_type);
    peri_lua_global_functions(L, functions);
}
