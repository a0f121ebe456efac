/* lua_orders.c - orders as a strategy sends and sees them. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

#include <string.h>

static const peri_lua_name status_names[] = {{"New", PERI_STATUS_NEW},
                                             {"Submitted", PERI_STATUS_SUBMITTED},
                                             {"PartiallyFilled", PERI_STATUS_PARTIALLY_FILLED},
                                             {"Filled", PERI_STATUS_FILLED},
                                             {"Canceled", PERI_STATUS_CANCELED},
                                             {"Invalid", PERI_STATUS_INVALID},
                                             {NULL, 0}};
static const peri_lua_enum order_status = {"OrderStatus", status_names, false};

static const peri_lua_name type_names[] = {{"Market", PERI_ORDER_MARKET},
                                           {"MarketOnOpen", PERI_ORDER_MARKET_ON_OPEN},
                                           {"MarketOnClose", PERI_ORDER_MARKET_ON_CLOSE},
                                           {NULL, 0}};
static const peri_lua_enum order_type = {"OrderType", type_names, false};

static const peri_lua_class ticket_class, event_class;

static void push_time(lua_State *L, int64_t utc_ns)
{
    peri_lua_push_datetime(L, peri_engine_to_local(peri_lua_runtime(L)->engine, utc_ns));
}

/* --- OrderTicket --- */

/* Payload of OrderTicket: the order itself may move, so it is found by its id. */
struct ticket {
    peri_engine *engine;
    int64_t id;
};

static const peri_order *order_of(const void *self)
{
    const struct ticket *ticket = self;
    return peri_broker_order(peri_engine_broker(ticket->engine), ticket->id);
}

#define TICKET_NUMBER(name, field)                                                                 \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        lua_pushnumber(L, order_of(self)->field);                                                  \
        return 1;                                                                                  \
    }

TICKET_NUMBER(get_quantity, quantity)
TICKET_NUMBER(get_filled, filled_quantity)
TICKET_NUMBER(get_fill_price, average_fill_price)
TICKET_NUMBER(get_fee, fee)

static int get_id(lua_State *L, void *self)
{
    lua_pushinteger(L, ((const struct ticket *)self)->id);
    return 1;
}

static int get_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, order_of(self)->security);
    return 1;
}

static int get_type(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &order_type, (int)order_of(self)->type);
    return 1;
}

static int get_status(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &order_status, (int)order_of(self)->status);
    return 1;
}

static int get_time(lua_State *L, void *self)
{
    push_time(L, order_of(self)->created_ns);
    return 1;
}

static int get_tag(lua_State *L, void *self)
{
    lua_pushstring(L, order_of(self)->tag);
    return 1;
}

static int cancel(lua_State *L, void *self)
{
    const struct ticket *ticket = self;
    peri_error err;
    int rc = peri_engine_cancel(ticket->engine, ticket->id, &err);
    if (rc != PERI_OK && rc != PERI_ESTATE)
        return peri_lua_raise(L, &err);
    lua_pushboolean(L, rc == PERI_OK);
    return 1;
}

static int ticket_tostring(lua_State *L)
{
    const peri_order *order = order_of(peri_lua_test(L, 1, &ticket_class));
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    lua_pushfstring(L, "order %I: %s %f of %s, %s", (LUAI_UACINT)order->id,
                    peri_order_type_name(order->type), order->quantity,
                    peri_engine_security(engine, order->security)->ticker,
                    peri_order_status_name(order->status));
    return 1;
}

static const luaL_Reg ticket_meta[] = {
    {"__tostring", ticket_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member ticket_members[] = {
    {"OrderId", get_id, NULL, NULL},
    {"Symbol", get_symbol, NULL, NULL},
    {"OrderType", get_type, NULL, NULL},
    {"Status", get_status, NULL, NULL},
    {"Quantity", get_quantity, NULL, NULL},
    {"QuantityFilled", get_filled, NULL, NULL},
    {"AverageFillPrice", get_fill_price, NULL, NULL},
    {"Fee", get_fee, NULL, NULL},
    {"Time", get_time, NULL, NULL},
    {"Tag", get_tag, NULL, NULL},
    {"Cancel", NULL, NULL, cancel},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class ticket_class = {
    .name = "OrderTicket", .members = ticket_members, .meta = ticket_meta};

static int push_ticket(lua_State *L, int64_t id)
{
    struct ticket *ticket = peri_lua_new(L, &ticket_class, sizeof *ticket);
    ticket->engine = peri_lua_runtime(L)->engine;
    ticket->id = id;
    return 1;
}

/* --- OrderEvent --- */

static int get_event_id(lua_State *L, void *self)
{
    lua_pushinteger(L, ((const peri_order_event *)self)->order_id);
    return 1;
}

static int get_event_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const peri_order_event *)self)->security);
    return 1;
}

static int get_event_time(lua_State *L, void *self)
{
    push_time(L, ((const peri_order_event *)self)->time_ns);
    return 1;
}

static int get_event_status(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &order_status, (int)((const peri_order_event *)self)->status);
    return 1;
}

static int get_fill_quantity(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const peri_order_event *)self)->fill_quantity);
    return 1;
}

static int get_event_price(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const peri_order_event *)self)->fill_price);
    return 1;
}

