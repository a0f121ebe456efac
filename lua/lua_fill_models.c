/* lua_fill_models.c - fill models: those of the runtime, whose fills a strategy's own can call, and
 * the strategy's own. Layer 6. */
#include "lua_models.h"
#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Names of the fills of a type, as methods of a model and functions of a strategy's table. */
static const struct fill_name {
    const char *name;
    peri_order_type type;
} fill_names[] = {{"MarketFill", PERI_ORDER_MARKET},
                  {"LimitFill", PERI_ORDER_LIMIT},
                  {"StopMarketFill", PERI_ORDER_STOP_MARKET},
                  {"StopLimitFill", PERI_ORDER_STOP_LIMIT},
                  {"MarketOnOpenFill", PERI_ORDER_MARKET_ON_OPEN},
                  {"MarketOnCloseFill", PERI_ORDER_MARKET_ON_CLOSE},
                  {"LimitIfTouchedFill", PERI_ORDER_LIMIT_IF_TOUCHED},
                  {"TrailingStopFill", PERI_ORDER_TRAILING_STOP}};
enum {
    FILL_NAMES = sizeof fill_names / sizeof *fill_names
};

/* --- a fill as scripts see it --- */

/* fill -> { FillPrice, FillQuantity, Message }, or nil */
static int push_fill(lua_State *L, const peri_fill *fill, double quantity)
{
    if (!fill->fills) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 0, 3);
    lua_pushnumber(L, fill->price);
    lua_setfield(L, -2, "FillPrice");
    lua_pushnumber(L, quantity);
    lua_setfield(L, -2, "FillQuantity");
    lua_pushstring(L, fill->warning ? fill->warning : "");
    lua_setfield(L, -2, "Message");
    return 1;
}

static double check_price(lua_State *L, const peri_own_question *question, const char *part)
{
    return peri_lua_check_answer(L, question, part, DBL_TRUE_MIN, "a price above 0");
}

/* The FillQuantity on top; 0: not now. */
static double check_quantity(lua_State *L, const peri_own_question *question)
{
    static const char part[] = "a fill with a FillQuantity of ";
    char expected[96];
    const double quantity = peri_lua_check_answer(L, question, part, -HUGE_VAL, "a finite number");
    if (quantity == 0.0 || peri_fill_fits(question->security, question->order, quantity))
        return quantity;
    snprintf(expected, sizeof expected, "all or a part of the %.15g that remain of order %lld",
             peri_order_remaining(question->order), (long long)question->order->id);
    peri_lua_wrong_answer(L, question, part, expected);
    return 0.0;
}

static void take_table(lua_State *L, const peri_own_question *question)
{
    peri_fill *fill = question->fill;
    const int type = lua_getfield(L, -1, "FillQuantity");
    if (type != LUA_TNIL)
        fill->quantity = check_quantity(L, question);
    fill->fills = type == LUA_TNIL || fill->quantity != 0.0;
    lua_getfield(L, -2, "FillPrice");
    if (fill->fills)
        fill->price = check_price(L, question, "a fill with a FillPrice of ");
    if (lua_getfield(L, -3, "Message") == LUA_TSTRING && lua_rawlen(L, -1) > 0) {
        snprintf(fill->text, sizeof fill->text, "%s", lua_tostring(L, -1));
        fill->warning = fill->text;
    }
    lua_pop(L, 3);
}

/* The value on top: nil or false: not now; a price; or a table. */
static void take_fill(lua_State *L, peri_own_question *question)
{
    question->fill->fills = lua_toboolean(L, -1);
    if (lua_type(L, -1) == LUA_TNUMBER)
        question->fill->price = check_price(L, question, "");
    else if (lua_istable(L, -1))
        take_table(L, question);
    else if (question->fill->fills)
        peri_lua_wrong_answer(L, question, "", "a price, a fill or nil");
}

/* --- models of the runtime --- */

