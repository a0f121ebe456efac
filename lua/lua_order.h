/* lua_order.h - what OrderTicket, which is live, and Order, a copy, have in common. Layer 6. */
#ifndef PERI_LUA_ORDER_H
#define PERI_LUA_ORDER_H

#include "engine/engine.h"
#include "lua_orders.h"

/* Payload of OrderTicket: the order itself may move, so it is found by its id. That of Order begins
   with one. */
typedef struct peri_lua_ticket {
    peri_engine *engine; /* NULL: of an Order */
    int64_t id;
} peri_lua_ticket;

extern const peri_lua_class peri_lua_ticket_class;

/* The order of either payload. Borrowed: until the next one is sent. */
const peri_order *peri_lua_order_of(const void *self);

/* Push "order 1: Market 10.0 of SPY, Filled"; returns 1. */
int peri_lua_push_order_text(lua_State *L, const peri_order *order);

/* Getters of either payload, the first three under other names. */
int peri_lua_get_order_id(lua_State *L, void *self);
int peri_lua_get_order_type(lua_State *L, void *self);
int peri_lua_get_order_fill_price(lua_State *L, void *self);
int peri_lua_get_order_symbol(lua_State *L, void *self);
int peri_lua_get_order_status(lua_State *L, void *self);
int peri_lua_get_order_quantity(lua_State *L, void *self);
int peri_lua_get_order_direction(lua_State *L, void *self);
int peri_lua_get_order_time(lua_State *L, void *self);
int peri_lua_get_order_last_fill_time(lua_State *L, void *self);
int peri_lua_get_order_last_update_time(lua_State *L, void *self);
int peri_lua_get_order_canceled_time(lua_State *L, void *self);
int peri_lua_get_order_tag(lua_State *L, void *self);
int peri_lua_get_order_time_in_force(lua_State *L, void *self);
int peri_lua_get_order_submission(lua_State *L, void *self);
int peri_lua_get_order_security_type(lua_State *L, void *self);

#define PERI_LUA_ORDER_MEMBERS                                                                     \
    {"Symbol", peri_lua_get_order_symbol, NULL, NULL},                                             \
        {"SecurityType", peri_lua_get_order_security_type, NULL, NULL},                            \
        {"Status", peri_lua_get_order_status, NULL, NULL},                                         \
        {"Quantity", peri_lua_get_order_quantity, NULL, NULL},                                     \
        {"Direction", peri_lua_get_order_direction, NULL, NULL},                                   \
        {"Time", peri_lua_get_order_time, NULL, NULL},                                             \
        {"LastFillTime", peri_lua_get_order_last_fill_time, NULL, NULL},                           \
        {"LastUpdateTime", peri_lua_get_order_last_update_time, NULL, NULL},                       \
        {"CanceledTime", peri_lua_get_order_canceled_time, NULL, NULL},                            \
        {"Tag", peri_lua_get_order_tag, NULL, NULL},                                               \
        {"TimeInForce", peri_lua_get_order_time_in_force, NULL, NULL},                             \
    {                                                                                              \
        "OrderSubmissionData", peri_lua_get_order_submission, NULL, NULL                           \
    }

#endif
