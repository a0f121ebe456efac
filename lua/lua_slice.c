/* lua_slice.c - what OnData is given: a Slice, and those of its bars that are of trades or of
 * quotes. Layer 6. */
#include "lua_slice.h"

#include "lua_actions.h"
#include "lua_history.h"
#include "lua_slice_bars.h"
#include "lua_slice_slips.h"
#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

/* Payload of Slice, TradeBars, QuoteBars and Ticks. Those of a step are values, made of its number
   and the kind; those with a copy of their own are kept. */
struct view {
    peri_runtime *runtime;
    const peri_slice *copy; /* its own, in user value 1; NULL: the engine's present one */
    int64_t serial;         /* of the engine's slice it was made for */
    peri_lua_slice_kind kind;
};

static const peri_lua_class slice_class, trades_class, quotes_class, ticks_class;

static const peri_lua_class *const classes[] = {[PERI_SLICE_ALL] = &slice_class,
                                                [PERI_SLICE_TRADES] = &trades_class,
                                                [PERI_SLICE_QUOTES] = &quotes_class,
                                                [PERI_SLICE_TICKS] = &ticks_class};

/* The engine's slice, if the object is of the present step; else an error. */
static const peri_slice *present(lua_State *L, const void *self)
{
    const struct view *view = self;
    if (view->copy)
        return view->copy;
    const peri_slice *now = peri_engine_slice(view->runtime->engine);
    if (now && now->serial == view->serial)
        return now;
    luaL_error(L,
               "this %s belongs to an earlier time step: a Slice can be read during its own "
               "OnData only; keep its bars instead",
               classes[view->kind]->name);
    return NULL;
}

static peri_lua_slice_kind kind_of(const void *self)
{
    return ((const struct view *)self)->kind;
}

static peri_symbol_order order_of(const void *self)
{
    return peri_engine_symbol_order(((const struct view *)self)->runtime->engine);
}

/* --- members of all four --- */

static int get_time(lua_State *L, void *self)
{
    const int64_t utc_ns = present(L, self)->time_ns;
    peri_lua_push_local(L, utc_ns);
    return 1;
}

static int get_utc_time(lua_State *L, void *self)
{
    peri_lua_push_datetime(L, present(L, self)->time_ns);
    return 1;
}

static int get_count(lua_State *L, void *self)
{
    lua_pushinteger(L, (lua_Integer)peri_lua_slice_count(present(L, self), kind_of(self)));
    return 1;
}

