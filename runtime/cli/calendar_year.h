/* calendar_year.h - what a market's year holds, found by asking its hours day by day. Layer 8. */
#ifndef PERI_CALENDAR_YEAR_H
#define PERI_CALENDAR_YEAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "time/hours.h"

typedef struct peri_year_sessions {
    size_t n;
    peri_session_time items[PERI_DAY_SESSIONS + 1];
} peri_year_sessions;

bool peri_year_sessions_equal(const peri_year_sessions *a, const peri_year_sessions *b);

/* The sessions of plain weekdays from a date of the year on. */
typedef struct peri_year_week {
    peri_date from;
    peri_year_sessions days[7]; /* [PERI_SUNDAY..PERI_SATURDAY] */
    bool is_known[7];           /* a plain date of that weekday was seen */
} peri_year_week;

/* A date whose sessions are not its weekday's. */
typedef struct peri_year_day {
    peri_date date;
    bool is_closed;      /* then the times do not matter */
    int64_t early_close; /* ns of the local day; PERI_NEVER: none */
    int64_t late_open;   /* the same */
    const char *name;    /* borrowed from the hours, may be NULL */
} peri_year_day;

/* A step of the local clock. */
typedef struct peri_year_clock {
    int64_t local_ns;      /* what the clock showed before it */
    int64_t before, after; /* ns east of UTC */
} peri_year_clock;

enum {
    PERI_YEAR_DAYS = 366,
    PERI_YEAR_CLOCKS = 8 /* more than any zone has had in one year */
};

typedef struct peri_calendar_year {
    int year;
    peri_year_week *weeks; /* owned, shape [week_count >= 1], from ascending */
    size_t week_count, week_cap;
    peri_year_day days[PERI_YEAR_DAYS];
    size_t day_count;
    peri_year_clock clocks[PERI_YEAR_CLOCKS];
    size_t clock_count;
    int trading_days, holidays, early_closes, late_opens;
} peri_calendar_year;

/* Fill from hours, for a year of 1701 to 2249 (peri_calendar_year_deinit). Returns PERI_OK or
   PERI_ENOMEM, and then there is nothing to give back. */
int peri_calendar_year_read(const peri_hours *hours, int year, peri_calendar_year *out,
                            peri_error *err);
void peri_calendar_year_deinit(peri_calendar_year *year);

/* First and last year, within 1900 to 2100, that hold a special day; 1900 and 2100 when none. */
void peri_calendar_year_range(const peri_hours *hours, int *first, int *last);

#endif
