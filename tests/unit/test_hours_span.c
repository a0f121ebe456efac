/* test_hours_span.c - stretches of open and closed time, against rules and brute force. */
#include "check.h"
#include "hours_kit.h"

#include "time/hours.h"

#include <string.h>

typedef struct market {
    peri_zones *zones;
    peri_hours *hours;
} market;

static market market_open(const char *zone, const peri_week *weeks, size_t week_count,
                          const peri_special_day *days, size_t day_count)
{
    market m = {NULL, NULL};
    CHECK_INT("zones", peri_zones_open(&m.zones, NULL), PERI_OK);
    m.hours = hours_kit_make(m.zones, zone, weeks, week_count, days, day_count);
    return m;
}

static market market_of(const char *zone, const char *const days[7])
{
    peri_week week = hours_kit_week("2013-01-01", days);
    return market_open(zone, &week, 1, NULL, 0);
}

static void market_close(market m)
{
    peri_hours_close(m.hours);
    peri_zones_close(m.zones);
}

typedef struct span_row {
    const char *at, *from, *until; /* UTC */
    bool open, extended;
} span_row;

static void check_spans(market m, const span_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int64_t utc = hours_kit_time(rows[i].at);
        peri_hours_span span = peri_hours_span_at(m.hours, utc, rows[i].extended);
        CHECK_INT(rows[i].at, span.from_utc, hours_kit_time(rows[i].from));
        CHECK_INT(rows[i].at, span.until_utc, hours_kit_time(rows[i].until));
        CHECK_INT(rows[i].at, span.open, rows[i].open);
        CHECK_INT(rows[i].at, peri_hours_is_open(m.hours, utc, rows[i].extended), rows[i].open);
    }
    market_close(m);
}

SUITE(hours_span_equity)
{
    static const span_row rows[] = {
        {"2013-10-07 13:29:59", "2013-10-04 20:00", "2013-10-07 13:30", false, false},
        {"2013-10-07 13:30", "2013-10-07 13:30", "2013-10-07 20:00", true, false},
        {"2013-10-07 19:59:59", "2013-10-07 13:30", "2013-10-07 20:00", true, false},
        {"2013-10-07 20:00", "2013-10-07 20:00", "2013-10-08 13:30", false, false},
        {"2013-10-07 13:29:59", "2013-10-07 08:00", "2013-10-08 00:00", true, true},
        {"2013-10-08 00:30", "2013-10-08 00:00", "2013-10-08 08:00", false, true},
        {"2013-10-05 12:00", "2013-10-05 00:00", "2013-10-07 08:00", false, true},
        {"2013-07-03 17:00", "2013-07-03 17:00", "2013-07-05 08:00", false, true},
        {"2013-11-03 06:30", "2013-11-01 20:00", "2013-11-04 14:30", false, false},
        {"2013-03-10 07:30", "2013-03-08 21:00", "2013-03-11 13:30", false, false},
    };
    peri_week week = hours_kit_week("2013-01-01", hours_kit_equity);
    const peri_special_day days[] = {hours_kit_special("2013-07-03", "e13:00", NULL),
                                     hours_kit_special("2013-07-04", "c", NULL)};
    check_spans(market_open("America/New_York", &week, 1, days, 2), rows,
                sizeof rows / sizeof rows[0]);
}

