/* time_text.c - reads and writes the text of dates and times (time/civil.h). Layer 1. */
#include "time/civil.h"

/* What the caller is told to have expected. */
static const char ANY_FORM[] =
    "a date such as 2013-10-07, a time such as 2013-10-07 16:00:00, or an epoch number";
static const char YEAR_RANGE[] = "a year from 1700 to 2250";
static const char MONTH_RANGE[] = "a month from 01 to 12";
static const char DAY_RANGE[] = "a day that the month has";
static const char CLOCK_FORM[] = "a clock time HH:MM or HH:MM:SS after the date";
static const char HOUR_RANGE[] = "an hour from 00 to 23";
static const char MINUTE_RANGE[] = "a minute from 00 to 59";
static const char SECOND_RANGE[] = "a second from 00 to 59";
static const char FRACTION_FORM[] = "a fraction of 1 to 9 digits";
static const char ZONE_FORM[] = "nothing, Z, +HH:MM or -HH:MM (below 24:00) after the clock time";
static const char EPOCH_FORM[] =
    "an epoch number of 9 to 19 digits, with a fraction only if it counts seconds";
static const char EPOCH_RANGE[] = "an epoch number between the years 1700 and 2250";

typedef struct scanner {
    const char *at, *end;
} scanner;

static unsigned digit(char c)
{
    return (unsigned)(unsigned char)c - '0'; /* above 9 for anything else */
}

/* Two digits; sets *bad unless both are digits. */
static unsigned pair(const char *p, unsigned *bad)
{
    unsigned tens = digit(p[0]), ones = digit(p[1]);
    *bad |= (unsigned)(tens > 9) | (unsigned)(ones > 9);
    return tens * 10 + ones;
}

/*
 * The form nearly every data file has, `YYYY-MM-DD[( |T)HH:MM[:SS]]`, with one test at the end of
 * all that can be wrong. Returns false for other forms and for errors: read_slow tells them apart.
 */
static bool read_fast(const char *p, size_t len, peri_time_text *out)
{
    unsigned bad = 0;
    if (len != 10 && len != 16 && len != 19)
        return false;
    unsigned year = pair(p, &bad) * 100 + pair(p + 2, &bad);
    unsigned month = pair(p + 5, &bad), day = pair(p + 8, &bad);
    unsigned hour = 0, minute = 0, second = 0;
    bad |= (unsigned)(p[4] != '-') | (unsigned)(p[7] != '-');
    if (len >= 16) {
        hour = pair(p + 11, &bad);
        minute = pair(p + 14, &bad);
        bad |= (unsigned)(p[10] != ' ' && p[10] != 'T') | (unsigned)(p[13] != ':');
    }
    if (len == 19) {
        second = pair(p + 17, &bad);
        bad |= (unsigned)(p[16] != ':');
    }
    bad |= (unsigned)(hour > 23) | (unsigned)(minute > 59) | (unsigned)(second > 59);
    if (bad || !peri_date_valid((int)year, (int)month, (int)day))
        return false;
    int64_t seconds = (int64_t)hour * 3600 + (int64_t)minute * 60 + second;
    out->time_ns =
        peri_time_at(peri_date_make((int)year, (int)month, (int)day), seconds * PERI_SECOND);
    out->is_utc = false;
    out->is_date = len == 10;
    return true;
}

