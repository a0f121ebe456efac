/* lua_consolidators.c - the object Consolidator and its makers. Layer 6.
 *
 * User value 1 of an object is a table of functions: [1] the handler, [2..] the picks. Two tables
 * of the registry lead from the address of a consolidator to its object: `objects`, which keeps
 * nothing alive, for calls from the engine, and `anchors`, for registered ones.
 */
#include "lua_consolidators.h"

#include "lua_slice.h"
#include "lua_subscribe.h"
#include "lua_time.h"

#include <string.h>

static const peri_lua_name calendar_names[] = {{"Weekly", PERI_CALENDAR_WEEK},
                                               {"Monthly", PERI_CALENDAR_MONTH},
                                               {"Quarterly", PERI_CALENDAR_QUARTER},
                                               {"Yearly", PERI_CALENDAR_YEAR},
                                               {NULL, 0}};
static const peri_lua_enum calendar_enum = {"Calendar", calendar_names, false};

static const char objects_key, anchors_key; /* their addresses name the registry's tables */

enum {
    HANDLER = 1 /* in the table of functions */
};

/* Payload of Consolidator. */
struct object {
    peri_consolidator *consolidator; /* held */
    bool alone;                      /* the handler takes the bar only */
};

static const peri_lua_class consolidator_class;

/* --- calls from the engine --- */

struct call {
    peri_consolidator *consolidator;
    const peri_bar *bar;
    int slot;      /* in the table of functions */
    double *value; /* of a pick */
};

static int32_t security_of(const peri_consolidator *consolidator)
{
    return peri_consolidator_security(consolidator)->index;
}

/* -> object, function; false: there is none any more */
static bool push_function(lua_State *L, const struct call *call)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &objects_key);
    if (lua_rawgetp(L, -1, call->consolidator) != LUA_TUSERDATA)
        return false;
    lua_getiuservalue(L, -1, 1);
    return lua_rawgeti(L, -1, call->slot) == LUA_TFUNCTION;
}

static int call_handler(lua_State *L)
{
    const struct call *call = lua_touserdata(L, 1);
    if (!push_function(L, call))
        return 0;
    const struct object *object = peri_lua_test(L, -3, &consolidator_class);
    int nargs = 1;
    if (!object->alone) {
        lua_pushvalue(L, -3);
        nargs++;
    }
    peri_lua_push_bar(L, security_of(call->consolidator), call->bar, false);
    lua_call(L, nargs, 0);
    return 0;
}

