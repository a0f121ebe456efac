/* lua_quote_bar.c - QuoteBar: a bar of quotes, and Bar, one side of it; copied. Layer 6. */
#include "lua_slice.h"

#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

/* Payload of QuoteBar. */
struct quote {
    peri_quote_bar bar;
    peri_bar middle; /* its own prices */
    int32_t security;
    bool is_fill;
};

static const peri_lua_class quote_class, side_class;

#define NUMBER(name, type, field)                                                                  \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        lua_pushnumber(L, ((const type *)self)->field);                                            \
        return 1;                                                                                  \
    }

/* --- Bar --- */

NUMBER(get_side_open, peri_quote_side, open)
NUMBER(get_side_high, peri_quote_side, high)
NUMBER(get_side_low, peri_quote_side, low)
NUMBER(get_side_close, peri_quote_side, close)

static int side_tostring(lua_State *L)
{
    const peri_quote_side *side = peri_lua_test(L, 1, &side_class);
    lua_pushfstring(L, "O: %f H: %f L: %f C: %f", side->open, side->high, side->low, side->close);
    return 1;
}

static const luaL_Reg side_meta[] = {
    {"__tostring", side_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};
static const peri_lua_member side_members[] = {
    {"Open", get_side_open, NULL, NULL},
    {"High", get_side_high, NULL, NULL},
    {"Low", get_side_low, NULL, NULL},
    {"Close", get_side_close, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
static const peri_lua_class side_class = {
    .name = "Bar", .members = side_members, .meta = side_meta};

/* nil for a side that was not quoted. */
static int push_side(lua_State *L, const peri_quote_side *side)
{
    if (!peri_quote_side_is_there(side)) {
        lua_pushnil(L);
        return 1;
    }
    peri_quote_side *object = peri_lua_new(L, &side_class, sizeof *object);
    *object = *side;
    return 1;
}

/* --- QuoteBar --- */

NUMBER(get_open, struct quote, middle.open)
NUMBER(get_high, struct quote, middle.high)
NUMBER(get_low, struct quote, middle.low)
NUMBER(get_close, struct quote, middle.close)
NUMBER(get_bid_size, struct quote, bar.bid.last_size)
NUMBER(get_ask_size, struct quote, bar.ask.last_size)

static int get_bid(lua_State *L, void *self)
{
    return push_side(L, &((const struct quote *)self)->bar.bid);
}

static int get_ask(lua_State *L, void *self)
{
    return push_side(L, &((const struct quote *)self)->bar.ask);
}

static void push_local(lua_State *L, int64_t utc_ns)
{
    peri_lua_push_datetime(L, peri_engine_to_local(peri_lua_runtime(L)->engine, utc_ns));
}

static int get_start(lua_State *L, void *self)
{
    push_local(L, ((const struct quote *)self)->bar.start_ns);
    return 1;
}

static int get_end(lua_State *L, void *self)
{
    push_local(L, ((const struct quote *)self)->bar.end_ns);
    return 1;
}

static int get_period(lua_State *L, void *self)
{
    const struct quote *quote = self;
    peri_lua_push_timespan(L, quote->bar.end_ns - quote->bar.start_ns);
    return 1;
}

static int get_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const struct quote *)self)->security);
    return 1;
}

static int get_is_fill(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct quote *)self)->is_fill);
    return 1;
}

static int quote_tostring(lua_State *L)
{
    const struct quote *quote = peri_lua_test(L, 1, &quote_class);
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    push_local(L, quote->bar.end_ns);
    lua_pushfstring(L, "%s %s bid C: %f ask C: %f",
                    peri_engine_security(engine, quote->security)->ticker,
                    luaL_tolstring(L, -1, NULL), quote->bar.bid.close, quote->bar.ask.close);
    return 1;
}

static const luaL_Reg quote_meta[] = {
    {"__tostring", quote_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member quote_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"Time", get_start, NULL, NULL},
    {"EndTime", get_end, NULL, NULL},
    {"Bid", get_bid, NULL, NULL},
    {"Ask", get_ask, NULL, NULL},
    {"LastBidSize", get_bid_size, NULL, NULL},
    {"LastAskSize", get_ask_size, NULL, NULL},
    {"Open", get_open, NULL, NULL},
    {"High", get_high, NULL, NULL},
    {"Low", get_low, NULL, NULL},
    {"Close", get_close, NULL, NULL},
    {"Value", get_close, NULL, NULL},
    {"Period", get_period, NULL, NULL},
    {"IsFillForward", get_is_fill, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class quote_class = {
    .name = "QuoteBar", .members = quote_members, .meta = quote_meta};

void peri_lua_push_quote_bar(lua_State *L, int32_t security, const peri_quote_bar *bar,
                             bool is_fill)
{
    struct quote *object = peri_lua_new(L, &quote_class, sizeof *object);
    object->bar = *bar;
    object->middle = peri_quote_bar_middle(bar);
    object->security = security;
    object->is_fill = is_fill;
}

const peri_quote_bar *peri_lua_test_quote_bar(lua_State *L, int arg, int32_t *security)
{
    const struct quote *quote = peri_lua_test(L, arg, &quote_class);
    if (!quote)
        return peri_lua_test_tick_quote(L, arg, security);
    *security = quote->security;
    return &quote->bar;
}

void peri_lua_quote_bar_open(lua_State *L)
{
    peri_lua_class_open(L, &side_class);
    peri_lua_class_open(L, &quote_class);
}
