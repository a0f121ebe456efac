/* lua_tick.c - Tick: a trade or a quote, copied. Layer 6. */
#include "lua_slice.h"

#include "lua_bar.h"

#include <stdio.h>

/* Payload of Tick. */
struct tick {
    peri_lua_bar value; /* for indicators and consolidators; so is the next one */
    peri_quote_bar quote;
    peri_tick tick;
};

static const peri_lua_class tick_class;

static const peri_name type_names[] = {
    {"Trade", PERI_TICK_TRADE}, {"Quote", PERI_TICK_QUOTE}, {NULL, 0}};
const peri_lua_enum peri_lua_tick_type = {"TickType", type_names, false};

PERI_LUA_NUMBER(get_quantity, struct tick, tick.size)
PERI_LUA_NUMBER(get_bid, struct tick, tick.bid)
PERI_LUA_NUMBER(get_ask, struct tick, tick.ask)
PERI_LUA_NUMBER(get_bid_size, struct tick, tick.bid_size)
PERI_LUA_NUMBER(get_ask_size, struct tick, tick.ask_size)

static int get_type(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &peri_lua_tick_type, (int)((const struct tick *)self)->tick.kind);
    return 1;
}

static int get_exchange(lua_State *L, void *self)
{
    const char exchange = ((const struct tick *)self)->tick.exchange;
    lua_pushlstring(L, &exchange, exchange ? 1 : 0);
    return 1;
}

/* Hexadecimal digits, as they are written in files; empty: none was. */
static int get_condition(lua_State *L, void *self)
{
    char text[16] = "";
    const struct tick *tick = self;
    if (tick->tick.exchange || tick->tick.condition)
        snprintf(text, sizeof text, "%X", (unsigned)tick->tick.condition);
    lua_pushstring(L, text);
    return 1;
}

static int get_suspicious(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct tick *)self)->tick.suspicious);
    return 1;
}

static int tick_tostring(lua_State *L)
{
    const struct tick *tick = peri_lua_test(L, 1, &tick_class);
    peri_lua_push_bar_name(L, &tick->value);
    const char *name = lua_tostring(L, -1);
    if (tick->tick.kind == PERI_TICK_TRADE)
        lua_pushfstring(L, "%s price: %f quantity: %f", name, tick->tick.price, tick->tick.size);
    else
        lua_pushfstring(L, "%s bid: %f ask: %f", name, tick->tick.bid, tick->tick.ask);
    return 1;
}

static const luaL_Reg tick_meta[] = {
    {"__tostring", tick_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member tick_members[] = {
    {"Symbol", peri_lua_bar_symbol, NULL, NULL},
    {"Time", peri_lua_bar_end, NULL, NULL},
    {"EndTime", peri_lua_bar_end, NULL, NULL},
    {"TickType", get_type, NULL, NULL},
    {"Value", peri_lua_bar_close, NULL, NULL},
    {"Price", peri_lua_bar_close, NULL, NULL},
    {"LastPrice", peri_lua_bar_close, NULL, NULL},
    {"Quantity", get_quantity, NULL, NULL},
    {"BidPrice", get_bid, NULL, NULL},
    {"BidSize", get_bid_size, NULL, NULL},
    {"AskPrice", get_ask, NULL, NULL},
    {"AskSize", get_ask_size, NULL, NULL},
    {"Exchange", get_exchange, NULL, NULL},
    {"SaleCondition", get_condition, NULL, NULL},
    {"Suspicious", get_suspicious, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class tick_class = {
    .name = "Tick", .members = tick_members, .meta = tick_meta};

static void push_tick(lua_State *L, int32_t security, const peri_tick *tick)
{
    const double value = peri_tick_value(tick);
    struct tick *object = peri_lua_new(L, &tick_class, sizeof *object);
    object->tick = *tick;
    object->value.bar =
        (peri_bar){tick->time_ns, tick->time_ns, value, value, value, value, tick->size};
    peri_tick counted = *tick; /* by hand a suspicious one counts as well */
    counted.suspicious = false;
    (void)peri_ticks_quote_bar(&counted, 1, &object->quote);
    object->value.security = security;
}

void peri_lua_push_ticks(lua_State *L, int32_t security, const peri_tick *ticks, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        push_tick(L, security, &ticks[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

const peri_bar *peri_lua_test_tick_bar(lua_State *L, int arg, int32_t *security)
{
    const struct tick *tick = peri_lua_test(L, arg, &tick_class);
    if (!tick)
        return NULL;
    *security = tick->value.security;
    return &tick->value.bar;
}

const peri_quote_bar *peri_lua_test_tick_quote(lua_State *L, int arg, int32_t *security)
{
    const struct tick *tick = peri_lua_test(L, arg, &tick_class);
    if (!tick || tick->tick.kind != PERI_TICK_QUOTE)
        return NULL;
    *security = tick->value.security;
    return &tick->quote;
}

void peri_lua_tick_open(lua_State *L)
{
    peri_lua_enum_open(L, &peri_lua_tick_type);
    peri_lua_class_open(L, &tick_class);
}
