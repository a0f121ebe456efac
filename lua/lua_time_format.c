/* lua_time_format.c - DateTime:ToString with a format; no locale. Layer 6. */
#include "lua_time_format.h"

#include <lauxlib.h>
#include <stdio.h>

#include "time/civil.h"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

/* Room for the longest conversion. */
typedef struct part {
    char text[32];
} part;

static bool number(part *out, int width, int value)
{
    snprintf(out->text, sizeof out->text, "%0*d", width, value);
    return true;
}

static bool word(part *out, int most, const char *text)
{
    snprintf(out->text, sizeof out->text, "%.*s", most, text);
    return true;
}

static bool triple(part *out, char between, int a, int b, int c)
{
    snprintf(out->text, sizeof out->text, "%02d%c%02d%c%02d", a, between, b, between, c);
    return true;
}

/* Write one conversion; false when it is not known. */
static bool convert(char conversion, int64_t local_ns, const peri_civil *t, part *out)
{
    enum {
        SHORT = 3,
        WHOLE = 31
    };
    peri_date date = peri_time_date(local_ns);
    switch (conversion) {
    case 'Y':
        return number(out, 4, t->year);
    case 'y':
        return number(out, 2, t->year % 100);
    case 'm':
        return number(out, 2, t->month);
    case 'd':
        return number(out, 2, t->day);
    case 'H':
        return number(out, 2, t->hour);
    case 'I':
        return number(out, 2, (t->hour + 11) % 12 + 1);
    case 'M':
        return number(out, 2, t->minute);
    case 'S':
        return number(out, 2, t->second);
    case 'f':
        return number(out, 9, t->nanosecond);
    case 'j':
        return number(out, 3, date - peri_date_make(t->year, 1, 1) + 1);
    case 'p':
        return word(out, WHOLE, t->hour < 12 ? "AM" : "PM");
    case 'a':
        return word(out, SHORT, peri_weekday_name(peri_date_weekday(date)));
    case 'A':
        return word(out, WHOLE, peri_weekday_name(peri_date_weekday(date)));
    case 'b':
        return word(out, SHORT, months[t->month - 1]);
    case 'B':
        return word(out, WHOLE, months[t->month - 1]);
    case 'F':
        return triple(out, '-', t->year, t->month, t->day);
    case 'T':
        return triple(out, ':', t->hour, t->minute, t->second);
    case '%':
        return word(out, WHOLE, "%");
    default:
        return false;
    }
}

void peri_lua_push_formatted(lua_State *L, int64_t local_ns, const char *format, size_t len)
{
    peri_civil civil;
    luaL_Buffer text;
    peri_time_split(local_ns, &civil);
    luaL_buffinit(L, &text);
    for (size_t i = 0; i < len; i++) {
        if (format[i] != '%') {
            luaL_addchar(&text, format[i]);
            continue;
        }
        part done = {{0}};
        char conversion[2] = {0};
        if (++i < len)
            conversion[0] = format[i];
        if (!convert(conversion[0], local_ns, &civil, &done))
            luaL_error(L,
                       "DateTime:ToString: '%%%s' in format '%s' is not known, expected one of "
                       "Y m d H M S y j I p a A b B F T f %%",
                       conversion, format);
        luaL_addstring(&text, done.text);
    }
    luaL_pushresult(&text);
}
