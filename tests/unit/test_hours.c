/* test_hours.c - the days of a market: sessions, special days, weeks and years. */
#include "check.h"
#include "hours_kit.h"

#include "time/hours.h"

#include <string.h>

/* 2013-10-07 is a Monday; all weekdays of the rows have the same sessions. */
SUITE(hours_special_days)
{
    static const char equity[] = "p04:00-09:30 r09:30-16:00 o16:00-20:00";
    static const char lunch[] = "r09:30-12:00 r13:00-16:00";
    static const char future[] = "p00:00-09:30 r09:30-17:00 o18:00-24:00";
    static const char three[] = "p02:00-04:00 r06:00-08:00 o10:00-12:00";
    static const struct {
        const char *what, *day, *special, *left;
    } rows[] = {
        {"nothing", equity, "", equity},
        {"closed", equity, "c", ""},
        {"closed, whatever else is set", equity, "c e13:00 l10:00", ""},
        {"early in a session", equity, "e13:00", "p04:00-09:30 r09:30-13:00"},
        {"early where two touch", equity, "e09:30", "p04:00-09:30"},
        {"early at the first open", equity, "e04:00", ""},
        {"early at the last close", equity, "e20:00", equity},
        {"early before everything", equity, "e03:00", ""},
        {"early at midnight", future, "e00:00", ""},
        {"early after everything", equity, "e22:00", equity},
        {"early in a gap", future, "e17:30", "p00:00-09:30"},
        {"early in the first gap", lunch, "e12:30", ""},
        {"early in the second gap", three, "e09:00", "p02:00-04:00"},
        {"early at a gap's begin", lunch, "e12:00", "r09:30-12:00"},
        {"early at a gap's end", lunch, "e13:00", "r09:30-12:00"},
        {"early on a closed day", "", "e13:00", ""},
        {"late in a session", equity, "l10:30", "r10:30-16:00 o16:00-20:00"},
        {"late where two touch", equity, "l09:30", "r09:30-16:00 o16:00-20:00"},
        {"late at the first open", equity, "l04:00", equity},
        {"late before everything", equity, "l01:00", equity},
        {"late at the last close", equity, "l20:00", ""},
        {"late after everything", equity, "l21:00", equity},
        {"late at midnight's end", lunch, "l24:00", lunch},
        {"late in a gap", lunch, "l12:30", "r13:00-16:00"},
        {"late at a gap's begin", lunch, "l12:00", "r13:00-16:00"},
        {"late at a gap's end", lunch, "l13:00", "r13:00-16:00"},
        {"late on a closed day", "", "l10:00", ""},
        {"a pause in a session", equity, "e11:00 l14:00",
         "p04:00-09:30 r09:30-11:00 r14:00-16:00 o16:00-20:00"},
        {"a pause over a gap", future, "e11:30 l18:00", "p00:00-09:30 r09:30-11:30 o18:00-24:00"},
        {"a pause that begins in a gap", three, "e09:00 l10:30", "p02:00-04:00 o10:30-12:00"},
        {"a pause that ends in a gap", three, "e07:00 l09:00",
         "p02:00-04:00 r06:00-07:00 o10:00-12:00"},
        {"a pause to the end", equity, "e13:00 l20:30", "p04:00-09:30 r09:30-13:00"},
        {"a pause before everything", lunch, "e08:00 l09:00", lunch},
        {"a pause in a full day",
         "p01:00-02:00 p03:00-04:00 p05:00-06:00 p07:00-08:00 r09:00-10:00 r11:00-12:00 "
         "o13:00-14:00 o15:00-16:00",
         "e09:15 l09:45",
         "p01:00-02:00 p03:00-04:00 p05:00-06:00 p07:00-08:00 r09:00-09:15 r09:45-10:00 "
         "r11:00-12:00 o13:00-14:00 o15:00-16:00"},
        {"late before early", equity, "e13:00 l10:00", "r10:00-13:00"},
        {"late before early, over sessions", equity, "e18:00 l05:00",
         "p05:00-09:30 r09:30-16:00 o16:00-18:00"},
        {"late after what early leaves", "p02:00-04:00 r06:00-08:00", "e05:00 l04:30", ""},
        {"late after what early leaves, of three", three, "e09:00 l05:00", "p02:00-04:00"},
        {"both at once: it stays closed", equity, "e13:00 l13:00", "p04:00-09:30 r09:30-13:00"},
        {"whole day, early", "r00:00-24:00", "e24:00", "r00:00-24:00"},
        {"whole day, late", "r00:00-24:00", "l24:00", ""},
    };
    peri_zones *zones;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *day = rows[i].day;
        const char *const days[7] = {day, day, day, day, day, day, day};
        peri_week week = hours_kit_week("2013-01-01", days);
        peri_special_day special = hours_kit_special("2013-10-07", rows[i].special, "a day");
        peri_hours *hours = hours_kit_make(zones, "UTC", &week, 1, &special, 1);
        CHECK_STR(rows[i].what, hours_kit_sessions(hours, "2013-10-07"), rows[i].left);
        CHECK_STR("the day before", hours_kit_sessions(hours, "2013-10-06"), day);
        CHECK_STR("the day after", hours_kit_sessions(hours, "2013-10-08"), day);
        CHECK_INT(rows[i].what, peri_hours_is_date_open(hours, special.date, true),
                  rows[i].left[0] != '\0');
        CHECK_INT(rows[i].what, peri_hours_is_trading_day(hours, special.date),
                  strchr(rows[i].left, 'r') != NULL);
        peri_hours_close(hours);
    }
    peri_zones_close(zones);
}

