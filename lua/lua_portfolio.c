/* lua_portfolio.c - cash and positions, live. Layer 6. */
#include "lua_portfolio.h"

#include "lua_cash_book.h"
#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_symbol.h"

#include <math.h>

/* Payload of Holding. The array of holdings may move, so it is found anew each time. */
struct holding {
    const peri_portfolio *portfolio;
    int32_t index;
};

static const char holdings_key; /* its address names a table of the registry */

static const peri_holding *holding_of(const void *self)
{
    const struct holding *holding = self;
    return &holding->portfolio->holdings[holding->index];
}

#define HOLDING_NUMBER(name, expression)                                                           \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        const peri_holding *h = holding_of(self);                                                  \
        lua_pushnumber(L, (expression));                                                           \
        return 1;                                                                                  \
    }
#define HOLDING_FLAG(name, expression)                                                             \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        const peri_holding *h = holding_of(self);                                                  \
        lua_pushboolean(L, (expression));                                                          \
        return 1;                                                                                  \
    }

/* Profit as a fraction of what the position cost. */
static double unrealized_fraction(const peri_holding *h)
{
    const double cost = fabs(peri_holding_cost(h));
    return cost > 0 ? peri_holding_unrealized(h) / cost : 0;
}

HOLDING_NUMBER(get_quantity, h->quantity)
HOLDING_NUMBER(get_average_price, h->average_price)
HOLDING_NUMBER(get_price, h->price)
HOLDING_NUMBER(get_value, peri_holding_value(h))
HOLDING_NUMBER(get_unrealized, peri_holding_unrealized(h))
HOLDING_NUMBER(get_unrealized_percent, unrealized_fraction(h))
HOLDING_NUMBER(get_profit, h->profit)
HOLDING_NUMBER(get_fees, h->fees)
HOLDING_NUMBER(get_absolute_quantity, fabs(h->quantity))
HOLDING_NUMBER(get_cost, peri_holding_cost(h))
HOLDING_NUMBER(get_net_profit, h->profit - h->fees)
HOLDING_NUMBER(get_sale_volume, h->sale_volume)
HOLDING_FLAG(get_invested, h->quantity != 0)
HOLDING_FLAG(get_is_long, h->quantity > 0)
HOLDING_FLAG(get_is_short, h->quantity < 0)

static int get_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const struct holding *)self)->index);
    return 1;
}

static const peri_lua_member holding_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"Quantity", get_quantity, NULL, NULL},
    {"AveragePrice", get_average_price, NULL, NULL},
    {"Price", get_price, NULL, NULL},
    {"HoldingsValue", get_value, NULL, NULL},
    {"UnrealizedProfit", get_unrealized, NULL, NULL},
    {"UnrealizedProfitPercent", get_unrealized_percent, NULL, NULL},
    {"Profit", get_profit, NULL, NULL},
    {"TotalFees", get_fees, NULL, NULL},
    {"AbsoluteQuantity", get_absolute_quantity, NULL, NULL},
    {"HoldingsCost", get_cost, NULL, NULL},
    {"NetProfit", get_net_profit, NULL, NULL},
    {"TotalSaleVolume", get_sale_volume, NULL, NULL},
    {"Invested", get_invested, NULL, NULL},
    {"HoldStock", get_invested, NULL, NULL},
    {"IsLong", get_is_long, NULL, NULL},
    {"IsShort", get_is_short, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class holding_class = {.name = "Holding", .members = holding_members};

static peri_portfolio *portfolio_of(lua_State *L)
{
    return peri_broker_portfolio(peri_engine_broker(peri_lua_runtime(L)->engine));
}

static void make_holding(lua_State *L, int32_t index)
{
    struct holding *holding = peri_lua_new(L, &holding_class, sizeof *holding);
    holding->portfolio = portfolio_of(L);
    holding->index = index;
}

void peri_lua_push_holding(lua_State *L, int32_t index)
{
    peri_lua_push_kept(L, &holdings_key, index, make_holding);
}

/* --- Portfolio --- */

static double sale_volume(const peri_portfolio *portfolio)
{
    double sum = 0;
    for (size_t i = 0; i < portfolio->count; i++)
        sum += portfolio->holdings[i].sale_volume;
    return sum;
}

#define PORTFOLIO_NUMBER(name, expression)                                                         \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        const peri_portfolio *p = portfolio_of(L);                                                 \
        (void)self;                                                                                \
        lua_pushnumber(L, (expression));                                                           \
        return 1;                                                                                  \
    }

PORTFOLIO_NUMBER(get_cash, peri_cash_book_settled(&p->book))
PORTFOLIO_NUMBER(get_unsettled_cash, peri_cash_book_unsettled(&p->book))
PORTFOLIO_NUMBER(get_total_value, peri_portfolio_total_value(p))
PORTFOLIO_NUMBER(get_total_unrealized, peri_portfolio_unrealized(p))
PORTFOLIO_NUMBER(get_total_profit, p->total_profit)
PORTFOLIO_NUMBER(get_total_fees, p->total_fees)
PORTFOLIO_NUMBER(get_total_net_profit, p->total_profit - p->total_fees)
PORTFOLIO_NUMBER(get_total_sale_volume, sale_volume(p))
PORTFOLIO_NUMBER(get_holdings_value, peri_portfolio_holdings_value(p))

