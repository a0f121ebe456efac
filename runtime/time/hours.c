/* hours.c - the days of a market: its weeks, its special days and what they leave. Layer 1. */
#include "time/hours.h"

#include <string.h>

#include "base/mem.h"
#include "time/hours_internal.h"

/* Regular from midnight to midnight, in one session or in several that touch. */
static bool is_round_the_clock(const peri_week_day *day)
{
    int64_t until = 0;
    for (size_t i = 0; i < day->n; i++) {
        if (day->sessions[i].kind != PERI_SESSION_REGULAR || day->sessions[i].open != until)
            return false;
        until = day->sessions[i].close;
    }
    return until == PERI_DAY;
}

static bool never_closes(const peri_hours_plan *plan)
{
    for (size_t i = 0; i < plan->week_count; i++)
        for (int weekday = PERI_SUNDAY; weekday <= PERI_SATURDAY; weekday++)
            if (!is_round_the_clock(&plan->weeks[i].days[weekday]))
                return false;
    return plan->day_count == 0;
}

/* Copy a sound plan into zeroed hours; false when memory is short. */
static bool fill(peri_hours *hours, const peri_hours_plan *plan)
{
    hours->zone = plan->zone;
    hours->always = never_closes(plan);
    hours->first = peri_date_make(1700, 1, 1);
    hours->last = peri_date_make(2250, 12, 31);
    hours->name = peri_strdup(plan->name);
    hours->weeks = peri_calloc(plan->week_count, sizeof *hours->weeks);
    hours->cache = peri_calloc(1, sizeof *hours->cache);
    if (!hours->name || !hours->weeks || !hours->cache)
        return false;
    memcpy(hours->weeks, plan->weeks, plan->week_count * sizeof *hours->weeks);
    hours->week_count = plan->week_count;
    peri_zone_cursor_init(&hours->cache->cursor, plan->zone);
    return peri_special_days_join(plan->days, plan->day_count, &hours->specials,
                                  &hours->special_count);
}

int peri_hours_make(const peri_hours_plan *plan, peri_hours **out, peri_error *err)
{
    int rc = peri_hours_plan_check(plan, err);
    if (rc != PERI_OK)
        return rc;
    peri_hours *hours = peri_calloc(1, sizeof *hours);
    if (!hours || !fill(hours, plan)) {
        peri_hours_close(hours);
        return peri_fail(err, PERI_ENOMEM, "hours of '%s': no memory", plan->name);
    }
    *out = hours;
    return PERI_OK;
}

int peri_hours_always(const peri_zone *zone, peri_hours **out, peri_error *err)
{
    peri_week week = {.from = 0};
    for (int weekday = PERI_SUNDAY; weekday <= PERI_SATURDAY; weekday++)
        week.days[weekday] = (peri_week_day){1, {{PERI_SESSION_REGULAR, 0, PERI_DAY}}};
    peri_hours_plan plan = {"always open", zone, &week, 1, NULL, 0};
    return peri_hours_make(&plan, out, err);
}

void peri_hours_close(peri_hours *hours)
{
    if (!hours)
        return;
    peri_free(hours->name);
    peri_free(hours->weeks);
    peri_free(hours->specials);
    peri_free(hours->cache);
    peri_free(hours);
}

const peri_zone *peri_hours_zone(const peri_hours *hours)
{
    return hours->zone;
}

const char *peri_hours_name(const peri_hours *hours)
{
    return hours->name;
}

bool peri_hours_is_always_open(const peri_hours *hours)
{
    return hours->always;
}

const peri_special_day *peri_hours_special(const peri_hours *hours, peri_date local_date)
{
    const peri_special_day *days = hours->specials;
    size_t n = hours->special_count, at = hours->cache->next_special;
    if ((at > 0 && days[at - 1].date >= local_date) || (at < n && days[at].date < local_date)) {
        at = peri_special_days_find(days, n, local_date);
        hours->cache->next_special = at;
    }
    return at < n && days[at].date == local_date ? &days[at] : NULL;
}

static const peri_week *week_of(const peri_hours *hours, peri_date date)
{
    size_t i = hours->week_count - 1;
    while (i > 0 && hours->weeks[i].from > date)
        i--;
    return &hours->weeks[i];
}

size_t peri_hours_sessions(const peri_hours *hours, peri_date local_date,
                           peri_session_time out[PERI_DAY_SESSIONS + 1])
{
    if (local_date < hours->first || local_date > hours->last)
        return 0;
    const peri_week_day *day = &week_of(hours, local_date)->days[peri_date_weekday(local_date)];
    return peri_special_day_sessions(day, peri_hours_special(hours, local_date), out);
}

bool peri_hours_week(const peri_hours *hours, peri_date local_date, int *first, int *last)
{
    const peri_week *week = week_of(hours, local_date);
    int from = PERI_SUNDAY, to = PERI_SATURDAY;
    while (from <= PERI_SATURDAY && week->days[from].n == 0)
        from++;
    if (from > PERI_SATURDAY)
        return false;
    while (week->days[to].n == 0)
        to--;
    *first = from;
    *last = to;
    return true;
}

bool peri_hours_is_date_open(const peri_hours *hours, peri_date local_date, bool extended)
{
    peri_session_time sessions[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, local_date, sessions);
    for (size_t i = 0; i < n; i++)
        if (extended || sessions[i].kind == PERI_SESSION_REGULAR)
            return true;
    return false;
}

bool peri_hours_is_trading_day(const peri_hours *hours, peri_date local_date)
{
    return peri_hours_is_date_open(hours, local_date, false);
}

peri_date peri_hours_next_trading_day(const peri_hours *hours, peri_date local_date)
{
    if (local_date > hours->last)
        return local_date;
    peri_date date = local_date < hours->first ? hours->first : local_date + 1;
    while (date <= hours->last && !peri_hours_is_trading_day(hours, date))
        date++;
    return date;
}

peri_date peri_hours_previous_trading_day(const peri_hours *hours, peri_date local_date)
{
    if (local_date < hours->first)
        return local_date;
    peri_date date = local_date > hours->last ? hours->last : local_date - 1;
    while (date >= hours->first && !peri_hours_is_trading_day(hours, date))
        date--;
    return date;
}
