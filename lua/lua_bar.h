/* lua_bar.h - what the objects that show prices of a bar have in common. Layer 6. */
#ifndef PERI_LUA_BAR_H
#define PERI_LUA_BAR_H

#include "lua_support.h"
#include "market/bar.h"

/* Getters prefix_open, _high, _low and _close of such fields of a payload of a type. */
#define PERI_LUA_PRICES(prefix, type, fields)                                                      \
    PERI_LUA_NUMBER(prefix##_open, type, fields open)                                              \
    PERI_LUA_NUMBER(prefix##_high, type, fields high)                                              \
    PERI_LUA_NUMBER(prefix##_low, type, fields low)                                                \
    PERI_LUA_NUMBER(prefix##_close, type, fields close)

/* Their members. */
#define PERI_LUA_PRICE_MEMBERS(prefix)                                                             \
    {"Open", prefix##_open, NULL, NULL}, {"High", prefix##_high, NULL, NULL},                      \
        {"Low", prefix##_low, NULL, NULL},                                                         \
    {                                                                                              \
        "Close", prefix##_close, NULL, NULL                                                        \
    }

/* What the payloads of TradeBar, RenkoBar, QuoteBar and Tick begin with. */
typedef struct peri_lua_bar {
    peri_bar bar; /* of quotes: the middle; of a tick: its value, at its time */
    int32_t security;
    bool is_fill; /* repeated where a bar was missing */
} peri_lua_bar;

/* Getters of such a payload; close is its Value too. */
int peri_lua_bar_symbol(lua_State *L, void *self);
int peri_lua_bar_start(lua_State *L, void *self); /* local time, as the next one */
int peri_lua_bar_end(lua_State *L, void *self);
int peri_lua_bar_period(lua_State *L, void *self);
int peri_lua_bar_is_fill(lua_State *L, void *self);
int peri_lua_bar_open(lua_State *L, void *self);
int peri_lua_bar_high(lua_State *L, void *self);
int peri_lua_bar_low(lua_State *L, void *self);
int peri_lua_bar_close(lua_State *L, void *self);

#define PERI_LUA_BAR_MEMBERS                                                                       \
    PERI_LUA_PRICE_MEMBERS(peri_lua_bar), {"Symbol", peri_lua_bar_symbol, NULL, NULL},             \
        {"Time", peri_lua_bar_start, NULL, NULL}, {"EndTime", peri_lua_bar_end, NULL, NULL},       \
        {"Value", peri_lua_bar_close, NULL, NULL}, {"Period", peri_lua_bar_period, NULL, NULL},    \
    {                                                                                              \
        "IsFillForward", peri_lua_bar_is_fill, NULL, NULL                                          \
    }

/* Push "SPY 2024-01-02 16:00:00", the ticker and the local end, for messages: on top, above two
   values it is made of. */
void peri_lua_push_bar_name(lua_State *L, const peri_lua_bar *bar);

#endif
