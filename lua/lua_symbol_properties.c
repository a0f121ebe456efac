/* lua_symbol_properties.c - what a security is traded in: lots, steps, currency. Layer 6. */
#include "lua_symbol_properties.h"

#include "lua_runtime_internal.h"
#include "lua_support.h"

#include "market/symbol_properties.h"

#define TEXT(name, field)                                                                          \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        lua_pushstring(L, ((const peri_symbol_properties *)self)->field);                          \
        return 1;                                                                                  \
    }

PERI_LUA_NUMBER(get_lot_size, peri_symbol_properties, lot_size)
PERI_LUA_NUMBER(get_variation, peri_symbol_properties, tick)
PERI_LUA_NUMBER(get_multiplier, peri_symbol_properties, multiplier)
TEXT(get_quote_currency, quote_currency)
TEXT(get_market_ticker, market_ticker)
TEXT(get_description, description)

/* nil where none is known */
static int get_minimum_order_size(lua_State *L, void *self)
{
    const double size = ((const peri_symbol_properties *)self)->minimum_order_size;
    if (size > 0)
        lua_pushnumber(L, size);
    else
        lua_pushnil(L);
    return 1;
}

static const peri_lua_member members[] = {
    {"LotSize", get_lot_size, NULL, NULL},
    {"MinimumPriceVariation", get_variation, NULL, NULL},
    {"ContractMultiplier", get_multiplier, NULL, NULL},
    {"MinimumOrderSize", get_minimum_order_size, NULL, NULL},
    {"QuoteCurrency", get_quote_currency, NULL, NULL},
    {"MarketTicker", get_market_ticker, NULL, NULL},
    {"Description", get_description, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class properties_class = {.name = "SymbolProperties", .members = members};

void peri_lua_push_symbol_properties(lua_State *L, int32_t security)
{
    peri_error err;
    peri_symbol_properties *object = peri_lua_new(L, &properties_class, sizeof *object);
    if (peri_engine_symbol_properties(peri_lua_runtime(L)->engine, security, object, &err) !=
        PERI_OK)
        peri_lua_raise(L, &err);
}

void peri_lua_symbol_properties_open(lua_State *L)
{
    peri_lua_class_open(L, &properties_class);
}
