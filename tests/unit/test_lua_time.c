/* test_lua_time.c - DateTime and TimeSpan in scripts. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "host/host.h"
#include "host_kit.h"
#include "lua_time.h"
#include "time/civil.h"

static int install(lua_State *L)
{
    peri_lua_time_open(L);
    return 0;
}

SUITE(lua_time_use)
{
    static const struct {
        const char *name, *source, *prints;
    } rows[] = {
        {"text", "print(DateTime(2013, 10, 7, 16), DateTime(2013, 10, 7, 9, 30, 5))",
         "2013-10-07 16:00:00\t2013-10-07 09:30:05\n"},
        {"parse",
         "print(DateTime.Parse('2013-10-07 09:30') == DateTime(2013, 10, 7, 9, 30), "
         "DateTime.Parse('20131007'))",
         "true\t2013-10-07 00:00:00\n"},
        {"properties",
         "local t = DateTime(2016, 2, 29, 23, 58, 59) print(t.Year, t.Month, t.Day, t.Hour, "
         "t.Minute, t.Second, t.Millisecond, t.DayOfWeek, t.DayOfYear)",
         "2016\t2\t29\t23\t58\t59\t0\t1\t60\n"},
        {"day of week",
         "print(DateTime(2024, 3, 10).DayOfWeek == DayOfWeek.Sunday, "
         "DayOfWeek.Saturday)",
         "true\t6\n"},
        {"date and time of day", "local t = DateTime(1969, 12, 31, 23) print(t.Date, t.TimeOfDay)",
         "1969-12-31 00:00:00\t23:00:00\n"},
        {"adding",
         "local t = DateTime(2013, 12, 31, 23, 59, 59) print(t:AddSeconds(1), t:AddMinutes(-1), "
         "t:AddHours(0.5), t:AddDays(60))",
         "2014-01-01 00:00:00\t2013-12-31 23:58:59\t2014-01-01 00:29:59\t2014-03-01 23:59:59\n"},
        {"fractions of a second",
         "print(DateTime(2020, 1, 1):AddSeconds(0.25), "
         "DateTime(2020, 1, 1):AddSeconds(0.25).Millisecond)",
         "2020-01-01 00:00:00.250\t250\n"},
        {"difference", "print(DateTime(2013, 10, 8, 1) - DateTime(2013, 10, 7))", "1.01:00:00\n"},
        {"sum",
         "local d = TimeSpan.FromHours(36) local t = DateTime(2013, 10, 7) "
         "print(t + d, d + t, t - d)",
         "2013-10-08 12:00:00\t2013-10-08 12:00:00\t2013-10-05 12:00:00\n"},
        {"comparison",
         "local a, b = DateTime(2013, 1, 1), DateTime(2013, 1, 2) print(a < b, a <= b, a > b, "
         "a >= a, a == b, a == DateTime(2013, 1, 1), a ~= b)",
         "true\ttrue\tfalse\ttrue\tfalse\ttrue\ttrue\n"},
        {"never equal to something else",
         "print(DateTime(2013, 1, 1) == TimeSpan.Zero, TimeSpan.Zero == DateTime(1970, 1, 1), "
         "DateTime(2013, 1, 1) == 1)",
         "false\tfalse\tfalse\n"},
        {"joined to text", "print('at ' .. DateTime(2013, 1, 1) .. ' for ' .. TimeSpan(1, 0, 0))",
         "at 2013-01-01 00:00:00 for 01:00:00\n"},
        {"formats",
         "local t = DateTime(2013, 10, 7, 16, 5, 9) print(t:ToString(), t:ToString('%Y%m%d'), "
         "t:ToString('%a %d %b %y'), t:ToString('%A, %B'), t:ToString('%I:%M %p'), "
         "t:ToString('%F %T.%f %j %% %H %S %m'))",
         "2013-10-07 16:05:09\t20131007\tMon 07 Oct 13\tMonday, October\t04:05 PM\t"
         "2013-10-07 16:05:09.000000000 280 % 16 09 10\n"},
        {"midnight on a 12 hour clock",
         "print(DateTime(2013, 1, 1):ToString('%I %p'), DateTime(2013, 1, 1, 12):ToString('%I "
         "%p'))",
         "12 AM\t12 PM\n"},
        {"first and last", "print(DateTime(1700, 1, 1), DateTime(2250, 12, 31, 23, 59, 59))",
         "1700-01-01 00:00:00\t2250-12-31 23:59:59\n"},

        {"span text",
         "print(TimeSpan(1, 2, 3, 4), -TimeSpan(1, 2, 3, 4), TimeSpan(2, 3, 4), "
         "TimeSpan.Zero)",
         "1.02:03:04\t-1.02:03:04\t02:03:04\t00:00:00\n"},
        {"span fractions",
         "print(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1e-9), TimeSpan.FromDays(0.1))",
         "00:00:01.5000000\t00:00:00.000000001\t02:24:00\n"},
        {"span properties",
         "local s = TimeSpan(1, 2, 3, 4) print(s.Days, s.Hours, s.Minutes, s.Seconds, "
         "s.TotalSeconds, s.TotalMinutes == s.TotalSeconds / 60)",
         "1\t2\t3\t4\t93784.0\ttrue\n"},
        {"span totals", "local s = TimeSpan.FromHours(36) print(s.TotalDays, s.TotalHours)",
         "1.5\t36.0\n"},
        {"negative parts, as .NET", "local s = -TimeSpan(1, 2, 3, 4) print(s.Days, s.Hours)",
         "-1\t-2\n"},
        {"span arithmetic",
         "local h, m = TimeSpan.FromHours(1), TimeSpan.FromMinutes(1) print(h + m, h - m, m - h, "
         "h * 2, 2.5 * m, h / 4, h / m)",
         "01:01:00\t00:59:00\t-00:59:00\t02:00:00\t00:02:30\t00:15:00\t60.0\n"},
        {"span comparison",
         "local h, m = TimeSpan.FromHours(1), TimeSpan.FromMinutes(1) print(m < h, h <= h, h > m, "
         "h == 60 * m, h ~= m)",
         "true\ttrue\ttrue\ttrue\ttrue\n"},
        {"large whole numbers are exact", "print(TimeSpan.FromSeconds(9007199253).TotalSeconds)",
         "9007199253.0\n"},
    };
    host_kit kit;
    host_kit_open(&kit, install);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        host_kit_prints(&kit, rows[i].name, rows[i].source, rows[i].prints);
    host_kit_close(&kit);
}

SUITE(lua_time_errors)
{
    static const struct {
        const char *name, *source, *says;
    } rows[] = {
        {"month", "DateTime(2013, 13, 1)",
         "test.lua:1: DateTime: argument 2 (month) was 13, expected an integer from 1 to 12\n"},
        {"day of a short month", "DateTime(2013, 2, 29)",
         "DateTime: argument 3 (day) was 29, expected an integer from 1 to 28\n"},
        {"year", "DateTime(1699, 1, 1)", "argument 1 (year) was 1699, expected an integer from "},
        {"hour", "DateTime(2013, 1, 1, 24)", "argument 4 (hour) was 24"},
        {"minute", "DateTime(2013, 1, 1, 0, 60)", "argument 5 (minute) was 60"},
        {"second", "DateTime(2013, 1, 1, 0, 0, 60)", "argument 6 (second) was 60"},
        {"fraction", "DateTime(2013.5, 1, 1)", "argument 1 (year) was 2013.5"},
        {"missing", "DateTime(2013)", "argument 2 (month) was missing"},
        {"parse", "DateTime.Parse('yesterday')",
         "DateTime.Parse: argument 1 (text) was a string ('yesterday'), expected "},
        {"parse, no such day", "DateTime.Parse('2013-02-30')", "was a string ('2013-02-30'), "},
        {"parse with a colon", "DateTime:Parse('2013-02-03')",
         "DateTime.Parse takes a dot, not a colon: write DateTime.Parse(...)"},
        {"unknown property", "return DateTime(2013, 1, 1).Minutes",
         "DateTime has no property 'Minutes'; did you mean 'Minute'?"},
        {"immutable", "DateTime(2013, 1, 1).Year = 2014", "DateTime.Year is read-only"},
        {"dot", "DateTime(2013, 1, 1).AddDays(1)",
         "DateTime.AddDays takes a colon: write dateTime:AddDays(...)"},
        {"adding nan", "DateTime(2013, 1, 1):AddDays(0/0)",
         "DateTime:AddDays: argument 1 (days) was nan, expected a finite number"},
        {"adding text", "DateTime(2013, 1, 1):AddHours('1')",
         "DateTime:AddHours: argument 1 (hours) was a string ('1'), expected a number"},
        {"adding too much", "DateTime(2013, 1, 1):AddDays(1e300)",
         "argument 1 (days) was 1e+300, expected less than 292 years"},
        {"adding too many", "DateTime(2013, 1, 1):AddMinutes(1 << 60)",
         "argument 1 (minutes) was 1152921504606846976, expected less than 292 years"},
        {"leaving the calendar", "DateTime(2250, 12, 31):AddDays(1)",
         "test.lua:1: DateTime: the result is outside the years 1700 to 2250"},
        {"leaving it by far", "DateTime(2250, 12, 31):AddDays(100000)", "outside the years"},
        {"leaving it backwards", "return DateTime(1700, 1, 1) - TimeSpan.FromSeconds(1)",
         "outside the years"},
        {"backwards, overflow", "return DateTime(1700, 1, 1) - TimeSpan.FromDays(100000)",
         "outside the years"},
        {"difference too long", "return DateTime(2250, 1, 1) - DateTime(1700, 1, 1)",
         "TimeSpan: the result is longer than 292 years"},
        {"format", "DateTime(2013, 1, 1):ToString('%Y-%Q')",
         "DateTime:ToString: '%Q' in format '%Y-%Q' is not known, expected one of Y m d H"},
        {"format, cut", "DateTime(2013, 1, 1):ToString('%')", "'%' in format '%' is not known"},
        {"plus number", "return DateTime(2013, 1, 1) + 1",
         "DateTime: operand 2 of '+' was 1, expected a TimeSpan"},
        {"number plus", "return 1 + DateTime(2013, 1, 1)",
         "DateTime: operand 1 of '+' was 1, expected a TimeSpan"},
        {"two times added", "return DateTime(2013, 1, 1) + DateTime(2013, 1, 1)",
         "DateTime: operand 2 of '+' was a DateTime, expected a TimeSpan"},
        {"minus number", "return DateTime(2013, 1, 1) - 1", "expected a DateTime or a TimeSpan"},
        {"number minus", "return 1 - DateTime(2013, 1, 1)", "operand 1 of '-' was 1, "},
        {"compared with number", "return DateTime(2013, 1, 1) < 1",
         "DateTime: operand 2 of '<' was 1, expected a DateTime"},
        {"compared with span", "return DateTime(2013, 1, 1) <= TimeSpan.Zero",
         "DateTime: operand 2 of '<=' was a TimeSpan, expected a DateTime"},

        {"span arguments", "TimeSpan(1)",
         "TimeSpan: 1 arguments were given, expected hours, minutes, seconds or days, hours, "},
        {"span argument", "TimeSpan(1, 2, 'x')",
         "TimeSpan: argument 3 (seconds) was a string ('x'), expected a number"},
        {"span nan", "TimeSpan.FromDays(0/0)",
         "TimeSpan.FromDays: argument 1 (days) was nan, expected a finite number"},
        {"span infinity", "TimeSpan.FromHours(math.huge)", "was inf, expected a finite number"},
        {"span too long", "TimeSpan.FromSeconds(1e20)",
         "TimeSpan.FromSeconds: argument 1 (seconds) was 1e+20, expected less than 292 years"},
        {"span parts too long", "TimeSpan(106751, 100, 0, 0)",
         "TimeSpan: the result is longer than 292 years"},
        {"span sum", "return TimeSpan.FromDays(106751) + TimeSpan.FromDays(1)",
         "TimeSpan: the result is longer than 292 years"},
        {"span difference", "return -TimeSpan.FromDays(106751) - TimeSpan.FromDays(1)",
         "longer than 292 years"},
        {"span product", "return TimeSpan.FromDays(1) * 1000000", "longer than 292 years"},
        {"span product, double", "return TimeSpan.FromDays(1) * 1e300", "longer than 292 years"},
        {"span product, nan", "return TimeSpan.FromDays(1) * (0/0)",
         "TimeSpan: the result is not a number"},
        {"span times span", "return TimeSpan.Zero * TimeSpan.Zero",
         "TimeSpan: operand 2 of '*' was a TimeSpan, expected a number"},
        {"span times text", "return TimeSpan.Zero * 'x'",
         "TimeSpan: operand 2 of '*' was a string ('x'), expected a number"},
        {"span over zero", "return TimeSpan.FromDays(1) / 0", "TimeSpan: division by zero"},
        {"span over empty", "return TimeSpan.FromDays(1) / TimeSpan.Zero",
         "TimeSpan: division by an empty TimeSpan"},
        {"span over text", "return TimeSpan.FromDays(1) / 'x'",
         "operand 2 of '/' was a string ('x'), expected a number or a TimeSpan"},
        {"number over span", "return 1 / TimeSpan.FromDays(1)",
         "TimeSpan: operand 1 of '/' was 1, expected a TimeSpan"},
        {"span plus number", "return TimeSpan.Zero + 1",
         "TimeSpan: operand 2 of '+' was 1, expected a TimeSpan"},
        {"span minus time", "return TimeSpan.Zero - DateTime(2013, 1, 1)",
         "TimeSpan: operand 2 of '-' was a DateTime, expected a TimeSpan"},
        {"span compared", "return TimeSpan.Zero < 1",
         "TimeSpan: operand 2 of '<' was 1, expected a TimeSpan"},
    };
    host_kit kit;
    host_kit_open(&kit, install);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        host_kit_raises(&kit, rows[i].name, rows[i].source, rows[i].says);
    host_kit_close(&kit);
}

/* ---- the C faces ---- */

