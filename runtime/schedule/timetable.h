/* timetable.h - the times of an event: dates joined with times of day, walked lazily. Layer 3. */
#ifndef PERI_TIMETABLE_H
#define PERI_TIMETABLE_H

#include "base/error.h"
#include "schedule/date_rules.h"
#include "schedule/time_rules.h"

/* Times rise strictly: two dates that give the same instant fire once, and so does a Now rule. */
typedef struct peri_timetable {
    const peri_date_rule *dates; /* as given: held */
    const peri_time_rule *times;
    peri_date_rule *begun_dates; /* as walked: held; NULL before the begin */
    peri_time_rule *begun_times;
    peri_date date; /* whose times are being walked */
} peri_timetable;

/* Join two rules (held once more each). */
void peri_timetable_init(peri_timetable *table, const peri_date_rule *dates,
                         const peri_time_rule *times);
void peri_timetable_deinit(peri_timetable *table);

/*
 * Begin: find the first time >= now_utc; that of a Now rule is now_utc itself, whenever it was
 * made. Dates are walked from the day before now's UTC date, so that no zone's date is missed
 * (earlier where times lie more than a day behind their dates), to 2050-12-31.
 *
 * out  receives the time, PERI_NEVER when there is none
 * Returns PERI_OK, what a rule's function failed with, or PERI_ENOMEM. May be called again.
 */
int peri_timetable_begin(peri_timetable *table, int64_t now_utc, int64_t *out, peri_error *err);

/* The next time > after_utc, the time given last. As begin otherwise; on failure *out is
   PERI_NEVER. */
int peri_timetable_next(peri_timetable *table, int64_t after_utc, int64_t *out, peri_error *err);

#endif
