/* timetable.c - walks the dates of an event and, on each, its times. Layer 3. */
#include "schedule/timetable.h"

#include "schedule/time_rule_kinds.h"

void peri_timetable_init(peri_timetable *table, const peri_date_rule *dates,
                         const peri_time_rule *times)
{
    *table = (peri_timetable){.dates = peri_date_rule_retain(dates),
                              .times = peri_time_rule_retain(times),
                              .date = PERI_NO_DATE};
}

/* Back to the rules as given. */
static void rewind_walk(peri_timetable *table)
{
    peri_date_rule_free(table->begun_dates);
    peri_time_rule_free(table->begun_times);
    table->begun_dates = NULL;
    table->begun_times = NULL;
    table->date = PERI_NO_DATE;
}

void peri_timetable_deinit(peri_timetable *table)
{
    rewind_walk(table);
    peri_date_rule_free((peri_date_rule *)table->dates);
    peri_time_rule_free((peri_time_rule *)table->times);
    *table = (peri_timetable){.date = PERI_NO_DATE};
}

/*
 * The first date whose times may not be over: a day back from UTC's no zone's date is missed, and
 * one more for each day by which times may lie beyond the end of their date.
 */
static peri_date first_date(const peri_time_rule *times, int64_t now_utc)
{
    const peri_date earliest = peri_date_make(1700, 1, 1);
    const peri_time_bounds *bounds = &times->bounds;
    int64_t beyond = bounds->dated && bounds->last > PERI_DAY ? (bounds->last - 1) / PERI_DAY : 0;
    int64_t date = peri_time_date(now_utc) - 1 - beyond;
    return date < earliest ? earliest : (peri_date)date;
}

/* False when all times of a date lie at or after an instant, whatever the zone. */
static bool may_come_before(const peri_time_rule *times, peri_date date, int64_t utc)
{
    return peri_saturated_sum(peri_time_at(date, 0) - PERI_DAY, times->bounds.first) < utc;
}

/*
 * Finds the first time > after_utc. The first date that has one gives it, unless later dates may
 * have earlier times (an hour after one market's close, an hour before another's next open): then
 * dates are looked at as long as they can come before the best so far.
 */
static int walk_on(peri_timetable *table, int64_t after_utc, int64_t *out, peri_error *err)
{
    const peri_time_rule *times = table->begun_times;
    const bool first_wins = !times->bounds.dated || times->bounds.orderly;
    int64_t best = PERI_NEVER;
    peri_date date = table->date;
    while (date != PERI_NO_DATE && (best == PERI_NEVER || may_come_before(times, date, best))) {
        int64_t due;
        peri_date later;
        int rc = peri_time_rule_next(times, date, after_utc, &due, err);
        if (rc != PERI_OK)
            return rc;
        if (due < best)
            best = due;
        if (best != PERI_NEVER && first_wins)
            break;
        rc = peri_date_rule_next(table->begun_dates, date + 1, &later, err);
        if (rc != PERI_OK)
            return rc;
        if (due == PERI_NEVER && date == table->date)
            table->date = later; /* that date is over */
        date = later;
    }
    *out = best;
    return PERI_OK;
}

/* As walk_on; a list is asked once, whatever the dates. */
static int find_next(peri_timetable *table, int64_t after_utc, int64_t *out, peri_error *err)
{
    if (peri_time_rule_is_list(table->begun_times))
        return peri_time_rule_next(table->begun_times, 0, after_utc, out, err);
    return walk_on(table, after_utc, out, err);
}

/* Calls the functions of the rules; the dates of a list do not matter, nor does their function. */
static int begin_rules(peri_timetable *table, peri_date from, peri_error *err)
{
    if (peri_time_rule_is_list(table->times)) {
        table->begun_dates = peri_date_rule_retain(table->dates);
        table->begun_times = peri_time_rule_retain(table->times);
        return PERI_OK;
    }
    int rc = peri_date_rule_begin(table->dates, from, &table->begun_dates, err);
    if (rc == PERI_OK)
        rc = peri_time_rule_begin(table->times, table->begun_dates, from, &table->begun_times, err);
    if (rc == PERI_OK && !peri_time_rule_is_list(table->begun_times))
        rc = peri_date_rule_next(table->begun_dates, from, &table->date, err);
    return rc;
}

int peri_timetable_begin(peri_timetable *table, int64_t now_utc, int64_t *out, peri_error *err)
{
    int64_t due = PERI_NEVER;
    rewind_walk(table);
    int rc = begin_rules(table, first_date(table->times, now_utc), err);
    if (rc == PERI_OK && peri_time_rule_is_now(table->times))
        due = table->date != PERI_NO_DATE ? now_utc : PERI_NEVER;
    else if (rc == PERI_OK)
        rc = find_next(table, peri_saturated_sum(now_utc, -1), &due, err);
    if (rc != PERI_OK)
        rewind_walk(table);
    *out = rc == PERI_OK ? due : PERI_NEVER;
    return rc;
}

int peri_timetable_next(peri_timetable *table, int64_t after_utc, int64_t *out, peri_error *err)
{
    *out = PERI_NEVER;
    if (peri_time_rule_is_now(table->times)) /* one instant, however many dates */
        return PERI_OK;
    return find_next(table, after_utc, out, err);
}
