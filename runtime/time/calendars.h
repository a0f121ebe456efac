/* calendars.h - the exchanges' hours and holidays that are built in. Layer 1. */
#ifndef PERI_CALENDARS_H
#define PERI_CALENDARS_H

#include <stddef.h>

#include "base/error.h"
#include "time/hours.h"

/* A built-in calendar; all text static. */
typedef struct peri_calendar {
    const char *name;          /* "nyse": what peri_calendar_make takes, in lower case */
    const char *aliases;       /* "nasdaq usa", separated by blanks; "" when there are none */
    const char *title;         /* "US equities (NYSE, Nasdaq)" */
    int first_year, last_year; /* for which holidays are known */
} peri_calendar;

/* All of them, in the order of a user's list: index 0, 1, ...; NULL behind the last. */
const peri_calendar *peri_calendar_at(size_t index);

/* The one that goes by a name or alias, in any case; NULL when there is none. */
const peri_calendar *peri_calendar_find(const char *name);

/*
 * Make the hours of a calendar. Its holidays follow the exchange's rules (nth weekdays, observed
 * shifts, Easter, lunar dates, one-off closings) and their years.
 *
 * name  a calendar's name or alias, in any case
 * out   owned by the caller (peri_hours_close)
 * Returns PERI_OK, PERI_ENOTFOUND (text lists the names, a similar one first) or PERI_ENOMEM.
 */
int peri_calendar_make(peri_zones *zones, const char *name, peri_hours **out, peri_error *err);

#endif
