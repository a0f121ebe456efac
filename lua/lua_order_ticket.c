/* lua_order_ticket.c - orders as a strategy sees and changes them: OrderTicket, which is live, and
 * Order, a copy. Layer 6. */
#include "lua_orders.h"

#include "lua_runtime_internal.h"
#include "lua_symbol.h"
#include "lua_time.h"

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

static const peri_lua_class ticket_class, order_class;

static void push_time(lua_State *L, int64_t utc_ns)
{
    peri_lua_push_datetime(L, peri_engine_to_local(peri_lua_runtime(L)->engine, utc_ns));
}

/* --- OrderTicket and Order: what both show --- */

/* Payload of OrderTicket: the order itself may move, so it is found by its id. */
struct ticket {
    peri_engine *engine; /* NULL: of an Order */
    int64_t id;
};

/* Payload of Order: read as a ticket by the getters they share. */
struct order {
    struct ticket ticket;
    peri_order order;
};

static const peri_order *order_of(const void *self)
{
    const struct ticket *ticket = self;
    if (!ticket->engine)
        return &((const struct order *)self)->order;
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
    peri_lua_push_enum(L, &peri_lua_order_type, (int)order_of(self)->type);
    return 1;
}

static int get_status(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &peri_lua_order_status, (int)order_of(self)->status);
    return 1;
}

static int get_time(lua_State *L, void *self)
{
    push_time(L, order_of(self)->created_ns);
    return 1;
}

/* Of what has not happened yet: nil. */
#define TICKET_TIME(name, field)                                                                   \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        const int64_t utc_ns = order_of(self)->field;                                              \
        if (utc_ns == 0)                                                                           \
            lua_pushnil(L);                                                                        \
        else                                                                                       \
            push_time(L, utc_ns);                                                                  \
        return 1;                                                                                  \
    }

TICKET_TIME(get_last_fill_time, last_fill_ns)
TICKET_TIME(get_last_update_time, last_update_ns)
TICKET_TIME(get_canceled_time, canceled_ns)

static int get_remaining(lua_State *L, void *self)
{
    const peri_order *order = order_of(self);
    lua_pushnumber(L, peri_order_remaining(order));
    return 1;
}

int peri_lua_direction_of(double quantity)
{
    return quantity > 0 ? BUY : quantity < 0 ? SELL : HOLD;
}

static int get_direction(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &peri_lua_order_direction,
                       peri_lua_direction_of(order_of(self)->quantity));
    return 1;
}

static int get_tag(lua_State *L, void *self)
{
    lua_pushstring(L, order_of(self)->tag);
    return 1;
}

static int get_time_in_force(lua_State *L, void *self)
{
    const peri_order *order = order_of(self);
    peri_lua_push_time_in_force(L, order->time_in_force, order->expiry_local_ns);
    return 1;
}

/* An order is Invalid for want of buying power only: whatever else is wrong with it makes none. */
static int get_error_code(lua_State *L, void *self)
{
    peri_lua_push_enum(L, &refusal_enum, (int)order_of(self)->refusal);
    return 1;
}

/* nil for an order that was refused. */
static int get_submission(lua_State *L, void *self)
{
    const peri_order *order = order_of(self);
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

/* ticket:Get(OrderField.LimitPrice) */
static int get_field(lua_State *L, void *self)
{
    static const char func[] = "OrderTicket:Get";
    peri_order order = *order_of(self);
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

/* --- Order --- */

/* nil where the type has none */
#define ORDER_FIELD(name, field)                                                                   \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        peri_order order = *order_of(self);                                                        \
        if (peri_order_fields(order.type) & (field))                                               \
            lua_pushnumber(L, *peri_order_field(&order, field));                                   \
        else                                                                                       \
            lua_pushnil(L);                                                                        \
        return 1;                                                                                  \
    }

ORDER_FIELD(get_limit_price, PERI_FIELD_LIMIT_PRICE)
ORDER_FIELD(get_stop_price, PERI_FIELD_STOP_PRICE)
ORDER_FIELD(get_trigger_price, PERI_FIELD_TRIGGER_PRICE)
ORDER_FIELD(get_trailing_amount, PERI_FIELD_TRAILING_AMOUNT)

static int get_as_percentage(lua_State *L, void *self)
{
    lua_pushboolean(L, order_of(self)->trailing_as_percentage);
    return 1;
}

static int push_text(lua_State *L, const peri_order *order)
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
    return push_text(L, order_of(peri_lua_test(L, 1, &order_class)));
}