SUITE(hours_span_future_over_midnight)
{
    static const span_row rows[] = {
        {"2013-10-06 23:00", "2013-10-06 22:00", "2013-10-07 21:00", true, true},
        {"2013-10-07 04:00", "2013-10-06 22:00", "2013-10-07 21:00", true, true},
        {"2013-10-07 21:30", "2013-10-07 21:00", "2013-10-07 22:00", false, true},
        {"2013-10-08 03:59:59", "2013-10-07 22:00", "2013-10-08 21:00", true, true},
        {"2013-10-11 21:00", "2013-10-11 21:00", "2013-10-13 22:00", false, true},
        {"2013-10-07 04:00", "2013-10-04 21:00", "2013-10-07 13:30", false, false},
        {"2013-10-07 15:00", "2013-10-07 13:30", "2013-10-07 21:00", true, false},
        /* Wednesday the 16th is a holiday: Tuesday's evening ends at midnight, and Thursday begins
           at midnight */
        {"2013-10-16 03:00", "2013-10-15 22:00", "2013-10-16 04:00", true, true},
        {"2013-10-16 15:00", "2013-10-16 04:00", "2013-10-17 04:00", false, true},
        {"2013-10-17 04:00", "2013-10-17 04:00", "2013-10-17 21:00", true, true},
        /* the clock goes back on Sunday, November 3rd, before the evening */
        {"2013-11-03 23:30", "2013-11-03 23:00", "2013-11-04 22:00", true, true},
        /* a pause on Monday the 21st */
        {"2013-10-21 15:00", "2013-10-20 22:00", "2013-10-21 15:30", true, true},
        {"2013-10-21 15:30", "2013-10-21 15:30", "2013-10-21 22:00", false, true},
    };
    peri_week week = hours_kit_week("2013-01-01", hours_kit_future);
    const peri_special_day days[] = {hours_kit_special("2013-10-16", "c", NULL),
                                     hours_kit_special("2013-10-21", "e11:30 l18:00", NULL)};
    check_spans(market_open("America/New_York", &week, 1, days, 2), rows,
                sizeof rows / sizeof rows[0]);
}

SUITE(hours_span_forex_week_is_one_stretch)
{
    static const span_row rows[] = {
        {"2013-10-09 12:00", "2013-10-06 21:00", "2013-10-11 21:00", true, false},
        {"2013-10-06 21:00", "2013-10-06 21:00", "2013-10-11 21:00", true, true},
        {"2013-10-12 12:00", "2013-10-11 21:00", "2013-10-13 21:00", false, false},
        {"2013-11-02 12:00", "2013-11-01 21:00", "2013-11-03 22:00", false, false},
    };
    check_spans(market_of("America/New_York", hours_kit_forex), rows, sizeof rows / sizeof rows[0]);
}

SUITE(hours_span_lunch_break)
{
    static const char day[] = "r09:30-12:00 r13:00-16:00";
    static const char *const days[7] = {"", day, day, day, day, day, ""};
    static const span_row rows[] = {
        {"2013-10-07 01:30", "2013-10-07 01:30", "2013-10-07 04:00", true, false},
        {"2013-10-07 04:00", "2013-10-07 04:00", "2013-10-07 05:00", false, false},
        {"2013-10-07 05:00", "2013-10-07 05:00", "2013-10-07 08:00", true, false},
    };
    peri_session session;
    market m = market_of("Asia/Hong_Kong", days);
    int64_t morning = hours_kit_time("2013-10-07 02:00");
    CHECK("one day", peri_hours_session(m.hours, hours_kit_date("2013-10-07"), false, &session));
    CHECK_INT("from the morning", session.open_utc, hours_kit_time("2013-10-07 01:30"));
    CHECK_INT("to the afternoon", session.close_utc, hours_kit_time("2013-10-07 08:00"));
    CHECK_INT("opens after lunch", peri_hours_next_open(m.hours, morning, false),
              hours_kit_time("2013-10-07 05:00"));
    CHECK_INT("closes for lunch", peri_hours_next_close(m.hours, morning, false),
              hours_kit_time("2013-10-07 04:00"));
    CHECK_INT("closes in the evening",
              peri_hours_next_close(m.hours, hours_kit_time("2013-10-07 04:30"), false),
              hours_kit_time("2013-10-07 08:00"));
    check_spans(m, rows, sizeof rows / sizeof rows[0]);
}

