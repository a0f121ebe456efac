/* lua_order.c - Order, a copy of an order; what OrderTicket shows as well; enums of both. Layer 6.
 */
#include "lua_order.h"

#include "lua_runtime_internal.h"
#include "lua_symbol.h"
#include "lua_time.h"
#include "trade/models.h"

#include <math.h>

const peri_lua_enum peri_lua_order_status = {"OrderStatus", peri_order_status_names, false};
const peri_lua_enum peri_lua_order_type = {"OrderType", peri_order_type_names, false};

enum {
    BUY,
    SELL,
    HOLD
};
static const peri_name direction_names[] = {
    {"Buy", BUY}, {"Sell", SELL}, {"Hold", HOLD}, {NULL, 0}};
const peri_lua_enum peri_lua_order_direction = {"OrderDirection", direction_names, false};

static const peri_lua_class order_class;

/* Payload of Order: read as a ticket by the getters they share. */
struct order {
    peri_lua_ticket ticket;
    peri_order order; /* its tag is the one here */
    char tag[PERI_ORDER_TAG];
};

const peri_order *peri_lua_order_of(const void *self)
{
    const peri_lua_ticket *ticket = self;
    if (!ticket->engine)
        return &((const struct order *)self)->order;
    return peri_broker_order(peri_engine_broker(ticket->engine), ticket->id);
}

/* --- what both show --- */

#define ORDER_NUMBER(name, field)                                                                  \
    int name(lua_State *L, void *self)                                                             \
    {                                                                                              \
        lua_pushnumber(L, peri_lua_order_of(self)->field);                                         \
        return 1;                                                                                  \
    }

ORDER_NUMBER(peri_lua_get_order_quantity, quantity)
ORDER_NUMBER(peri_lua_get_order_fill_price, average_fill_price)

int peri_lua_get_order_id(lua_State *L, void *self)
{
    lua_pushinteger(L, ((const peri_lua_ticket *)self)->id);
    return 1;
}

int peri_lua_get_order_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, peri_lua_order_of(self)->security);
    return 1;
}

int peri_lua_get_order_type(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &peri_lua_order_type, (int)peri_lua_order_of(self)->type);
    return 1;
}

int peri_lua_get_order_status(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &peri_lua_order_status, (int)peri_lua_order_of(self)->status);
    return 1;
}

int peri_lua_get_order_time(lua_State *L, void *self)
{
    peri_lua_push_local(L, peri_lua_order_of(self)->created_ns);
    return 1;
}

/* Of what has not happened yet: nil. */
#define ORDER_TIME(name, field)                                                                    \
    int name(lua_State *L, void *self)                                                             \
    {                                                                                              \
        const int64_t utc_ns = peri_lua_order_of(self)->field;                                     \
        if (utc_ns == 0)                                                                           \
            lua_pushnil(L);                                                                        \
        else                                                                                       \
            peri_lua_push_local(L, utc_ns);                                                        \
        return 1;                                                                                  \
    }

ORDER_TIME(peri_lua_get_order_last_fill_time, last_fill_ns)
ORDER_TIME(peri_lua_get_order_last_update_time, last_update_ns)
ORDER_TIME(peri_lua_get_order_canceled_time, canceled_ns)

int peri_lua_direction_of(double quantity)
{
    return quantity > 0 ? BUY : quantity < 0 ? SELL : HOLD;
}

int peri_lua_get_order_direction(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &peri_lua_order_direction,
                       peri_lua_direction_of(peri_lua_order_of(self)->quantity));
    return 1;
}

int peri_lua_get_order_tag(lua_State *L, void *self)
{
    lua_pushstring(L, peri_order_tag(peri_lua_order_of(self)));
    return 1;
}

int peri_lua_get_order_time_in_force(lua_State *L, void *self)
{
    const peri_order *order = peri_lua_order_of(self);
    peri_lua_push_time_in_force(L, order->time_in_force, order->expiry_local_ns);
    return 1;
}

/* nil for an order that was refused. */
int peri_lua_get_order_submission(lua_State *L, void *self)
{
    const peri_order *order = peri_lua_order_of(self);
    if (!order->has_submission) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 0, 3);
    lua_pushnumber(L, order->bid_price);
    lua_setfield(L, -2, "BidPrice");
    lua_pushnumber(L, order->ask_price);
    lua_setfield(L, -2, "AskPrice");
    lua_pushnumber(L, order->last_price);
    lua_setfield(L, -2, "LastPrice");
    return 1;
}

/* --- Order --- */

/* nil where the type has none */
#define ORDER_PRICE(name, field)                                                                   \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        peri_order order = *peri_lua_order_of(self);                                               \
        if (peri_order_fields(order.type) & (field))                                               \
            lua_pushnumber(L, *peri_order_field(&order, field));                                   \
        else                                                                                       \
            lua_pushnil(L);                                                                        \
        return 1;                                                                                  \
    }

