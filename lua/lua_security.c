/* lua_security.c - Security: a subscribed symbol with its prices and models, live. Layer 6. */
#include "lua_models.h"
#include "lua_portfolio.h"
#include "lua_subscribe.h"
#include "lua_symbol.h"

/* Payload of Security. */
struct object {
    peri_runtime *runtime;
    const peri_security *security; /* borrowed from the engine */
};

static const char securities_key; /* its address names a table of the registry */

static const peri_lua_class security_class;

static void make_security(lua_State *L, int32_t index)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    struct object *object = peri_lua_new(L, &security_class, sizeof *object);
    object->runtime = runtime;
    object->security = peri_engine_security(runtime->engine, index);
}

void peri_lua_push_security(lua_State *L, int32_t index)
{
    peri_lua_push_kept(L, &securities_key, index, make_security);
}

int32_t peri_lua_test_security(lua_State *L, int arg)
{
    const struct object *object = peri_lua_test(L, arg, &security_class);
    return object ? object->security->index : -1;
}

static int security_tostring(lua_State *L)
{
    const struct object *object = peri_lua_test(L, 1, &security_class);
    lua_pushstring(L, object->security->ticker);
    return 1;
}

static const luaL_Reg security_meta[] = {
    {"__tostring", security_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

#define NUMBER_GETTER(name, field)                                                                 \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        lua_pushnumber(L, ((const struct object *)self)->security->field);                         \
        return 1;                                                                                  \
    }

NUMBER_GETTER(get_price, price)
NUMBER_GETTER(get_open, open)
NUMBER_GETTER(get_high, high)
NUMBER_GETTER(get_low, low)
NUMBER_GETTER(get_close, close)
NUMBER_GETTER(get_volume, volume)
NUMBER_GETTER(get_leverage, leverage)

/* A side that was never quoted has the price. */
#define QUOTE_GETTER(name, field)                                                                  \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        const peri_security *security = ((const struct object *)self)->security;                   \
        lua_pushnumber(L, security->field > 0 ? security->field : security->price);                \
        return 1;                                                                                  \
    }

QUOTE_GETTER(get_bid_price, bid_price)
QUOTE_GETTER(get_ask_price, ask_price)
NUMBER_GETTER(get_bid_size, bid_size)
NUMBER_GETTER(get_ask_size, ask_size)

static int get_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const struct object *)self)->security->index);
    return 1;
}

static int get_has_data(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct object *)self)->security->has_data);
    return 1;
}

static int get_resolution(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_lua_push_enum(L, &peri_lua_resolution, (int)object->security->resolution);
    return 1;
}

static int get_holdings(lua_State *L, void *self)
{
    peri_lua_push_holding(L, ((const struct object *)self)->security->index);
    return 1;
}

static int set_leverage(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_error err;
    double leverage = peri_lua_check_number(L, 2, "Security:SetLeverage", "leverage");
    if (peri_engine_set_leverage(object->runtime->engine, object->security->index, leverage,
                                 &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 0;
}

static int set_fee_model(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_engine_set_fee_model(object->runtime->engine, object->security->index,
                              *peri_lua_check_fee_model(L, 2, "Security:SetFeeModel"));
    return 0;
}

static int set_fill_model(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_engine_set_fill_model(object->runtime->engine, object->security->index,
                               *peri_lua_check_fill_model(L, 2, "Security:SetFillModel"));
    return 0;
}

static const peri_lua_member security_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"Price", get_price, NULL, NULL},
    {"Open", get_open, NULL, NULL},
    {"High", get_high, NULL, NULL},
    {"Low", get_low, NULL, NULL},
    {"Close", get_close, NULL, NULL},
    {"Volume", get_volume, NULL, NULL},
    {"BidPrice", get_bid_price, NULL, NULL},
    {"AskPrice", get_ask_price, NULL, NULL},
    {"BidSize", get_bid_size, NULL, NULL},
    {"AskSize", get_ask_size, NULL, NULL},
    {"HasData", get_has_data, NULL, NULL},
    {"Resolution", get_resolution, NULL, NULL},
    {"Leverage", get_leverage, NULL, NULL},
    {"Holdings", get_holdings, NULL, NULL},
    {"SetLeverage", NULL, NULL, set_leverage},
    {"SetFeeModel", NULL, NULL, set_fee_model},
    {"SetFillModel", NULL, NULL, set_fill_model},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class security_class = {
    .name = "Security", .members = security_members, .meta = security_meta};

void peri_lua_security_open(lua_State *L)
{
    peri_lua_class_open(L, &security_class);
}
