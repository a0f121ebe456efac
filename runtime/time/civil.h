/* civil.h - calendar dates, clock times and their text. No zones here. Layer 1. */
#ifndef PERI_CIVIL_H
#define PERI_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/names.h"

#define PERI_SECOND INT64_C(1000000000) /* nanoseconds */
#define PERI_MINUTE (60 * PERI_SECOND)
#define PERI_HOUR (60 * PERI_MINUTE)
#define PERI_DAY (24 * PERI_HOUR)
#define PERI_NEVER INT64_MAX /* a time after all others */

/* Days since 1970-01-01 of the proleptic Gregorian calendar; times are int64 ns since then.
   A "local" time counts the same way as if the local clock showed UTC. Years 1700 to 2250. */
typedef int32_t peri_date;

enum {
    PERI_SUNDAY = 0,
    PERI_MONDAY,
    PERI_TUESDAY,
    PERI_WEDNESDAY,
    PERI_THURSDAY,
    PERI_FRIDAY,
    PERI_SATURDAY
};

typedef struct peri_civil {
    int year, month, day;     /* month 1..12, day 1..31 */
    int hour, minute, second; /* 0..23, 0..59, 0..59 */
    int nanosecond;           /* 0..999999999 */
} peri_civil;

bool peri_date_valid(int year, int month, int day);
peri_date peri_date_make(int year, int month, int day); /* must be valid */
void peri_date_split(peri_date date, int *year, int *month, int *day);
int peri_date_weekday(peri_date date);       /* PERI_SUNDAY..PERI_SATURDAY */
extern const peri_name peri_weekday_names[]; /* "Sunday" ..., ended by NULL */
const char *peri_weekday_name(int weekday);  /* "Sunday"; static */
int peri_month_days(int year, int month);    /* 28..31 */

peri_date peri_time_date(int64_t local_ns); /* floor to the day, also before 1970 */
int64_t peri_time_of_day(int64_t local_ns); /* 0 .. PERI_DAY - 1 */
int64_t peri_time_at(peri_date date, int64_t time_of_day_ns);
void peri_time_split(int64_t local_ns, peri_civil *out);

/* What a piece of text said about a time. */
typedef struct peri_time_text {
    int64_t time_ns; /* local time as written; UTC when is_utc */
    bool is_utc;     /* an offset, a Z or an epoch number was given, and has been applied */
    bool is_date;    /* no clock time was given */
} peri_time_text;

/*
 * Read a time: `YYYY-MM-DD`, `YYYYMMDD`, either with ` HH:MM[:SS[.fraction]]` (or T between), an
 * optional `Z`, `+HH:MM`, `-HH:MM`; or an epoch number: 9 or more digits, with an optional minus
 * sign: below 10^11 in seconds (a fraction is allowed), below 10^14 milliseconds, below 10^17
 * microseconds, else nanoseconds. Exactly 8 digits are a date.
 *
 * text  need not be terminated (borrowed)
 * Returns NULL and fills out, or (out untouched) a short static text of what was expected instead,
 * such as "a month from 01 to 12". Nothing is skipped or guessed: no blanks around, no 24:00.
 */
const char *peri_time_parse(const char *text, size_t len, peri_time_text *out);

/* `2013-10-07 16:00:00`, with `.fraction` (3, 6 or 9 digits) only where there is one. Returns the
   length; out needs PERI_TIME_TEXT bytes. */
enum {
    PERI_TIME_TEXT = 40
};
size_t peri_time_format(int64_t local_ns, char *out);
size_t peri_date_format(peri_date date, char *out); /* `2013-10-07` */

#endif
