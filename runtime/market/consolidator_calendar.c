/* consolidator_calendar.c - bars of weeks, months, quarters and years. Layer 2. */
#include "market/consolidator_class.h"

struct calendar {
    peri_calendar_period period;
};

static int months_of(peri_calendar_period period)
{
    return period == PERI_CALENDAR_YEAR ? 12 : period == PERI_CALENDAR_QUARTER ? 3 : 1;
}

/* First day of the period a date lies in, and of the next one. */
static void find_period(peri_calendar_period period, peri_date date, peri_date *first,
                        peri_date *next)
{
    int year, month, day;
    if (period == PERI_CALENDAR_WEEK) {
        *first = date - (peri_date_weekday(date) + 6) % 7;
        *next = *first + 7;
        return;
    }
    int months = months_of(period);
    peri_date_split(date, &year, &month, &day);
    month -= (month - 1) % months;
    *first = peri_date_make(year, month, 1);
    month += months;
    *next = peri_date_make(month > 12 ? year + 1 : year, month > 12 ? month - 12 : month, 1);
}

static bool place(peri_consolidator *consolidator, const peri_bar *bar, int64_t *start_ns,
                  int64_t *end_ns)
{
    const struct calendar *calendar = (const struct calendar *)consolidator->state;
    peri_zone_cursor *zone = &consolidator->zone;
    peri_date first, next;
    find_period(calendar->period, peri_time_date(peri_zone_cursor_to_local(zone, bar->start_ns)),
                &first, &next);
    *start_ns = peri_zone_cursor_to_utc(zone, peri_time_at(first, 0));
    *end_ns = peri_zone_cursor_to_utc(zone, peri_time_at(next, 0));
    return true;
}

static int update(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    return peri_consolidator_update_by_time(consolidator, bar, place, err);
}

static const peri_consolidator_class calendar_class = {
    .name = "calendar", .state_size = sizeof(struct calendar), .update = update, .by_time = true};

int peri_consolidator_new_calendar(peri_calendar_period period, peri_consolidator **out,
                                   peri_error *err)
{
    void *state;
    int rc = peri_consolidator_make(&calendar_class, out, &state, err);
    if (rc != PERI_OK)
        return rc;
    ((struct calendar *)state)->period = period;
    (*out)->longest_ns = PERI_DAY;
    return PERI_OK;
}