/* Minute by minute: where early close e ends trading of the sessions. */
static int64_t end_of_trade(const peri_week_day *day, int64_t e)
{
    for (size_t i = 0; i < day->n; i++) {
        if (day->sessions[i].open <= e && e <= day->sessions[i].close)
            return e;
        if (e < day->sessions[i].open)
            return i > 0 ? day->sessions[i - 1].open : 0;
    }
    return PERI_DAY;
}

/* The kind of session a minute lies in, -1 when it lies in none. */
static int kind_at(const peri_session_time *sessions, size_t n, int64_t minute)
{
    for (size_t i = 0; i < n; i++)
        if (sessions[i].open <= minute && minute < sessions[i].close)
            return (int)sessions[i].kind;
    return -1;
}

static bool special_allows(const peri_week_day *day, const peri_special_day *s, int64_t minute)
{
    int64_t end = s->early_close == PERI_NEVER ? PERI_DAY : end_of_trade(day, s->early_close);
    int64_t last = 0; /* when trade ends after the early close */
    for (size_t i = 0; i < day->n && day->sessions[i].open < end; i++)
        last = day->sessions[i].close < end ? day->sessions[i].close : end;
    if (s->early_close != PERI_NEVER && s->late_open != PERI_NEVER && s->early_close < s->late_open)
        return minute < end || minute >= s->late_open;
    if (s->late_open == PERI_NEVER || s->late_open > last || s->late_open == s->early_close)
        return minute < end;
    return minute < end && minute >= s->late_open;
}

static peri_week_day random_day(check_rng *rng)
{
    peri_week_day day = {.n = 0};
    int64_t time = check_random_in(rng, 0, 8) * 30 * PERI_MINUTE;
    while (day.n < PERI_DAY_SESSIONS && time < PERI_DAY && check_random_in(rng, 0, 9) > 1) {
        int64_t close = time + check_random_in(rng, 1, 10) * 30 * PERI_MINUTE;
        if (close > PERI_DAY)
            close = PERI_DAY;
        day.sessions[day.n++] =
            (peri_session_time){(peri_session_kind)check_random_in(rng, 0, 2), time, close};
        time = close + check_random_in(rng, 0, 3) * 30 * PERI_MINUTE;
    }
    return day;
}

static int64_t random_time(check_rng *rng)
{
    return check_random_in(rng, 0, 3) == 0 ? PERI_NEVER
                                           : check_random_in(rng, 0, 96) * 15 * PERI_MINUTE;
}

static bool is_sound(const peri_session_time *sessions, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sessions[i].open < 0 || sessions[i].open >= sessions[i].close ||
            sessions[i].close > PERI_DAY || (i > 0 && sessions[i].open < sessions[i - 1].close))
            return false;
    return true;
}