static int get_keys(lua_State *L, void *self)
{
    const peri_slice *slice = present(L, self);
    const peri_lua_slice_kind kind = kind_of(self);
    const peri_symbol_order order = order_of(self);
    lua_Integer n = 0;
    lua_createtable(L, (int)slice->count, 0);
    for (size_t i = peri_lua_slice_next(slice, kind, &order, 0); i != PERI_NO_PLACE;
         i = peri_lua_slice_next(slice, kind, &order, i + 1)) {
        peri_lua_push_symbol(L, order.by_symbol[i]);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static int get_values(lua_State *L, void *self)
{
    const peri_slice *slice = present(L, self);
    const peri_lua_slice_kind kind = kind_of(self);
    const peri_symbol_order order = order_of(self);
    lua_Integer n = 0;
    lua_createtable(L, (int)slice->count, 0);
    for (size_t i = peri_lua_slice_next(slice, kind, &order, 0); i != PERI_NO_PLACE;
         i = peri_lua_slice_next(slice, kind, &order, i + 1)) {
        peri_lua_push_slice_bar(L, slice, kind, order.by_symbol[i]);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static int contains_key(lua_State *L, void *self)
{
    static const char *const names[] = {
        [PERI_SLICE_ALL] = "Slice:ContainsKey",
        [PERI_SLICE_TRADES] = "TradeBars:ContainsKey",
        [PERI_SLICE_QUOTES] = "QuoteBars:ContainsKey",
        [PERI_SLICE_TICKS] = "Ticks:ContainsKey",
    };
    const peri_slice *slice = present(L, self);
    const int32_t index = peri_lua_check_symbol(L, 2, names[kind_of(self)]);
    lua_pushboolean(L, peri_lua_slice_has_bar(slice, kind_of(self), index));
    return 1;
}

static int push_part(lua_State *L, void *self, peri_lua_slice_kind kind);

/* slice:Get(type) and slice:Get(type, symbol) */
static int get_typed(lua_State *L, void *self, peri_lua_slice_kind kind)
{
    if (lua_isnone(L, 3))
        return push_part(L, self, kind);
    const peri_slice *slice = present(L, self);
    const int32_t index = peri_lua_check_symbol(L, 3, "Slice:Get");
    return peri_lua_push_slice_bar_or_nil(L, slice, kind, index);
}

static int get_bar(lua_State *L, void *self)
{
    static const peri_lua_slice_kind kinds[] = {[PERI_PAST_TRADES] = PERI_SLICE_TRADES,
                                                [PERI_PAST_QUOTES] = PERI_SLICE_QUOTES,
                                                [PERI_PAST_TICKS] = PERI_SLICE_TICKS};
    const int type = kind_of(self) == PERI_SLICE_ALL ? peri_lua_test_data_type(L, 2) : -1;
    if (type >= 0)
        return get_typed(L, self, kinds[type]);
    static const char *const names[] = {
        [PERI_SLICE_ALL] = "Slice:Get",
        [PERI_SLICE_TRADES] = "TradeBars:Get",
        [PERI_SLICE_QUOTES] = "QuoteBars:Get",
        [PERI_SLICE_TICKS] = "Ticks:Get",
    };
    const peri_slice *slice = present(L, self);
    const peri_lua_slice_kind kind = kind_of(self);
    const int32_t index = peri_lua_check_symbol(L, 2, names[kind]);
    peri_lua_check_none(L, 3, names[kind], "nothing behind a symbol");
    return peri_lua_push_slice_bar_or_nil(L, slice, kind, index);
}

/* view[symbol]: the bar, nil when the symbol has none now; a name like a member's is none. */
static int index_view(lua_State *L, void *self)
{
    const peri_slice *slice = present(L, self);
    const peri_lua_slice_kind kind = kind_of(self);
    const int32_t index = peri_lua_test_symbol(L, 2);
    if (index >= 0)
        return peri_lua_push_slice_bar_or_nil(L, slice, kind, index);
    peri_lua_refuse_slip(L, classes[kind]->name);
    if (peri_lua_test_ticker(L, 2) && !peri_lua_resembles_member(L, 2, classes[kind]))
        peri_lua_check_symbol_at(L, 2, classes[kind]->name); /* raises */
    return 0;
}

/* --- pairs --- */

static const struct view *test_view(lua_State *L, int arg)
{
    for (int kind = 0; kind < PERI_SLICE_KINDS; kind++) {
        const struct view *view = peri_lua_test(L, arg, classes[kind]);
        if (view)
            return view;
    }
    return NULL;
}

/* Step of pairs(): upvalue 1 is the object, 2 the security handed out last, -1 before the first;
   not its place, which others that are added meanwhile move. */
static int next_bar(lua_State *L)
{
    const struct view *view = test_view(L, lua_upvalueindex(1));
    const peri_slice *slice = present(L, view);
    const peri_symbol_order order = order_of(view);
    const lua_Integer last = lua_tointeger(L, lua_upvalueindex(2));
    const size_t from = last < 0 ? 0 : (size_t)order.rank[last] + 1;
    const size_t i = peri_lua_slice_next(slice, view->kind, &order, from);
    if (i == PERI_NO_PLACE)
        return 0;
    lua_pushinteger(L, order.by_symbol[i]);
    lua_replace(L, lua_upvalueindex(2));
    peri_lua_push_symbol(L, order.by_symbol[i]);
    peri_lua_push_slice_bar(L, slice, view->kind, order.by_symbol[i]);
    return 2;
}

static int pairs_view(lua_State *L)
{
    lua_settop(L, 1);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_bar, 2);
    return 1;
}

static const luaL_Reg view_meta[] = {{"__pairs", pairs_view}, {NULL, NULL}};

/* --- TradeBars, QuoteBars, Ticks --- */

static const peri_lua_member view_members[] = {
    {"Time", get_time, NULL, NULL},
    {"Keys", get_keys, NULL, NULL},
    {"Values", get_values, NULL, NULL},
    {"Count", get_count, NULL, NULL},
    {"ContainsKey", NULL, NULL, contains_key},
    {"Get", NULL, NULL, get_bar},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class trades_class = {
    .name = "TradeBars", .members = view_members, .meta = view_meta, .index = index_view};
static const peri_lua_class quotes_class = {
    .name = "QuoteBars", .members = view_members, .meta = view_meta, .index = index_view};
static const peri_lua_class ticks_class = {
    .name = "Ticks", .members = view_members, .meta = view_meta, .index = index_view};

/* The value of a step. */
static void push_value(lua_State *L, int64_t serial, peri_lua_slice_kind kind)
{
    const uintptr_t bits = (uintptr_t)serial * PERI_SLICE_KINDS + kind;
    lua_pushlightuserdata(L, (void *)bits); /* NOLINT(performance-no-int-to-ptr) */
}

/* What such a value shows. */
static void *find_view(lua_State *L, const void *value)
{
    const uintptr_t bits = (uintptr_t)value;
    struct view *view = peri_lua_runtime(L)->views[bits % PERI_SLICE_KINDS];
    view->serial = (int64_t)(bits / PERI_SLICE_KINDS);
    return view;
}

/* [the copy's memory] -> [an object that shows it] */
static void push_kept(lua_State *L, peri_runtime *runtime, const peri_slice *copy,
                      peri_lua_slice_kind kind)
{
    struct view *view = peri_lua_new_with(L, classes[kind], sizeof *view, 1);
    *view = (struct view){.runtime = runtime, .copy = copy, .kind = kind};
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
}

/* Of the object at index 1, what is of a kind. */
static int push_part(lua_State *L, void *self, peri_lua_slice_kind kind)
{
    const struct view *whole = self;
    present(L, self);
    if (whole->copy) {
        lua_getiuservalue(L, 1, 1);
        push_kept(L, whole->runtime, whole->copy, kind);
    } else {
        push_value(L, whole->serial, kind);
    }
    return 1;
}

/* --- Slice --- */

static int get_bars(lua_State *L, void *self)
{
    return push_part(L, self, PERI_SLICE_TRADES);
}

static int get_quote_bars(lua_State *L, void *self)
{
    return push_part(L, self, PERI_SLICE_QUOTES);
}

static int get_ticks(lua_State *L, void *self)
{
    return push_part(L, self, PERI_SLICE_TICKS);
}

static int get_has_data(lua_State *L, void *self)
{
    lua_pushboolean(L, present(L, self)->count > 0);
    return 1;
}

#define ACTIONS(getter, kind)                                                                      \
    static int getter(lua_State *L, void *self)                                                    \
    {                                                                                              \
        peri_lua_push_actions(L, present(L, self), kind);                                          \
        return 1;                                                                                  \
    }

ACTIONS(get_splits, PERI_LUA_SPLITS)
ACTIONS(get_dividends, PERI_LUA_DIVIDENDS)
ACTIONS(get_renames, PERI_LUA_RENAMES)
ACTIONS(get_delistings, PERI_LUA_DELISTINGS)

static const peri_lua_member slice_members[] = {
    {"Time", get_time, NULL, NULL},
    {"UtcTime", get_utc_time, NULL, NULL},
    {"Bars", get_bars, NULL, NULL},
    {"QuoteBars", get_quote_bars, NULL, NULL},
    {"Ticks", get_ticks, NULL, NULL},
    {"Keys", get_keys, NULL, NULL},
    {"Values", get_values, NULL, NULL},
    {"Splits", get_splits, NULL, NULL},
    {"Dividends", get_dividends, NULL, NULL},
    {"SymbolChangedEvents", get_renames, NULL, NULL},
    {"Delistings", get_delistings, NULL, NULL},
    {"Count", get_count, NULL, NULL},
    {"HasData", get_has_data, NULL, NULL},
    {"ContainsKey", NULL, NULL, contains_key},
    {"Get", NULL, NULL, get_bar},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class slice_class = {
    .name = "Slice", .members = slice_members, .meta = view_meta, .index = index_view};

void peri_lua_push_slice(lua_State *L, peri_runtime *runtime)
{
    push_value(L, peri_engine_slice(runtime->engine)->serial, PERI_SLICE_ALL);
}

void peri_lua_push_slice_copy(lua_State *L, const peri_slice *slice)
{
    push_kept(L, peri_lua_runtime(L), peri_lua_copy_slice(L, slice), PERI_SLICE_ALL);
}

/* CurrentSlice: nil between steps. */
static int current_slice(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    if (peri_engine_slice(runtime->engine))
        peri_lua_push_slice(L, runtime);
    else
        lua_pushnil(L);
    return 1;
}

void peri_lua_slice_open(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    for (peri_lua_slice_kind kind = PERI_SLICE_ALL; kind < PERI_SLICE_KINDS; kind++) {
        peri_lua_class_open(L, classes[kind]);
        struct view *view = peri_lua_light_object(L, classes[kind], sizeof *view);
        *view = (struct view){.runtime = runtime, .kind = kind};
        runtime->views[kind] = view;
    }
    peri_lua_light_open(L, slice_class.name, view_meta, find_view);
    peri_lua_dynamic(L, "CurrentSlice", current_slice);
}
