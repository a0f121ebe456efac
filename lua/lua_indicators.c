/* lua_indicators.c - the object Indicator: its values, feeding it by hand, others that follow it.
 * Layer 6. */
#include "lua_indicators.h"

#include "base/mem.h"
#include "lua_indicator_makers.h"
#include "lua_indicator_output.h"
#include "lua_indicator_pairs.h"
#include "lua_indicator_window.h"
#include "lua_slice.h"
#include "lua_time.h"

enum {
    MOST_INDICATORS = 100000 /* they live outside the script's memory limit */
};

static const peri_name field_names[] = {{"Close", PERI_FIELD_CLOSE},   {"Open", PERI_FIELD_OPEN},
                                        {"High", PERI_FIELD_HIGH},     {"Low", PERI_FIELD_LOW},
                                        {"Volume", PERI_FIELD_VOLUME}, {NULL, 0}};
const peri_lua_enum peri_lua_field = {"Field", field_names, false};

/* --- the object --- */

static const peri_lua_class indicator_class, point_class;

static void push_object(lua_State *L, const peri_lua_class *type,
                        const struct peri_lua_indicator *from, size_t output)
{
    struct peri_lua_indicator *object = peri_lua_new(L, type, sizeof *object);
    *object = *from;
    object->output = output;
}

static int get_value(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    lua_pushnumber(L, peri_indicator_output(object->indicator, object->output));
    return 1;
}

static int get_time(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    int64_t utc_ns = peri_indicator_time(object->indicator);
    peri_lua_push_datetime(L, peri_engine_to_local(object->runtime->engine, utc_ns));
    return 1;
}

static int get_current(lua_State *L, void *self)
{
    push_object(L, &point_class, self, ((const struct peri_lua_indicator *)self)->output);
    return 1;
}

/* --- members --- */

static int get_is_ready(lua_State *L, void *self)
{
    lua_pushboolean(L,
                    peri_indicator_is_ready(((const struct peri_lua_indicator *)self)->indicator));
    return 1;
}

static int get_samples(lua_State *L, void *self)
{
    lua_pushinteger(L,
                    peri_indicator_samples(((const struct peri_lua_indicator *)self)->indicator));
    return 1;
}

static int get_name(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    const peri_indicator *made = peri_lua_indicator_made(object);
    if (made)
        lua_pushstring(L, peri_indicator_label(made));
    else /* as it will be called */
        lua_pushfstring(L, "%s.%s", peri_indicator_label(object->indicator),
                        peri_indicator_class_of(object->indicator)->outputs[object->output]);
    return 1;
}

