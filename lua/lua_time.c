/* lua_time.c - the tables DateTime, TimeSpan and DayOfWeek. Layer 6. */
#include "lua_time.h"

#include "lua_runtime_internal.h"

#include "time/civil.h"

void peri_lua_push_local(lua_State *L, int64_t utc_ns)
{
    peri_lua_push_datetime(L, peri_engine_to_local(peri_lua_runtime(L)->engine, utc_ns));
}

/* DateTime(year, month, day[, hour, minute, second]) */
static int l_datetime(lua_State *L)
{
    static const char func[] = "DateTime";
    int year = (int)peri_lua_check_integer(L, 1, func, "year", 1700, 2250);
    int month = (int)peri_lua_check_integer(L, 2, func, "month", 1, 12);
    int days = peri_month_days(year, month);
    int day = (int)peri_lua_check_integer(L, 3, func, "day", 1, days);
    int64_t hour = peri_lua_opt_integer(L, 4, func, "hour", 0, 23, 0);
    int64_t minute = peri_lua_opt_integer(L, 5, func, "minute", 0, 59, 0);
    int64_t second = peri_lua_opt_integer(L, 6, func, "second", 0, 59, 0);
    int64_t of_day = hour * PERI_HOUR + minute * PERI_MINUTE + second * PERI_SECOND;
    peri_lua_push_datetime(L, peri_time_at(peri_date_make(year, month, day), of_day));
    return 1;
}

/* DateTime.Parse(text) */
static int l_parse(lua_State *L)
{
    size_t len;
    const char *text = peri_lua_check_string(L, 1, "DateTime.Parse", "text", &len);
    peri_time_text parsed;
    const char *expected = peri_time_parse(text, len, &parsed);
    if (expected)
        return peri_lua_arg_error(L, 1, "DateTime.Parse", "text", expected);
    peri_lua_push_datetime(L, parsed.time_ns);
    return 1;
}

/* TimeSpan(hours, minutes, seconds) or TimeSpan(days, hours, minutes, seconds) */
static int l_timespan(lua_State *L)
{
    static const struct {
        const char *name;
        int64_t unit;
    } parts[] = {{"days", PERI_DAY},
                 {"hours", PERI_HOUR},
                 {"minutes", PERI_MINUTE},
                 {"seconds", PERI_SECOND}};
    int n = lua_gettop(L);
    if (n != 3 && n != 4)
        return luaL_error(L,
                          "TimeSpan: %d arguments were given, expected hours, minutes, seconds "
                          "or days, hours, minutes, seconds",
                          n);
    int64_t sum = 0;
    for (int arg = 1; arg <= n; arg++) {
        int part = arg - 1 + (4 - n);
        int64_t ns = peri_lua_check_units(L, arg, "TimeSpan", parts[part].name, parts[part].unit);
        if (__builtin_add_overflow(sum, ns, &sum))
            return luaL_error(L, "TimeSpan: the result is longer than 292 years");
    }
    peri_lua_push_timespan(L, sum);
    return 1;
}

static int l_from_days(lua_State *L)
{
    peri_lua_push_timespan(L, peri_lua_check_units(L, 1, "TimeSpan.FromDays", "days", PERI_DAY));
    return 1;
}

static int l_from_hours(lua_State *L)
{
    peri_lua_push_timespan(L, peri_lua_check_units(L, 1, "TimeSpan.FromHours", "hours", PERI_HOUR));
    return 1;
}

static int l_from_minutes(lua_State *L)
{
    peri_lua_push_timespan(
        L, peri_lua_check_units(L, 1, "TimeSpan.FromMinutes", "minutes", PERI_MINUTE));
    return 1;
}

static int l_from_seconds(lua_State *L)
{
    peri_lua_push_timespan(
        L, peri_lua_check_units(L, 1, "TimeSpan.FromSeconds", "seconds", PERI_SECOND));
    return 1;
}

static const peri_lua_function datetime_functions[] = {{"Parse", l_parse}, {NULL, NULL}};

static const peri_lua_function timespan_functions[] = {
    {"FromDays", l_from_days},       {"FromHours", l_from_hours}, {"FromMinutes", l_from_minutes},
    {"FromSeconds", l_from_seconds}, {"Days", l_from_days},       {"Hours", l_from_hours},
    {"Minutes", l_from_minutes},     {"Seconds", l_from_seconds}, {NULL, NULL},
};

const peri_lua_enum peri_lua_day_of_week = {
    .name = "DayOfWeek", .values = peri_weekday_names, .is_number = true};

void peri_lua_time_open(lua_State *L)
{
    peri_lua_class_open(L, &peri_lua_datetime);
    peri_lua_class_open(L, &peri_lua_timespan);
    peri_lua_library(L, "DateTime", datetime_functions, l_datetime);
    peri_lua_library(L, "TimeSpan", timespan_functions, l_timespan);
    peri_lua_push_timespan(L, 0);
    peri_lua_library_value(L, "TimeSpan", "Zero");
    peri_lua_enum_open(L, &peri_lua_day_of_week);
}
