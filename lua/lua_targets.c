/* lua_targets.c - shares of the portfolio as a strategy asks for them: PortfolioTarget,
 * SetHoldings, Liquidate. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_symbol.h"

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

/* --- PortfolioTarget --- */

/* Payload of PortfolioTarget. */
struct target {
    int32_t security;
    double fraction;
};

static int get_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const struct target *)self)->security);
    return 1;
}

static int get_quantity(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const struct target *)self)->fraction);
    return 1;
}

static const peri_lua_class target_class;

static int target_tostring(lua_State *L)
{
    const struct target *target = peri_lua_test(L, 1, &target_class);
    lua_pushfstring(L, "%s: %f", peri_engine_security(engine_of(L), target->security)->ticker,
                    target->fraction);
    return 1;
}

static const luaL_Reg target_meta[] = {
    {"__tostring", target_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};
static const peri_lua_member target_members[] = {{"Symbol", get_symbol, NULL, NULL},
                                                 {"Quantity", get_quantity, NULL, NULL},
                                                 {NULL, NULL, NULL, NULL}};
static const peri_lua_class target_class = {
    .name = "PortfolioTarget", .members = target_members, .meta = target_meta};

/* PortfolioTarget(symbol, fraction) */
static int portfolio_target(lua_State *L)
{
    static const char func[] = "PortfolioTarget";
    const struct target given = {.security = peri_lua_check_symbol(L, 1, func),
                                 .fraction = peri_lua_check_number(L, 2, func, "fraction")};
    struct target *object = peri_lua_new(L, &target_class, sizeof *object);
    *object = given;
    return 1;
}

/* The target on top of the stack, number i of a list: a PortfolioTarget or { symbol, fraction }. */
static peri_target check_target(lua_State *L, const char *func, size_t i)
{
    const struct target *given = peri_lua_test(L, -1, &target_class);
    if (given)
        return (peri_target){.security = given->security, .fraction = given->fraction};
    if (!lua_istable(L, -1))
        luaL_error(L, "%s: target %d was %s, expected a PortfolioTarget or { symbol, fraction }",
                   func, (int)i + 1, peri_lua_describe(L, -1));
    lua_rawgeti(L, -1, 1);
    const int symbol = lua_gettop(L);
    const char *what = lua_pushfstring(L, "%s: target %d's symbol", func, (int)i + 1);
    peri_target target = {.security = peri_lua_check_symbol_at(L, symbol, what)};
    if (lua_rawgeti(L, symbol - 1, 2) != LUA_TNUMBER)
        luaL_error(L, "%s: the fraction of target %d was %s, expected a number", func, (int)i + 1,
                   peri_lua_describe(L, -1));
    target.fraction = lua_tonumber(L, -1);
    lua_settop(L, symbol - 1);
    return target;
}

/* The list at index 1, in a userdata on the stack. */
static peri_target *check_targets(lua_State *L, const char *func, size_t *n)
{
    *n = (size_t)lua_rawlen(L, 1);
    lua_pushnil(L);
    if (*n == 0 && lua_next(L, 1))
        luaL_error(L,
                   "%s: argument 1 (targets) was a table with the key %s, expected a list of "
                   "PortfolioTarget",
                   func, peri_lua_describe(L, -2));
    if (*n > 0)
        lua_pop(L, 1);
    peri_target *targets = lua_newuserdatauv(L, (*n + 1) * sizeof *targets, 0);
    for (size_t i = 0; i < *n; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        targets[i] = check_target(L, func, i);
        lua_pop(L, 1);
        for (size_t k = 0; k < i; k++)
            if (targets[k].security == targets[i].security)
                luaL_error(L, "%s: target %d is the symbol of target %d again", func, (int)i + 1,
                           (int)k + 1);
    }
    return targets;
}

/* --- what is sent --- */

/* Room for an order of each security, in a userdata on the stack. */
static peri_order_ids new_ids(lua_State *L)
{
    const size_t cap = peri_engine_security_count(engine_of(L));
    return (peri_order_ids){.ids = lua_newuserdatauv(L, (cap + 1) * sizeof(int64_t), 0),
                            .cap = cap};
}

/* -> OrderTicket[] */
static int push_tickets(lua_State *L, const peri_order_ids *sent)
{
    lua_createtable(L, (int)sent->n, 0);
    for (size_t i = 0; i < sent->n; i++) {
        peri_lua_push_ticket(L, sent->ids[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* SetHoldings(targets, liquidateExistingHoldings, [asynchronous,] tag, orderProperties)
   -> OrderTicket[] in the order they were sent */
static int set_several(lua_State *L, const char *func)
{
    peri_order_request request = {.type = PERI_ORDER_MARKET};
    peri_error err;
    size_t n;
    peri_lua_check_none(L, 6, func, "nothing behind the orderProperties");
    const bool others = peri_lua_opt_boolean(L, 2, func, "liquidateExistingHoldings", false);
    peri_lua_check_order_options(L, 3, func, &request);
    peri_target *targets = check_targets(L, func, &n);
    peri_order_ids sent = new_ids(L);
    if (peri_engine_set_targets(engine_of(L), &request, others, targets, n, &sent, &err) != PERI_OK)
        return peri_lua_raise_refused(L, &err);
    return push_tickets(L, &sent);
}

/* SetHoldings(symbol, fraction, liquidateExistingHoldings, [asynchronous,] tag, orderProperties)
   -> OrderTicket of the symbol, or nil */
static int set_holdings(lua_State *L)
{
    static const char func[] = "SetHoldings";
    peri_order_request request = {.type = PERI_ORDER_MARKET};
    peri_error err;
    int64_t id;
    if (lua_istable(L, 1))
        return set_several(L, func);
    peri_target target = {.security = peri_lua_check_symbol(L, 1, func)};
    target.fraction = peri_lua_check_number(L, 2, func, "fraction");
    const bool others = peri_lua_opt_boolean(L, 3, func, "liquidateExistingHoldings", false);
    peri_lua_check_order_options(L, 4, func, &request);
    if (peri_engine_set_target(engine_of(L), &request, others, &target, &id, &err) != PERI_OK)
        return peri_lua_raise_refused(L, &err);
    if (id == 0)
        lua_pushnil(L);
    else
        peri_lua_push_ticket(L, id);
    return 1;
}

/* CalculateOrderQuantity(symbol, target) -> number */
static int calculate_order_quantity(lua_State *L)
{
    static const char func[] = "CalculateOrderQuantity";
    const int32_t security = peri_lua_check_symbol(L, 1, func);
    const double target = peri_lua_check_number(L, 2, func, "target");
    const peri_broker *broker = peri_engine_broker(engine_of(L));
    double quantity = 0;
    peri_refusal why;
    peri_error err;
    if (peri_broker_target_quantity(broker, security, target, &quantity, &why, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_pushnumber(L, quantity);
    return 1;
}

/* Liquidate(symbol, [asynchronous,] tag, orderProperties) -> OrderTicket[] */
static int liquidate(lua_State *L)
{
    static const char func[] = "Liquidate";
    peri_order_request request = {.type = PERI_ORDER_MARKET};
    peri_error err;
    const int32_t security = lua_isnoneornil(L, 1) ? -1 : peri_lua_check_symbol(L, 1, func);
    peri_lua_check_order_options(L, 2, func, &request);
    peri_order_ids sent = new_ids(L);
    if (peri_engine_liquidate(engine_of(L), security, request.tag, &request, &sent, &err) !=
        PERI_OK)
        return peri_lua_raise_refused(L, &err);
    return push_tickets(L, &sent);
}

void peri_lua_targets_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"PortfolioTarget", portfolio_target},
        {"SetHoldings", set_holdings},
        {"CalculateOrderQuantity", calculate_order_quantity},
        {"Liquidate", liquidate},
        {NULL, NULL},
    };
    peri_lua_class_open(L, &target_class);
    peri_lua_global_functions(L, functions);
}
