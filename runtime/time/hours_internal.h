/* hours_internal.h - what hours are made of; shared by time/hours*.c only. Layer 1. */
#ifndef PERI_HOURS_INTERNAL_H
#define PERI_HOURS_INTERNAL_H

#include "time/hours.h"

enum {
    PERI_HOURS_DAYS = 8 /* a power of 2 */
};

/* The sessions of a date as instants. */
typedef struct peri_hours_day {
    bool made;
    peri_date date;
    size_t n;
    peri_session sessions[PERI_DAY_SESSIONS + 1];
} peri_hours_day;

/* What was asked for last; the rest of the hours never changes. */
typedef struct peri_hours_cache {
    peri_zone_cursor cursor;
    size_t next_special;      /* the first special day on or after the date looked up last */
    peri_hours_span spans[2]; /* regular, extended; empty at first */
    peri_hours_day days[2][PERI_HOURS_DAYS]; /* the same; each at its date's place */
} peri_hours_cache;

struct peri_hours {
    char *name;
    const peri_zone *zone;
    bool always;
    peri_date first, last; /* of the years in which there are sessions */
    peri_week *weeks;      /* shape [week_count], from ascending */
    size_t week_count;
    peri_special_day *specials; /* shape [special_count], date ascending, each date once */
    size_t special_count;
    peri_hours_cache *cache;
};

/* Sort days and join those of one date. Returns false when memory is short; out is owned by the
   caller (peri_free), NULL for an empty list. */
bool peri_special_days_join(const peri_special_day *days, size_t n, peri_special_day **out,
                            size_t *out_n);

/* The index of the first day on or after a date, n when there is none. */
size_t peri_special_days_find(const peri_special_day *days, size_t n, peri_date date);

/* The sessions of a weekday as a special day (NULL: none) leaves them; returns how many. */
size_t peri_special_day_sessions(const peri_week_day *day, const peri_special_day *special,
                                 peri_session_time out[PERI_DAY_SESSIONS + 1]);

/* PERI_OK, or PERI_EINVAL with a text that names hours, weekday and session. */
int peri_hours_plan_check(const peri_hours_plan *plan, peri_error *err);

#endif
