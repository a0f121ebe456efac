/* lua_orders.h - sending orders, OrderTicket and OrderEvent. Layer 6. */
#ifndef PERI_LUA_ORDERS_H
#define PERI_LUA_ORDERS_H

#include <lua.h>

#include "trade/order.h"

void peri_lua_orders_open(lua_State *L);

/* An event as OnOrderEvent gets it (copied). */
void peri_lua_push_order_event(lua_State *L, const peri_order_event *event);

#endif
