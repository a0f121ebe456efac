/* lua_trade_builder.c - TradeBuilder, Trade and their enums; SetTradeBuilder. Layer 6. */
#include "lua_trade_builder.h"

#include <string.h>

#include "lua_arity.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

static const peri_name grouping_names[] = {{"FillToFill", PERI_GROUP_FILL_TO_FILL},
                                           {"FlatToFlat", PERI_GROUP_FLAT_TO_FLAT},
                                           {"FlatToReduced", PERI_GROUP_FLAT_TO_REDUCED},
                                           {NULL, 0}};
static const peri_lua_enum grouping = {"FillGroupingMethod", grouping_names, false};

static const peri_name matching_names[] = {
    {"FIFO", PERI_MATCH_FIFO}, {"LIFO", PERI_MATCH_LIFO}, {NULL, 0}};
static const peri_lua_enum matching = {"FillMatchingMethod", matching_names, false};

static const peri_name direction_names[] = {{"Long", 0}, {"Short", 1}, {NULL, 0}};
static const peri_lua_enum direction = {"TradeDirection", direction_names, false};

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

static peri_trade_builder *builder_of(lua_State *L)
{
    return peri_broker_trade_builder(peri_engine_broker(engine_of(L)));
}

/* -- Trade ---------------------------------------------------------------------------------- */

/* Payload of Trade. */
struct trade {
    peri_trade trade;
    int64_t orders[]; /* shape [trade.order_n] */
};

static const peri_trade *trade_of(const void *self)
{
    return &((const struct trade *)self)->trade;
}

#define TRADE_NUMBER(name, value)                                                                  \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        const peri_trade *t = trade_of(self);                                                      \
        lua_pushnumber(L, value);                                                                  \
        return 1;                                                                                  \
    }

TRADE_NUMBER(get_entry_price, t->entry_price)
TRADE_NUMBER(get_exit_price, t->exit_price)
TRADE_NUMBER(get_quantity, t->quantity)
TRADE_NUMBER(get_profit, t->profit)
TRADE_NUMBER(get_fees, t->fees)
TRADE_NUMBER(get_mae, t->mae)
TRADE_NUMBER(get_mfe, t->mfe)
TRADE_NUMBER(get_end_drawdown, peri_trade_end_drawdown(t))

static int get_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, trade_of(self)->security);
    return 1;
}

static int get_entry_time(lua_State *L, void *self)
{
    peri_lua_push_local(L, trade_of(self)->entry_ns);
    return 1;
}

static int get_exit_time(lua_State *L, void *self)
{
    peri_lua_push_local(L, trade_of(self)->exit_ns);
    return 1;
}

static int get_duration(lua_State *L, void *self)
{
    peri_lua_push_timespan(L, trade_of(self)->exit_ns - trade_of(self)->entry_ns);
    return 1;
}

static int get_direction(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &direction, trade_of(self)->is_short);
    return 1;
}

static int get_is_win(lua_State *L, void *self)
{
    lua_pushboolean(L, peri_trade_is_win(trade_of(self)));
    return 1;
}