SUITE(hours_special_days_minute_by_minute)
{
    check_rng rng = {11};
    peri_zones *zones;
    int wrong = 0;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    for (int round = 0; round < 3000; round++) {
        peri_session_time sessions[PERI_DAY_SESSIONS + 1];
        peri_week week = {.from = 0};
        week.days[PERI_MONDAY] = random_day(&rng);
        const peri_week_day *day = &week.days[PERI_MONDAY];
        int64_t early = random_time(&rng), late = random_time(&rng);
        peri_special_day special = {hours_kit_date("2013-10-07"), false, early, late, NULL};
        peri_hours *hours = hours_kit_make(zones, "UTC", &week, 1, &special, 1);
        size_t n = peri_hours_sessions(hours, special.date, sessions);
        bool ok = is_sound(sessions, n);
        for (int64_t minute = 0; minute < PERI_DAY; minute += 15 * PERI_MINUTE) {
            int want =
                special_allows(day, &special, minute) ? kind_at(day->sessions, day->n, minute) : -1;
            ok = ok && kind_at(sessions, n, minute) == want;
        }
        wrong += !ok;
        peri_hours_close(hours);
    }
    CHECK_INT("days that differ (seed 11)", wrong, 0);
    peri_zones_close(zones);
}

SUITE(hours_days_of_one_date_are_joined)
{
    peri_zones *zones;
    const peri_special_day days[] = {
        hours_kit_special("2013-10-09", "e13:00", "third"),
        hours_kit_special("2013-10-07", "e13:00", "first"),
        hours_kit_special("2013-10-08", "c", "second"),
        hours_kit_special("2013-10-09", "l11:00", NULL),
        hours_kit_special("2013-10-07", "e14:00", NULL),
        hours_kit_special("2013-10-08", "e13:00", "an early close"),
        hours_kit_special("2013-10-07", "l10:00", "again"),
        hours_kit_special("2013-10-10", "e13:00", "an early close"),
        hours_kit_special("2013-10-10", "c", "fourth"),
        hours_kit_special("2013-10-10", "c", NULL),
        hours_kit_special("2013-10-11", "", "nothing but a name"),
    };
    peri_week week = hours_kit_week("2013-01-01", hours_kit_equity);
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    peri_hours *hours = hours_kit_make(zones, "UTC", &week, 1, days, 11);
    static const struct {
        const char *date, *name, *sessions;
    } rows[] = {
        {"2013-10-11", "nothing but a name", "p04:00-09:30 r09:30-16:00 o16:00-20:00"},
        {"2013-10-07", "again", "r10:00-14:00"},
        {"2013-10-08", "second", ""},
        {"2013-10-09", "third", "r11:00-13:00"},
        {"2013-10-10", "fourth", ""},
        {"2013-10-04", NULL, "p04:00-09:30 r09:30-16:00 o16:00-20:00"},
        {"2013-10-14", NULL, "p04:00-09:30 r09:30-16:00 o16:00-20:00"},
        {"2013-10-08", "second", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const peri_special_day *day = peri_hours_special(hours, hours_kit_date(rows[i].date));
        CHECK_STR(rows[i].date, hours_kit_sessions(hours, rows[i].date), rows[i].sessions);
        CHECK_INT(rows[i].date, day != NULL, rows[i].name != NULL);
        if (day && rows[i].name)
            CHECK_STR(rows[i].date, day->name, rows[i].name);
    }
    peri_hours_close(hours);
    peri_zones_close(zones);
}

SUITE(hours_future_days)
{
    peri_zones *zones;
    peri_session session;
    peri_week week = hours_kit_week("2013-01-01", hours_kit_future);
    peri_special_day closed = hours_kit_special("2013-10-09", "c", NULL);
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    peri_hours *hours = hours_kit_make(zones, "America/New_York", &week, 1, &closed, 1);
    CHECK("Sunday, extended", peri_hours_is_date_open(hours, hours_kit_date("2013-10-06"), true));
    CHECK("Sunday", !peri_hours_is_date_open(hours, hours_kit_date("2013-10-06"), false));
    CHECK("Sunday trades", !peri_hours_is_trading_day(hours, hours_kit_date("2013-10-06")));
    CHECK("Saturday", !peri_hours_is_date_open(hours, hours_kit_date("2013-10-05"), true));
    CHECK("a holiday", !peri_hours_is_date_open(hours, closed.date, true));
    CHECK_INT("next over Sunday", peri_hours_next_trading_day(hours, hours_kit_date("2013-10-04")),
              hours_kit_date("2013-10-07"));
    CHECK_INT("previous over the holiday",
              peri_hours_previous_trading_day(hours, hours_kit_date("2013-10-10")),
              hours_kit_date("2013-10-08"));
    CHECK("no session", !peri_hours_session(hours, hours_kit_date("2013-10-06"), false, &session));
    CHECK("Monday", peri_hours_session(hours, hours_kit_date("2013-10-07"), true, &session));
    CHECK_INT("first open", session.open_utc, hours_kit_time("2013-10-07 04:00"));
    CHECK_INT("last close", session.close_utc, hours_kit_time("2013-10-08 04:00"));
    CHECK("regular", peri_hours_session(hours, hours_kit_date("2013-10-07"), false, &session));
    CHECK_INT("regular open", session.open_utc, hours_kit_time("2013-10-07 13:30"));
    CHECK_INT("regular close", session.close_utc, hours_kit_time("2013-10-07 21:00"));
    peri_hours_close(hours);
    peri_zones_close(zones);
}

SUITE(hours_weeks_change)
{
    static const char *const six_days[7] = {"",
                                            "r09:00-17:00",
                                            "r09:00-17:00",
                                            "r09:00-17:00",
                                            "r09:00-17:00",
                                            "r09:00-17:00",
                                            "r09:00-12:00"};
    static const char *const none[7] = {"", "", "", "", "", "", ""};
    peri_week weeks[3] = {hours_kit_week("2000-01-01", six_days),
                          hours_kit_week("2013-10-08", hours_kit_future),
                          hours_kit_week("2013-10-14", none)};
    static const struct {
        const char *date, *sessions;
        int first, last; /* -1: no day */
    } rows[] = {
        {"2013-10-15", "", -1, -1},
        {"1970-01-03", "r09:00-12:00", 1, 6}, /* the first week also holds before its date */
        {"2013-10-07", "r09:00-17:00", 1, 6},
        {"2013-10-08", "p00:00-09:30 r09:30-17:00 o18:00-24:00", 0, 5},
        {"2013-10-13", "p18:00-24:00", 0, 5},
        {"2013-10-14", "", -1, -1},
        {"2250-12-31", "", -1, -1},
    };
    peri_zones *zones;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    peri_hours *hours = hours_kit_make(zones, "UTC", weeks, 3, NULL, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int first = -1, last = -1;
        bool any = peri_hours_week(hours, hours_kit_date(rows[i].date), &first, &last);
        CHECK_STR(rows[i].date, hours_kit_sessions(hours, rows[i].date), rows[i].sessions);
        CHECK_INT(rows[i].date, any, rows[i].first >= 0);
        CHECK_INT(rows[i].date, first, rows[i].first);
        CHECK_INT(rows[i].date, last, rows[i].last);
    }
    CHECK_INT("the last day of all",
              peri_hours_next_trading_day(hours, hours_kit_date("2013-10-11")),
              hours_kit_date("2250-12-31") + 1);
    peri_hours_close(hours);
    peri_zones_close(zones);
}

SUITE(hours_years)
{
    peri_session_time sessions[PERI_DAY_SESSIONS + 1];
    peri_session session;
    peri_zones *zones;
    peri_week week = hours_kit_week("2013-01-01", hours_kit_forex);
    week.days[PERI_SATURDAY] = hours_kit_day("r00:00-24:00"); /* open on any day */
    peri_date first = hours_kit_date("1700-01-01"), last = hours_kit_date("2250-12-31");
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    peri_hours *hours = hours_kit_make(zones, "UTC", &week, 1, NULL, 0);
    CHECK_INT("the first day", peri_hours_sessions(hours, first, sessions), 1);
    CHECK_INT("the last day", peri_hours_sessions(hours, last, sessions), 1);
    CHECK_INT("before", peri_hours_sessions(hours, first - 1, sessions), 0);
    CHECK_INT("after", peri_hours_sessions(hours, last + 1, sessions), 0);
    CHECK("session before", !peri_hours_session(hours, first - 1, true, &session));
    CHECK("session at the end of numbers", !peri_hours_session(hours, INT32_MAX, true, &session));
    CHECK("day at the begin of numbers", !peri_hours_is_trading_day(hours, INT32_MIN));
    CHECK_INT("next, from long before", peri_hours_next_trading_day(hours, INT32_MIN), first);
    CHECK_INT("next, from the day before", peri_hours_next_trading_day(hours, first - 1), first);
    CHECK("no next", peri_hours_next_trading_day(hours, last) > last);
    CHECK_INT("no next for ever", peri_hours_next_trading_day(hours, INT32_MAX), INT32_MAX);
    CHECK_INT("previous, from long after", peri_hours_previous_trading_day(hours, INT32_MAX), last);
    CHECK("no previous", peri_hours_previous_trading_day(hours, first) < first);
    CHECK_INT("no previous for ever", peri_hours_previous_trading_day(hours, INT32_MIN), INT32_MIN);
    peri_hours_close(hours);
    peri_zones_close(zones);
}