/* indicator:Update(time, value) or indicator:Update(bar) -> ready */
static int update(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    peri_error err;
    int32_t security;
    const peri_bar *bar = peri_lua_test_bar(L, 2, &security);
    if (peri_indicator_check_fed(peri_lua_indicator_itself(L, object), &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    if (bar) {
        peri_lua_check_none(L, 3, "Indicator:Update", "nothing behind a bar");
        peri_indicator_update(object->indicator, bar);
        return get_is_ready(L, self);
    }
    int64_t local = peri_lua_check_datetime(L, 2, "Indicator:Update", "time");
    double value = peri_lua_check_number(L, 3, "Indicator:Update", "value");
    int64_t utc = peri_zone_to_utc(peri_engine_zone(object->runtime->engine), local);
    if (peri_indicator_update_value(object->indicator, utc, value, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return get_is_ready(L, self);
}

static int reset(lua_State *L, void *self)
{
    peri_indicator_reset(peri_lua_indicator_itself(L, self));
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
    const struct peri_lua_indicator *object = peri_lua_test(L, arg, &indicator_class);
    double past;
    if (!object && lua_type(L, arg) == LUA_TNUMBER)
        return lua_tonumber(L, arg);
    if (!object && peri_lua_test_past_value(L, arg, &past))
        return past;
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

const luaL_Reg peri_lua_value_meta[] = {
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

/* --- indicators of indicators --- */

#define CHAIN(function, kind)                                                                      \
    static int function(lua_State *L, void *self)                                                  \
    {                                                                                              \
        return peri_lua_indicator_chain(L, peri_lua_indicator_itself(L, self), kind);              \
    }

CHAIN(chain_sma, "SMA")
CHAIN(chain_ema, "EMA")
CHAIN(chain_rsi, "RSI")
CHAIN(chain_macd, "MACD")
CHAIN(chain_bb, "BB")
CHAIN(chain_roc, "ROC")
CHAIN(chain_rocp, "ROCP")
CHAIN(chain_mom, "MOM")
CHAIN(chain_logr, "LOGR")
CHAIN(chain_std, "STD")
CHAIN(chain_momp, "MOMP")
CHAIN(chain_sum, "SUM")
CHAIN(chain_lwma, "LWMA")
CHAIN(chain_wwma, "WWMA")
CHAIN(chain_min, "MIN")
CHAIN(chain_max, "MAX")

/* second:Of(first, waitForFirstToReady = true) -> second, which is fed with the values of the first
   from now on */
static int follow(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    peri_error err;
    peri_indicator *first = peri_lua_check_indicator(L, 2, "Indicator:Of", "indicator");
    const bool waits = peri_lua_opt_boolean(L, 3, "Indicator:Of", "waitForFirstToReady", true);
    if (peri_indicator_follow(first, peri_lua_indicator_itself(L, object), !waits, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_settop(L, 1);
    return 1;
}

static const peri_lua_member indicator_members[] = {
    {"Current", get_current, NULL, NULL},
    {"Value", get_value, NULL, NULL},
    {"IsReady", get_is_ready, NULL, NULL},
    {"Samples", get_samples, NULL, NULL},
    {"Name", get_name, NULL, NULL},
    {"Update", NULL, NULL, update},
    {"Previous", peri_lua_get_previous, NULL, NULL},
    {"Window", peri_lua_get_window, NULL, NULL},
    {"Updated", peri_lua_get_updated, peri_lua_set_updated, NULL},
    {"Reset", NULL, NULL, reset},
    {"Of", NULL, NULL, follow},
    {"Plus", NULL, NULL, peri_lua_indicator_plus},
    {"Minus", NULL, NULL, peri_lua_indicator_minus},
    {"Times", NULL, NULL, peri_lua_indicator_times},
    {"Over", NULL, NULL, peri_lua_indicator_over},
    {"SMA", NULL, NULL, chain_sma},
    {"EMA", NULL, NULL, chain_ema},
    {"RSI", NULL, NULL, chain_rsi},
    {"MACD", NULL, NULL, chain_macd},
    {"BB", NULL, NULL, chain_bb},
    {"ROC", NULL, NULL, chain_roc},
    {"ROCP", NULL, NULL, chain_rocp},
    {"MOM", NULL, NULL, chain_mom},
    {"LOGR", NULL, NULL, chain_logr},
    {"STD", NULL, NULL, chain_std},
    {"MOMP", NULL, NULL, chain_momp},
    {"SUM", NULL, NULL, chain_sum},
    {"LWMA", NULL, NULL, chain_lwma},
    {"WWMA", NULL, NULL, chain_wwma},
    {"MIN", NULL, NULL, chain_min},
    {"MAX", NULL, NULL, chain_max},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_member point_members[] = {
    {"Value", get_value, NULL, NULL},  {"Time", get_time, NULL, NULL},
    {"Current", get_self, NULL, NULL}, {"IsReady", get_is_ready, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class indicator_class = {.name = "Indicator",
                                               .members = indicator_members,
                                               .meta = peri_lua_value_meta,
                                               .index = peri_lua_index_indicator,
                                               .extra = peri_lua_extra_of_indicator};
static const peri_lua_class point_class = {
    .name = "IndicatorDataPoint", .members = point_members, .meta = peri_lua_value_meta};

/* --- making --- */

/* Give the runtime new indicators to own; freed on failure. */
static int adopt(peri_runtime *runtime, peri_indicator *const *made, size_t n, peri_error *err)
{
    void *list = (void *)runtime->indicators;
    int rc = PERI_OK;
    if (runtime->indicator_count + n > MOST_INDICATORS)
        rc = peri_fail(err, PERI_ELIMIT,
                       "more than %d indicators: make them in Initialize, not in OnData",
                       MOST_INDICATORS);
    else if (peri_grow(&list, &runtime->indicator_cap, runtime->indicator_count + n,
                       sizeof(peri_indicator *)) != PERI_OK)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for an indicator");
    if (rc != PERI_OK) {
        while (n > 0)
            peri_indicator_free(made[--n]);
        return rc;
    }
    runtime->indicators = list;
    for (size_t i = 0; i < n; i++)
        runtime->indicators[runtime->indicator_count++] = made[i];
    return PERI_OK;
}

peri_indicator *peri_lua_check_indicator(lua_State *L, int arg, const char *func, const char *name)
{
    return peri_lua_indicator_itself(L,
                                     peri_lua_check_object(L, arg, func, name, &indicator_class));
}

peri_indicator *peri_lua_test_indicator(lua_State *L, int arg)
{
    const struct peri_lua_indicator *object = peri_lua_test(L, arg, &indicator_class);
    return object ? peri_lua_indicator_itself(L, object) : NULL;
}

bool peri_lua_test_indicator_value(lua_State *L, int arg, double *value)
{
    const struct peri_lua_indicator *object = peri_lua_test(L, arg, &indicator_class);
    if (!object)
        object = peri_lua_test(L, arg, &point_class);
    if (object)
        *value = peri_indicator_output(object->indicator, object->output);
    return object || peri_lua_test_past_value(L, arg, value);
}

void peri_lua_push_indicator_output(lua_State *L, const struct peri_lua_indicator *from,
                                    size_t output)
{
    if (lua_getiuservalue(L, 1, 1) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, 1, 1);
    }
    if (lua_rawgeti(L, -1, (lua_Integer)output) == LUA_TNIL) {
        lua_pop(L, 1);
        push_object(L, &indicator_class, from, output);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, (lua_Integer)output);
    }
    lua_remove(L, -2);
}

void peri_lua_push_indicators(lua_State *L, peri_indicator *const *made, size_t n)
{
    peri_error err;
    peri_runtime *runtime = peri_lua_runtime(L);
    if (adopt(runtime, made, n, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    /* the values are outputs; a payload behind none is found sooner */
    const int values = peri_indicator_class_of(made[n - 1])->outputs[1] ? 1 : 0;
    struct peri_lua_indicator *object =
        peri_lua_new_with(L, &indicator_class, sizeof *object, values);
    object->runtime = runtime;
    object->indicator = made[n - 1];
}

void peri_lua_push_indicator(lua_State *L, peri_indicator *indicator)
{
    peri_lua_push_indicators(L, &indicator, 1);
}

void peri_lua_indicators_open(lua_State *L)
{
    peri_lua_enum_open(L, &peri_lua_field);
    peri_lua_class_open(L, &indicator_class);
    peri_lua_class_open(L, &point_class);
    peri_lua_indicator_window_open(L);
}
