/* test_hours_tiling.c - random plans: stretches cover time and agree with the days' sessions. */
#include "check.h"
#include "hours_kit.h"

#include "time/hours.h"

enum {
    DAYS = 50, /* of a window */
    PLANS = 150,
    SPECIALS = 12
};

/* Zones whose clocks jump by an hour, at midnight, by half an hour, and over a whole day. */
static const struct {
    const char *zone, *from;
} windows[] = {
    {"UTC", "2013-01-01"},
    {"America/New_York", "2013-02-15"},
    {"America/New_York", "2013-10-10"},
    {"America/Havana", "2013-02-20"},
    {"America/Havana", "2013-10-10"},
    {"Australia/Lord_Howe", "2013-03-20"},
    {"Pacific/Apia", "2011-12-10"},
};

static peri_week_day random_day(check_rng *rng)
{
    peri_week_day day = {.n = 0};
    int64_t time = check_random_in(rng, 0, 1) * check_random_in(rng, 0, 30) * 30 * PERI_MINUTE;
    while (day.n < PERI_DAY_SESSIONS && time < PERI_DAY && check_random_in(rng, 0, 3) > 0) {
        int64_t close = time + check_random_in(rng, 1, 24) * 30 * PERI_MINUTE;
        if (close > PERI_DAY)
            close = PERI_DAY;
        day.sessions[day.n++] = (peri_session_time){
            check_random_in(rng, 0, 2) > 0 ? PERI_SESSION_REGULAR : PERI_SESSION_POST, time, close};
        time = close + check_random_in(rng, 0, 2) * check_random_in(rng, 0, 6) * 30 * PERI_MINUTE;
    }
    return day;
}

static int64_t random_time(check_rng *rng)
{
    return check_random_in(rng, 0, 1) ? PERI_NEVER : check_random_in(rng, 0, 48) * 30 * PERI_MINUTE;
}

static peri_hours *random_hours(check_rng *rng, peri_zones *zones, const char *zone, peri_date from)
{
    peri_week weeks[2] = {{.from = from}, {.from = from + DAYS / 2}};
    peri_special_day specials[SPECIALS];
    for (int i = 0; i < 2; i++)
        for (int weekday = 0; weekday < 7; weekday++)
            weeks[i].days[weekday] = random_day(rng);
    for (int i = 0; i < SPECIALS; i++)
        specials[i] = (peri_special_day){from + (peri_date)check_random_in(rng, 0, DAYS),
                                         check_random_in(rng, 0, 3) == 0, random_time(rng),
                                         random_time(rng), NULL};
    return hours_kit_make(zones, zone, weeks, 2, specials, SPECIALS);
}

/* Looks at every session of the days around an instant. */
static bool open_by_force(const peri_hours *hours, int64_t utc, bool extended)
{
    const peri_zone *zone = peri_hours_zone(hours);
    peri_date today = peri_time_date(peri_zone_to_local(zone, utc));
    for (peri_date date = today - 2; date <= today + 2; date++) {
        peri_session_time sessions[PERI_DAY_SESSIONS + 1];
        size_t n = peri_hours_sessions(hours, date, sessions);
        for (size_t i = 0; i < n; i++)
            if ((extended || sessions[i].kind == PERI_SESSION_REGULAR) &&
                peri_zone_to_utc(zone, peri_time_at(date, sessions[i].open)) <= utc &&
                utc < peri_zone_to_utc(zone, peri_time_at(date, sessions[i].close)))
                return true;
    }
    return false;
}

static bool same(peri_hours_span a, peri_hours_span b)
{
    return a.from_utc == b.from_utc && a.until_utc == b.until_utc && a.open == b.open;
}

/* One stretch against brute force, and against asking again from a point inside. */
static bool span_fits(check_rng *rng, const peri_hours *hours, peri_hours_span span, bool extended)
{
    int64_t inside = check_random_in(rng, span.from_utc, span.until_utc - 1);
    int64_t next_open = peri_hours_next_open(hours, inside, extended);
    int64_t next_close = peri_hours_next_close(hours, inside, extended);
    return same(peri_hours_span_at(hours, inside, extended), span) &&
           open_by_force(hours, inside, extended) == span.open &&
           open_by_force(hours, span.from_utc, extended) == span.open &&
           open_by_force(hours, span.until_utc - 1, extended) == span.open &&
           open_by_force(hours, span.until_utc, extended) != span.open &&
           (span.open ? next_close : next_open) == span.until_utc &&
           (span.open ? next_open : next_close) > span.until_utc;
}

/* Walks over the window by stretches; returns how many do not fit. */
static int walk(check_rng *rng, const peri_hours *hours, int64_t from, bool extended, int *spans)
{
    int wrong = 0;
    int64_t until = from + DAYS * PERI_DAY;
    peri_hours_span span = peri_hours_span_at(hours, from, extended);
    wrong += from < span.from_utc || from >= span.until_utc;
    while (span.until_utc < until) {
        int64_t elsewhere = check_random_in(rng, from, until);
        peri_hours_span next = peri_hours_span_at(hours, span.until_utc, extended);
        wrong += next.from_utc != span.until_utc || next.open == span.open;
        wrong += peri_hours_is_open(hours, elsewhere, extended) !=
                 open_by_force(hours, elsewhere, extended);
        if (next.until_utc < until)
            wrong += !span_fits(rng, hours, next, extended);
        span = next;
        ++*spans;
    }
    return wrong;
}

SUITE(hours_tiling)
{
    check_rng rng = {5};
    peri_zones *zones;
    int wrong = 0, spans = 0;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    for (int round = 0; round < PLANS; round++) {
        size_t which = (size_t)round % (sizeof windows / sizeof windows[0]);
        peri_date from = hours_kit_date(windows[which].from);
        peri_hours *hours = random_hours(&rng, zones, windows[which].zone, from);
        wrong += walk(&rng, hours, peri_time_at(from, 0), false, &spans);
        wrong += walk(&rng, hours, peri_time_at(from, 0), true, &spans);
        peri_hours_close(hours);
    }
    CHECK_INT("stretches that do not fit (seed 5)", wrong, 0);
    CHECK("there were many", spans > 20 * PLANS);
    peri_zones_close(zones);
}

/* first_open..last_close of a day enclose what is open on it. */
SUITE(hours_tiling_of_days)
{
    check_rng rng = {6};
    peri_zones *zones;
    int wrong = 0, open_days = 0;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    for (int round = 0; round < PLANS; round++) {
        peri_date from = hours_kit_date("2013-01-01");
        peri_hours *hours = random_hours(&rng, zones, "UTC", from);
        for (peri_date date = from; date < from + DAYS; date++) {
            peri_session_time times[PERI_DAY_SESSIONS + 1];
            peri_session session;
            size_t n = peri_hours_sessions(hours, date, times);
            bool open = peri_hours_session(hours, date, true, &session);
            wrong += open != (n > 0) || open != peri_hours_is_date_open(hours, date, true);
            if (open)
                wrong += session.open_utc != peri_time_at(date, times[0].open) ||
                         session.close_utc != peri_time_at(date, times[n - 1].close);
            open_days += open;
            open = peri_hours_session(hours, date, false, &session);
            wrong += open != peri_hours_is_trading_day(hours, date);
            if (open)
                wrong += !peri_hours_is_open(hours, session.open_utc, false) ||
                         !peri_hours_is_open(hours, session.close_utc - 1, false);
        }
        peri_hours_close(hours);
    }
    CHECK_INT("days that do not fit (seed 6)", wrong, 0);
    CHECK("there were many", open_days > 10 * PLANS);
    peri_zones_close(zones);
}