static int l_faces(lua_State *L)
{
    int64_t value = 0;
    peri_lua_push_datetime(L, 5 * PERI_DAY);
    peri_lua_push_timespan(L, -7);
    CHECK_INT("time", peri_lua_check_datetime(L, -2, "F", "t"), 5 * PERI_DAY);
    CHECK_INT("span", peri_lua_check_timespan(L, -1, "F", "s"), -7);
    CHECK("test of a time", peri_lua_test_datetime(L, -2, &value) && value == 5 * PERI_DAY);
    CHECK("test of a span", peri_lua_test_timespan(L, -1, &value) && value == -7);
    CHECK("a span is no time", !peri_lua_test_datetime(L, -1, &value) && value == -7);
    CHECK("a time is no span", !peri_lua_test_timespan(L, -2, &value));
    lua_settop(L, 0);
    lua_pushinteger(L, 3);
    peri_lua_check_datetime(L, 1, "SetStartDate", "date");
    return 0;
}

SUITE(lua_time_faces)
{
    host_kit kit;
    host_kit_open(&kit, install);
    CHECK_INT("raises at the end", peri_host_protect(kit.host, l_faces, NULL, &kit.err),
              PERI_ESCRIPT);
    CHECK_STR("text", kit.err.text, "SetStartDate: argument 1 (date) was 3, expected a DateTime");
    host_kit_close(&kit);
}