/* Sunday's session lies in the hour that spring skips and autumn shows twice. */
SUITE(hours_span_clock_changes)
{
    static const char *const days[7] = {"r02:00-03:00", "", "", "r01:00-04:00", "", "", ""};
    static const span_row rows[] = {
        /* 2013-03-31: the session falls into the gap and is lost */
        {"2013-03-31 01:00", "2013-03-27 03:00", "2013-04-02 23:00", false, false},
        /* 2013-10-27: the second of the two hours counts */
        {"2013-10-27 00:30", "2013-10-23 02:00", "2013-10-27 01:00", false, false},
        {"2013-10-27 01:00", "2013-10-27 01:00", "2013-10-27 02:00", true, false},
    };
    peri_session session = {7, 7};
    market m = market_of("Europe/Berlin", days);
    CHECK("lost", !peri_hours_session(m.hours, hours_kit_date("2013-03-31"), false, &session));
    CHECK_INT("untouched", session.open_utc, 7);
    check_spans(m, rows, sizeof rows / sizeof rows[0]);
}

/* Havana, 2013-11-03: at 01:00 the clock goes back to midnight, which is at 04:00 and at 05:00. */
SUITE(hours_span_midnight_shown_twice)
{
    static const char *const saturday[7] = {"", "", "", "", "", "", "r00:00-24:00"};
    static const char *const weekend[7] = {"r00:00-24:00", "", "", "", "", "", "r00:00-24:00"};
    static const span_row one[] = {
        {"2013-11-03 04:30", "2013-11-02 04:00", "2013-11-03 05:00", true, false},
        {"2013-11-03 05:00", "2013-11-03 05:00", "2013-11-09 05:00", false, false},
    };
    static const span_row both[] = {
        {"2013-11-03 04:30", "2013-11-02 04:00", "2013-11-04 05:00", true, false},
        {"2013-11-03 05:00", "2013-11-02 04:00", "2013-11-04 05:00", true, false},
    };
    check_spans(market_of("America/Havana", saturday), one, 2);
    check_spans(market_of("America/Havana", weekend), both, 2);
}

SUITE(hours_span_next_borders)
{
    market m = market_of("America/New_York", hours_kit_equity);
    int64_t open = hours_kit_time("2013-10-04 13:30"), close = hours_kit_time("2013-10-04 20:00");
    int64_t next_open = hours_kit_time("2013-10-07 13:30");
    int64_t next_close = hours_kit_time("2013-10-07 20:00");
    int64_t first_open = hours_kit_time("1700-01-01 14:30"); /* a Friday */
    CHECK_INT("open, before it", peri_hours_next_open(m.hours, open - 1, false), open);
    CHECK_INT("open, strictly after it", peri_hours_next_open(m.hours, open, false), next_open);
    CHECK_INT("open, at the close", peri_hours_next_open(m.hours, close, false), next_open);
    CHECK_INT("close, before it", peri_hours_next_close(m.hours, close - 1, false), close);
    CHECK_INT("close, strictly after it", peri_hours_next_close(m.hours, close, false), next_close);
    CHECK_INT("close, while closed", peri_hours_next_close(m.hours, open - 1, false), close);
    CHECK_INT("no open after the years", peri_hours_next_open(m.hours, PERI_NEVER - 1, false),
              PERI_NEVER);
    CHECK_INT("no close after the years", peri_hours_next_close(m.hours, PERI_NEVER - 1, true),
              PERI_NEVER);
    CHECK_INT("the first open", peri_hours_next_open(m.hours, INT64_MIN, false), first_open);
    CHECK("closed for ever", !peri_hours_is_open(m.hours, PERI_NEVER, true));
    market_close(m);
}

static void check_never_closes(const peri_hours *hours)
{
    peri_session session;
    peri_date sunday = hours_kit_date("2013-10-06");
    peri_hours_span span = peri_hours_span_at(hours, 0, false);
    CHECK("always", peri_hours_is_always_open(hours));
    CHECK("on Sundays", peri_hours_is_trading_day(hours, sunday));
    CHECK_INT("next day", peri_hours_next_trading_day(hours, 10), 11);
    CHECK_INT("previous day", peri_hours_previous_trading_day(hours, 10), 9);
    CHECK("session", peri_hours_session(hours, sunday, false, &session));
    CHECK_INT("from midnight", session.open_utc, hours_kit_time("2013-10-06 05:00"));
    CHECK_INT("to midnight", session.close_utc, hours_kit_time("2013-10-07 05:00"));
    CHECK("one stretch", span.open && span.from_utc == INT64_MIN && span.until_utc == INT64_MAX);
    CHECK("open at the end", peri_hours_is_open(hours, PERI_NEVER, false));
    CHECK_INT("never opens", peri_hours_next_open(hours, 0, false), PERI_NEVER);
    CHECK_INT("never closes", peri_hours_next_close(hours, 0, true), PERI_NEVER);
}

