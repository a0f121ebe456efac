/* lua_order_event.c - what OnOrderEvent gets. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_symbol.h"
#include "lua_time.h"

#include <math.h>

static const peri_lua_class event_class;

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
    const int64_t utc_ns = ((const peri_order_event *)self)->time_ns;
    peri_lua_push_local(L, utc_ns);
    return 1;
}

static int get_event_utc(lua_State *L, void *self)
{
    peri_lua_push_datetime(L, ((const peri_order_event *)self)->time_ns);
    return 1;
}

static int get_event_status(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &peri_lua_order_status, (int)((const peri_order_event *)self)->status);
    return 1;
}

static int get_fill_quantity(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const peri_order_event *)self)->fill_quantity);
    return 1;
}

static int get_absolute_fill(lua_State *L, void *self)
{
    lua_pushnumber(L, fabs(((const peri_order_event *)self)->fill_quantity));
    return 1;
}

/* Of its price. */
static int get_event_currency(lua_State *L, void *self)
{
    const int32_t index = ((const peri_order_event *)self)->security;
    lua_pushstring(L, peri_engine_security(peri_lua_runtime(L)->engine, index)->quote_currency);
    return 1;
}

static const peri_order *order_of_event(lua_State *L, const void *self)
{
    const peri_order_event *event = self;
    return peri_broker_order(peri_engine_broker(peri_lua_runtime(L)->engine), event->order_id);
}

static int get_event_quantity(lua_State *L, void *self)
{
    lua_pushnumber(L, order_of_event(L, self)->quantity);
    return 1;
}

static int get_event_direction(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &peri_lua_order_direction,
                       peri_lua_direction_of(order_of_event(L, self)->quantity));
    return 1;
}

static int get_event_ticket(lua_State *L, void *self)
{
    return peri_lua_push_ticket(L, ((const peri_order_event *)self)->order_id);
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
    {"Quantity", get_event_quantity, NULL, NULL},
    {"Direction", get_event_direction, NULL, NULL},
    {"Ticket", get_event_ticket, NULL, NULL},
    {"FillQuantity", get_fill_quantity, NULL, NULL},
    {"FillPrice", get_event_price, NULL, NULL},
    {"OrderFee", get_event_fee, NULL, NULL},
    {"Message", get_message, NULL, NULL},
    {"UtcTime", get_event_utc, NULL, NULL},
    {"AbsoluteFillQuantity", get_absolute_fill, NULL, NULL},
    {"FillPriceCurrency", get_event_currency, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class event_class = {
    .name = "OrderEvent", .members = event_members, .meta = event_meta};

void peri_lua_push_order_event(lua_State *L, const peri_order_event *event)
{
    peri_order_event *object = peri_lua_new(L, &event_class, sizeof *object);
    *object = *event;
}

void peri_lua_push_order_events(lua_State *L, int64_t id)
{
    const peri_broker *broker = peri_engine_broker(peri_lua_runtime(L)->engine);
    peri_order_event event;
    int n = 0;
    int64_t number = peri_broker_last_event(broker, id);
    for (int64_t i = number; i != 0; i = peri_broker_past_event(broker, i, &event))
        n++;
    lua_createtable(L, n, 0);
    for (; n > 0; n--) {
        number = peri_broker_past_event(broker, number, &event);
        peri_lua_push_order_event(L, &event);
        lua_rawseti(L, -2, n);
    }
}

void peri_lua_order_event_open(lua_State *L)
{
    peri_lua_class_open(L, &event_class);
}