static bool take(scanner *s, char c)
{
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

/* Exactly n digits; leaves the scanner where it was when there are fewer. */
static bool take_digits(scanner *s, int n, int *out)
{
    int value = 0;
    if (s->end - s->at < n)
        return false;
    for (int i = 0; i < n; i++) {
        if (digit(s->at[i]) > 9)
            return false;
        value = value * 10 + (int)digit(s->at[i]);
    }
    s->at += n;
    *out = value;
    return true;
}

/* The digits after a point, as nanoseconds. */
static bool take_fraction(scanner *s, int64_t *out)
{
    int64_t value = 0;
    int n = 0;
    for (; s->at < s->end && digit(*s->at) <= 9; s->at++, n++)
        if (n < 9)
            value = value * 10 + digit(*s->at);
    if (n == 0 || n > 9)
        return false;
    for (int i = n; i < 9; i++)
        value *= 10;
    *out = value;
    return true;
}

static const char *take_date(scanner *s, peri_date *out)
{
    int year, month, day;
    if (!take_digits(s, 4, &year))
        return ANY_FORM;
    bool dashes = take(s, '-');
    if (!take_digits(s, 2, &month) || take(s, '-') != dashes || !take_digits(s, 2, &day))
        return ANY_FORM;
    if (month < 1 || month > 12)
        return MONTH_RANGE;
    if (!peri_date_valid(year, 1, 1))
        return YEAR_RANGE;
    if (!peri_date_valid(year, month, day))
        return DAY_RANGE;
    *out = peri_date_make(year, month, day);
    return NULL;
}

static const char *take_clock(scanner *s, int64_t *out)
{
    int hour, minute, second = 0;
    int64_t fraction = 0;
    if (!take_digits(s, 2, &hour) || !take(s, ':') || !take_digits(s, 2, &minute))
        return CLOCK_FORM;
    if (take(s, ':')) {
        if (!take_digits(s, 2, &second))
            return CLOCK_FORM;
        if (take(s, '.') && !take_fraction(s, &fraction))
            return FRACTION_FORM;
    }
    if (hour > 23)
        return HOUR_RANGE;
    if (minute > 59)
        return MINUTE_RANGE;
    if (second > 59)
        return SECOND_RANGE;
    *out = (hour * 3600 + minute * 60 + second) * PERI_SECOND + fraction;
    return NULL;
}

/* What may stand after the clock time; *offset is ns east of UTC. */
static const char *take_zone(scanner *s, bool *is_utc, int64_t *offset)
{
    int hour, minute;
    *is_utc = false;
    *offset = 0;
    if (s->at == s->end)
        return NULL;
    *is_utc = true;
    if (take(s, 'Z'))
        return s->at == s->end ? NULL : ZONE_FORM;
    bool west = take(s, '-');
    if (!west && !take(s, '+'))
        return ZONE_FORM;
    if (!take_digits(s, 2, &hour) || !take(s, ':') || !take_digits(s, 2, &minute) || hour > 23 ||
        minute > 59 || s->at != s->end)
        return ZONE_FORM;
    *offset = (hour * 60 + minute) * (west ? -PERI_MINUTE : PERI_MINUTE);
    return NULL;
}

static const char *read_calendar(scanner s, peri_time_text *out)
{
    peri_date date;
    int64_t clock = 0, offset = 0;
    bool is_utc = false;
    const char *wanted = take_date(&s, &date);
    bool is_date = s.at == s.end;
    if (!wanted && !is_date) {
        wanted = take(&s, ' ') || take(&s, 'T') ? take_clock(&s, &clock) : CLOCK_FORM;
        if (!wanted)
            wanted = take_zone(&s, &is_utc, &offset);
    }
    if (wanted)
        return wanted;
    *out = (peri_time_text){peri_time_at(date, clock) - offset, is_utc, is_date};
    return NULL;
}

/* Nanoseconds of one unit of an epoch number, by its size. */
static int64_t epoch_unit(uint64_t value)
{
    if (value < UINT64_C(100000000000))
        return PERI_SECOND;
    if (value < UINT64_C(100000000000000))
        return PERI_SECOND / 1000;
    return value < UINT64_C(100000000000000000) ? PERI_SECOND / 1000000 : 1;
}

static const char *read_epoch(scanner s, peri_time_text *out)
{
    const int64_t first = peri_time_at(peri_date_make(1700, 1, 1), 0);
    const int64_t last = peri_time_at(peri_date_make(2250, 12, 31), PERI_DAY - 1);
    uint64_t value = 0;
    int64_t fraction = 0;
    bool negative = take(&s, '-');
    const char *start = s.at;
    for (; s.at < s.end && digit(*s.at) <= 9; s.at++) {
        if (s.at - start == 19)
            return EPOCH_FORM;
        value = value * 10 + digit(*s.at);
    }
    int64_t unit = epoch_unit(value);
    if (s.at - start < 9)
        return EPOCH_FORM;
    if (take(&s, '.') && (unit != PERI_SECOND || !take_fraction(&s, &fraction)))
        return EPOCH_FORM;
    if (s.at != s.end)
        return EPOCH_FORM;
    if (value > (uint64_t)(INT64_MAX / unit - 1)) /* a fraction is below one unit */
        return EPOCH_RANGE;
    int64_t time = (int64_t)value * unit + fraction;
    time = negative ? -time : time;
    if (time < first || time > last)
        return EPOCH_RANGE;
    *out = (peri_time_text){time, true, false};
    return NULL;
}

/* A minus sign first, or nine digits in a row: nothing else looks like that. */
static bool looks_like_epoch(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && n < 9 && digit(text[n]) <= 9)
        n++;
    return n == 9 || (len > 1 && text[0] == '-' && digit(text[1]) <= 9);
}

const char *peri_time_parse(const char *text, size_t len, peri_time_text *out)
{
    if (read_fast(text, len, out))
        return NULL;
    scanner s = {text, text + len};
    return looks_like_epoch(text, len) ? read_epoch(s, out) : read_calendar(s, out);
}

/* value as n decimal digits, leading zeros kept. */
static char *put_digits(char *out, int value, int n)
{
    for (int i = n - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + n;
}

static char *put_fraction(char *out, int nanosecond)
{
    *out++ = '.';
    if (nanosecond % 1000000 == 0)
        return put_digits(out, nanosecond / 1000000, 3);
    if (nanosecond % 1000 == 0)
        return put_digits(out, nanosecond / 1000, 6);
    return put_digits(out, nanosecond, 9);
}

size_t peri_date_format(peri_date date, char *out)
{
    int year, month, day;
    peri_date_split(date, &year, &month, &day);
    char *p = put_digits(out, year, 4);
    *p++ = '-';
    p = put_digits(p, month, 2);
    *p++ = '-';
    p = put_digits(p, day, 2);
    *p = '\0';
    return (size_t)(p - out);
}

size_t peri_time_format(int64_t local_ns, char *out)
{
    peri_civil civil;
    peri_time_split(local_ns, &civil);
    char *p = out + peri_date_format(peri_time_date(local_ns), out);
    *p++ = ' ';
    p = put_digits(p, civil.hour, 2);
    *p++ = ':';
    p = put_digits(p, civil.minute, 2);
    *p++ = ':';
    p = put_digits(p, civil.second, 2);
    if (civil.nanosecond != 0)
        p = put_fraction(p, civil.nanosecond);
    *p = '\0';
    return (size_t)(p - out);
}