static int get_event_fee(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const peri_order_event *)self)->fee);
    return 1;
}

static int get_message(lua_State *L, void *self)
{
    lua_pushstring(L, ((const peri_order_event *)self)->message);
    return 1;
}

static int event_tostring(lua_State *L)
{
    const peri_order_event *event = peri_lua_test(L, 1, &event_class);
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    lua_pushfstring(L, "order %I of %s: %s", (LUAI_UACINT)event->order_id,
                    peri_engine_security(engine, event->security)->ticker,
                    peri_order_status_name(event->status));
    if (event->fill_quantity != 0) {
        lua_pushfstring(L, " %f at %f, fee %f", event->fill_quantity, event->fill_price,
                        event->fee);
        lua_concat(L, 2);
    }
    if (event->message[0] != '\0') {
        lua_pushfstring(L, ": %s", event->message);
        lua_concat(L, 2);
    }
    return 1;
}

static const luaL_Reg event_meta[] = {
    {"__tostring", event_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member event_members[] = {
    {"OrderId", get_event_id, NULL, NULL},
    {"Symbol", get_event_symbol, NULL, NULL},
    {"Time", get_event_time, NULL, NULL},
    {"Status", get_event_status, NULL, NULL},
    {"FillQuantity", get_fill_quantity, NULL, NULL},
    {"FillPrice", get_event_price, NULL, NULL},
    {"OrderFee", get_event_fee, NULL, NULL},
    {"Message", get_message, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class event_class = {
    .name = "OrderEvent", .members = event_members, .meta = event_meta};

void peri_lua_push_order_event(lua_State *L, const peri_order_event *event)
{
    peri_order_event *object = peri_lua_new(L, &event_class, sizeof *object);
    *object = *event;
}

/* --- sending --- */

/* A tag fits into an order, or is refused. */
static const char *check_tag(lua_State *L, int arg, const char *func)
{
    size_t len = 0;
    const char *tag = peri_lua_opt_string(L, arg, func, "tag", &len, NULL);
    if (tag && (len >= PERI_ORDER_TAG || memchr(tag, '\0', len)))
        peri_lua_arg_error(L, arg, func, "tag", "at most 63 bytes without zeros");
    return tag;
}

/* MarketOrder, Buy, Sell: `sign` turns the quantity. */
static int send(lua_State *L, const char *func, double sign)
{
    peri_error err;
    int64_t id;
    int32_t security = peri_lua_check_symbol(L, 1, func);
    double quantity = sign * peri_lua_check_number(L, 2, func, "quantity");
    const char *tag = check_tag(L, 3, func);
    if (peri_engine_submit(peri_lua_runtime(L)->engine, security, quantity, tag, &id, &err) !=
        PERI_OK)
        return peri_lua_raise(L, &err);
    return push_ticket(L, id);
}

static int market_order(lua_State *L)
{
    return send(L, "MarketOrder", 1);
}

static int buy(lua_State *L)
{
    return send(L, "Buy", 1);
}

static int sell(lua_State *L)
{
    return send(L, "Sell", -1);
}

/* SetHoldings(symbol, fraction, liquidateExistingHoldings, tag) -> OrderTicket or nil */
static int set_holdings(lua_State *L)
{
    static const char func[] = "SetHoldings";
    peri_error err;
    int64_t id;
    int32_t security = peri_lua_check_symbol(L, 1, func);
    double fraction = peri_lua_check_number(L, 2, func, "fraction");
    bool others = peri_lua_opt_boolean(L, 3, func, "liquidateExistingHoldings", false);
    const char *tag = check_tag(L, 4, func);
    if (others && peri_engine_liquidate_except(peri_lua_runtime(L)->engine, security, &err))
        return peri_lua_raise(L, &err);
    if (peri_engine_set_holdings(peri_lua_runtime(L)->engine, security, fraction, tag, &id, &err) !=
        PERI_OK)
        return peri_lua_raise(L, &err);
    if (id == 0)
        lua_pushnil(L);
    else
        push_ticket(L, id);
    return 1;
}

/* Liquidate(symbol, tag) -> OrderTicket[] */
static int liquidate(lua_State *L)
{
    static const char func[] = "Liquidate";
    peri_engine *engine = peri_lua_runtime(L)->engine;
    peri_error err;
    size_t n;
    int32_t security = lua_isnoneornil(L, 1) ? -1 : peri_lua_check_symbol(L, 1, func);
    const char *tag = check_tag(L, 2, func);
    size_t cap = security < 0 ? peri_engine_security_count(engine) : 1;
    int64_t *ids = lua_newuserdatauv(L, (cap + 1) * sizeof *ids, 0);
    if (peri_engine_liquidate(engine, security, tag, ids, cap, &n, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n && i < cap; i++) {
        push_ticket(L, ids[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

void peri_lua_orders_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"MarketOrder", market_order}, {"Buy", buy}, {"Sell", sell}, {"SetHoldings", set_holdings},
        {"Liquidate", liquidate},      {NULL, NULL},
    };
    peri_lua_enum_open(L, &order_status);
    peri_lua_enum_open(L, &order_type);
    peri_lua_class_open(L, &ticket_class);
    peri_lua_class_open(L, &event_class);
    peri_lua_global_functions(L, functions);
}
