/* hours_check.c - refuses plans of hours that make no sense. Layer 1. */
#include <stdio.h>

#include "time/hours_internal.h"

enum {
    CLOCK_TEXT = 32
};

/* "09:30:00", also of times that are not in a day; out is returned. */
static const char *clock_text(int64_t ns, char out[CLOCK_TEXT])
{
    int64_t seconds = ns / PERI_SECOND, size = seconds < 0 ? -seconds : seconds;
    snprintf(out, CLOCK_TEXT, "%s%02d:%02d:%02d", ns < 0 ? "-" : "", (int)(size / 3600),
             (int)(size / 60 % 60), (int)(size % 60));
    return out;
}

static int check_session(const peri_hours_plan *plan, int weekday, size_t i,
                         const peri_session_time *s, peri_error *err)
{
    char a[CLOCK_TEXT], b[CLOCK_TEXT];
    if (s->kind != PERI_SESSION_PRE && s->kind != PERI_SESSION_REGULAR &&
        s->kind != PERI_SESSION_POST)
        return peri_fail(err, PERI_EINVAL,
                         "hours of '%s': kind of %s's session %zu was %d, expected 0 to 2",
                         plan->name, peri_weekday_name(weekday), i + 1, (int)s->kind);
    if (s->open < 0 || s->open >= s->close || s->close > PERI_DAY)
        return peri_fail(err, PERI_EINVAL,
                         "hours of '%s': %s's session %zu was %s to %s, expected an open before "
                         "its close, both from 00:00:00 to 24:00:00",
                         plan->name, peri_weekday_name(weekday), i + 1, clock_text(s->open, a),
                         clock_text(s->close, b));
    if (i > 0 && s->open < s[-1].close)
        return peri_fail(err, PERI_EINVAL,
                         "hours of '%s': %s's session %zu opens at %s, expected %s, when the one "
                         "before it closes, or later",
                         plan->name, peri_weekday_name(weekday), i + 1, clock_text(s->open, a),
                         clock_text(s[-1].close, b));
    return PERI_OK;
}

static int check_week(const peri_hours_plan *plan, const peri_week *week, peri_error *err)
{
    int rc = PERI_OK;
    for (int weekday = PERI_SUNDAY; weekday <= PERI_SATURDAY; weekday++) {
        const peri_week_day *day = &week->days[weekday];
        if (day->n > PERI_DAY_SESSIONS)
            return peri_fail(err, PERI_EINVAL,
                             "hours of '%s': %s had %zu sessions, expected at most %d", plan->name,
                             peri_weekday_name(weekday), day->n, PERI_DAY_SESSIONS);
        for (size_t i = 0; i < day->n && rc == PERI_OK; i++)
            rc = check_session(plan, weekday, i, &day->sessions[i], err);
    }
    return rc;
}

static int check_weeks(const peri_hours_plan *plan, peri_error *err)
{
    int rc = PERI_OK;
    if (plan->week_count == 0)
        return peri_fail(err, PERI_EINVAL, "hours of '%s': no week was given, expected at least 1",
                         plan->name);
    for (size_t i = 0; i < plan->week_count && rc == PERI_OK; i++) {
        const peri_week *week = &plan->weeks[i];
        if (i > 0 && week->from <= week[-1].from)
            return peri_fail(
                err, PERI_EINVAL,
                "hours of '%s': week %zu begins %d days from 1970-01-01, expected more "
                "than the %d of the week before it",
                plan->name, i + 1, (int)week->from, (int)week[-1].from);
        rc = check_week(plan, week, err);
    }
    return rc;
}

static bool of_day(int64_t time)
{
    return time == PERI_NEVER || (time >= 0 && time <= PERI_DAY);
}

static int check_special(const peri_hours_plan *plan, const peri_special_day *day, peri_error *err)
{
    char date[PERI_TIME_TEXT], time[CLOCK_TEXT];
    if (day->date < peri_date_make(1700, 1, 1) || day->date > peri_date_make(2250, 12, 31))
        return peri_fail(err, PERI_EINVAL,
                         "hours of '%s': a special day lies %d days from 1970-01-01, expected a "
                         "date of the years 1700 to 2250",
                         plan->name, (int)day->date);
    peri_date_format(day->date, date);
    if (!of_day(day->early_close))
        return peri_fail(err, PERI_EINVAL,
                         "hours of '%s': early close of %s was %s, expected 00:00:00 to 24:00:00",
                         plan->name, date, clock_text(day->early_close, time));
    if (!of_day(day->late_open))
        return peri_fail(err, PERI_EINVAL,
                         "hours of '%s': late open of %s was %s, expected 00:00:00 to 24:00:00",
                         plan->name, date, clock_text(day->late_open, time));
    return PERI_OK;
}

int peri_hours_plan_check(const peri_hours_plan *plan, peri_error *err)
{
    int rc = check_weeks(plan, err);
    for (size_t i = 0; i < plan->day_count && rc == PERI_OK; i++)
        rc = check_special(plan, &plan->days[i], err);
    return rc;
}
