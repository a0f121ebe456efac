/* lua_slice.c - what OnData is given. Layer 6. */
#include "lua_slice.h"

#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

/* Payload of Slice. */
struct slice {
    peri_runtime *runtime;
    int64_t serial; /* of the engine's slice it was made for */
};

/* Payload of TradeBar. */
struct bar {
    peri_bar bar;
    int32_t security;
    bool is_fill;
};

static const peri_lua_class bar_class, slice_class;

static const char slice_key; /* its address names the registry's slot of the present object */

/* --- TradeBar --- */

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

static const peri_lua_member bar_members[] = {
    {"Symbol", get_bar_symbol, NULL, NULL},
    {"Time", get_start, NULL, NULL},
    {"EndTime", get_end, NULL, NULL},
    {"Open", get_open, NULL, NULL},
    {"High", get_high, NULL, NULL},
    {"Low", get_low, NULL, NULL},
    {"Close", get_close, NULL, NULL},
    {"Value", get_close, NULL, NULL},
    {"Volume", get_volume, NULL, NULL},
    {"Period", get_period, NULL, NULL},
    {"IsFillForward", get_is_fill, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class bar_class = {
    .name = "TradeBar", .members = bar_members, .meta = bar_meta};

const peri_bar *peri_lua_test_bar(lua_State *L, int arg, int32_t *security)
{
    const struct bar *bar = peri_lua_test(L, arg, &bar_class);
    if (!bar)
        return NULL;
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

/* --- Slice --- */

/* The engine's slice, if the object is of the present step; else an error. */
static const peri_slice *present(lua_State *L, const void *self)
{
    const struct slice *slice = self;
    const peri_slice *now = slice->runtime->slice;
    if (now && now->serial == slice->serial)
        return now;
    luaL_error(L, "this Slice belongs to an earlier time step: a Slice can be read during its own "
                  "OnData only; keep its bars instead");
    return NULL;
}

static bool push_bar_of(lua_State *L, const peri_slice *slice, int32_t index)
{
    if (index < 0 || !slice->bars[index])
        return false;
    peri_lua_push_bar(L, index, slice->bars[index], !slice->is_new[index]);
    return true;
}

static int get_time(lua_State *L, void *self)
{
    push_local(L, present(L, self)->time_ns);
    return 1;
}

static int get_bars(lua_State *L, void *self)
{
    present(L, self);
    lua_settop(L, 1);
    return 1;
}

static int get_count(lua_State *L, void *self)
{
    lua_pushinteger(L, (lua_Integer)present(L, self)->count);
    return 1;
}

static int get_has_data(lua_State *L, void *self)
{
    lua_pushboolean(L, present(L, self)->count > 0);
    return 1;
}

static int get_keys(lua_State *L, void *self)
{
    const peri_slice *slice = present(L, self);
    lua_createtable(L, (int)slice->count, 0);
    for (size_t i = 0; i < slice->count; i++) {
        peri_lua_push_symbol(L, slice->present[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int get_values(lua_State *L, void *self)
{
    const peri_slice *slice = present(L, self);
    lua_createtable(L, (int)slice->count, 0);
    for (size_t i = 0; i < slice->count; i++) {
        push_bar_of(L, slice, slice->present[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int contains_key(lua_State *L, void *self)
{
    const peri_slice *slice = present(L, self);
    int32_t index = peri_lua_check_symbol(L, 2, "Slice:ContainsKey");
    lua_pushboolean(L, slice->bars[index] != NULL);
    return 1;
}

static int get_bar(lua_State *L, void *self)
{
    const peri_slice *slice = present(L, self);
    if (!push_bar_of(L, slice, peri_lua_check_symbol(L, 2, "Slice:Get")))
        lua_pushnil(L);
    return 1;
}

/* slice[symbol]: the bar, nil when the symbol has none now; other names are no members. */
static int index_slice(lua_State *L, void *self)
{
    const peri_slice *slice = present(L, self);
    int32_t index = peri_lua_test_symbol(L, 2);
    if (index < 0)
        return 0;
    if (!push_bar_of(L, slice, index))
        lua_pushnil(L);
    return 1;
}

/* Step of pairs(): upvalue 1 is the slice object, 2 the place to show next. */
static int next_bar(lua_State *L)
{
    const peri_slice *slice = present(L, peri_lua_test(L, lua_upvalueindex(1), &slice_class));
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
    if ((size_t)i >= slice->count)
        return 0;
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(2));
    peri_lua_push_symbol(L, slice->present[i]);
    push_bar_of(L, slice, slice->present[i]);
    return 2;
}

static int pairs_slice(lua_State *L)
{
    lua_settop(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_bar, 2);
    return 1;
}

static const luaL_Reg slice_meta[] = {{"__pairs", pairs_slice}, {NULL, NULL}};

static const peri_lua_member slice_members[] = {
    {"Time", get_time, NULL, NULL},
    {"Bars", get_bars, NULL, NULL},
    {"Keys", get_keys, NULL, NULL},
    {"Values", get_values, NULL, NULL},
    {"Count", get_count, NULL, NULL},
    {"HasData", get_has_data, NULL, NULL},
    {"ContainsKey", NULL, NULL, contains_key},
    {"Get", NULL, NULL, get_bar},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class slice_class = {
    .name = "Slice", .members = slice_members, .meta = slice_meta, .index = index_slice};

void peri_lua_push_slice(lua_State *L, peri_runtime *runtime)
{
    int64_t serial = runtime->slice->serial;
    if (runtime->slice_object == serial) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &slice_key);
        return;
    }
    struct slice *slice = peri_lua_new(L, &slice_class, sizeof *slice);
    slice->runtime = runtime;
    slice->serial = serial;
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &slice_key);
    runtime->slice_object = serial;
}

/* CurrentSlice: nil outside OnData. */
static int current_slice(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    if (runtime->slice)
        peri_lua_push_slice(L, runtime);
    else
        lua_pushnil(L);
    return 1;
}

void peri_lua_slice_open(lua_State *L)
{
    peri_lua_class_open(L, &bar_class);
    peri_lua_class_open(L, &slice_class);
    peri_lua_dynamic(L, "CurrentSlice", current_slice);
}
