/* lua_timespan.c - TimeSpan objects. Layer 6. */
#include <math.h>
#include <stdio.h>

#include "lua_time.h"
#include "time/civil.h"

static int64_t value_of(void *self)
{
    return *(int64_t *)self;
}

void peri_lua_push_timespan(lua_State *L, int64_t span_ns)
{
    int64_t *self = peri_lua_new(L, &peri_lua_timespan, sizeof *self);
    *self = span_ns;
}

bool peri_lua_test_timespan(lua_State *L, int arg, int64_t *span_ns)
{
    const int64_t *self = peri_lua_test(L, arg, &peri_lua_timespan);
    if (self)
        *span_ns = *self;
    return self != NULL;
}

int64_t peri_lua_check_timespan(lua_State *L, int arg, const char *func, const char *name)
{
    return value_of(peri_lua_check_object(L, arg, func, name, &peri_lua_timespan));
}

static int push_overflow(lua_State *L)
{
    return luaL_error(L, "TimeSpan: the result is longer than 292 years");
}

/* A length computed in double, from a number that is not an integer. */
static int push_double(lua_State *L, double ns)
{
    if (isnan(ns))
        return luaL_error(L, "TimeSpan: the result is not a number");
    if (!(fabs(ns) < 0x1p63))
        return push_overflow(L);
    peri_lua_push_timespan(L, llround(ns));
    return 1;
}

int64_t peri_lua_check_units(lua_State *L, int arg, const char *func, const char *name,
                             int64_t unit_ns)
{
    int64_t ns;
    double value = peri_lua_check_number(L, arg, func, name);
    if (lua_isinteger(L, arg)) {
        if (!__builtin_mul_overflow((int64_t)lua_tointeger(L, arg), unit_ns, &ns))
            return ns;
    } else if (fabs(value * (double)unit_ns) < 0x1p63) {
        return llround(value * (double)unit_ns);
    }
    peri_lua_arg_error(L, arg, func, name, "less than 292 years");
    return 0;
}

/* ---- properties ---- */

static int push_total(lua_State *L, void *self, int64_t unit)
{
    lua_pushnumber(L, (double)value_of(self) / (double)unit);
    return 1;
}

static int push_part(lua_State *L, void *self, int64_t unit, int64_t modulus)
{
    lua_pushinteger(L, value_of(self) / unit % modulus);
    return 1;
}

static int get_total_days(lua_State *L, void *self)
{
    return push_total(L, self, PERI_DAY);
}

static int get_total_hours(lua_State *L, void *self)
{
    return push_total(L, self, PERI_HOUR);
}

static int get_total_minutes(lua_State *L, void *self)
{
    return push_total(L, self, PERI_MINUTE);
}

static int get_total_seconds(lua_State *L, void *self)
{
    return push_total(L, self, PERI_SECOND);
}

static int get_days(lua_State *L, void *self)
{
    return push_part(L, self, PERI_DAY, INT64_MAX);
}

static int get_hours(lua_State *L, void *self)
{
    return push_part(L, self, PERI_HOUR, 24);
}

static int get_minutes(lua_State *L, void *self)
{
    return push_part(L, self, PERI_MINUTE, 60);
}

static int get_seconds(lua_State *L, void *self)
{
    return push_part(L, self, PERI_SECOND, 60);
}

/* ---- operators ---- */

/* An operand that must be a TimeSpan; `operator` is for the message. */
static int64_t operand(lua_State *L, int arg, const char *operator)
{
    int64_t ns = 0;
    if (!peri_lua_test_timespan(L, arg, &ns))
        luaL_error(L, "TimeSpan: operand %d of '%s' was %s, expected a TimeSpan", arg, operator,
                   peri_lua_describe(L, arg));
    return ns;
}

static int l_add(lua_State *L)
{
    int64_t sum;
    int64_t when;
    if (peri_lua_test_datetime(L, 2, &when)) { /* TimeSpan + DateTime */
        lua_insert(L, 1);
        lua_arith(L, LUA_OPADD);
        return 1;
    }
    if (__builtin_add_overflow(operand(L, 1, "+"), operand(L, 2, "+"), &sum))
        return push_overflow(L);
    peri_lua_push_timespan(L, sum);
    return 1;
}

static int l_sub(lua_State *L)
{
    int64_t difference;
    if (__builtin_sub_overflow(operand(L, 1, "-"), operand(L, 2, "-"), &difference))
        return push_overflow(L);
    peri_lua_push_timespan(L, difference);
    return 1;
}