static int get_fill_name(lua_State *L, void *self)
{
    lua_pushstring(L, ((const peri_fill_model *)self)->name);
    return 1;
}

/* What a model makes of the order that is being tried, as one of a type. A stop that trails or was
   triggered is the order's own. */
static int try_as(lua_State *L, const peri_fill_model *model, const char *func,
                  const peri_order *order, peri_order_type type)
{
    const peri_fill_attempt *present = peri_lua_runtime(L)->attempt;
    peri_fill fill = {.fills = false};
    peri_error err;
    if (!present)
        return luaL_error(L, "%s can be called while a fill model is asked only", func);
    if (order->id != present->order->id)
        return luaL_error(L, "%s: order %I is not the one that is being tried (%I)", func,
                          (LUAI_UACINT)order->id, (LUAI_UACINT)present->order->id);
    peri_order tried = *present->order;
    peri_fill_attempt attempt = *present;
    tried.type = type;
    attempt.order = &tried;
    if (model->fill(model, &attempt, &fill, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    present->order->triggered = tried.triggered;
    present->order->stop_price = tried.stop_price;
    return push_fill(L, &fill, peri_order_remaining(&tried));
}

/* model:Fill(parameters) -> fill | nil */
static int fill(lua_State *L, void *self)
{
    static const char func[] = "FillModel:Fill";
    const peri_order *order = peri_lua_parameters_order(L, 2, func);
    return try_as(L, self, func, order, order->type);
}

/* model:MarketFill(security, order) -> fill | nil, and its like */
#define FILL_AS(function, at)                                                                      \
    static int function(lua_State *L, void *self)                                                  \
    {                                                                                              \
        char func[48];                                                                             \
        snprintf(func, sizeof func, "FillModel:%s", fill_names[at].name);                          \
        peri_lua_check_symbol(L, 2, func);                                                         \
        return try_as(L, self, func, peri_lua_check_order(L, 3, func, "order"),                    \
                      fill_names[at].type);                                                        \
    }

FILL_AS(market_fill, 0)
FILL_AS(limit_fill, 1)
FILL_AS(stop_market_fill, 2)
FILL_AS(stop_limit_fill, 3)
FILL_AS(market_on_open_fill, 4)
FILL_AS(market_on_close_fill, 5)
FILL_AS(limit_if_touched_fill, 6)
FILL_AS(trailing_stop_fill, 7)

static const peri_lua_member fill_members[] = {
    {"Name", get_fill_name, NULL, NULL},
    {"Fill", NULL, NULL, fill},
    {"MarketFill", NULL, NULL, market_fill},
    {"LimitFill", NULL, NULL, limit_fill},
    {"StopMarketFill", NULL, NULL, stop_market_fill},
    {"StopLimitFill", NULL, NULL, stop_limit_fill},
    {"MarketOnOpenFill", NULL, NULL, market_on_open_fill},
    {"MarketOnCloseFill", NULL, NULL, market_on_close_fill},
    {"LimitIfTouchedFill", NULL, NULL, limit_if_touched_fill},
    {"TrailingStopFill", NULL, NULL, trailing_stop_fill},
    {NULL, NULL, NULL, NULL}};
static const peri_lua_class fill_class = {.name = "FillModel", .members = fill_members};

/* --- the strategy's own --- */

static const char *name_of(peri_order_type type)
{
    for (size_t i = 0; i < FILL_NAMES; i++)
        if (fill_names[i].type == type)
            return fill_names[i].name;
    return NULL;
}

/* function(parameters), or Fill(parameters) of a table */
static const peri_own_form fill_form = {peri_lua_give_parameters, 1, take_fill, false};

/* MarketFill(security, order) of a table, and its like; what it does not have is the default's */
static const peri_own_form typed_form = {peri_lua_give_order, 1, take_fill, true};

static int ask(const peri_fill_model *self, const peri_fill_attempt *attempt,
               peri_own_question *question, peri_error *err)
{
    peri_runtime *runtime = self->ctx;
    const peri_fill_attempt *outer = runtime->attempt;
    runtime->attempt = attempt;
    const int rc = peri_lua_ask_model(self->ctx, question, err);
    runtime->attempt = outer;
    return rc;
}

static int own_fill(const peri_fill_model *self, const peri_fill_attempt *attempt, peri_fill *out,
                    peri_error *err)
{
    peri_own_question question = {.form = &fill_form,
                                  .kind = PERI_OWN_FILL,
                                  .security = attempt->security,
                                  .order = attempt->order,
                                  .function = "Fill",
                                  .fill = out};
    return ask(self, attempt, &question, err);
}

static int own_fill_of_type(const peri_fill_model *self, const peri_fill_attempt *attempt,
                            peri_fill *out, peri_error *err)
{
    peri_own_question question = {.form = &typed_form,
                                  .kind = PERI_OWN_FILL,
                                  .security = attempt->security,
                                  .order = attempt->order,
                                  .function = name_of(attempt->order->type),
                                  .fill = out};
    const peri_fill_model otherwise = peri_fill_immediate();
    const int rc = ask(self, attempt, &question, err);
    return rc == PERI_OK && question.lacks ? otherwise.fill(&otherwise, attempt, out, err) : rc;
}

/* Whether the table at index 2 has Fill; its other names must be fills. */
static bool check_table(lua_State *L, const char *func)
{
    bool has_fill = false;
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        bool known = strcmp(key, "Fill") == 0;
        has_fill |= known;
        for (size_t i = 0; i < FILL_NAMES && !known; i++)
            known = strcmp(key, fill_names[i].name) == 0;
        if (!known || !lua_isfunction(L, -1))
            luaL_error(L,
                       "%s: the table's '%s' is %s, expected a function Fill, MarketFill, "
                       "LimitFill or another type's fill",
                       func, key, known ? peri_lua_describe(L, -1) : "no fill");
    }
    return has_fill;
}

int peri_lua_set_fill_model(lua_State *L, int32_t security, const char *func)
{
    const peri_fill_model *model = peri_lua_test(L, 2, &fill_class);
    peri_runtime *runtime = peri_lua_runtime(L);
    if (!model)
        peri_lua_check_own_model(L, func, "a FillModel, a function, or a table of functions");
    const bool by_type = lua_istable(L, 2) && !check_table(L, func);
    const peri_fill_model own = {
        .name = "Lua", .fill = by_type ? own_fill_of_type : own_fill, .ctx = runtime};
    peri_lua_keep_model(L, PERI_OWN_FILL, security, 2);
    peri_engine_set_fill_model(runtime->engine, security, model ? *model : own);
    return 0;
}

/* --- makers --- */

static int push_model(lua_State *L, peri_fill_model model)
{
    peri_fill_model *object = peri_lua_new(L, &fill_class, sizeof *object);
    *object = model;
    return 1;
}

int peri_lua_push_fill_model(lua_State *L, int32_t security)
{
    const peri_fill_model model =
        *peri_broker_fill_model(peri_engine_broker(peri_lua_runtime(L)->engine), security);
    return peri_lua_push_own_model(L, PERI_OWN_FILL, security, model.name) ? 1
                                                                           : push_model(L, model);
}

static int immediate_fill(lua_State *L)
{
    return push_model(L, peri_fill_immediate());
}

static int equity_fill(lua_State *L)
{
    return push_model(L, peri_fill_equities());
}

static int next_open_fill(lua_State *L)
{
    return push_model(L, peri_fill_next_open());
}

void peri_lua_fill_models_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"ImmediateFillModel", immediate_fill},
                                                  {"EquityFillModel", equity_fill},
                                                  {"NextOpenFillModel", next_open_fill},
                                                  {NULL, NULL}};
    peri_lua_class_open(L, &fill_class);
    peri_lua_global_functions(L, functions);
}
