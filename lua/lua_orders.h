/* lua_orders.h - sending orders, their tickets and events, and what the files of these share.
 * Layer 6. */
#ifndef PERI_LUA_ORDERS_H
#define PERI_LUA_ORDERS_H

#include <lua.h>

#include "lua_support.h"
#include "trade/order.h"

/* Install the functions that send orders; PortfolioTarget and what orders by shares; OrderTicket
   and Order with their enums; OrderEvent; TimeInForce, OrderProperties and DefaultOrderProperties;
   Transactions. */
void peri_lua_orders_open(lua_State *L);
void peri_lua_targets_open(lua_State *L);
void peri_lua_order_open(lua_State *L);
void peri_lua_order_ticket_open(lua_State *L);
void peri_lua_order_event_open(lua_State *L);
void peri_lua_order_properties_open(lua_State *L);
void peri_lua_transactions_open(lua_State *L);

/* An event as OnOrderEvent gets it (copied). */
void peri_lua_push_order_event(lua_State *L, const peri_order_event *event);

/* An array of the events of an order, oldest first. */
void peri_lua_push_order_events(lua_State *L, int64_t id);

/* The ticket of an order; tickets of one order are equal. Returns 1. */
int peri_lua_push_ticket(lua_State *L, int64_t id);

/* An order as it is now (copied): an Order. Returns 1. */
int peri_lua_push_order(lua_State *L, const peri_order *order);

/* The order an Order or an OrderTicket is; raises for others. Borrowed: until the next one is sent,
   as long as the argument is on the stack. */
const peri_order *peri_lua_check_order(lua_State *L, int arg, const char *func, const char *name);

extern const peri_lua_enum peri_lua_order_type, peri_lua_order_status, peri_lua_order_direction;
int peri_lua_direction_of(double quantity); /* a value of the last one */

/* Send an order and push its ticket, or raise why it was refused. Returns 1. */
int peri_lua_send_order(lua_State *L, const peri_order_request *request);

/* The end of every list of arguments: [asynchronous,] tag, orderProperties. An order is always sent
   at once, so asynchronous changes nothing; where it is left out the tag comes first. */
void peri_lua_check_order_options(lua_State *L, int arg, const char *func,
                                  peri_order_request *request);

/* A tag that fits into an order, NULL for nil; raises for others. name of these: see lua_support.h;
   NULL: func says which value it is. */
const char *peri_lua_check_tag(lua_State *L, int arg, const char *func, const char *name);

/* Time in force of an order: of the OrderProperties at `arg`, nil: of DefaultOrderProperties. */
void peri_lua_check_order_properties(lua_State *L, int arg, const char *func, const char *name,
                                     peri_order_request *request);
/* Push a time in force as scripts see it. */
void peri_lua_push_time_in_force(lua_State *L, peri_time_in_force kind, int64_t expiry_local_ns);

/*
 * The one rule of refusals. A submission that is refused raises, with LEAN's code behind the text:
 * "order for SPY: quantity 0 neither buys (> 0) nor sells (< 0) [OrderQuantityZero]". An update or
 * a cancel that is refused returns false, the text and the code. Both raise what is no refusal.
 */
int peri_lua_raise_refused(lua_State *L, const peri_error *err);
int peri_lua_push_answer(lua_State *L, int rc, const peri_error *err); /* true, or those three */

#endif
