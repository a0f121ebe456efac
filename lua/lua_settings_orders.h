/* lua_settings_orders.h - the members of Settings that govern orders. Layer 6. */
#ifndef PERI_LUA_SETTINGS_ORDERS_H
#define PERI_LUA_SETTINGS_ORDERS_H

#include <lua.h>

/* Getters and setters, see peri_lua_member; stdlib/api.lua says what each of them is. */
int peri_lua_get_free_value(lua_State *L, void *self); /* FreePortfolioValue */
int peri_lua_set_free_value(lua_State *L, void *self);
int peri_lua_get_free_fraction(lua_State *L, void *self); /* FreePortfolioValuePercentage */
int peri_lua_set_free_fraction(lua_State *L, void *self);
int peri_lua_get_minimum_order_margin(lua_State *L,
                                      void *self); /* MinimumOrderMarginPortfolioPercentage */
int peri_lua_set_minimum_order_margin(lua_State *L, void *self);
int peri_lua_get_close_buffer(lua_State *L, void *self); /* MarketOnCloseSubmissionTimeBuffer */
int peri_lua_set_close_buffer(lua_State *L, void *self);
int peri_lua_get_stale_price_span(lua_State *L, void *self); /* StalePriceTimeSpan */
int peri_lua_set_stale_price_span(lua_State *L, void *self);
int peri_lua_get_max_orders(lua_State *L, void *self); /* MaxOrders */
int peri_lua_set_max_orders(lua_State *L, void *self);
int peri_lua_get_liquidate_enabled(lua_State *L, void *self); /* LiquidateEnabled */
int peri_lua_set_liquidate_enabled(lua_State *L, void *self);

#endif
