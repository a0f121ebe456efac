/* lua_order_ticket.c - OrderTicket: an order as it is now, and its changes. Layer 6. */
#include "lua_order.h"

#include "host/suggest.h"
#include "lua_runtime_internal.h"

#include <string.h>

/* TrailingAsPercentage is a field of tickets that no update changes. */
enum {
    FIELD_AS_PERCENTAGE = 0
};
static const peri_name field_names[] = {
    {"LimitPrice", PERI_FIELD_LIMIT_PRICE},        {"StopPrice", PERI_FIELD_STOP_PRICE},
    {"TriggerPrice", PERI_FIELD_TRIGGER_PRICE},    {"TrailingAmount", PERI_FIELD_TRAILING_AMOUNT},
    {"TrailingAsPercentage", FIELD_AS_PERCENTAGE}, {NULL, 0}};
static const peri_lua_enum order_field = {"OrderField", field_names, false};

static const peri_lua_enum refusal_enum = {"OrderResponseErrorCode", peri_refusal_names, false};

#define TICKET_NUMBER(name, value)                                                                 \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        const peri_order *order = peri_lua_order_of(self);                                         \
        lua_pushnumber(L, value);                                                                  \
        return 1;                                                                                  \
    }

TICKET_NUMBER(get_filled, order->filled_quantity)
TICKET_NUMBER(get_remaining, peri_order_remaining(order))
TICKET_NUMBER(get_fee, order->fee)

/* An order is Invalid for want of buying power only: whatever else is wrong with it makes none. */
static int get_error_code(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &refusal_enum, (int)peri_lua_order_of(self)->refusal);
    return 1;
}

static int get_events(lua_State *L, void *self)
{
    peri_lua_push_order_events(L, ((const peri_lua_ticket *)self)->id);
    return 1;
}

/* ticket:Get(OrderField.LimitPrice) */
static int get_field(lua_State *L, void *self)
{
    static const char func[] = "OrderTicket:Get";
    peri_order order = *peri_lua_order_of(self);
    const unsigned field = (unsigned)peri_lua_check_enum(L, 2, func, "field", &order_field);
    const unsigned needs = field == FIELD_AS_PERCENTAGE ? PERI_FIELD_TRAILING_AMOUNT : field;
    if (!(peri_order_fields(order.type) & needs))
        return luaL_error(L, "%s: order %I is a %s order, without a %s", func,
                          (LUAI_UACINT)order.id, peri_order_type_name(order.type),
                          peri_order_field_name(needs));
    if (field == FIELD_AS_PERCENTAGE)
        lua_pushboolean(L, order.trailing_as_percentage);
    else
        lua_pushnumber(L, *peri_order_field(&order, field));
    return 1;
}

/* --- changes of an order --- */

static int update(lua_State *L, const void *self, const peri_order_update *wanted)
{
    const peri_lua_ticket *ticket = self;
    peri_error err;
    return peri_lua_push_answer(L, peri_engine_update(ticket->engine, ticket->id, wanted, &err),
                                &err);
}

static void take_tag(lua_State *L, int arg, const char *func, const char *name,
                     peri_order_update *wanted)
{
    const char *tag = peri_lua_check_tag(L, arg, func, name);
    if (!tag)
        return;
    wanted->fields |= PERI_FIELD_TAG;
    peri_order_set_tag(wanted->tag, tag);
}

static const peri_name update_names[] = {{"Quantity", PERI_FIELD_QUANTITY},
                                         {"LimitPrice", PERI_FIELD_LIMIT_PRICE},
                                         {"StopPrice", PERI_FIELD_STOP_PRICE},
                                         {"TriggerPrice", PERI_FIELD_TRIGGER_PRICE},
                                         {"TrailingAmount", PERI_FIELD_TRAILING_AMOUNT},
                                         {"Tag", PERI_FIELD_TAG},
                                         {NULL, 0}};

/* The field that the key at an index names. */
static unsigned check_update_name(lua_State *L, int index, const char *func)
{
    char says[128];
    peri_suggestion suggestion;
    if (lua_type(L, index) != LUA_TSTRING)
        return (unsigned)luaL_error(L, "%s: a field's name was %s", func,
                                    peri_lua_describe(L, index));
    const char *key = lua_tostring(L, index);
    peri_suggest_init(&suggestion, key);
    for (const peri_name *row = update_names; row->name; row++) {
        if (strcmp(row->name, key) == 0)
            return (unsigned)row->value;
        peri_suggest_offer(&suggestion, NULL, row->name);
    }
    peri_suggest_text(&suggestion, says, sizeof says);
    return (unsigned)luaL_error(L, "%s has no field '%s'%s", func, key, says);
}

/* ticket:Update{ LimitPrice = 10.5, Tag = "nearer" } */
static int update_fields(lua_State *L, void *self)
{
    static const char func[] = "OrderTicket:Update";
    peri_order_update wanted = {.fields = 0};
    peri_lua_check_table(L, 2, func, "fields");
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        const int value = lua_gettop(L);
        const unsigned field = check_update_name(L, value - 1, func);
        if (field == PERI_FIELD_TAG) {
            take_tag(L, value, "OrderTicket.Update's Tag", NULL, &wanted);
            continue;
        }
        if (lua_type(L, value) != LUA_TNUMBER)
            return luaL_error(L, "%s: %s was %s, expected a number", func,
                              lua_tostring(L, value - 1), peri_lua_describe(L, value));
        *peri_order_update_place(&wanted, field) = lua_tonumber(L, value);
        wanted.fields |= field;
    }
    return update(L, self, &wanted);
}