ORDER_PRICE(get_limit_price, PERI_FIELD_LIMIT_PRICE)
ORDER_PRICE(get_stop_price, PERI_FIELD_STOP_PRICE)
ORDER_PRICE(get_trigger_price, PERI_FIELD_TRIGGER_PRICE)
ORDER_PRICE(get_trailing_amount, PERI_FIELD_TRAILING_AMOUNT)

static int get_absolute_quantity(lua_State *L, void *self)
{
    lua_pushnumber(L, fabs(peri_lua_order_of(self)->quantity));
    return 1;
}

/* At the price of its fill; 0 before. */
static int get_value(lua_State *L, void *self)
{
    const peri_order *order = peri_lua_order_of(self);
    lua_pushnumber(L, order->quantity * order->average_fill_price);
    return 1;
}

/* order:GetValue([security]) -> what it is worth in the account's currency */
static int get_value_now(lua_State *L, void *self)
{
    const peri_order *order = peri_lua_order_of(self);
    const int32_t index =
        lua_isnoneornil(L, 2) ? order->security : peri_lua_check_symbol(L, 2, "Order:GetValue");
    const peri_security *security = peri_engine_security(peri_lua_runtime(L)->engine, index);
    lua_pushnumber(L, peri_order_value(security, order));
    return 1;
}

static int get_price_currency(lua_State *L, void *self)
{
    const int32_t index = peri_lua_order_of(self)->security;
    lua_pushstring(L, peri_engine_security(peri_lua_runtime(L)->engine, index)->quote_currency);
    return 1;
}

int peri_lua_get_order_security_type(lua_State *L, void *self)
{
    const int32_t index = peri_lua_order_of(self)->security;
    const peri_security *security = peri_engine_security(peri_lua_runtime(L)->engine, index);
    lua_pushstring(L, peri_security_type_name(security->type));
    return 1;
}

static int get_as_percentage(lua_State *L, void *self)
{
    lua_pushboolean(L, peri_lua_order_of(self)->trailing_as_percentage);
    return 1;
}

int peri_lua_push_order_text(lua_State *L, const peri_order *order)
{
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    lua_pushfstring(L, "order %I: %s %f of %s, %s", (LUAI_UACINT)order->id,
                    peri_order_type_name(order->type), order->quantity,
                    peri_engine_security(engine, order->security)->ticker,
                    peri_order_status_name(order->status));
    return 1;
}

static int order_tostring(lua_State *L)
{
    return peri_lua_push_order_text(L, peri_lua_order_of(peri_lua_test(L, 1, &order_class)));
}

static const luaL_Reg order_meta[] = {
    {"__tostring", order_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member order_members[] = {
    PERI_LUA_ORDER_MEMBERS,
    {"Id", peri_lua_get_order_id, NULL, NULL},
    {"Type", peri_lua_get_order_type, NULL, NULL},
    {"Price", peri_lua_get_order_fill_price, NULL, NULL},
    {"LimitPrice", get_limit_price, NULL, NULL},
    {"StopPrice", get_stop_price, NULL, NULL},
    {"TriggerPrice", get_trigger_price, NULL, NULL},
    {"TrailingAmount", get_trailing_amount, NULL, NULL},
    {"TrailingAsPercentage", get_as_percentage, NULL, NULL},
    {"CreatedTime", peri_lua_get_order_time, NULL, NULL},
    {"AbsoluteQuantity", get_absolute_quantity, NULL, NULL},
    {"Value", get_value, NULL, NULL},
    {"PriceCurrency", get_price_currency, NULL, NULL},
    {"GetValue", NULL, NULL, get_value_now},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class order_class = {
    .name = "Order", .members = order_members, .meta = order_meta};

const peri_order *peri_lua_check_order(lua_State *L, int arg, const char *func, const char *name)
{
    const void *self = peri_lua_test(L, arg, &order_class);
    if (!self)
        self = peri_lua_test(L, arg, &peri_lua_ticket_class);
    if (self)
        return peri_lua_order_of(self);
    peri_lua_arg_error(L, arg, func, name, "an Order or an OrderTicket");
    return NULL; /* it raised */
}

int peri_lua_push_order(lua_State *L, const peri_order *order)
{
    struct order copy = {.ticket.id = order->id, .order = *order};
    peri_order_set_tag(copy.tag, peri_order_tag(order));
    /* a finalizer that runs now may change it */
    struct order *object = peri_lua_new(L, &order_class, sizeof *object);
    *object = copy;
    object->order.tag = object->tag;
    return 1;
}

void peri_lua_order_open(lua_State *L)
{
    peri_lua_enum_open(L, &peri_lua_order_status);
    peri_lua_enum_open(L, &peri_lua_order_type);
    peri_lua_enum_open(L, &peri_lua_order_direction);
    peri_lua_class_open(L, &order_class);
}