static int l_unm(lua_State *L)
{
    int64_t negative;
    if (__builtin_sub_overflow((int64_t)0, operand(L, 1, "-"), &negative))
        return push_overflow(L);
    peri_lua_push_timespan(L, negative);
    return 1;
}

static int l_mul(lua_State *L)
{
    int number = lua_type(L, 1) == LUA_TNUMBER ? 1 : 2;
    int64_t span = operand(L, 3 - number, "*"), product;
    if (lua_type(L, number) != LUA_TNUMBER)
        return luaL_error(L, "TimeSpan: operand %d of '*' was %s, expected a number", number,
                          peri_lua_describe(L, number));
    if (!lua_isinteger(L, number))
        return push_double(L, (double)span * lua_tonumber(L, number));
    if (__builtin_mul_overflow(span, (int64_t)lua_tointeger(L, number), &product))
        return push_overflow(L);
    peri_lua_push_timespan(L, product);
    return 1;
}

/* TimeSpan / number is a TimeSpan, TimeSpan / TimeSpan a number. */
static int l_div(lua_State *L)
{
    int64_t span = operand(L, 1, "/"), divisor;
    if (peri_lua_test_timespan(L, 2, &divisor)) {
        if (divisor == 0)
            return luaL_error(L, "TimeSpan: division by an empty TimeSpan");
        lua_pushnumber(L, (double)span / (double)divisor);
        return 1;
    }
    if (lua_type(L, 2) != LUA_TNUMBER)
        return luaL_error(L,
                          "TimeSpan: operand 2 of '/' was %s, expected a number or a "
                          "TimeSpan",
                          peri_lua_describe(L, 2));
    if (lua_tonumber(L, 2) == 0.0)
        return luaL_error(L, "TimeSpan: division by zero");
    return push_double(L, (double)span / lua_tonumber(L, 2));
}

static int l_eq(lua_State *L)
{
    int64_t a, b;
    lua_pushboolean(L,
                    peri_lua_test_timespan(L, 1, &a) && peri_lua_test_timespan(L, 2, &b) && a == b);
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

size_t peri_lua_timespan_text(int64_t span_ns, char *out)
{
    enum {
        TICK = 100 /* ns; .NET's fraction has 7 digits */
    };
    uint64_t ns = span_ns < 0 ? 0 - (uint64_t)span_ns : (uint64_t)span_ns;
    uint64_t seconds = ns / PERI_SECOND, fraction = ns % PERI_SECOND, days = seconds / 86400;
    int len = snprintf(out, PERI_LUA_TIMESPAN_TEXT, "%s", span_ns < 0 ? "-" : "");
    if (days > 0)
        len += snprintf(out + len, 24, "%llu.", (unsigned long long)days);
    len += snprintf(out + len, 9, "%02d:%02d:%02d", (int)(seconds / 3600 % 24),
                    (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (fraction % TICK != 0)
        len += snprintf(out + len, 11, ".%09d", (int)fraction);
    else if (fraction != 0)
        len += snprintf(out + len, 9, ".%07d", (int)(fraction / TICK));
    return (size_t)len;
}

static int l_tostring(lua_State *L)
{
    char text[PERI_LUA_TIMESPAN_TEXT];
    size_t len = peri_lua_timespan_text(operand(L, 1, "tostring"), text);
    lua_pushlstring(L, text, len);
    return 1;
}

static const peri_lua_member members[] = {
    {"TotalDays", get_total_days, NULL, NULL},
    {"TotalHours", get_total_hours, NULL, NULL},
    {"TotalMinutes", get_total_minutes, NULL, NULL},
    {"TotalSeconds", get_total_seconds, NULL, NULL},
    {"Days", get_days, NULL, NULL},
    {"Hours", get_hours, NULL, NULL},
    {"Minutes", get_minutes, NULL, NULL},
    {"Seconds", get_seconds, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaL_Reg meta[] = {
    {"__add", l_add},
    {"__sub", l_sub},
    {"__unm", l_unm},
    {"__mul", l_mul},
    {"__div", l_div},
    {"__eq", l_eq},
    {"__lt", l_lt},
    {"__le", l_le},
    {"__tostring", l_tostring},
    {"__concat", peri_lua_concat},
    {NULL, NULL},
};

const peri_lua_class peri_lua_timespan = {
    .name = "TimeSpan", .members = members, .meta = meta, .release = NULL, .index = NULL};
