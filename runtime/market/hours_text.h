/* hours_text.h - dates and times as LEAN's market-hours database writes them. Layer 2. */
#ifndef PERI_HOURS_TEXT_H
#define PERI_HOURS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "time/civil.h"

#define PERI_HOURS_TIME_FORM "a time HH:MM:SS, at most 1.00:00:00"
#define PERI_HOURS_DATE_FORM "a date M/D/YYYY of the years 1700 to 2250"

/* Read `9:30:00`, or with days `1.00:00:00` (or `1:00:00:00`), the end of a day: 0..PERI_DAY ns.
   Text need not be terminated. Returns false, out untouched, for all else. */
bool peri_hours_time_read(const char *text, size_t len, int64_t *out);

/* Read `1/31/1998`. The same. */
bool peri_hours_date_read(const char *text, size_t len, peri_date *out);

/* `09:30`, `23:59:59`, `24:00` for a time of 0..PERI_DAY ns; returns out. */
enum {
    PERI_HOURS_TIME_TEXT = 16
};
const char *peri_hours_time_text(int64_t time_of_day, char out[PERI_HOURS_TIME_TEXT]);

#endif
