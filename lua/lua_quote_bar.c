/* lua_quote_bar.c - QuoteBar: a bar of quotes, and Bar, one side of it; copied. Layer 6. */
#include "lua_slice.h"

#include "lua_bar.h"

/* Payload of QuoteBar. */
struct quote {
    peri_lua_bar middle;
    peri_quote_bar bar;
};

static const peri_lua_class quote_class, side_class;

/* --- Bar --- */

PERI_LUA_PRICES(side, peri_quote_side, )

static int side_tostring(lua_State *L)
{
    const peri_quote_side *side = peri_lua_test(L, 1, &side_class);
    lua_pushfstring(L, "O: %f H: %f L: %f C: %f", side->open, side->high, side->low, side->close);
    return 1;
}

static const luaL_Reg side_meta[] = {
    {"__tostring", side_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};
static const peri_lua_member side_members[] = {
    PERI_LUA_PRICE_MEMBERS(side),
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

PERI_LUA_NUMBER(get_bid_size, struct quote, bar.bid.last_size)
PERI_LUA_NUMBER(get_ask_size, struct quote, bar.ask.last_size)

static int get_bid(lua_State *L, void *self)
{
    return push_side(L, &((const struct quote *)self)->bar.bid);
}

static int get_ask(lua_State *L, void *self)
{
    return push_side(L, &((const struct quote *)self)->bar.ask);
}

static int quote_tostring(lua_State *L)
{
    const struct quote *quote = peri_lua_test(L, 1, &quote_class);
    peri_lua_push_bar_name(L, &quote->middle);
    lua_pushfstring(L, "%s bid C: %f ask C: %f", lua_tostring(L, -1), quote->bar.bid.close,
                    quote->bar.ask.close);
    return 1;
}

static const luaL_Reg quote_meta[] = {
    {"__tostring", quote_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member quote_members[] = {
    PERI_LUA_BAR_MEMBERS,
    {"Bid", get_bid, NULL, NULL},
    {"Ask", get_ask, NULL, NULL},
    {"LastBidSize", get_bid_size, NULL, NULL},
    {"LastAskSize", get_ask_size, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class quote_class = {
    .name = "QuoteBar", .members = quote_members, .meta = quote_meta};

void peri_lua_push_quote_bar(lua_State *L, int32_t security, const peri_quote_bar *bar,
                             bool is_fill)
{
    struct quote *object = peri_lua_new(L, &quote_class, sizeof *object);
    object->bar = *bar;
    object->middle = (peri_lua_bar){peri_quote_bar_middle(bar), security, is_fill};
}

const peri_quote_bar *peri_lua_test_quote_bar(lua_State *L, int arg, int32_t *security)
{
    const struct quote *quote = peri_lua_test(L, arg, &quote_class);
    if (!quote)
        return peri_lua_test_tick_quote(L, arg, security);
    *security = quote->middle.security;
    return &quote->bar;
}

void peri_lua_quote_bar_open(lua_State *L)
{
    peri_lua_class_open(L, &side_class);
    peri_lua_class_open(L, &quote_class);
}