static int call_pick(lua_State *L)
{
    const struct call *call = lua_touserdata(L, 1);
    if (!push_function(L, call))
        return 0;
    peri_lua_push_bar(L, security_of(call->consolidator), call->bar, false);
    lua_call(L, 1, 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
        return luaL_error(L, "the selector returned %s, expected a number",
                          peri_lua_describe(L, -1));
    *call->value = lua_tonumber(L, -1);
    return 0;
}

static int call_lua(peri_runtime *runtime, lua_CFunction function, struct call *call,
                    peri_error *err)
{
    char when[PERI_TIME_TEXT];
    if (!lua_checkstack(runtime->L, 4))
        return peri_fail(err, PERI_ENOMEM, "no memory to call a consolidator's function");
    lua_pushcfunction(runtime->L, function);
    lua_pushlightuserdata(runtime->L, call);
    int rc = peri_host_call(runtime->host, runtime->L, 1, 0, NULL, err);
    if (rc == PERI_OK || rc == PERI_EINTERRUPT)
        return rc;
    peri_time_format(peri_engine_local(runtime->engine), when);
    return peri_fail_prefix(err, "consolidator of '%s' at %s: ",
                            peri_consolidator_security(call->consolidator)->ticker, when);
}

static int on_bar(void *ctx, peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    struct call call = {consolidator, bar, HANDLER, NULL};
    return call_lua(ctx, call_handler, &call, err);
}

static int pick(void *ctx, peri_consolidator *consolidator, int slot, const peri_bar *bar,
                double *value, peri_error *err)
{
    struct call call = {consolidator, bar, slot, value};
    *value = 0;
    return call_lua(ctx, call_pick, &call, err);
}

static void set_calls(lua_State *L, peri_consolidator *consolidator, bool has_handler)
{
    const peri_consolidator_calls calls = {has_handler ? on_bar : NULL, pick, peri_lua_runtime(L)};
    peri_consolidator_set_calls(consolidator, &calls);
}

/* --- the object --- */

static void release(void *self)
{
    static const peri_consolidator_calls nobody = {NULL, NULL, NULL};
    struct object *object = self;
    if (object->consolidator)
        peri_consolidator_set_calls(object->consolidator, &nobody);
    peri_consolidator_release(object->consolidator);
    object->consolidator = NULL;
}

static int get_handler(lua_State *L, void *self)
{
    (void)self;
    lua_getiuservalue(L, 1, 1);
    lua_rawgeti(L, -1, HANDLER);
    return 1;
}

static int set_handler(lua_State *L, void *self)
{
    (void)self;
    if (!lua_isnil(L, 3))
        peri_lua_check_function(L, 3, "Consolidator.DataConsolidated", NULL);
    peri_lua_set_handler(L, 1, 3, false);
    return 0;
}

static int push_bar(lua_State *L, const struct object *object, const peri_bar *bar)
{
    if (bar)
        peri_lua_push_bar(L, security_of(object->consolidator), bar, false);
    else
        lua_pushnil(L);
    return 1;
}

static int get_consolidated(lua_State *L, void *self)
{
    const struct object *object = self;
    return push_bar(L, object, peri_consolidator_consolidated(object->consolidator));
}

static int get_working(lua_State *L, void *self)
{
    const struct object *object = self;
    return push_bar(L, object, peri_consolidator_working(object->consolidator));
}

/* consolidator:Update(bar) */
static int update(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_error err;
    int32_t security;
    const peri_bar *bar = peri_lua_test_bar(L, 2, &security);
    if (!bar)
        return peri_lua_arg_error(L, 2, "Consolidator:Update", "bar", "a TradeBar");
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    int rc = peri_consolidator_attach(object->consolidator, peri_engine_security(engine, security),
                                      &err);
    if (rc == PERI_OK)
        rc = peri_consolidator_update(object->consolidator, bar, false, &err);
    return rc == PERI_OK ? 0 : peri_lua_raise(L, &err);
}

static const peri_lua_member members[] = {
    {"DataConsolidated", get_handler, set_handler, NULL},
    {"Consolidated", get_consolidated, NULL, NULL},
    {"WorkingData", get_working, NULL, NULL},
    {"Update", NULL, NULL, update},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class consolidator_class = {
    .name = "Consolidator", .members = members, .release = release};

/* A new object; its consolidator is put in by the caller, then peri_lua_know is called. */
static struct object *push_new(lua_State *L)
{
    struct object *object = peri_lua_new_with(L, &consolidator_class, sizeof *object, 1);
    lua_newtable(L);
    lua_setiuservalue(L, -2, 1);
    return object;
}

/* The object on top can be found from its consolidator; raises what its maker failed with. */
static peri_consolidator *know(lua_State *L, const struct object *object, int rc,
                               const peri_error *err)
{
    if (rc != PERI_OK) {
        peri_lua_raise(L, err);
        return NULL; /* not reached */
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &objects_key);
    lua_pushvalue(L, -2);
    lua_rawsetp(L, -2, object->consolidator);
    lua_pop(L, 1);
    set_calls(L, object->consolidator, false);
    return object->consolidator;
}

peri_consolidator *peri_lua_test_consolidator(lua_State *L, int arg)
{
    const struct object *object = peri_lua_test(L, arg, &consolidator_class);
    return object ? object->consolidator : NULL;
}

void peri_lua_set_handler(lua_State *L, int consolidator, int function, bool alone)
{
    struct object *object = peri_lua_test(L, consolidator, &consolidator_class);
    lua_pushvalue(L, function);
    lua_getiuservalue(L, consolidator < 0 ? consolidator - 1 : consolidator, 1);
    lua_insert(L, -2);
    lua_rawseti(L, -2, HANDLER);
    lua_pop(L, 1);
    object->alone = alone;
    set_calls(L, object->consolidator, !lua_isnil(L, function));
}

int peri_lua_add_pick(lua_State *L, int consolidator, int function)
{
    lua_pushvalue(L, function);
    lua_getiuservalue(L, consolidator < 0 ? consolidator - 1 : consolidator, 1);
    lua_insert(L, -2);
    int slot = HANDLER + 1;
    while (lua_rawgeti(L, -2, slot) != LUA_TNIL) {
        lua_pop(L, 1);
        slot++;
    }
    lua_pop(L, 1);
    lua_rawseti(L, -2, slot);
    lua_pop(L, 1);
    return slot;
}

static void set_anchor(lua_State *L, const peri_consolidator *consolidator, int object)
{
    lua_pushvalue(L, object);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &anchors_key);
    lua_insert(L, -2);
    lua_rawsetp(L, -2, consolidator);
    lua_pop(L, 1);
}

void peri_lua_add_consolidator(lua_State *L, int consolidator, int32_t security)
{
    peri_error err;
    peri_consolidator *added = peri_lua_test_consolidator(L, consolidator);
    if (peri_engine_add_consolidator(peri_lua_runtime(L)->engine, security, added, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    set_anchor(L, added, consolidator);
}

bool peri_lua_remove_consolidator(lua_State *L, int consolidator, int32_t security)
{
    const peri_consolidator *removed = peri_lua_test_consolidator(L, consolidator);
    if (!peri_engine_remove_consolidator(peri_lua_runtime(L)->engine, security, removed))
        return false;
    lua_pushnil(L);
    set_anchor(L, removed, -1);
    lua_pop(L, 1);
    return true;
}

/* --- makers --- */

static bool test_enum(lua_State *L, int arg, const peri_lua_enum *type, int *value)
{
    const char *text = lua_type(L, arg) == LUA_TSTRING ? lua_tostring(L, arg) : "";
    for (const peri_lua_name *name = type->values; name->name; name++) {
        if (strcmp(name->name, text) == 0) {
            *value = name->value;
            return true;
        }
    }
    return false;
}

bool peri_lua_test_period(lua_State *L, int arg, peri_lua_period *out)
{
    peri_lua_period period = {.kind = PERI_PERIOD_NONE};
    int value = 0;
    if (lua_isnoneornil(L, arg)) {
        *out = period;
        return true;
    }
    if (test_enum(L, arg, &peri_lua_resolution, &value))
        period.kind = PERI_PERIOD_RESOLUTION;
    else if (peri_lua_test_timespan(L, arg, &period.value))
        period.kind = PERI_PERIOD_SPAN;
    else if (test_enum(L, arg, &calendar_enum, &value))
        period.kind = PERI_PERIOD_CALENDAR;
    else if (lua_isinteger(L, arg))
        period.kind = PERI_PERIOD_COUNT;
    else
        return false;
    period.resolution = (peri_resolution)value;
    period.calendar = (peri_calendar_period)value;
    if (period.kind == PERI_PERIOD_COUNT)
        period.value = lua_tointeger(L, arg);
    *out = period;
    return true;
}

static int make_of(const peri_lua_period *period, peri_consolidator **out, peri_error *err)
{
    switch (period->kind) {
    case PERI_PERIOD_RESOLUTION:
        return period->resolution == PERI_RES_DAILY
                   ? peri_consolidator_new_day(out, err)
                   : peri_consolidator_new_span(peri_resolution_ns(period->resolution), out, err);
    case PERI_PERIOD_SPAN:
        return peri_consolidator_new_span(period->value, out, err);
    case PERI_PERIOD_CALENDAR:
        return peri_consolidator_new_calendar(period->calendar, out, err);
    default:
        return peri_consolidator_new_count(period->value, out, err);
    }
}

peri_consolidator *peri_lua_push_consolidator(lua_State *L, const peri_lua_period *period)
{
    peri_error err;
    struct object *object = push_new(L);
    return know(L, object, make_of(period, &object->consolidator, &err), &err);
}

/* TradeBarConsolidator(TimeSpan | Resolution | Calendar | count), or (TimeSpan, startTime) */
static int trade_bar(lua_State *L)
{
    static const char func[] = "TradeBarConsolidator";
    peri_lua_period period;
    int64_t start;
    peri_error err;
    if (!peri_lua_test_period(L, 1, &period) || period.kind == PERI_PERIOD_NONE)
        return peri_lua_arg_error(L, 1, func, "period",
                                  "a TimeSpan, a Resolution, a Calendar or a number of bars");
    if (lua_isnoneornil(L, 2)) {
        peri_lua_push_consolidator(L, &period);
        return 1;
    }
    if (period.kind != PERI_PERIOD_SPAN || !peri_lua_test_timespan(L, 2, &start))
        return peri_lua_arg_error(L, 2, func, "startTime",
                                  "nil, or a TimeSpan beside a period that is one");
    struct object *object = push_new(L);
    const int rc = peri_consolidator_new_span_at(period.value, start, &object->consolidator, &err);
    know(L, object, rc, &err);
    return 1;
}

/* Selectors of value and volume from an argument on: nil, or a function. */
static void read_picks(lua_State *L, const char *func, int arg, const struct object *object)
{
    static const char *const names[] = {"selector", "volumeSelector"};
    int picks[2] = {0, 0};
    int index = lua_gettop(L);
    for (int i = 0; i < 2; i++) {
        if (lua_isnoneornil(L, arg + i))
            continue;
        peri_lua_check_function(L, arg + i, func, names[i]);
        picks[i] = peri_lua_add_pick(L, index, arg + i);
    }
    peri_consolidator_set_picks(object->consolidator, picks[0], picks[1]);
}

/* (size[, selector[, volumeSelector[, evenBars]]]) or (size, evenBars) */
static int classic_renko(lua_State *L)
{
    static const char func[] = "ClassicRenkoConsolidator";
    peri_error err;
    double size = peri_lua_check_number(L, 1, func, "barSize");
    lua_settop(L, 4);
    bool short_form = lua_isboolean(L, 2);
    bool even = peri_lua_opt_boolean(L, short_form ? 2 : 4, func, "evenBars", true);
    struct object *object = push_new(L);
    int rc = peri_consolidator_new_classic_renko(size, even, &object->consolidator, &err);
    know(L, object, rc, &err);
    if (!short_form)
        read_picks(L, func, 2, object);
    return 1;
}

static int renko(lua_State *L)
{
    peri_error err;
    double size = peri_lua_check_number(L, 1, "RenkoConsolidator", "barSize");
    struct object *object = push_new(L);
    know(L, object, peri_consolidator_new_renko(size, &object->consolidator, &err), &err);
    return 1;
}

static int volume_renko(lua_State *L)
{
    peri_error err;
    double size = peri_lua_check_number(L, 1, "VolumeRenkoConsolidator", "barSize");
    struct object *object = push_new(L);
    know(L, object, peri_consolidator_new_volume(size, &object->consolidator, &err), &err);
    return 1;
}

/* (range[, selector[, volumeSelector]]) */
static int make_range(lua_State *L, const char *func, bool classic)
{
    peri_error err;
    int64_t steps = peri_lua_check_integer(L, 1, func, "range", 1, INT32_MAX);
    lua_settop(L, 3);
    struct object *object = push_new(L);
    int rc = peri_consolidator_new_range(steps, classic, &object->consolidator, &err);
    know(L, object, rc, &err);
    read_picks(L, func, 2, object);
    return 1;
}

static int range(lua_State *L)
{
    return make_range(L, "RangeConsolidator", false);
}

static int classic_range(lua_State *L)
{
    return make_range(L, "ClassicRangeConsolidator", true);
}

void peri_lua_consolidators_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"TradeBarConsolidator", trade_bar},
        {"ClassicRenkoConsolidator", classic_renko},
        {"RenkoConsolidator", renko},
        {"VolumeRenkoConsolidator", volume_renko},
        {"RangeConsolidator", range},
        {"ClassicRangeConsolidator", classic_range},
        {NULL, NULL},
    };
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &anchors_key);
    lua_newtable(L); /* objects */
    lua_newtable(L); /* its metatable */
    lua_pushliteral(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &objects_key);
    peri_lua_class_open(L, &consolidator_class);
    peri_lua_enum_open(L, &calendar_enum);
    peri_lua_global_functions(L, functions);
}
