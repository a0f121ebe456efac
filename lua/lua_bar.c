/* lua_bar.c - see lua_bar.h. Layer 6. */
#include "lua_bar.h"

#include "lua_runtime_internal.h"
#include "lua_symbol.h"
#include "lua_time.h"

int peri_lua_bar_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const peri_lua_bar *)self)->security);
    return 1;
}

int peri_lua_bar_start(lua_State *L, void *self)
{
    peri_lua_push_local(L, ((const peri_lua_bar *)self)->bar.start_ns);
    return 1;
}

int peri_lua_bar_end(lua_State *L, void *self)
{
    peri_lua_push_local(L, ((const peri_lua_bar *)self)->bar.end_ns);
    return 1;
}

int peri_lua_bar_period(lua_State *L, void *self)
{
    const peri_bar *bar = &((const peri_lua_bar *)self)->bar;
    peri_lua_push_timespan(L, bar->end_ns - bar->start_ns);
    return 1;
}

int peri_lua_bar_is_fill(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const peri_lua_bar *)self)->is_fill);
    return 1;
}

#define BAR_PRICE(field)                                                                           \
    int peri_lua_bar_##field(lua_State *L, void *self)                                             \
    {                                                                                              \
        lua_pushnumber(L, ((const peri_lua_bar *)self)->bar.field);                                \
        return 1;                                                                                  \
    }

BAR_PRICE(open)
BAR_PRICE(high)
BAR_PRICE(low)
BAR_PRICE(close)

void peri_lua_push_bar_name(lua_State *L, const peri_lua_bar *bar)
{
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    peri_lua_push_local(L, bar->bar.end_ns);
    lua_pushfstring(L, "%s %s", peri_engine_security(engine, bar->security)->ticker,
                    luaL_tolstring(L, -1, NULL));
}
