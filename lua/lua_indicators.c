/* lua_indicators.c - indicators made for a symbol and updated by the engine. Layer 6. */
#include "lua_indicators.h"

#include "base/mem.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

#include <string.h>

enum {
    MOST_INDICATORS = 100000 /* they live outside the script's memory limit */
};

static const peri_lua_name average_names[] = {{"Simple", PERI_AVERAGE_SIMPLE},
                                              {"Exponential", PERI_AVERAGE_EXPONENTIAL},
                                              {"Wilders", PERI_AVERAGE_WILDERS},
                                              {NULL, 0}};
static const peri_lua_enum average_type = {"MovingAverageType", average_names, false};

static const peri_lua_name field_names[] = {
    {"Close", PERI_FIELD_CLOSE}, {"Open", PERI_FIELD_OPEN},     {"High", PERI_FIELD_HIGH},
    {"Low", PERI_FIELD_LOW},     {"Volume", PERI_FIELD_VOLUME}, {NULL, 0}};
static const peri_lua_enum field_type = {"Field", field_names, false};

/* How the arguments of a maker are read: the names of its numbers, then an average type (the
   default given, -1: none), then a field. */
struct maker {
    const char *name;
    const char *numbers[PERI_INDICATOR_PARAMS]; /* NULL behind the last */
    int average;
};

static const struct maker makers[] = {
    {"SMA", {"period"}, -1},
    {"EMA", {"period"}, -1},
    {"RSI", {"period"}, PERI_AVERAGE_WILDERS},
    {"MACD", {"fast", "slow", "signal"}, PERI_AVERAGE_EXPONENTIAL},
    {"BB", {"period", "k"}, PERI_AVERAGE_SIMPLE},
    {"ATR", {"period"}, PERI_AVERAGE_SIMPLE},
    {"ROC", {"period"}, -1},
    {"STD", {"period"}, -1},
    {"MIN", {"period"}, -1},
    {"MAX", {"period"}, -1},
};

/* --- the object --- */

/* Payload of Indicator and of its Current. */
struct object {
    peri_runtime *runtime;
    peri_indicator *indicator; /* owned by the runtime */
    size_t output;             /* of Current: which one */
};

static const peri_lua_class indicator_class, point_class;

static void push_object(lua_State *L, const peri_lua_class *type, const struct object *from,
                        size_t output)
{
    struct object *object = peri_lua_new(L, type, sizeof *object);
    *object = *from;
    object->output = output;
}

static int get_value(lua_State *L, void *self)
{
    lua_pushnumber(L, peri_indicator_value(((const struct object *)self)->indicator));
    return 1;
}

static int get_point_value(lua_State *L, void *self)
{
    const struct object *object = self;
    lua_pushnumber(L, peri_indicator_output(object->indicator, object->output));
    return 1;
}

static int get_time(lua_State *L, void *self)
{
    const struct object *object = self;
    int64_t utc_ns = peri_indicator_time(object->indicator);
    peri_lua_push_datetime(L, peri_engine_to_local(object->runtime->engine, utc_ns));
    return 1;
}

static int get_current(lua_State *L, void *self)
{
    push_object(L, &point_class, self, 0);
    return 1;
}

static int get_is_ready(lua_State *L, void *self)
{
    lua_pushboolean(L, peri_indicator_is_ready(((const struct object *)self)->indicator));
    return 1;
}

static int get_samples(lua_State *L, void *self)
{
    lua_pushinteger(L, peri_indicator_samples(((const struct object *)self)->indicator));
    return 1;
}

static int get_name(lua_State *L, void *self)
{
    lua_pushstring(L, peri_indicator_label(((const struct object *)self)->indicator));
    return 1;
}

