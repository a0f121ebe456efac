/* lua_security.c - Security: a subscribed symbol with its prices and models, live. Layer 6. */
#include "lua_bar.h"
#include "lua_cash_book.h"
#include "lua_exchange.h"
#include "lua_models.h"
#include "lua_portfolio.h"
#include "lua_slice.h"
#include "lua_subscribe.h"
#include "lua_symbol.h"
#include "lua_symbol_properties.h"

#include "host/suggest.h"

#include <string.h>

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
    struct object *object = peri_lua_new_with(L, &security_class, sizeof *object, 1);
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

void peri_lua_refuse_security_member(lua_State *L, const char *collection)
{
    peri_lua_refuse_item_member(L, collection, &security_class);
}

static int security_tostring(lua_State *L)
{
    const struct object *object = peri_lua_test(L, 1, &security_class);
    lua_pushstring(L, object->security->ticker);
    return 1;
}

static const luaL_Reg security_meta[] = {
    {"__tostring", security_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

PERI_LUA_PRICES(get, struct object, security->)
PERI_LUA_NUMBER(get_price, struct object, security->price)
PERI_LUA_NUMBER(get_volume, struct object, security->volume)
PERI_LUA_NUMBER(get_multiplier, struct object, security->multiplier)
PERI_LUA_NUMBER(get_bid_size, struct object, security->bid_size)
PERI_LUA_NUMBER(get_ask_size, struct object, security->ask_size)

static int get_bid_price(lua_State *L, void *self)
{
    lua_pushnumber(L, peri_security_side_price(((const struct object *)self)->security, false));
    return 1;
}

static int get_ask_price(lua_State *L, void *self)
{
    lua_pushnumber(L, peri_security_side_price(((const struct object *)self)->security, true));
    return 1;
}

/* security:GetLastData() -> TradeBar|QuoteBar|nil: an equity's last trades, else the newest; of two
   that end together the quotes */
static int get_last_data(lua_State *L, void *self)
{
    const peri_security *security = ((const struct object *)self)->security;
    if (peri_security_quotes_are_last(security))
        peri_lua_push_quote_bar(L, security->index, &security->last_quote, false);
    else if (security->has_trade)
        peri_lua_push_bar(L, security->index, &security->last_bar, false);
    else
        lua_pushnil(L);
    return 1;
}

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

static int get_is_delisted(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct object *)self)->security->delisted);
    return 1;
}