static int get_order_ids(lua_State *L, void *self)
{
    const struct trade *trade = self;
    lua_createtable(L, (int)trade->trade.order_n, 0);
    for (size_t i = 0; i < trade->trade.order_n; i++) {
        lua_pushinteger(L, trade->orders[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static const peri_lua_member trade_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"EntryTime", get_entry_time, NULL, NULL},
    {"EntryPrice", get_entry_price, NULL, NULL},
    {"Direction", get_direction, NULL, NULL},
    {"Quantity", get_quantity, NULL, NULL},
    {"ExitTime", get_exit_time, NULL, NULL},
    {"ExitPrice", get_exit_price, NULL, NULL},
    {"ProfitLoss", get_profit, NULL, NULL},
    {"TotalFees", get_fees, NULL, NULL},
    {"MAE", get_mae, NULL, NULL},
    {"MFE", get_mfe, NULL, NULL},
    {"Duration", get_duration, NULL, NULL},
    {"EndTradeDrawdown", get_end_drawdown, NULL, NULL},
    {"IsWin", get_is_win, NULL, NULL},
    {"OrderIds", get_order_ids, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class trade_class = {.name = "Trade", .members = trade_members};

void peri_lua_push_closed_trades(lua_State *L)
{
    const peri_trade_builder *builder = builder_of(L);
    luaL_checkstack(L, 3, NULL);
    lua_newtable(L);
    for (size_t i = 0; i < builder->trade_n; i++) {
        const peri_trade from = builder->trades[i];
        const size_t ids = from.order_n * sizeof(int64_t);
        struct trade *to = peri_lua_new(L, &trade_class, sizeof *to + ids);
        to->trade = from;
        memcpy(to->orders, peri_trade_orders(builder, &from), ids);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* -- TradeBuilder --------------------------------------------------------------------------- */

/* Payload of TradeBuilder, as a strategy makes it. */
struct builder {
    peri_fill_grouping grouping;
    peri_fill_matching matching;
    int64_t serial; /* of its SetTradeBuilder; 0: it was not set */
};

static bool is_current(lua_State *L, const struct builder *builder)
{
    return builder->serial != 0 && builder->serial == peri_lua_runtime(L)->trade_builder;
}

static int get_closed_trades(lua_State *L, void *self)
{
    if (is_current(L, self))
        peri_lua_push_closed_trades(L);
    else
        lua_newtable(L);
    return 1;
}

static int has_open_position(lua_State *L, void *self)
{
    const int32_t security = peri_lua_check_symbol(L, 2, "TradeBuilder:HasOpenPosition");
    lua_pushboolean(L, is_current(L, self) && peri_trade_builder_is_open(builder_of(L), security));
    return 1;
}

static const peri_lua_member builder_members[] = {
    {"ClosedTrades", get_closed_trades, NULL, NULL},
    {"HasOpenPosition", NULL, NULL, has_open_position},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class builder_class = {.name = "TradeBuilder", .members = builder_members};

/* SetTradeBuilder(builder) */
static int set_trade_builder(lua_State *L)
{
    static const char func[] = "SetTradeBuilder";
    peri_runtime *runtime = peri_lua_runtime(L);
    struct builder *builder = peri_lua_check_object(L, 1, func, "builder", &builder_class);
    peri_error err;
    if (peri_engine_set_trade_builder(runtime->engine, builder->grouping, builder->matching,
                                      &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    builder->serial = ++runtime->trade_builder;
    return 0;
}

/* -- the global TradeBuilder: the one at work, and what makes another ------------------------- */

static int get_all_closed(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_closed_trades(L);
    return 1;
}

static const char HAS_OPEN_POSITION[] = "TradeBuilder.HasOpenPosition";

/* TradeBuilder.HasOpenPosition(symbol) */
static int is_open(lua_State *L)
{
    const int32_t security = peri_lua_check_symbol(L, 1, HAS_OPEN_POSITION);
    lua_pushboolean(L, peri_trade_builder_is_open(builder_of(L), security));
    return 1;
}

static int get_is_open(lua_State *L, void *self)
{
    (void)self;
    return peri_lua_push_dotted(L, is_open, HAS_OPEN_POSITION);
}

/* TradeBuilder(grouping, matching) */
static int make_builder(lua_State *L)
{
    static const char func[] = "TradeBuilder";
    lua_remove(L, 1);
    peri_lua_at_most(L, peri_lua_arity_find(func), 0);
    const int group = peri_lua_check_enum(L, 1, func, "groupingMethod", &grouping);
    const int match = peri_lua_check_enum(L, 2, func, "matchingMethod", &matching);
    struct builder *builder = peri_lua_new(L, &builder_class, sizeof *builder);
    builder->grouping = (peri_fill_grouping)group;
    builder->matching = (peri_fill_matching)match;
    return 1;
}

static const luaL_Reg global_meta[] = {{"__call", make_builder}, {NULL, NULL}};

static const peri_lua_member global_members[] = {
    {"ClosedTrades", get_all_closed, NULL, NULL},
    {"HasOpenPosition", get_is_open, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class global_class = {
    .name = "TradeBuilder", .members = global_members, .meta = global_meta};

void peri_lua_trade_builder_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"SetTradeBuilder", set_trade_builder},
                                                  {NULL, NULL}};
    peri_lua_enum_open(L, &grouping);
    peri_lua_enum_open(L, &matching);
    peri_lua_enum_open(L, &direction);
    peri_lua_class_open(L, &trade_class);
    peri_lua_class_open(L, &builder_class);
    peri_lua_class_open(L, &global_class);
    peri_lua_new(L, &global_class, 1);
    peri_lua_global(L, "TradeBuilder");
    peri_lua_global_functions(L, functions);
}