static const luaL_Reg order_meta[] = {
    {"__tostring", order_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member order_members[] = {
    {"Id", get_id, NULL, NULL},
    {"Symbol", get_symbol, NULL, NULL},
    {"Type", get_type, NULL, NULL},
    {"Status", get_status, NULL, NULL},
    {"Quantity", get_quantity, NULL, NULL},
    {"Direction", get_direction, NULL, NULL},
    {"Price", get_fill_price, NULL, NULL},
    {"LimitPrice", get_limit_price, NULL, NULL},
    {"StopPrice", get_stop_price, NULL, NULL},
    {"TriggerPrice", get_trigger_price, NULL, NULL},
    {"TrailingAmount", get_trailing_amount, NULL, NULL},
    {"TrailingAsPercentage", get_as_percentage, NULL, NULL},
    {"Time", get_time, NULL, NULL},
    {"LastFillTime", get_last_fill_time, NULL, NULL},
    {"LastUpdateTime", get_last_update_time, NULL, NULL},
    {"CanceledTime", get_canceled_time, NULL, NULL},
    {"Tag", get_tag, NULL, NULL},
    {"TimeInForce", get_time_in_force, NULL, NULL},
    {"OrderSubmissionData", get_submission, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class order_class = {
    .name = "Order", .members = order_members, .meta = order_meta};

const peri_order *peri_lua_check_order(lua_State *L, int arg, const char *func, const char *name)
{
    const void *self = peri_lua_test(L, arg, &order_class);
    if (!self)
        self = peri_lua_test(L, arg, &ticket_class);
    if (self)
        return order_of(self);
    peri_lua_arg_error(L, arg, func, name, "an Order or an OrderTicket");
    return NULL; /* it raised */
}

int peri_lua_push_order(lua_State *L, const peri_order *order)
{
    const peri_order copy = *order; /* a finalizer that runs now may move it */
    struct order *object = peri_lua_new(L, &order_class, sizeof *object);
    object->ticket.id = copy.id;
    object->order = copy;
    return 1;
}

/* --- changes of an order --- */

static int update(lua_State *L, const void *self, const peri_order_update *wanted)
{
    const struct ticket *ticket = self;
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

/* Where an update keeps what it sets. */
static double *place_of(peri_order_update *wanted, unsigned field)
{
    switch (field) {
    case PERI_FIELD_QUANTITY:
        return &wanted->quantity;
    case PERI_FIELD_LIMIT_PRICE:
        return &wanted->limit_price;
    case PERI_FIELD_STOP_PRICE:
        return &wanted->stop_price;
    case PERI_FIELD_TRIGGER_PRICE:
        return &wanted->trigger_price;
    default:
        return &wanted->trailing_amount;
    }
}

static const peri_name update_names[] = {{"Quantity", PERI_FIELD_QUANTITY},
                                         {"LimitPrice", PERI_FIELD_LIMIT_PRICE},
                                         {"StopPrice", PERI_FIELD_STOP_PRICE},
                                         {"TriggerPrice", PERI_FIELD_TRIGGER_PRICE},
                                         {"TrailingAmount", PERI_FIELD_TRAILING_AMOUNT},
                                         {"Tag", PERI_FIELD_TAG},
                                         {NULL, 0}};
static const peri_lua_enum update_field = {"OrderTicket:Update's fields", update_names, false};

/* ticket:Update{ LimitPrice = 10.5, Tag = "nearer" } */
static int update_fields(lua_State *L, void *self)
{
    static const char func[] = "OrderTicket:Update";
    peri_order_update wanted = {.fields = 0};
    peri_lua_check_table(L, 2, func, "fields");
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        const int value = lua_gettop(L);
        const unsigned field =
            (unsigned)peri_lua_check_enum(L, value - 1, func, "field", &update_field);
        if (field == PERI_FIELD_TAG) {
            take_tag(L, value, "OrderTicket.Update's Tag", NULL, &wanted);
            continue;
        }
        if (lua_type(L, value) != LUA_TNUMBER)
            return luaL_error(L, "%s: %s was %s, expected a number", func,
                              lua_tostring(L, value - 1), peri_lua_describe(L, value));
        *place_of(&wanted, field) = lua_tonumber(L, value);
        wanted.fields |= field;
    }
    return update(L, self, &wanted);
}

static int update_one(lua_State *L, const void *self, const char *func, const char *name,
                      unsigned field)
{
    peri_order_update wanted = {.fields = field};
    *place_of(&wanted, field) = peri_lua_check_number(L, 2, func, name);
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
    const struct ticket *ticket = self;
    const char *tag = peri_lua_check_tag(L, 2, "OrderTicket:Cancel", "tag");
    peri_error err;
    return peri_lua_push_answer(L, peri_engine_cancel(ticket->engine, ticket->id, tag, &err), &err);
}

static int ticket_tostring(lua_State *L)
{
    return push_text(L, order_of(peri_lua_test(L, 1, &ticket_class)));
}

static int ticket_eq(lua_State *L)
{
    const struct ticket *a = peri_lua_test(L, 1, &ticket_class);
    const struct ticket *b = peri_lua_test(L, 2, &ticket_class);
    lua_pushboolean(L, a && b && a->id == b->id);
    return 1;
}

static const luaL_Reg ticket_meta[] = {{"__tostring", ticket_tostring},
                                       {"__eq", ticket_eq},
                                       {"__concat", peri_lua_concat},
                                       {NULL, NULL}};

static const peri_lua_member ticket_members[] = {
    {"OrderId", get_id, NULL, NULL},
    {"Symbol", get_symbol, NULL, NULL},
    {"OrderType", get_type, NULL, NULL},
    {"Status", get_status, NULL, NULL},
    {"Quantity", get_quantity, NULL, NULL},
    {"QuantityFilled", get_filled, NULL, NULL},
    {"QuantityRemaining", get_remaining, NULL, NULL},
    {"Direction", get_direction, NULL, NULL},
    {"AverageFillPrice", get_fill_price, NULL, NULL},
    {"Fee", get_fee, NULL, NULL},
    {"Time", get_time, NULL, NULL},
    {"LastFillTime", get_last_fill_time, NULL, NULL},
    {"LastUpdateTime", get_last_update_time, NULL, NULL},
    {"CanceledTime", get_canceled_time, NULL, NULL},
    {"Tag", get_tag, NULL, NULL},
    {"TimeInForce", get_time_in_force, NULL, NULL},
    {"ErrorCode", get_error_code, NULL, NULL},
    {"OrderSubmissionData", get_submission, NULL, NULL},
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

static const peri_lua_class ticket_class = {
    .name = "OrderTicket", .members = ticket_members, .meta = ticket_meta};

int peri_lua_push_ticket(lua_State *L, int64_t id)
{
    struct ticket *ticket = peri_lua_new(L, &ticket_class, sizeof *ticket);
    ticket->engine = peri_lua_runtime(L)->engine;
    ticket->id = id;
    return 1;
}

void peri_lua_order_ticket_open(lua_State *L)
{
    peri_lua_enum_open(L, &peri_lua_order_status);
    peri_lua_enum_open(L, &peri_lua_order_type);
    peri_lua_enum_open(L, &peri_lua_order_direction);
    peri_lua_enum_open(L, &order_field);
    peri_lua_enum_open(L, &refusal_enum);
    peri_lua_class_open(L, &ticket_class);
    peri_lua_class_open(L, &order_class);
}
