/* lua_market.c - SecurityType, Market, TimeZones: names of kinds, places and zones. Layer 6. */
#include "lua_market.h"

#include "base/words.h"
#include "lua_runtime_internal.h"
#include "market/security.h"

#include <string.h>

const peri_lua_enum peri_lua_security_type = {"SecurityType", peri_security_type_names, false};

/* A name and the text it stands for. */
struct named_text {
    const char *name, *text;
};

/* Names are QuantConnect's where it has the market. */
static const struct named_text markets[] = {{"USA", "usa"},
                                            {"CME", "cme"},
                                            {"CBOT", "cbot"},
                                            {"NYMEX", "nymex"},
                                            {"COMEX", "comex"},
                                            {"CFE", "cfe"},
                                            {"HKEX", "hkex"},
                                            {"HKFE", "hkfe"},
                                            {"LSE", "lse"},
                                            {"Xetra", "xetra"},
                                            {"EUREX", "eurex"},
                                            {"JPX", "jpx"},
                                            {"Oanda", "oanda"},
                                            {"FXCM", "fxcm"},
                                            {"Coinbase", "coinbase"},
                                            {"GDAX", "coinbase"},
                                            {"Bybit", "bybit"},
                                            {"InteractiveBrokers", "interactivebrokers"},
                                            {"Bitfinex", "bitfinex"},
                                            {"Kraken", "kraken"},
                                            {"Bitstamp", "bitstamp"},
                                            {"Binance", "binance"},
                                            {"BinanceUS", "binanceus"},
                                            {NULL, NULL}};

/* Names are QuantConnect's. */
static const struct named_text zones[] = {{"Utc", "UTC"},
                                          {"NewYork", "America/New_York"},
                                          {"Chicago", "America/Chicago"},
                                          {"Denver", "America/Denver"},
                                          {"Phoenix", "America/Phoenix"},
                                          {"LosAngeles", "America/Los_Angeles"},
                                          {"Anchorage", "America/Anchorage"},
                                          {"Honolulu", "Pacific/Honolulu"},
                                          {"Detroit", "America/Detroit"},
                                          {"Toronto", "America/Toronto"},
                                          {"Vancouver", "America/Vancouver"},
                                          {"MexicoCity", "America/Mexico_City"},
                                          {"SaoPaulo", "America/Sao_Paulo"},
                                          {"BuenosAires", "America/Argentina/Buenos_Aires"},
                                          {"London", "Europe/London"},
                                          {"Dublin", "Europe/Dublin"},
                                          {"Paris", "Europe/Paris"},
                                          {"Madrid", "Europe/Madrid"},
                                          {"Amsterdam", "Europe/Amsterdam"},
                                          {"Berlin", "Europe/Berlin"},
                                          {"Zurich", "Europe/Zurich"},
                                          {"Rome", "Europe/Rome"},
                                          {"Athens", "Europe/Athens"},
                                          {"Bucharest", "Europe/Bucharest"},
                                          {"Helsinki", "Europe/Helsinki"},
                                          {"Istanbul", "Europe/Istanbul"},
                                          {"Minsk", "Europe/Minsk"},
                                          {"Moscow", "Europe/Moscow"},
                                          {"Cairo", "Africa/Cairo"},
                                          {"Johannesburg", "Africa/Johannesburg"},
                                          {"Jerusalem", "Asia/Jerusalem"},
                                          {"Kolkata", "Asia/Kolkata"},
                                          {"HongKong", "Asia/Hong_Kong"},
                                          {"Shanghai", "Asia/Shanghai"},
                                          {"Tokyo", "Asia/Tokyo"},
                                          {"Brisbane", "Australia/Brisbane"},
                                          {"Melbourne", "Australia/Melbourne"},
                                          {"Sydney", "Australia/Sydney"},
                                          {"Auckland", "Pacific/Auckland"},
                                          {NULL, NULL}};

void peri_lua_push_lower(lua_State *L, const char *text)
{
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (; *text; text++)
        luaL_addchar(&buffer, peri_lower(*text));
    luaL_pushresult(&buffer);
}

const peri_zone *peri_lua_check_zone(lua_State *L, int arg, const char *func, const char *name)
{
    const peri_zone *zone;
    peri_error err;
    const char *text = peri_lua_check_string(L, arg, func, name, NULL);
    if (peri_engine_find_zone(peri_lua_runtime(L)->engine, text, &zone, &err) == PERI_OK)
        return zone;
    peri_fail_prefix(&err, "%s: ", func);
    peri_lua_raise(L, &err);
    return NULL; /* not reached */
}

static void open_texts(lua_State *L, const char *library, const struct named_text *rows)
{
    peri_lua_library(L, library, NULL, NULL);
    for (; rows->name; rows++) {
        lua_pushstring(L, rows->text);
        peri_lua_library_value(L, library, rows->name);
    }
}

void peri_lua_market_open(lua_State *L)
{
    peri_lua_enum_open(L, &peri_lua_security_type);
    open_texts(L, "Market", markets);
    open_texts(L, "TimeZones", zones);
}