static int update_one(lua_State *L, const void *self, const char *func, const char *name,
                      unsigned field)
{
    peri_order_update wanted = {.fields = field};
    *peri_order_update_place(&wanted, field) = peri_lua_check_number(L, 2, func, name);
    take_tag(L, 3, func, "tag", &wanted);
    return update(L, self, &wanted);
}

#define UPDATE_ONE(function, method, name, field)                                                  \
    static int function(lua_State *L, void *self)                                                  \
    {                                                                                              \
        return update_one(L, self, "OrderTicket:" method, name, field);                            \
    }

UPDATE_ONE(update_quantity, "UpdateQuantity", "quantity", PERI_FIELD_QUANTITY)
UPDATE_ONE(update_limit, "UpdateLimitPrice", "limitPrice", PERI_FIELD_LIMIT_PRICE)
UPDATE_ONE(update_stop, "UpdateStopPrice", "stopPrice", PERI_FIELD_STOP_PRICE)
UPDATE_ONE(update_trigger, "UpdateTriggerPrice", "triggerPrice", PERI_FIELD_TRIGGER_PRICE)
UPDATE_ONE(update_trailing, "UpdateTrailingAmount", "trailingAmount", PERI_FIELD_TRAILING_AMOUNT)

static int update_tag(lua_State *L, void *self)
{
    static const char func[] = "OrderTicket:UpdateTag";
    peri_order_update wanted = {.fields = 0};
    peri_lua_check_string(L, 2, func, "tag", NULL);
    take_tag(L, 2, func, "tag", &wanted);
    return update(L, self, &wanted);
}

/* ticket:Cancel(tag) */
static int cancel(lua_State *L, void *self)
{
    const peri_lua_ticket *ticket = self;
    const char *tag = peri_lua_check_tag(L, 2, "OrderTicket:Cancel", "tag");
    peri_error err;
    return peri_lua_push_answer(L, peri_engine_cancel(ticket->engine, ticket->id, tag, &err), &err);
}

/* --- the object --- */

static int ticket_tostring(lua_State *L)
{
    return peri_lua_push_order_text(L,
                                    peri_lua_order_of(peri_lua_test(L, 1, &peri_lua_ticket_class)));
}

static int ticket_eq(lua_State *L)
{
    const peri_lua_ticket *a = peri_lua_test(L, 1, &peri_lua_ticket_class);
    const peri_lua_ticket *b = peri_lua_test(L, 2, &peri_lua_ticket_class);
    lua_pushboolean(L, a && b && a->id == b->id);
    return 1;
}

static const luaL_Reg ticket_meta[] = {{"__tostring", ticket_tostring},
                                       {"__eq", ticket_eq},
                                       {"__concat", peri_lua_concat},
                                       {NULL, NULL}};

static const peri_lua_member ticket_members[] = {
    PERI_LUA_ORDER_MEMBERS,
    {"OrderId", peri_lua_get_order_id, NULL, NULL},
    {"OrderType", peri_lua_get_order_type, NULL, NULL},
    {"QuantityFilled", get_filled, NULL, NULL},
    {"QuantityRemaining", get_remaining, NULL, NULL},
    {"AverageFillPrice", peri_lua_get_order_fill_price, NULL, NULL},
    {"Fee", get_fee, NULL, NULL},
    {"ErrorCode", get_error_code, NULL, NULL},
    {"OrderEvents", get_events, NULL, NULL},
    {"Get", NULL, NULL, get_field},
    {"Update", NULL, NULL, update_fields},
    {"UpdateQuantity", NULL, NULL, update_quantity},
    {"UpdateLimitPrice", NULL, NULL, update_limit},
    {"UpdateStopPrice", NULL, NULL, update_stop},
    {"UpdateTriggerPrice", NULL, NULL, update_trigger},
    {"UpdateTrailingAmount", NULL, NULL, update_trailing},
    {"UpdateTag", NULL, NULL, update_tag},
    {"Cancel", NULL, NULL, cancel},
    {NULL, NULL, NULL, NULL},
};

const peri_lua_class peri_lua_ticket_class = {
    .name = "OrderTicket", .members = ticket_members, .meta = ticket_meta};

int peri_lua_push_ticket(lua_State *L, int64_t id)
{
    peri_lua_ticket *ticket = peri_lua_new(L, &peri_lua_ticket_class, sizeof *ticket);
    ticket->engine = peri_lua_runtime(L)->engine;
    ticket->id = id;
    return 1;
}

void peri_lua_order_ticket_open(lua_State *L)
{
    peri_lua_enum_open(L, &order_field);
    peri_lua_enum_open(L, &refusal_enum);
    peri_lua_class_open(L, &peri_lua_ticket_class);
}