/* false: no orders any more */
static int get_is_tradable(lua_State *L, void *self)
{
    const peri_security *security = ((const struct object *)self)->security;
    lua_pushboolean(L, !security->removed && !security->delisted);
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

static int get_exchange(lua_State *L, void *self)
{
    peri_lua_push_exchange(L, ((const struct object *)self)->security->index);
    return 1;
}

static int get_symbol_properties(lua_State *L, void *self)
{
    peri_lua_push_symbol_properties(L, ((const struct object *)self)->security->index);
    return 1;
}

static int get_type(lua_State *L, void *self)
{
    lua_pushstring(L, peri_security_type_name(((const struct object *)self)->security->type));
    return 1;
}

static int get_quote_currency(lua_State *L, void *self)
{
    peri_lua_push_cash(L, ((const struct object *)self)->security->quote_cash);
    return 1;
}

/* Of forex and crypto; else nil. */
static int get_base_currency(lua_State *L, void *self)
{
    const peri_security *security = ((const struct object *)self)->security;
    if (security->base_cash < 0)
        lua_pushnil(L);
    else
        peri_lua_push_cash(L, security->base_cash);
    return 1;
}

/* What the model of the security makes of it now. */
static int get_leverage(lua_State *L, void *self)
{
    const struct object *object = self;
    const peri_broker *broker = peri_engine_broker(object->runtime->engine);
    lua_pushnumber(L,
                   peri_margin_leverage(peri_broker_margin_model(broker, object->security->index),
                                        object->security));
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

/* A model: security:SetFeeModel(model), security.FeeModel = model, security.FeeModel */
#define MODEL(kind, method, property)                                                              \
    static int set_##kind##_model(lua_State *L, void *self)                                        \
    {                                                                                              \
        const int32_t index = ((const struct object *)self)->security->index;                      \
        return peri_lua_set_##kind##_model(L, index, "Security:" method);                          \
    }                                                                                              \
    static int assign_##kind##_model(lua_State *L, void *self)                                     \
    {                                                                                              \
        const int32_t index = ((const struct object *)self)->security->index;                      \
        lua_remove(L, 2); /* the key: the model is at 2 */                                         \
        return peri_lua_set_##kind##_model(L, index, "Security." property);                        \
    }                                                                                              \
    static int get_##kind##_model(lua_State *L, void *self)                                        \
    {                                                                                              \
        return peri_lua_push_##kind##_model(L, ((const struct object *)self)->security->index);    \
    }

MODEL(fee, "SetFeeModel", "FeeModel")
MODEL(fill, "SetFillModel", "FillModel")
MODEL(slippage, "SetSlippageModel", "SlippageModel")
MODEL(margin, "SetBuyingPowerModel", "BuyingPowerModel")
MODEL(settlement, "SetSettlementModel", "SettlementModel")

static int set_normalization(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_error err;
    const int mode = peri_lua_check_enum(L, 2, "Security:SetDataNormalizationMode", "mode",
                                         &peri_lua_normalization);
    if (peri_engine_set_normalization(object->runtime->engine, object->security->index,
                                      (peri_normalization)mode, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 0;
}

/* --- the strategy's own fields, in a table that is the object's user value --- */

static int index_own(lua_State *L, void *self)
{
    (void)self;
    if (lua_getiuservalue(L, 1, 1) != LUA_TTABLE)
        return 0;
    lua_pushvalue(L, 2);
    return lua_rawget(L, -2) != LUA_TNIL;
}

/* What LEAN's Security has and this one has not: assigned it would do nothing, without a word. */
static const char *const foreign[] = {"VolatilityModel",
                                      "MarginInterestRateModel",
                                      "ShortableProvider",
                                      "DataFilter",
                                      "PriceVariationModel",
                                      "PortfolioModel",
                                      "Cache"};

static void check_own_name(lua_State *L)
{
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (strcmp(name, foreign[i]) == 0)
            luaL_error(L, "Security.%s cannot be set: perigee has no such model", name);
}

/* A name of the strategy's own that looks like a slip is told of; it is kept all the same. */
static void warn_of_slip(lua_State *L)
{
    peri_suggestion suggestion;
    char says[128];
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    peri_suggest_init(&suggestion, name);
    for (const peri_lua_member *member = security_class.members; member->name; member++)
        peri_suggest_offer(&suggestion, NULL, member->name);
    peri_suggest_text(&suggestion, says, sizeof says);
    if (says[0] == '\0')
        return;
    luaL_where(L, 1);
    lua_pushfstring(L, "Security.%s is a field of your own%s", name, says);
    lua_concat(L, 2);
    const char *text = lua_tostring(L, -1);
    peri_engine_log(peri_lua_runtime(L)->engine, PERI_LOG_WARNING, text, strlen(text));
    lua_pop(L, 1);
}

static void assign_own(lua_State *L, void *self)
{
    check_own_name(L);
    if (!index_own(L, self))
        warn_of_slip(L);
    lua_settop(L, 3);
    if (lua_getiuservalue(L, 1, 1) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, 1, 1);
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_rawset(L, -3);
}

static const peri_lua_member security_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"Price", get_price, NULL, NULL},
    PERI_LUA_PRICE_MEMBERS(get),
    {"Volume", get_volume, NULL, NULL},
    {"BidPrice", get_bid_price, NULL, NULL},
    {"AskPrice", get_ask_price, NULL, NULL},
    {"BidSize", get_bid_size, NULL, NULL},
    {"AskSize", get_ask_size, NULL, NULL},
    {"HasData", get_has_data, NULL, NULL},
    {"IsDelisted", get_is_delisted, NULL, NULL},
    {"IsTradable", get_is_tradable, NULL, NULL},
    {"Resolution", get_resolution, NULL, NULL},
    {"Leverage", get_leverage, NULL, NULL},
    {"ContractMultiplier", get_multiplier, NULL, NULL},
    {"QuoteCurrency", get_quote_currency, NULL, NULL},
    {"BaseCurrency", get_base_currency, NULL, NULL},
    {"Holdings", get_holdings, NULL, NULL},
    {"Type", get_type, NULL, NULL},
    {"Exchange", get_exchange, NULL, NULL},
    {"SymbolProperties", get_symbol_properties, NULL, NULL},
    {"SetLeverage", NULL, NULL, set_leverage},
    {"SetFeeModel", NULL, NULL, set_fee_model},
    {"SetFillModel", NULL, NULL, set_fill_model},
    {"SetSlippageModel", NULL, NULL, set_slippage_model},
    {"SetBuyingPowerModel", NULL, NULL, set_margin_model},
    {"SetMarginModel", NULL, NULL, set_margin_model},
    {"SetSettlementModel", NULL, NULL, set_settlement_model},
    {"FeeModel", get_fee_model, assign_fee_model, NULL},
    {"FillModel", get_fill_model, assign_fill_model, NULL},
    {"SlippageModel", get_slippage_model, assign_slippage_model, NULL},
    {"BuyingPowerModel", get_margin_model, assign_margin_model, NULL},
    {"MarginModel", get_margin_model, assign_margin_model, NULL},
    {"SettlementModel", get_settlement_model, assign_settlement_model, NULL},
    {"SetDataNormalizationMode", NULL, NULL, set_normalization},
    {"GetLastData", NULL, NULL, get_last_data},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class security_class = {.name = "Security",
                                              .members = security_members,
                                              .meta = security_meta,
                                              .index = index_own,
                                              .assign = assign_own};

void peri_lua_security_open(lua_State *L)
{
    peri_lua_class_open(L, &security_class);
}
