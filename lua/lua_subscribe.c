/* lua_subscribe.c - subscribing symbols. Layer 6. */
#include "lua_subscribe.h"

#include "lua_brokerage.h"
#include "lua_market.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"

#include <string.h>

const peri_lua_enum peri_lua_resolution = {"Resolution", peri_resolution_names, false};
const peri_lua_enum peri_lua_normalization = {"DataNormalizationMode", peri_normalization_names,
                                              false};

static int subscribe(lua_State *L, const peri_subscription *subscription)
{
    peri_error err;
    int32_t index;
    peri_engine *engine = peri_lua_runtime(L)->engine;
    const size_t had = peri_engine_security_count(engine);
    if (peri_engine_add_security(engine, subscription, &index, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    if (peri_engine_security_count(engine) > had) {
        peri_lua_initialize_security(L, index);
        if (peri_lua_runtime(L)->seeds_prices &&
            peri_engine_seed_price(engine, index, &err) != PERI_OK)
            return peri_lua_raise(L, &err);
    }
    peri_lua_push_security(L, index);
    return 1;
}

/* A bit when the argument is there; arg 0: it cannot be. */
static unsigned given(lua_State *L, int arg, unsigned bit)
{
    return arg == 0 || lua_isnoneornil(L, arg) ? 0 : bit;
}

/* Where the arguments of a kind of subscription stand; 0: it has no such. */
struct places {
    int resolution, market, fill_forward, leverage, extended, normalization;
};

/* The arguments behind the ticker. What is not chosen is as UniverseSettings says, which in LEAN
   means the resolution and the normalization alone. */
static int add_places(lua_State *L, const char *func, peri_security_type type, const char *ticker,
                      const struct places *at)
{
    const struct peri_universe_settings *defaults = &peri_lua_runtime(L)->universe;
    const bool is_equity = type == PERI_TYPE_EQUITY;
    peri_subscription subscription = {
        .ticker = ticker,
        .type = type,
        .resolution = (peri_resolution)peri_lua_opt_enum(
            L, at->resolution, func, "resolution", &peri_lua_resolution, (int)defaults->resolution),
        .fill_forward = peri_lua_opt_boolean(L, at->fill_forward, func, "fillForward", true),
        .normalization = defaults->normalization,
        .given = given(L, at->fill_forward, PERI_GIVEN_FILL_FORWARD) |
                 given(L, at->extended, PERI_GIVEN_EXTENDED) |
                 given(L, at->normalization, PERI_GIVEN_NORMALIZATION),
    };
    if (at->market)
        subscription.market = peri_lua_opt_string(L, at->market, func, "market", NULL, NULL);
    if (at->leverage)
        subscription.leverage = peri_lua_opt_number(L, at->leverage, func, "leverage", 0);
    if (at->extended)
        subscription.extended =
            peri_lua_opt_boolean(L, at->extended, func, "extendedMarketHours", false) && is_equity;
    if (at->normalization)
        subscription.normalization = (peri_normalization)peri_lua_opt_enum(
            L, at->normalization, func, "dataNormalizationMode", &peri_lua_normalization,
            (int)defaults->normalization);
    return subscribe(L, &subscription);
}

/* AddEquity(ticker, resolution, market, fillForward, leverage, extendedMarketHours,
   dataNormalizationMode) -> Security */
static int add_equity(lua_State *L)
{
    static const char func[] = "AddEquity";
    static const struct places places = {2, 3, 4, 5, 6, 7};
    return add_places(L, func, PERI_TYPE_EQUITY, peri_lua_check_string(L, 1, func, "ticker", NULL),
                      &places);
}

/* (ticker, resolution, market, fillForward, leverage) -> Security */
static int add_quoted(lua_State *L, const char *func, peri_security_type type)
{
    static const struct places places = {2, 3, 4, 5, 0, 0};
    return add_places(L, func, type, peri_lua_check_string(L, 1, func, "ticker", NULL), &places);
}

static int add_forex(lua_State *L)
{
    return add_quoted(L, "AddForex", PERI_TYPE_FOREX);
}

static int add_cfd(lua_State *L)
{
    return add_quoted(L, "AddCfd", PERI_TYPE_CFD);
}

static int add_crypto(lua_State *L)
{
    return add_quoted(L, "AddCrypto", PERI_TYPE_CRYPTO);
}

/* --- AddSecurity --- */

static const char add_security_name[] = "AddSecurity";

/* The types that can be subscribed by it. */
static const peri_security_type added_types[] = {PERI_TYPE_EQUITY, PERI_TYPE_FOREX, PERI_TYPE_CFD,
                                                 PERI_TYPE_CRYPTO};

/* One of them; raises for others. */
static peri_security_type check_type(lua_State *L, int arg)
{
    const int type =
        peri_lua_check_enum(L, arg, add_security_name, "securityType", &peri_lua_security_type);
    for (size_t i = 0; i < sizeof added_types / sizeof *added_types; i++)
        if ((int)added_types[i] == type)
            return added_types[i];
    peri_lua_arg_error(L, arg, add_security_name, "securityType", "Equity, Forex, Cfd or Crypto");
    return PERI_TYPE_BASE;
}

/*
 * AddSecurity(securityType, ticker, resolution, fillForward, extendedMarketHours)
 * AddSecurity(securityType, ticker, resolution, fillForward, leverage, extendedMarketHours)
 * AddSecurity(securityType, ticker, resolution, market, fillForward, leverage, extendedMarketHours,
 *             dataMappingMode, dataNormalizationMode)
 */
static int add_typed(lua_State *L)
{
    static const struct places shortest = {3, 0, 4, 0, 5, 0}, shorter = {3, 0, 4, 5, 6, 0},
                               whole = {3, 4, 5, 6, 7, 9};
    const peri_security_type type = check_type(L, 1);
    const char *ticker = peri_lua_check_string(L, 2, add_security_name, "ticker", NULL);
    const struct places *places = &whole;
    if (lua_isboolean(L, 4)) {
        places = lua_type(L, 5) == LUA_TNUMBER ? &shorter : &shortest;
        peri_lua_check_none(
            L, places->extended + 1, add_security_name,
            "nothing behind extendedMarketHours: a market comes before fillForward");
    }
    return add_places(L, add_security_name, type, ticker, places);
}

/* AddSecurity(symbol, resolution, fillForward, leverage, extendedMarketHours, dataMappingMode,
   dataNormalizationMode) */
static int add_by_symbol(lua_State *L)
{
    static const struct places places = {2, 8, 3, 4, 5, 7};
    const char *type = NULL, *market = NULL;
    const char *ticker = peri_lua_symbol_parts(L, 1, &type, &market);
    peri_lua_check_none(L, 8, add_security_name, "nothing behind dataNormalizationMode");
    lua_settop(L, 7);
    lua_pushstring(L, market); /* as one more argument */
    lua_pushstring(L, type);
    return add_places(L, add_security_name, check_type(L, 9), ticker, &places);
}

static int add_security(lua_State *L)
{
    return lua_isuserdata(L, 1) ? add_by_symbol(L) : add_typed(L);
}

/* Whether an argument is a Symbol of what was never added, and can be. */
static bool is_new(lua_State *L, int arg)
{
    const char *type, *market;
    if (!lua_isuserdata(L, arg) || peri_lua_test_any_symbol(L, arg) >= 0 ||
        !peri_lua_test_ticker(L, arg))
        return false;
    (void)peri_lua_symbol_parts(L, arg, &type, &market);
    for (size_t i = 0; i < sizeof added_types / sizeof *added_types; i++)
        if (strcmp(type, peri_security_type_name(added_types[i])) == 0)
            return true;
    return false;
}

int32_t peri_lua_check_or_add(lua_State *L, int arg, const char *func, bool with_price)
{
    peri_error err;
    if (!is_new(L, arg))
        return peri_lua_check_symbol(L, arg, func);
    lua_pushcfunction(L, add_security);
    lua_pushvalue(L, arg);
    lua_call(L, 1, 1);
    const int32_t security = peri_lua_check_symbol(L, lua_gettop(L), func);
    lua_pop(L, 1);
    if (with_price &&
        peri_engine_seed_price(peri_lua_runtime(L)->engine, security, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return security;
}

/* AddData(ticker, resolution, timeZone, fillForward, leverage) -> Security */
static int add_data(lua_State *L)
{
    static const char func[] = "AddData";
    peri_subscription subscription = {
        .ticker = peri_lua_check_string(L, 1, func, "ticker", NULL),
        .type = PERI_TYPE_BASE,
        .resolution = (peri_resolution)peri_lua_opt_enum(L, 2, func, "resolution",
                                                         &peri_lua_resolution, PERI_RES_DAILY),
        .time_zone = peri_lua_opt_string(L, 3, func, "timeZone", NULL, NULL),
        .fill_forward = peri_lua_opt_boolean(L, 4, func, "fillForward", false),
        .leverage = peri_lua_opt_number(L, 5, func, "leverage", 0),
        .given = given(L, 4, PERI_GIVEN_FILL_FORWARD),
    };
    return subscribe(L, &subscription);
}

void peri_lua_subscribe_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"AddEquity", add_equity},
                                                  {"AddForex", add_forex},
                                                  {"AddCfd", add_cfd},
                                                  {"AddData", add_data},
                                                  {"AddCrypto", add_crypto},
                                                  {add_security_name, add_security},
                                                  {NULL, NULL}};
    peri_lua_enum_open(L, &peri_lua_resolution);
    peri_lua_enum_open(L, &peri_lua_normalization);
    peri_lua_global_functions(L, functions);
}
