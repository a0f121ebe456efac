/* lua_subscribe.c - subscribing symbols. Layer 6. */
#include "lua_subscribe.h"

#include "lua_brokerage.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"

static const peri_lua_name resolution_names[] = {{"Second", PERI_RES_SECOND},
                                                 {"Minute", PERI_RES_MINUTE},
                                                 {"Hour", PERI_RES_HOUR},
                                                 {"Daily", PERI_RES_DAILY},
                                                 {NULL, 0}};
const peri_lua_enum peri_lua_resolution = {"Resolution", resolution_names, false};

static int subscribe(lua_State *L, const peri_subscription *subscription)
{
    peri_error err;
    int32_t index;
    peri_engine *engine = peri_lua_runtime(L)->engine;
    const size_t had = peri_engine_security_count(engine);
    if (peri_engine_add_security(engine, subscription, &index, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    if (peri_engine_security_count(engine) > had)
        peri_lua_initialize_security(L, index);
    peri_lua_push_security(L, index);
    return 1;
}

static const peri_lua_name normalization_names[] = {
    {"Raw", PERI_NORMALIZATION_RAW},
    {"Adjusted", PERI_NORMALIZATION_ADJUSTED},
    {"SplitAdjusted", PERI_NORMALIZATION_SPLIT_ADJUSTED},
    {"TotalReturn", PERI_NORMALIZATION_TOTAL_RETURN},
    {NULL, 0}};
const peri_lua_enum peri_lua_normalization = {"DataNormalizationMode", normalization_names, false};

/* AddEquity(ticker, resolution, market, fillForward, leverage, extendedMarketHours,
   dataNormalizationMode) -> Security */
static int add_equity(lua_State *L)
{
    static const char func[] = "AddEquity";
    peri_subscription subscription = {
        .ticker = peri_lua_check_string(L, 1, func, "ticker", NULL),
        .type = PERI_TYPE_EQUITY,
        .market = peri_lua_opt_string(L, 3, func, "market", NULL, "usa"),
        .resolution = (peri_resolution)peri_lua_opt_enum(L, 2, func, "resolution",
                                                         &peri_lua_resolution, PERI_RES_MINUTE),
        .fill_forward = peri_lua_opt_boolean(L, 4, func, "fillForward", true),
        .leverage = peri_lua_opt_number(L, 5, func, "leverage", 0),
        .extended = peri_lua_opt_boolean(L, 6, func, "extendedMarketHours", false),
        .normalization = (peri_normalization)peri_lua_opt_enum(L, 7, func, "dataNormalizationMode",
                                                               &peri_lua_normalization,
                                                               PERI_NORMALIZATION_ADJUSTED),
    };
    return subscribe(L, &subscription);
}

/* (ticker, resolution, market, fillForward, leverage) -> Security */
static int add_quoted(lua_State *L, const char *func, peri_security_type type)
{
    peri_subscription subscription = {
        .ticker = peri_lua_check_string(L, 1, func, "ticker", NULL),
        .type = type,
        .market = peri_lua_opt_string(L, 3, func, "market", NULL, NULL),
        .resolution = (peri_resolution)peri_lua_opt_enum(L, 2, func, "resolution",
                                                         &peri_lua_resolution, PERI_RES_MINUTE),
        .fill_forward = peri_lua_opt_boolean(L, 4, func, "fillForward", true),
        .leverage = peri_lua_opt_number(L, 5, func, "leverage", 0),
    };
    return subscribe(L, &subscription);
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
    };
    return subscribe(L, &subscription);
}

void peri_lua_subscribe_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"AddEquity", add_equity}, {"AddForex", add_forex},   {"AddCfd", add_cfd},
        {"AddData", add_data},     {"AddCrypto", add_crypto}, {NULL, NULL}};
    peri_lua_enum_open(L, &peri_lua_resolution);
    peri_lua_enum_open(L, &peri_lua_normalization);
    peri_lua_global_functions(L, functions);
}