SUITE(hours_span_always_open)
{
    static const char *const whole[7] = {"r00:00-24:00",
                                         "r00:00-24:00",
                                         "r00:00-24:00",
                                         "r00:00-24:00",
                                         "r00:00-24:00",
                                         "r00:00-24:00",
                                         "r00:00-12:00 r12:00-24:00"};
    const peri_zone *zone = NULL;
    market m = market_of("UTC-05", whole);
    peri_hours *always = NULL;
    CHECK_INT("zone", peri_zone_get(m.zones, "UTC-05", &zone, NULL), PERI_OK);
    CHECK_INT("always", peri_hours_always(zone, &always, NULL), PERI_OK);
    CHECK_STR("name", peri_hours_name(always), "always open");
    check_never_closes(always);
    check_never_closes(m.hours);
    peri_hours_close(always);
    market_close(m);
}

/* Round the clock, but not always: one day is closed, one is early, one session is pre-market. */
SUITE(hours_span_almost_always_open)
{
    static const char *const gap[7] = {"r00:00-24:00", "r00:00-11:59 r12:00-24:00",
                                       "r00:00-24:00", "r00:00-24:00",
                                       "r00:00-24:00", "r00:00-24:00",
                                       "r00:00-24:00"};
    const char *whole[7];
    for (int i = 0; i < 7; i++)
        whole[i] = "r00:00-24:00";
    peri_week weeks[2] = {hours_kit_week("2013-01-01", whole), hours_kit_week("2013-10-05", gap)};
    peri_special_day closed = hours_kit_special("2013-10-05", "c", NULL);
    market m = market_open("UTC", weeks, 1, &closed, 1);
    CHECK("not always", !peri_hours_is_always_open(m.hours));
    static const span_row rows[] = {
        {"2013-10-05 12:00", "2013-10-05", "2013-10-06", false, false},
        {"2013-10-04 23:59", "1700-01-01", "2013-10-05", true, false},
        {"2013-10-06", "2013-10-06", "2250-12-31", true, false},
    };
    peri_hours_span last = peri_hours_span_at(m.hours, hours_kit_time("2013-10-06"), true);
    CHECK_INT("to the last midnight", last.until_utc, hours_kit_time("2250-12-31") + PERI_DAY);
    check_spans(m, rows, 2);
    m = market_open("UTC", weeks, 2, NULL, 0);
    CHECK("a minute of a later week is missing", !peri_hours_is_always_open(m.hours));
    market_close(m);
    weeks[0].days[PERI_TUESDAY].sessions[0].kind = PERI_SESSION_PRE;
    m = market_open("UTC", weeks, 1, NULL, 0);
    CHECK("pre-market does not count", !peri_hours_is_always_open(m.hours));
    market_close(m);
}

SUITE(hours_span_never_open)
{
    static const char *const none[7] = {"", "", "", "p04:00-09:30", "", "", ""};
    market m = market_of("UTC", none);
    peri_hours_span span = peri_hours_span_at(m.hours, 0, false);
    CHECK("one stretch", !span.open && span.from_utc == INT64_MIN && span.until_utc == PERI_NEVER);
    CHECK_INT("no open", peri_hours_next_open(m.hours, 0, false), PERI_NEVER);
    CHECK_INT("no close", peri_hours_next_close(m.hours, 0, false), PERI_NEVER);
    CHECK_INT("an open", peri_hours_next_open(m.hours, 0, true),
              hours_kit_time("1970-01-07 04:00"));
    market_close(m);
}
