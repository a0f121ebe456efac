/* lua_datetime.c - DateTime objects. Layer 6. */
#include <stdio.h>
#include <string.h>

#include "lua_time.h"
#include "lua_time_format.h"
#include "time/civil.h"

enum {
    FIRST_YEAR = 1700,
    LAST_YEAR = 2250
};

static int64_t value_of(void *self)
{
    return *(int64_t *)self;
}

static bool in_range(int64_t local_ns)
{
    return peri_time_at(peri_date_make(FIRST_YEAR, 1, 1), 0) <= local_ns &&
           local_ns < peri_time_at(peri_date_make(LAST_YEAR, 12, 31) + 1, 0);
}

void peri_lua_push_datetime(lua_State *L, int64_t local_ns)
{
    if (!in_range(local_ns))
        luaL_error(L, "DateTime: the result is outside the years %d to %d", FIRST_YEAR, LAST_YEAR);
    int64_t *self = peri_lua_new(L, &peri_lua_datetime, sizeof *self);
    *self = local_ns;
}

bool peri_lua_test_datetime(lua_State *L, int arg, int64_t *local_ns)
{
    const int64_t *self = peri_lua_test(L, arg, &peri_lua_datetime);
    if (self)
        *local_ns = *self;
    return self != NULL;
}

int64_t peri_lua_check_datetime(lua_State *L, int arg, const char *func, const char *name)
{
    return value_of(peri_lua_check_object(L, arg, func, name, &peri_lua_datetime));
}

static void push_text(lua_State *L, int64_t local_ns)
{
    char text[PERI_TIME_TEXT];
    lua_pushlstring(L, text, peri_time_format(local_ns, text));
}

/* ---- properties ---- */

static peri_civil split(void *self)
{
    peri_civil civil;
    peri_time_split(value_of(self), &civil);
    return civil;
}

static int push_integer(lua_State *L, int value)
{
    lua_pushinteger(L, value);
    return 1;
}

static int get_year(lua_State *L, void *self)
{
    return push_integer(L, split(self).year);
}

static int get_month(lua_State *L, void *self)
{
    return push_integer(L, split(self).month);
}

static int get_day(lua_State *L, void *self)
{
    return push_integer(L, split(self).day);
}

static int get_hour(lua_State *L, void *self)
{
    return push_integer(L, split(self).hour);
}

static int get_minute(lua_State *L, void *self)
{
    return push_integer(L, split(self).minute);
}

static int get_second(lua_State *L, void *self)
{
    return push_integer(L, split(self).second);
}

static int get_millisecond(lua_State *L, void *self)
{
    return push_integer(L, split(self).nanosecond / 1000000);
}

static int get_day_of_week(lua_State *L, void *self)
{
    return push_integer(L, peri_date_weekday(peri_time_date(value_of(self))));
}

static int get_day_of_year(lua_State *L, void *self)
{
    peri_date date = peri_time_date(value_of(self));
    return push_integer(L, date - peri_date_make(split(self).year, 1, 1) + 1);
}

static int get_date(lua_State *L, void *self)
{
    peri_lua_push_datetime(L, peri_time_at(peri_time_date(value_of(self)), 0));
    return 1;
}

static int get_time_of_day(lua_State *L, void *self)
{
    peri_lua_push_timespan(L, peri_time_of_day(value_of(self)));
    return 1;
}

/* ---- methods ---- */

static int push_sum(lua_State *L, int64_t local_ns, int64_t span_ns)
{
    int64_t sum;
    if (__builtin_add_overflow(local_ns, span_ns, &sum))
        sum = INT64_MAX; /* out of range like any other */
    peri_lua_push_datetime(L, sum);
    return 1;
}

static int call_add_days(lua_State *L, void *self)
{
    return push_sum(L, value_of(self),
                    peri_lua_check_units(L, 2, "DateTime:AddDays", "days", PERI_DAY));
}

static int call_add_hours(lua_State *L, void *self)
{
    return push_sum(L, value_of(self),
                    peri_lua_check_units(L, 2, "DateTime:AddHours", "hours", PERI_HOUR));
}

static int call_add_minutes(lua_State *L, void *self)
{
    return push_sum(L, value_of(self),
                    peri_lua_check_units(L, 2, "DateTime:AddMinutes", "minutes", PERI_MINUTE));
}

static int call_add_seconds(lua_State *L, void *self)
{
    return push_sum(L, value_of(self),
                    peri_lua_check_units(L, 2, "DateTime:AddSeconds", "seconds", PERI_SECOND));
}

