/* lua_trade_bar.c - TradeBar: a bar of trades, copied; and RenkoBar. Layer 6. */
#include "lua_slice.h"

#include "lua_bar.h"

#include <math.h>

/* Payload of RenkoBar; of TradeBar: its first part. */
struct brick {
    peri_lua_bar bar;
    peri_lua_brick kind;
    double size;
    bool is_closed;
};

static const peri_lua_class bar_class, renko_class;

/* A volume's brick has no type. */
static const peri_name renko_names[] = {
    {"Classic", PERI_BRICK_CLASSIC}, {"Wicked", PERI_BRICK_WICKED}, {NULL, 0}};
static const peri_lua_enum renko_type = {"RenkoType", renko_names, false};

enum {
    RISING,
    FALLING,
    NO_DELTA
};
static const peri_name direction_names[] = {
    {"Rising", RISING}, {"Falling", FALLING}, {"NoDelta", NO_DELTA}, {NULL, 0}};
static const peri_lua_enum direction_enum = {"BarDirection", direction_names, false};

PERI_LUA_NUMBER(get_volume, peri_lua_bar, bar.volume)

static const peri_lua_bar *test_bar(lua_State *L, int arg)
{
    const peri_lua_bar *bar = peri_lua_test(L, arg, &bar_class);
    return bar ? bar : peri_lua_test(L, arg, &renko_class);
}

static int bar_tostring(lua_State *L)
{
    const peri_lua_bar *bar = test_bar(L, 1);
    peri_lua_push_bar_name(L, bar);
    lua_pushfstring(L, "%s O: %f H: %f L: %f C: %f V: %f", lua_tostring(L, -1), bar->bar.open,
                    bar->bar.high, bar->bar.low, bar->bar.close, bar->bar.volume);
    return 1;
}

static const luaL_Reg bar_meta[] = {
    {"__tostring", bar_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

/* --- RenkoBar --- */

static int get_renko_type(lua_State *L, void *self)
{
    const peri_lua_brick kind = ((const struct brick *)self)->kind;
    if (kind == PERI_BRICK_VOLUME)
        lua_pushnil(L);
    else
        peri_lua_push_enum(L, &renko_type, (int)kind);
    return 1;
}

PERI_LUA_NUMBER(get_size, struct brick, size)

static int get_is_closed(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct brick *)self)->is_closed);
    return 1;
}

static int get_direction(lua_State *L, void *self)
{
    const peri_bar *bar = &((const peri_lua_bar *)self)->bar;
    const int direction = bar->open < bar->close   ? RISING
                          : bar->open > bar->close ? FALLING
                                                   : NO_DELTA;
    peri_lua_push_enum(L, &direction_enum, direction);
    return 1;
}

static int get_spread(lua_State *L, void *self)
{
    const peri_bar *bar = &((const peri_lua_bar *)self)->bar;
    lua_pushnumber(L, fabs(bar->close - bar->open));
    return 1;
}

/* --- classes --- */

#define BAR_MEMBERS                                                                                \
    PERI_LUA_BAR_MEMBERS, {"Price", peri_lua_bar_close, NULL, NULL},                               \
    {                                                                                              \
        "Volume", get_volume, NULL, NULL                                                           \
    }

static const peri_lua_member bar_members[] = {BAR_MEMBERS, {NULL, NULL, NULL, NULL}};

static const peri_lua_member renko_members[] = {
    BAR_MEMBERS,
    {"Type", get_renko_type, NULL, NULL},
    {"BrickSize", get_size, NULL, NULL},
    {"Start", peri_lua_bar_start, NULL, NULL},
    {"End", peri_lua_bar_end, NULL, NULL},
    {"IsClosed", get_is_closed, NULL, NULL},
    {"Direction", get_direction, NULL, NULL},
    {"Spread", get_spread, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class bar_class = {
    .name = "TradeBar", .members = bar_members, .meta = bar_meta};
static const peri_lua_class renko_class = {
    .name = "RenkoBar", .members = renko_members, .meta = bar_meta};

const peri_bar *peri_lua_test_bar(lua_State *L, int arg, int32_t *security)
{
    const peri_lua_bar *bar = test_bar(L, arg);
    if (!bar)
        return peri_lua_test_tick_bar(L, arg, security);
    *security = bar->security;
    return &bar->bar;
}

void peri_lua_push_bar(lua_State *L, int32_t security, const peri_bar *bar, bool is_fill)
{
    peri_lua_bar *object = peri_lua_new(L, &bar_class, sizeof *object);
    *object = (peri_lua_bar){*bar, security, is_fill};
}

void peri_lua_push_brick(lua_State *L, int32_t security, const peri_bar *bar, peri_lua_brick kind,
                         double size, bool is_closed)
{
    struct brick *object = peri_lua_new(L, &renko_class, sizeof *object);
    *object = (struct brick){{*bar, security, false}, kind, size, is_closed};
}

void peri_lua_trade_bar_open(lua_State *L)
{
    peri_lua_enum_open(L, &renko_type);
    peri_lua_enum_open(L, &direction_enum);
    peri_lua_class_open(L, &renko_class);
    peri_lua_class_open(L, &bar_class);
}
