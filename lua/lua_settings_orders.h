/* lua_settings_orders.h - the members of Settings that govern orders. Layer 6. */
#ifndef PERI_LUA_SETTINGS_ORDERS_H
#define PERI_LUA_SETTINGS_ORDERS_H

#include <lua.h>

#define PERI_LUA_ORDER_SETTINGS(X)                                                                 \
    X(FreePortfolioValue, free_value)                                                              \
    X(FreePortfolioValuePercentage, free_fraction)                                                 \
    X(MinimumOrderMarginPortfolioPercentage, minimum_order_margin)                                 \
    X(MarketOnCloseSubmissionTimeBuffer, close_buffer)                                             \
    X(StalePriceTimeSpan, stale_price_span)                                                        \
    X(MaxOrders, max_orders)                                                                       \
    X(LiquidateEnabled, liquidate_enabled)

#define PERI_LUA_DECLARE_SETTING(member, name)                                                     \
    int peri_lua_get_##name(lua_State *L, void *self);                                             \
    int peri_lua_set_##name(lua_State *L, void *self);
PERI_LUA_ORDER_SETTINGS(PERI_LUA_DECLARE_SETTING)
#undef PERI_LUA_DECLARE_SETTING

/* As rows of a list of members. */
#define PERI_LUA_ORDER_SETTING_ROW(member, name)                                                   \
    {#member, peri_lua_get_##name, peri_lua_set_##name, NULL},

#endif
