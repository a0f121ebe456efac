/* hours_kit.c - see hours_kit.h. */
#include "hours_kit.h"

#include "check.h"
#include "shared_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EQUITY "p04:00-09:30 r09:30-16:00 o16:00-20:00"
#define FUTURE "p00:00-09:30 r09:30-17:00"
#define EVENING "o18:00-24:00"
#define WHOLE_DAY "r00:00-24:00"

const char *const hours_kit_equity[7] = {"", EQUITY, EQUITY, EQUITY, EQUITY, EQUITY, ""};
const char *const hours_kit_future[7] = {"p18:00-24:00",
                                         FUTURE " " EVENING,
                                         FUTURE " " EVENING,
                                         FUTURE " " EVENING,
                                         FUTURE " " EVENING,
                                         FUTURE,
                                         ""};
const char *const hours_kit_forex[7] = {"r17:00-24:00", WHOLE_DAY,      WHOLE_DAY, WHOLE_DAY,
                                        WHOLE_DAY,      "r00:00-17:00", ""};

int64_t hours_kit_time(const char *text)
{
    return shared_time(text);
}

peri_date hours_kit_date(const char *text)
{
    return peri_time_date(shared_time(text));
}

/* "09:30"; rest receives what follows. */
static int64_t clock_time(const char *text, const char **rest)
{
    char *end;
    long hour = strtol(text, &end, 10);
    long minute = *end == ':' ? strtol(end + 1, &end, 10) : -1;
    CHECK(text, minute >= 0);
    *rest = end;
    return hour * PERI_HOUR + minute * PERI_MINUTE;
}

peri_week_day hours_kit_day(const char *text)
{
    peri_week_day day = {.n = 0};
    while (*text && day.n < PERI_DAY_SESSIONS) {
        peri_session_time *session = &day.sessions[day.n++];
        session->kind = *text == 'p'   ? PERI_SESSION_PRE
                        : *text == 'r' ? PERI_SESSION_REGULAR
                                       : PERI_SESSION_POST;
        session->open = clock_time(text + 1, &text);
        session->close = clock_time(text + 1, &text);
        text += strspn(text, " ");
    }
    return day;
}

const char *hours_kit_text(const peri_session_time *sessions, size_t n)
{
    static char text[512];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        int open = (int)(sessions[i].open / PERI_MINUTE);
        int close = (int)(sessions[i].close / PERI_MINUTE);
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%c%02d:%02d-%02d:%02d",
                                i > 0 ? " " : "", "pro"[sessions[i].kind], open / 60, open % 60,
                                close / 60, close % 60);
    }
    return text;
}

const char *hours_kit_sessions(const peri_hours *hours, const char *date)
{
    peri_session_time sessions[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, hours_kit_date(date), sessions);
    return hours_kit_text(sessions, n);
}

peri_week hours_kit_week(const char *from, const char *const days[7])
{
    peri_week week = {.from = hours_kit_date(from)};
    for (int weekday = PERI_SUNDAY; weekday <= PERI_SATURDAY; weekday++)
        week.days[weekday] = hours_kit_day(days[weekday]);
    return week;
}

peri_special_day hours_kit_special(const char *date, const char *text, const char *name)
{
    peri_special_day day = {hours_kit_date(date), strchr(text, 'c') != NULL, PERI_NEVER, PERI_NEVER,
                            name};
    const char *rest, *early = strchr(text, 'e'), *late = strchr(text, 'l');
    if (early)
        day.early_close = clock_time(early + 1, &rest);
    if (late)
        day.late_open = clock_time(late + 1, &rest);
    return day;
}

peri_hours *hours_kit_make(peri_zones *zones, const char *zone, const peri_week *weeks,
                           size_t week_count, const peri_special_day *days, size_t day_count)
{
    peri_hours *hours = NULL;
    peri_error err = {0, ""};
    peri_hours_plan plan = {"a test", NULL, weeks, week_count, days, day_count};
    if (peri_zone_get(zones, zone, &plan.zone, &err) == PERI_OK)
        peri_hours_make(&plan, &hours, &err);
    CHECK_STR("hours are made", err.text, "");
    return hours;
}