static int call_to_string(lua_State *L, void *self)
{
    size_t len;
    const char *format = peri_lua_opt_string(L, 2, "DateTime:ToString", "format", &len, NULL);
    if (format && !memchr(format, '%', len))
        return luaL_error(L,
                          "DateTime:ToString: the format '%s' has no %% in it: write such as "
                          "\"%%Y-%%m-%%d %%H:%%M:%%S\"",
                          format);
    if (format)
        peri_lua_push_formatted(L, value_of(self), format, len);
    else
        push_text(L, value_of(self));
    return 1;
}

/* ---- operators ---- */

static int operand_error(lua_State *L, int arg, const char *operator, const char * expected)
{
    return luaL_error(L, "DateTime: operand %d of '%s' was %s, expected %s", arg, operator,
                      peri_lua_describe(L, arg), expected);
}

static int64_t operand(lua_State *L, int arg, const char *operator)
{
    int64_t local_ns = 0;
    if (!peri_lua_test_datetime(L, arg, &local_ns))
        operand_error(L, arg, operator, "a DateTime");
    return local_ns;
}

/* Either order; TimeSpan's own __add comes here through lua_arith. */
static int l_add(lua_State *L)
{
    int64_t when, span;
    int time_arg = peri_lua_test_datetime(L, 1, &when) ? 1 : 2;
    if (!peri_lua_test_timespan(L, 3 - time_arg, &span))
        return operand_error(L, 3 - time_arg, "+", "a TimeSpan");
    return push_sum(L, operand(L, time_arg, "+"), span);
}

static int l_sub(lua_State *L)
{
    int64_t from = operand(L, 1, "-"), other;
    if (peri_lua_test_datetime(L, 2, &other)) {
        int64_t difference;
        if (__builtin_sub_overflow(from, other, &difference))
            return luaL_error(L, "TimeSpan: the result is longer than 292 years");
        peri_lua_push_timespan(L, difference);
        return 1;
    }
    if (!peri_lua_test_timespan(L, 2, &other))
        return operand_error(L, 2, "-", "a DateTime or a TimeSpan");
    return push_sum(L, from, other == INT64_MIN ? INT64_MAX : -other);
}

static int l_eq(lua_State *L)
{
    int64_t a, b;
    lua_pushboolean(L,
                    peri_lua_test_datetime(L, 1, &a) && peri_lua_test_datetime(L, 2, &b) && a == b);
    return 1;
}

static int l_lt(lua_State *L)
{
    lua_pushboolean(L, operand(L, 1, "<") < operand(L, 2, "<"));
    return 1;
}

static int l_le(lua_State *L)
{
    lua_pushboolean(L, operand(L, 1, "<=") <= operand(L, 2, "<="));
    return 1;
}

static int l_tostring(lua_State *L)
{
    push_text(L, operand(L, 1, "tostring"));
    return 1;
}

static const peri_lua_member members[] = {
    {"Year", get_year, NULL, NULL},
    {"Month", get_month, NULL, NULL},
    {"Day", get_day, NULL, NULL},
    {"Hour", get_hour, NULL, NULL},
    {"Minute", get_minute, NULL, NULL},
    {"Second", get_second, NULL, NULL},
    {"Millisecond", get_millisecond, NULL, NULL},
    {"DayOfWeek", get_day_of_week, NULL, NULL},
    {"DayOfYear", get_day_of_year, NULL, NULL},
    {"Date", get_date, NULL, NULL},
    {"TimeOfDay", get_time_of_day, NULL, NULL},
    {"AddDays", NULL, NULL, call_add_days},
    {"AddHours", NULL, NULL, call_add_hours},
    {"AddMinutes", NULL, NULL, call_add_minutes},
    {"AddSeconds", NULL, NULL, call_add_seconds},
    {"ToString", NULL, NULL, call_to_string},
    {NULL, NULL, NULL, NULL},
};

static const luaL_Reg meta[] = {
    {"__add", l_add},
    {"__sub", l_sub},
    {"__eq", l_eq},
    {"__lt", l_lt},
    {"__le", l_le},
    {"__tostring", l_tostring},
    {"__concat", peri_lua_concat},
    {NULL, NULL},
};

const peri_lua_class peri_lua_datetime = {
    .name = "DateTime", .members = members, .meta = meta, .release = NULL, .index = NULL};
