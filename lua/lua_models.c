/* lua_models.c - models of fees, fills and slippage: those of the runtime as objects, and the
 * strategy's own in their place. Layer 6. */
#include "lua_models.h"

#include "lua_cash_book.h"

#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"

#include <math.h>

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

/* --- fees --- */

static int get_fee_name(lua_State *L, void *self)
{
    lua_pushstring(L, ((const peri_fee_model *)self)->name);
    return 1;
}

/* model:GetOrderFee{ Security = security, Order = order } -> number, code of its currency */
static int get_order_fee(lua_State *L, void *self)
{
    static const char func[] = "FeeModel:GetOrderFee";
    const peri_fee_model *model = self;
    const int32_t index = peri_lua_parameters_security(L, 2, func);
    const peri_order *order = peri_lua_parameters_order(L, 2, func);
    peri_error err;
    peri_money fee = {0};
    if (model->fee(model, peri_engine_security(engine_of(L), index), order, &fee, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnumber(L, fee.amount);
    lua_pushstring(
        L, peri_broker_portfolio(peri_engine_broker(engine_of(L)))->book.items[fee.cash].symbol);
    return 2;
}

static const peri_lua_member fee_members[] = {{"Name", get_fee_name, NULL, NULL},
                                              {"GetOrderFee", NULL, NULL, get_order_fee},
                                              {NULL, NULL, NULL, NULL}};
static const peri_lua_class fee_class = {.name = "FeeModel", .members = fee_members};

/* The code of a currency, on top. */
static int32_t take_currency(lua_State *L, const peri_own_question *question)
{
    const int at = lua_gettop(L);
    const char *what = lua_pushfstring(L, "%s's currency", peri_lua_push_asked_name(L, question));
    const int32_t cash = peri_lua_check_currency(L, at, what, NULL);
    lua_settop(L, at);
    return cash;
}

/* number[, code of a currency of the cash book] */
static void take_fee(lua_State *L, peri_own_question *question)
{
    question->cash = 0;
    if (!lua_isnil(L, -1))
        question->cash = take_currency(L, question);
    lua_pop(L, 1);
    question->number = peri_lua_check_answer(L, question, "", -HUGE_VAL, "a finite number");
}

static const peri_own_form fee_form = {peri_lua_give_parameters, 2, take_fee, false};

static int own_fee(const peri_fee_model *self, const peri_security *security,
                   const peri_order *order, peri_money *fee, peri_error *err)
{
    peri_own_question question = {.form = &fee_form,
                                  .kind = PERI_OWN_FEE,
                                  .security = security,
                                  .order = order,
                                  .function = "GetOrderFee"};
    const int rc = peri_lua_ask_model(self->ctx, &question, err);
    *fee = (peri_money){question.number, question.cash};
    return rc;
}

int peri_lua_set_fee_model(lua_State *L, int32_t security, const char *func)
{
    const peri_fee_model *model = peri_lua_test(L, 2, &fee_class);
    if (!model)
        peri_lua_check_own_model(L, func, "a FeeModel, a function, or a table with GetOrderFee");
    if (lua_istable(L, 2) && lua_getfield(L, 2, "GetOrderFee") != LUA_TFUNCTION)
        return luaL_error(L, "%s: the table has no function GetOrderFee", func);
    const peri_fee_model own = {.name = "Lua", .fee = own_fee, .ctx = peri_lua_runtime(L)};
    peri_lua_keep_model(L, PERI_OWN_FEE, security, 2);
    peri_engine_set_fee_model(engine_of(L), security, model ? *model : own);
    return 0;
}

/* --- slippage --- */

static int get_slippage_name(lua_State *L, void *self)
{
    lua_pushstring(L, ((const peri_slippage_model *)self)->name);
    return 1;
}

/* model:GetSlippageApproximation(security, order) -> number */
static int get_slippage(lua_State *L, void *self)
{
    static const char func[] = "SlippageModel:GetSlippageApproximation";
    const peri_slippage_model *model = self;
    const peri_security *security =
        peri_engine_security(engine_of(L), peri_lua_check_symbol(L, 2, func));
    const peri_order *order = peri_lua_check_order(L, 3, func, "order");
    peri_error err;
    double slippage = 0;
    if (model->slippage(model, security, order, &slippage, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnumber(L, slippage);
    return 1;
}

static const peri_lua_member slippage_members[] = {
    {"Name", get_slippage_name, NULL, NULL},
    {"GetSlippageApproximation", NULL, NULL, get_slippage},
    {NULL, NULL, NULL, NULL}};
static const peri_lua_class slippage_class = {.name = "SlippageModel", .members = slippage_members};

static void take_slippage(lua_State *L, peri_own_question *question)
{
    question->number = peri_lua_check_answer(L, question, "", -HUGE_VAL, "a finite number");
}

static const peri_own_form slippage_form = {peri_lua_give_order, 1, take_slippage, false};

static int own_slippage(const peri_slippage_model *self, const peri_security *security,
                        const peri_order *order, double *slippage, peri_error *err)
{
    peri_own_question question = {.form = &slippage_form,
                                  .kind = PERI_OWN_SLIPPAGE,
                                  .security = security,
                                  .order = order,
                                  .function = "GetSlippageApproximation"};
    const int rc = peri_lua_ask_model(self->ctx, &question, err);
    *slippage = question.number;
    return rc;
}

int peri_lua_set_slippage_model(lua_State *L, int32_t security, const char *func)
{
    const peri_slippage_model *model = peri_lua_test(L, 2, &slippage_class);
    if (!model)
        peri_lua_check_own_model(
            L, func, "a SlippageModel, a function, or a table with GetSlippageApproximation");
    if (lua_istable(L, 2) && lua_getfield(L, 2, "GetSlippageApproximation") != LUA_TFUNCTION)
        return luaL_error(L, "%s: the table has no function GetSlippageApproximation", func);
    const peri_slippage_model own = {
        .name = "Lua", .slippage = own_slippage, .ctx = peri_lua_runtime(L)};
    peri_lua_keep_model(L, PERI_OWN_SLIPPAGE, security, 2);
    peri_engine_set_slippage_model(engine_of(L), security, model ? *model : own);
    return 0;
}

/* --- makers --- */

static int push_fee(lua_State *L, peri_fee_model model)
{
    peri_fee_model *object = peri_lua_new(L, &fee_class, sizeof *object);
    *object = model;
    return 1;
}

static int push_slippage(lua_State *L, peri_slippage_model model)
{
    peri_slippage_model *object = peri_lua_new(L, &slippage_class, sizeof *object);
    *object = model;
    return 1;
}

int peri_lua_push_fee_model(lua_State *L, int32_t security)
{
    const peri_fee_model model = *peri_broker_fee_model(peri_engine_broker(engine_of(L)), security);
    return peri_lua_push_own_model(L, PERI_OWN_FEE, security, model.name) ? 1 : push_fee(L, model);
}

int peri_lua_push_slippage_model(lua_State *L, int32_t security)
{
    const peri_slippage_model model =
        *peri_broker_slippage_model(peri_engine_broker(engine_of(L)), security);
    return peri_lua_push_own_model(L, PERI_OWN_SLIPPAGE, security, model.name)
               ? 1
               : push_slippage(L, model);
}

static int constant_fee(lua_State *L)
{
    double amount = peri_lua_check_number(L, 1, "ConstantFeeModel", "amount");
    if (amount < 0)
        return peri_lua_arg_error(L, 1, "ConstantFeeModel", "amount", "0 or more");
    if (!lua_isnoneornil(L, 2) &&
        peri_lua_check_currency(L, 2, "ConstantFeeModel", "currency") != 0)
        return peri_lua_arg_error(L, 2, "ConstantFeeModel", "currency",
                                  "that of the account: of another one write function() return "
                                  "amount, currency end");
    return push_fee(L, peri_fee_constant(amount));
}

#define FEE_MAKER(function, model)                                                                 \
    static int function(lua_State *L)                                                              \
    {                                                                                              \
        return push_fee(L, model());                                                               \
    }

FEE_MAKER(interactive_brokers_fee, peri_fee_interactive_brokers)
FEE_MAKER(fxcm_fee, peri_fee_fxcm)
FEE_MAKER(coinbase_fee, peri_fee_coinbase)
FEE_MAKER(binance_fee, peri_fee_binance)
FEE_MAKER(bybit_fee, peri_fee_bybit)
FEE_MAKER(alpaca_fee, peri_fee_alpaca)
FEE_MAKER(kraken_fee, peri_fee_kraken)
FEE_MAKER(bitfinex_fee, peri_fee_bitfinex)

static int null_slippage(lua_State *L)
{
    return push_slippage(L, peri_slippage_null());
}

/* A share of something, 0 or more. */
static double check_share(lua_State *L, int arg, const char *func, const char *name,
                          double otherwise)
{
    const double share = peri_lua_opt_number(L, arg, func, name, otherwise);
    if (share < 0)
        peri_lua_arg_error(L, arg, func, name, "0 or more");
    return share;
}

static int constant_slippage(lua_State *L)
{
    static const char func[] = "ConstantSlippageModel";
    peri_lua_check_number(L, 1, func, "slippagePercent");
    return push_slippage(L, peri_slippage_constant(check_share(L, 1, func, "slippagePercent", 0)));
}

static int volume_share_slippage(lua_State *L)
{
    static const char func[] = "VolumeShareSlippageModel";
    const double limit = check_share(L, 1, func, "volumeLimit", 0.025);
    const double impact = check_share(L, 2, func, "priceImpact", 0.1);
    return push_slippage(L, peri_slippage_volume_share(limit, impact));
}

void peri_lua_models_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"ConstantFeeModel", constant_fee},
        {"InteractiveBrokersFeeModel", interactive_brokers_fee},
        {"FxcmFeeModel", fxcm_fee},
        {"CoinbaseFeeModel", coinbase_fee},
        {"BinanceFeeModel", binance_fee},
        {"BybitFeeModel", bybit_fee},
        {"AlpacaFeeModel", alpaca_fee},
        {"KrakenFeeModel", kraken_fee},
        {"BitfinexFeeModel", bitfinex_fee},
        {"NullSlippageModel", null_slippage},
        {"ConstantSlippageModel", constant_slippage},
        {"VolumeShareSlippageModel", volume_share_slippage},
        {NULL, NULL},
    };
    peri_lua_class_open(L, &fee_class);
    peri_lua_class_open(L, &slippage_class);
    peri_lua_global_functions(L, functions);
    peri_lua_fill_models_open(L);
}
