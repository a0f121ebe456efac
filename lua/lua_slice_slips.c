/* lua_slice_slips.c - see lua_slice_slips.h. Layer 6. */
#include "lua_slice_slips.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

#include "base/words.h"

/* What holds items with fields, and how one reads one. */
enum {
    BAR = 1,
    QUOTE = 2,
    TICK = 4
};
static const struct {
    const char *owner, *items, *example;
    unsigned kinds;
} holders[] = {{"Slice", "bars", "data[symbol]", BAR},
               {"TradeBars", "bars", "data.Bars[symbol]", BAR},
               {"QuoteBars", "bars of quotes", "data.QuoteBars[symbol]", QUOTE},
               {"Ticks", "ticks", "data.Ticks[symbol][1]", TICK}};

/* Fields of TradeBar, QuoteBar and Tick that no slice has. */
static const struct field {
    const char *name;
    unsigned kinds;
} fields[] = {
    {"Symbol", BAR | QUOTE | TICK},
    {"EndTime", BAR | QUOTE | TICK},
    {"Open", BAR | QUOTE},
    {"High", BAR | QUOTE},
    {"Low", BAR | QUOTE},
    {"Close", BAR | QUOTE},
    {"Value", BAR | QUOTE | TICK},
    {"Price", BAR | TICK},
    {"Volume", BAR},
    {"Period", BAR | QUOTE},
    {"IsFillForward", BAR | QUOTE},
    {"Bid", QUOTE},
    {"Ask", QUOTE},
    {"LastBidSize", QUOTE},
    {"LastAskSize", QUOTE},
    {"TickType", TICK},
    {"LastPrice", TICK},
    {"Quantity", TICK},
    {"BidPrice", TICK},
    {"BidSize", TICK},
    {"AskPrice", TICK},
    {"AskSize", TICK},
    {"Exchange", TICK},
    {"SaleCondition", TICK},
    {"Suspicious", TICK},
    {NULL, 0},
};

/* Members of LEAN's Slice. */
static const struct {
    const char *name, *says;
} others[] = {
    {"TryGetValue", "write data[symbol], which is nil where there is nothing"},
    {"AllData", "write data.Values, or data.Bars, data.QuoteBars and data.Ticks"},
    {"OptionChains", "there are no options"},
    {"FuturesChains", "there are no futures"},
    {"FutureChains", "there are no futures"},
    {"MarginInterestRates", "there are no perpetual futures"},
    {NULL, NULL},
};

/* close and Close, but not CLOSE, which is a ticker. */
static bool is_field(const char *key, const char *field)
{
    return peri_lower(key[0]) == peri_lower(field[0]) && strcmp(key + 1, field + 1) == 0;
}

static int refuse_field(lua_State *L, const char *owner, const char *key, const struct field *field)
{
    size_t at = 0;
    while (strcmp(holders[at].owner, owner) != 0)
        at++;
    if (!(holders[at].kinds & field->kinds)) /* it holds others, so name those that have it */
        for (at = 0; !(holders[at].kinds & field->kinds);)
            at++;
    const bool is_end = strcmp(field->name, "EndTime") == 0;
    return luaL_error(L, "%s has no property '%s': %s%s is a field of %s, as in %s.%s", owner, key,
                      is_end ? "its Time is when its bars end, and " : "", field->name,
                      holders[at].items, holders[at].example, field->name);
}

void peri_lua_refuse_slip(lua_State *L, const char *owner)
{
    if (lua_type(L, 2) != LUA_TSTRING)
        return;
    const char *key = lua_tostring(L, 2);
    for (size_t i = 0; fields[i].name; i++)
        if (is_field(key, fields[i].name))
            refuse_field(L, owner, key, &fields[i]);
    for (size_t i = 0; others[i].name; i++)
        if (strcmp(others[i].name, key) == 0)
            luaL_error(L, "%s has no property '%s': %s", owner, key, others[i].says);
}
