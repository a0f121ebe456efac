/* lua_trade_bar.c - TradeBar: a bar of trades, copied; and RenkoBar. Layer 6. */
#include "lua_slice.h"

#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

#include <math.h>

/* Payload of TradeBar and, with the second part, of RenkoBar. */
struct bar {
    peri_bar bar;
    int32_t security;
    bool is_fill;
    bool is_closed;
    peri_lua_brick kind;
    double size;
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

#define BAR_NUMBER(name, field)                                                                    \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        lua_pushnumber(L, ((const struct bar *)self)->bar.field);                                  \
        return 1;                                                                                  \
    }

BAR_NUMBER(get_open, open)
BAR_NUMBER(get_high, high)
BAR_NUMBER(get_low, low)
BAR_NUMBER(get_close, close)
BAR_NUMBER(get_volume, volume)

static void push_local(lua_State *L, int64_t utc_ns)
{
    peri_lua_push_datetime(L, peri_engine_to_local(peri_lua_runtime(L)->engine, utc_ns));
}

static int get_start(lua_State *L, void *self)
{
    push_local(L, ((const struct bar *)self)->bar.start_ns);
    return 1;
}

static int get_end(lua_State *L, void *self)
{
    push_local(L, ((const struct bar *)self)->bar.end_ns);
    return 1;
}

static int get_period(lua_State *L, void *self)
{
    const struct bar *bar = self;
    peri_lua_push_timespan(L, bar->bar.end_ns - bar->bar.start_ns);
    return 1;
}

static int get_bar_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const struct bar *)self)->security);
    return 1;
}

static int get_is_fill(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct bar *)self)->is_fill);
    return 1;
}

static int bar_tostring(lua_State *L)
{
    const struct bar *bar = peri_lua_test(L, 1, &bar_class);
    if (!bar)
        bar = peri_lua_test(L, 1, &renko_class);
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    push_local(L, bar->bar.end_ns);
    lua_pushfstring(L, "%s %s O: %f H: %f L: %f C: %f V: %f",
                    peri_engine_security(engine, bar->security)->ticker,
                    luaL_tolstring(L, -1, NULL), bar->bar.open, bar->bar.high, bar->bar.low,
                    bar->bar.close, bar->bar.volume);
    return 1;
}

static const luaL_Reg bar_meta[] = {
    {"__tostring", bar_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

/* --- RenkoBar --- */

static int get_renko_type(lua_State *L, void *self)
{
    const peri_lua_brick kind = ((const struct bar *)self)->kind;
    if (kind == PERI_BRICK_VOLUME)
        lua_pushnil(L);
    else
        peri_lua_push_enum(L, &renko_type, (int)kind);
    return 1;
}

static int get_size(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const struct bar *)self)->size);
    return 1;
}

static int get_is_closed(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct bar *)self)->is_closed);
    return 1;
}

static int get_direction(lua_State *L, void *self)
{
    const peri_bar *bar = &((const struct bar *)self)->bar;
    const int direction = bar->open < bar->close   ? RISING
                          : bar->open > bar->close ? FALLING
                                                   : NO_DELTA;
    peri_lua_push_enum(L, &direction_enum, direction);
    return 1;
}

static int get_spread(lua_State *L, void *self)
{
    const peri_bar *bar = &((const struct bar *)self)->bar;
    lua_pushnumber(L, fabs(bar->close - bar->open));
    return 1;
}

/* --- classes --- */

#define BAR_MEMBERS                                                                                \
    {"Symbol", get_bar_symbol, NULL, NULL}, {"Time", get_start, NULL, NULL},                       \
        {"EndTime", get_end, NULL, NULL}, {"Open", get_open, NULL, NULL},                          \
        {"High", get_high, NULL, NULL}, {"Low", get_low, NULL, NULL},                              \
        {"Close", get_close, NULL, NULL}, {"Value", get_close, NULL, NULL},                        \
        {"Price", get_close, NULL, NULL}, {"Volume", get_volume, NULL, NULL},                      \
        {"Period", get_period, NULL, NULL},                                                        \
    {                                                                                              \
        "IsFillForward", get_is_fill, NULL, NULL                                                   \
    }

static const peri_lua_member bar_members[] = {BAR_MEMBERS, {NULL, NULL, NULL, NULL}};

static const peri_lua_member renko_members[] = {
    BAR_MEMBERS,
    {"Type", get_renko_type, NULL, NULL},
    {"BrickSize", get_size, NULL, NULL},
    {"Start", get_start, NULL, NULL},
    {"End", get_end, NULL, NULL},
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
    const struct bar *bar = peri_lua_test(L, arg, &bar_class);
    if (!bar)
        bar = peri_lua_test(L, arg, &renko_class);
    if (!bar)
        return peri_lua_test_tick_bar(L, arg, security);
    *security = bar->security;
    return &bar->bar;
}

void peri_lua_push_bar(lua_State *L, int32_t security, const peri_bar *bar, bool is_fill)
{
    struct bar *object = peri_lua_new(L, &bar_class, sizeof *object);
    object->bar = *bar;
    object->security = security;
    object->is_fill = is_fill;
}

void peri_lua_push_brick(lua_State *L, int32_t security, const peri_bar *bar, peri_lua_brick kind,
                         double size, bool is_closed)
{
    struct bar *object = peri_lua_new(L, &renko_class, sizeof *object);
    *object = (struct bar){
        .bar = *bar, .security = security, .is_closed = is_closed, .kind = kind, .size = size};
}

void peri_lua_trade_bar_open(lua_State *L)
{
    peri_lua_enum_open(L, &renko_type);
    peri_lua_enum_open(L, &direction_enum);
    peri_lua_class_open(L, &renko_class);
    peri_lua_class_open(L, &bar_class);
}