/* indicator:Update(time, value) -> ready */
static int update(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_error err;
    int64_t local = peri_lua_check_datetime(L, 2, "Indicator:Update", "time");
    double value = peri_lua_check_number(L, 3, "Indicator:Update", "value");
    int64_t utc = peri_zone_to_utc(peri_engine_zone(object->runtime->engine), local);
    if (peri_indicator_update_value(object->indicator, utc, value, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return get_is_ready(L, self);
}

static int reset(lua_State *L, void *self)
{
    (void)L;
    peri_indicator_reset(((const struct object *)self)->indicator);
    return 0;
}

/* Further outputs by name: macd.Signal, bb.UpperBand; each has Current, Value like the whole. */
static int index_output(lua_State *L, void *self)
{
    const struct object *object = self;
    const peri_indicator_class *cls = peri_indicator_class_of(object->indicator);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (size_t i = 1; i < PERI_INDICATOR_OUTPUTS && cls->outputs[i]; i++) {
        if (strcmp(cls->outputs[i], name) == 0) {
            push_object(L, &point_class, object, i);
            return 1;
        }
    }
    return 0;
}

/* A point's Current is itself, so that macd.Signal.Current.Value reads as on QuantConnect. */
static int get_self(lua_State *L, void *self)
{
    (void)self;
    lua_settop(L, 1);
    return 1;
}

/* Value of an operand of a comparison or of arithmetic: an indicator, an output or a number. */
static double operand(lua_State *L, int arg)
{
    if (lua_type(L, arg) == LUA_TNUMBER)
        return lua_tonumber(L, arg);
    const struct object *object = peri_lua_test(L, arg, &indicator_class);
    if (!object)
        object = peri_lua_test(L, arg, &point_class);
    if (!object)
        return luaL_error(L, "an Indicator cannot be compared or combined with a %s",
                          luaL_typename(L, arg));
    return peri_indicator_output(object->indicator, object->output);
}

static int is_less(lua_State *L)
{
    lua_pushboolean(L, operand(L, 1) < operand(L, 2));
    return 1;
}

static int is_less_or_equal(lua_State *L)
{
    lua_pushboolean(L, operand(L, 1) <= operand(L, 2));
    return 1;
}

static int add(lua_State *L)
{
    lua_pushnumber(L, operand(L, 1) + operand(L, 2));
    return 1;
}

static int subtract(lua_State *L)
{
    lua_pushnumber(L, operand(L, 1) - operand(L, 2));
    return 1;
}

static int multiply(lua_State *L)
{
    lua_pushnumber(L, operand(L, 1) * operand(L, 2));
    return 1;
}

static int divide(lua_State *L)
{
    lua_pushnumber(L, operand(L, 1) / operand(L, 2));
    return 1;
}

static int value_tostring(lua_State *L)
{
    lua_pushnumber(L, operand(L, 1));
    luaL_tolstring(L, -1, NULL);
    return 1;
}

static const luaL_Reg value_meta[] = {
    {"__lt", is_less},
    {"__le", is_less_or_equal},
    {"__add", add},
    {"__sub", subtract},
    {"__mul", multiply},
    {"__div", divide},
    {"__tostring", value_tostring},
    {"__concat", peri_lua_concat},
    {NULL, NULL},
};

static const peri_lua_member indicator_members[] = {
    {"Current", get_current, NULL, NULL},  {"Value", get_value, NULL, NULL},
    {"IsReady", get_is_ready, NULL, NULL}, {"Samples", get_samples, NULL, NULL},
    {"Name", get_name, NULL, NULL},        {"Update", NULL, NULL, update},
    {"Reset", NULL, NULL, reset},          {NULL, NULL, NULL, NULL},
};

static const peri_lua_member point_members[] = {
    {"Value", get_point_value, NULL, NULL},
    {"Time", get_time, NULL, NULL},
    {"Current", get_self, NULL, NULL},
    {"IsReady", get_is_ready, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class indicator_class = {
    .name = "Indicator", .members = indicator_members, .meta = value_meta, .index = index_output};
static const peri_lua_class point_class = {
    .name = "IndicatorDataPoint", .members = point_members, .meta = value_meta};

/* --- making --- */

/* Read the arguments behind the symbol. */
static void read_arguments(lua_State *L, const struct maker *maker, double *params,
                           peri_field *field)
{
    int arg = 2;
    size_t n = 0;
    for (; n < PERI_INDICATOR_PARAMS && maker->numbers[n]; n++)
        params[n] = peri_lua_check_number(L, arg++, maker->name, maker->numbers[n]);
    if (maker->average >= 0)
        params[n] =
            peri_lua_opt_enum(L, arg++, maker->name, "averageType", &average_type, maker->average);
    *field =
        (peri_field)peri_lua_opt_enum(L, arg, maker->name, "field", &field_type, PERI_FIELD_CLOSE);
}

/* Give the runtime a new indicator to own, and the engine to update. */
static int adopt(peri_runtime *runtime, int32_t security, peri_indicator *indicator,
                 peri_error *err)
{
    if (runtime->indicator_count == MOST_INDICATORS) {
        peri_indicator_free(indicator);
        return peri_fail(err, PERI_ELIMIT,
                         "more than %d indicators: make them in Initialize, not in OnData",
                         MOST_INDICATORS);
    }
    void *list = (void *)runtime->indicators;
    if (peri_grow(&list, &runtime->indicator_cap, runtime->indicator_count + 1,
                  sizeof(peri_indicator *)) != PERI_OK) {
        peri_indicator_free(indicator);
        return peri_fail(err, PERI_ENOMEM, "no memory for an indicator");
    }
    runtime->indicators = list;
    runtime->indicators[runtime->indicator_count++] = indicator;
    return peri_engine_register_indicator(runtime->engine, security, indicator, err);
}

/* SMA(symbol, period, ...) and its like; upvalue 1 is the maker. */
static int make(lua_State *L)
{
    const struct maker *maker = lua_touserdata(L, lua_upvalueindex(1));
    peri_runtime *runtime = peri_lua_runtime(L);
    double params[PERI_INDICATOR_PARAMS] = {0};
    peri_field field;
    peri_error err;
    peri_indicator *indicator;
    int32_t security = peri_lua_check_symbol(L, 1, maker->name);
    read_arguments(L, maker, params, &field);
    struct object *object = peri_lua_new(L, &indicator_class, sizeof *object);
    object->runtime = runtime;
    int rc = peri_indicator_new(peri_indicator_find(maker->name), params, field, &indicator, &err);
    if (rc == PERI_OK)
        rc = adopt(runtime, security, indicator, &err);
    if (rc != PERI_OK)
        return peri_lua_raise(L, &err);
    object->indicator = indicator;
    return 1;
}

void peri_lua_indicators_open(lua_State *L)
{
    peri_lua_enum_open(L, &average_type);
    peri_lua_enum_open(L, &field_type);
    peri_lua_class_open(L, &indicator_class);
    peri_lua_class_open(L, &point_class);
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        lua_pushlightuserdata(L, (void *)&makers[i]);
        lua_pushcclosure(L, make, 1);
        peri_lua_global(L, makers[i].name);
    }
}
