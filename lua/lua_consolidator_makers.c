/* lua_consolidator_makers.c - TradeBarConsolidator and its like, and how a period is said. Layer 6.
 */
#include "lua_consolidators.h"

#include "lua_subscribe.h"
#include "lua_time.h"

#include <string.h>

static const peri_name calendar_names[] = {{"Weekly", PERI_CALENDAR_WEEK},
                                           {"Monthly", PERI_CALENDAR_MONTH},
                                           {"Quarterly", PERI_CALENDAR_QUARTER},
                                           {"Yearly", PERI_CALENDAR_YEAR},
                                           {NULL, 0}};
static const peri_lua_enum calendar_enum = {"Calendar", calendar_names, false};

static bool test_enum(lua_State *L, int arg, const peri_lua_enum *type, int *value)
{
    const char *text = lua_type(L, arg) == LUA_TSTRING ? lua_tostring(L, arg) : "";
    for (const peri_name *name = type->values; name->name; name++) {
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
    struct peri_lua_consolidator *object = peri_lua_new_consolidator(L);
    peri_consolidator *made =
        peri_lua_know_consolidator(L, object, make_of(period, &object->consolidator, &err), &err);
    peri_consolidator_set_extended_days(made, peri_lua_runtime(L)->extended_days);
    return made;
}

/* Of a period, the only argument. */
static struct peri_lua_consolidator *push_of_period(lua_State *L, const char *func)
{
    peri_error err;
    peri_lua_period period;
    if (!peri_lua_test_period(L, 1, &period) || period.kind == PERI_PERIOD_NONE)
        peri_lua_arg_error(L, 1, func, "period",
                           "a TimeSpan, a Resolution, a Calendar or a number of bars");
    struct peri_lua_consolidator *object = peri_lua_new_consolidator(L);
    peri_lua_know_consolidator(L, object, make_of(&period, &object->consolidator, &err), &err);
    return object;
}

/* TradeBarConsolidator(TimeSpan | Resolution | Calendar | count); so are the three below. Or
   (TimeSpan, startTime). */
static int trade_bar(lua_State *L)
{
    static const char func[] = "TradeBarConsolidator";
    int64_t span, start;
    peri_error err;
    if (lua_isnoneornil(L, 2)) {
        push_of_period(L, func);
        return 1;
    }
    if (!peri_lua_test_timespan(L, 1, &span) || !peri_lua_test_timespan(L, 2, &start))
        return peri_lua_arg_error(L, 2, func, "startTime",
                                  "nil, or a TimeSpan beside a period that is one");
    struct peri_lua_consolidator *object = peri_lua_new_consolidator(L);
    const int rc = peri_consolidator_new_span_at(span, start, &object->consolidator, &err);
    peri_lua_know_consolidator(L, object, rc, &err);
    return 1;
}

static int quote_bar(lua_State *L)
{
    peri_consolidator_take_quotes(push_of_period(L, "QuoteBarConsolidator")->consolidator);
    return 1;
}

static int tick_bar(lua_State *L)
{
    push_of_period(L, "TickConsolidator")->needs_ticks = true;
    return 1;
}

static int tick_quote_bar(lua_State *L)
{
    struct peri_lua_consolidator *object = push_of_period(L, "TickQuoteBarConsolidator");
    object->needs_ticks = true;
    peri_consolidator_take_quotes(object->consolidator);
    return 1;
}

/* Selectors of value and volume from an argument on: nil, or a function. */
static void read_picks(lua_State *L, const char *func, int arg,
                       const struct peri_lua_consolidator *object)
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
    if (short_form)
        peri_lua_check_none(L, 3, func, "nothing behind evenBars: the selectors come before it");
    bool even = peri_lua_opt_boolean(L, short_form ? 2 : 4, func, "evenBars", true);
    struct peri_lua_consolidator *object = peri_lua_new_consolidator(L);
    object->brick = PERI_BRICK_CLASSIC;
    object->size = size;
    int rc = peri_consolidator_new_classic_renko(size, even, &object->consolidator, &err);
    peri_lua_know_consolidator(L, object, rc, &err);
    if (!short_form)
        read_picks(L, func, 2, object);
    return 1;
}

/* (barSize) */
static int make_of_size(lua_State *L, const char *func, peri_lua_brick brick,
                        int (*make)(double size, peri_consolidator **out, peri_error *err))
{
    peri_error err;
    const double size = peri_lua_check_number(L, 1, func, "barSize");
    struct peri_lua_consolidator *object = peri_lua_new_consolidator(L);
    object->brick = brick;
    object->size = size;
    peri_lua_know_consolidator(L, object, make(size, &object->consolidator, &err), &err);
    return 1;
}

static int renko(lua_State *L)
{
    return make_of_size(L, "RenkoConsolidator", PERI_BRICK_WICKED, peri_consolidator_new_renko);
}

static int volume_renko(lua_State *L)
{
    return make_of_size(L, "VolumeRenkoConsolidator", PERI_BRICK_VOLUME,
                        peri_consolidator_new_volume);
}

/* (range[, selector[, volumeSelector]]) */
static int make_range(lua_State *L, const char *func, bool classic)
{
    peri_error err;
    int64_t steps = peri_lua_check_integer(L, 1, func, "range", 1, INT32_MAX);
    lua_settop(L, 3);
    struct peri_lua_consolidator *object = peri_lua_new_consolidator(L);
    int rc = peri_consolidator_new_range(steps, classic, &object->consolidator, &err);
    peri_lua_know_consolidator(L, object, rc, &err);
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

void peri_lua_consolidator_makers_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"TradeBarConsolidator", trade_bar},
        {"QuoteBarConsolidator", quote_bar},
        {"TickConsolidator", tick_bar},
        {"TickQuoteBarConsolidator", tick_quote_bar},
        {"ClassicRenkoConsolidator", classic_renko},
        {"RenkoConsolidator", renko},
        {"VolumeRenkoConsolidator", volume_renko},
        {"RangeConsolidator", range},
        {"ClassicRangeConsolidator", classic_range},
        {NULL, NULL},
    };
    peri_lua_enum_open(L, &calendar_enum);
    peri_lua_global_functions(L, functions);
}
