/* calendar_year.c - the weeks, special days and clock changes of one year. Layer 8. */
#include "cli/calendar_year.h"

#include "base/mem.h"

#include <string.h>

enum {
    FIRST_YEAR = 1900, /* zones have no table outside these */
    LAST_YEAR = 2100,
    DAYS_BEHIND = 28 /* days after the year that may show a weekday not seen in it */
};

bool peri_year_sessions_equal(const peri_year_sessions *a, const peri_year_sessions *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        const peri_session_time *s = &a->items[i], *t = &b->items[i];
        if (s->kind != t->kind || s->open != t->open || s->close != t->close)
            return false;
    }
    return true;
}

static peri_year_sessions sessions_of(const peri_hours *hours, peri_date date)
{
    peri_year_sessions sessions = {.n = 0};
    sessions.n = peri_hours_sessions(hours, date, sessions.items);
    return sessions;
}

static int add_week(peri_calendar_year *year, peri_date from, peri_error *err)
{
    void *weeks = year->weeks;
    if (peri_grow(&weeks, &year->week_cap, year->week_count + 1, sizeof *year->weeks) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for the weeks of %d", year->year);
    year->weeks = weeks;
    year->weeks[year->week_count++] = (peri_year_week){.from = from};
    return PERI_OK;
}

/* Hours do not tell their weekly plan, so it is learned from plain dates: one that contradicts
   the dates before it begins a new week. */
static int learn_weeks(const peri_hours *hours, peri_date first, peri_date last,
                       peri_calendar_year *year, peri_error *err)
{
    int rc = add_week(year, first, err);
    for (peri_date date = first; rc == PERI_OK && date <= last + DAYS_BEHIND; date++) {
        peri_year_week *week = &year->weeks[year->week_count - 1];
        int weekday = peri_date_weekday(date);
        bool is_known = week->is_known[weekday];
        if (peri_hours_special(hours, date) || (is_known && date > last))
            continue;
        peri_year_sessions sessions = sessions_of(hours, date);
        if (is_known && !peri_year_sessions_equal(&sessions, &week->days[weekday])) {
            rc = add_week(year, date, err);
            week = &year->weeks[year->week_count - 1];
        }
        week->days[weekday] = sessions;
        week->is_known[weekday] = true;
    }
    return rc;
}

static const peri_year_week *week_on(const peri_calendar_year *year, peri_date date)
{
    size_t i = year->week_count - 1;
    while (i > 0 && year->weeks[i].from > date)
        i--;
    return &year->weeks[i];
}

static void take_special(const peri_hours *hours, const peri_special_day *special,
                         peri_calendar_year *year)
{
    peri_date date = special->date;
    const peri_year_week *week = week_on(year, date);
    peri_year_sessions sessions = sessions_of(hours, date);
    if (peri_year_sessions_equal(&sessions, &week->days[peri_date_weekday(date)]))
        return; /* a holiday at the weekend, an early close after the close */
    peri_year_day *day = &year->days[year->day_count++];
    *day = (peri_year_day){date, sessions.n == 0, special->early_close, special->late_open,
                           special->name};
    if (day->is_closed) {
        year->holidays++;
        return;
    }
    year->early_closes += day->early_close != PERI_NEVER;
    year->late_opens += day->late_open != PERI_NEVER;
}

static void find_clocks(const peri_zone *zone, peri_date first, peri_date last,
                        peri_calendar_year *year)
{
    int64_t end = peri_zone_to_utc(zone, peri_time_at(last + 1, 0));
    peri_zone_span span = peri_zone_span_at(zone, peri_zone_to_utc(zone, peri_time_at(first, 0)));
    while (span.until_utc < end && year->clock_count < PERI_YEAR_CLOCKS) {
        peri_zone_span next = peri_zone_span_at(zone, span.until_utc);
        year->clocks[year->clock_count++] =
            (peri_year_clock){span.until_utc + span.offset, span.offset, next.offset};
        span = next;
    }
}

int peri_calendar_year_read(const peri_hours *hours, int year, peri_calendar_year *out,
                            peri_error *err)
{
    peri_date first = peri_date_make(year, 1, 1), last = peri_date_make(year, 12, 31);
    memset(out, 0, sizeof *out);
    out->year = year;
    int rc = learn_weeks(hours, first, last, out, err);
    if (rc != PERI_OK) {
        peri_calendar_year_deinit(out);
        return rc;
    }
    for (peri_date date = first; date <= last; date++) {
        const peri_special_day *special = peri_hours_special(hours, date);
        if (special)
            take_special(hours, special, out);
        out->trading_days += peri_hours_is_trading_day(hours, date);
    }
    find_clocks(peri_hours_zone(hours), first, last, out);
    return PERI_OK;
}

void peri_calendar_year_deinit(peri_calendar_year *year)
{
    peri_free(year->weeks);
    year->weeks = NULL;
    year->week_count = year->week_cap = 0;
}

void peri_calendar_year_range(const peri_hours *hours, int *first, int *last)
{
    peri_date from = peri_date_make(FIRST_YEAR, 1, 1), until = peri_date_make(LAST_YEAR, 12, 31);
    int month, day;
    while (from < until && !peri_hours_special(hours, from))
        from++;
    while (from < until && !peri_hours_special(hours, until))
        until--;
    peri_date_split(from, first, &month, &day);
    peri_date_split(until, last, &month, &day);
    if (from == until && !peri_hours_special(hours, from))
        *first = FIRST_YEAR;
}