static int get_cash_book(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_cash_book(L, false);
    return 1;
}

static int get_unsettled_cash_book(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_cash_book(L, true);
    return 1;
}

static int get_any_invested(lua_State *L, void *self)
{
    (void)self;
    lua_pushboolean(L, portfolio_of(L)->invested > 0);
    return 1;
}

static const peri_broker *broker_of(lua_State *L)
{
    return peri_engine_broker(peri_lua_runtime(L)->engine);
}

static int get_margin_remaining(lua_State *L, void *self)
{
    double left = 0;
    peri_error err;
    (void)self;
    if (peri_broker_margin_remaining(broker_of(L), &left, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnumber(L, left);
    return 1;
}

static int get_margin_used(lua_State *L, void *self)
{
    double used = 0;
    peri_error err;
    (void)self;
    if (peri_broker_margin_used(broker_of(L), &used, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnumber(L, used);
    return 1;
}

static const char GET_MARGIN_REMAINING[] = "Portfolio.GetMarginRemaining";

/* Portfolio.GetMarginRemaining(symbol, direction) -> what an order of that direction may use */
static int margin_remaining_for(lua_State *L)
{
    const peri_broker *broker = broker_of(L);
    double power = 0;
    peri_error err;
    if (lua_isnoneornil(L, 1)) {
        peri_lua_check_none(L, 2, GET_MARGIN_REMAINING, "nothing without a symbol");
        return get_margin_remaining(L, NULL);
    }
    const int32_t security = peri_lua_check_symbol(L, 1, GET_MARGIN_REMAINING);
    const int direction = peri_lua_opt_enum(L, 2, GET_MARGIN_REMAINING, "direction",
                                            &peri_lua_order_direction, peri_lua_direction_of(1));
    if (peri_broker_buying_power(broker, peri_broker_margin_model(broker, security), security,
                                 direction == peri_lua_direction_of(1), &power, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnumber(L, power);
    return 1;
}

static int get_margin_remaining_for(lua_State *L, void *self)
{
    (void)self;
    return peri_lua_push_dotted(L, margin_remaining_for, GET_MARGIN_REMAINING);
}

static int get_keys(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_all_symbols(L);
    return 1;
}

static const char CONTAINS_KEY[] = "Portfolio.ContainsKey";

static int contains_key(lua_State *L)
{
    return peri_lua_contains_key(L, CONTAINS_KEY);
}

static int get_contains_key(lua_State *L, void *self)
{
    (void)self;
    return peri_lua_push_dotted(L, contains_key, CONTAINS_KEY);
}

static const peri_lua_class portfolio_class;

static int index_portfolio(lua_State *L, void *self)
{
    const int32_t index = peri_lua_test_any_symbol(L, 2);
    (void)self;
    if (index < 0 && peri_lua_resembles_member(L, 2, &portfolio_class))
        return 0;
    if (index < 0)
        peri_lua_refuse_item_member(L, "Portfolio", &holding_class);
    peri_lua_push_holding(L, index >= 0 ? index : peri_lua_check_symbol(L, 2, "Portfolio"));
    return 1;
}

/* Step of pairs(): upvalue 1 is the index to show next. */
static int next_holding(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(1));
    if ((size_t)i >= portfolio_of(L)->count)
        return 0;
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(1));
    peri_lua_push_symbol(L, (int32_t)i);
    peri_lua_push_holding(L, (int32_t)i);
    return 2;
}

static int pairs_portfolio(lua_State *L)
{
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_holding, 1);
    return 1;
}

static const luaL_Reg portfolio_meta[] = {{"__pairs", pairs_portfolio}, {NULL, NULL}};

static const peri_lua_member portfolio_members[] = {
    {"Cash", get_cash, NULL, NULL},
    {"UnsettledCash", get_unsettled_cash, NULL, NULL},
    {"CashBook", get_cash_book, NULL, NULL},
    {"UnsettledCashBook", get_unsettled_cash_book, NULL, NULL},
    {"TotalPortfolioValue", get_total_value, NULL, NULL},
    {"Invested", get_any_invested, NULL, NULL},
    {"HoldStock", get_any_invested, NULL, NULL},
    {"TotalUnrealizedProfit", get_total_unrealized, NULL, NULL},
    {"TotalProfit", get_total_profit, NULL, NULL},
    {"TotalFees", get_total_fees, NULL, NULL},
    {"TotalNetProfit", get_total_net_profit, NULL, NULL},
    {"TotalSaleVolume", get_total_sale_volume, NULL, NULL},
    {"TotalHoldingsValue", get_holdings_value, NULL, NULL},
    {"MarginRemaining", get_margin_remaining, NULL, NULL},
    {"TotalMarginUsed", get_margin_used, NULL, NULL},
    {"GetMarginRemaining", get_margin_remaining_for, NULL, NULL},
    {"Keys", get_keys, NULL, NULL},
    {"ContainsKey", get_contains_key, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class portfolio_class = {.name = "Portfolio",
                                               .members = portfolio_members,
                                               .meta = portfolio_meta,
                                               .index = index_portfolio};

void peri_lua_portfolio_open(lua_State *L)
{
    peri_lua_class_open(L, &holding_class);
    peri_lua_cash_book_open(L);
    peri_lua_class_open(L, &portfolio_class);
    peri_lua_new(L, &portfolio_class, 1);
    peri_lua_global(L, "Portfolio");
}