SUITE(lua_time_span_text)
{
    char text[PERI_LUA_TIMESPAN_TEXT];
    static const struct {
        int64_t ns;
        const char *text;
    } rows[] = {
        {0, "00:00:00"},
        {-1, "-00:00:00.000000001"},
        {100, "00:00:00.0000001"},
        {PERI_DAY - 100, "23:59:59.9999999"},
        {INT64_MAX, "106751.23:47:16.854775807"},
        {INT64_MIN, "-106751.23:47:16.854775808"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT("length", peri_lua_timespan_text(rows[i].ns, text), strlen(rows[i].text));
        CHECK_STR("text", text, rows[i].text);
    }
}

/* Adding what was subtracted gives the time back, and text parses back to it. */
SUITE(lua_time_properties)
{
    enum {
        CASES = 300
    };
    host_kit kit;
    host_kit_open(&kit, install);
    CHECK_INT("defines",
              host_kit_run(&kit, "function Same(y, m, d, s, n)\n"
                                 "local t = DateTime(y, m, d):AddSeconds(s)\n"
                                 "local u = t:AddSeconds(n) local gap = u - t\n"
                                 "return u - gap == t and t + gap == u and\n"
                                 "gap.TotalSeconds == n and (n < 0) == (u < t) and\n"
                                 "DateTime.Parse(tostring(u)) == u and\n"
                                 "u.Date + u.TimeOfDay == u end"),
              PERI_OK);
    check_rng rng = {.state = 20240229};
    lua_State *L = peri_host_lua(kit.host);
    for (int i = 0; i < CASES; i++) {
        lua_getglobal(L, "Same");
        lua_pushinteger(L, check_random_in(&rng, 1750, 2200));
        lua_pushinteger(L, check_random_in(&rng, 1, 12));
        lua_pushinteger(L, check_random_in(&rng, 1, 28));
        lua_pushinteger(L, check_random_in(&rng, 0, 86399));
        lua_pushinteger(L, check_random_in(&rng, -1000000000, 1000000000));
        int rc = peri_host_call(kit.host, L, 5, 1, NULL, &kit.err);
        if (!CHECK("seed 20240229", rc == PERI_OK && lua_toboolean(L, -1))) {
            printf("     case %d: %s\n", i, rc == PERI_OK ? "false" : kit.err.text);
            break;
        }
        lua_settop(L, 0);
    }
    host_kit_close(&kit);
}
