/* test_calendar_forex.c - currencies and crypto: whole years, the change of clocks, weekends. */
#include "calendar_kit.h"
#include "check.h"
#include "shared_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The hours of a date that has one session at most, all of them whole: "0-17". */
static const char *hours_of(const peri_hours *hours, peri_date date)
{
    static char text[32];
    peri_session_time s[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, date, s);
    CHECK("one session at most", n <= 1);
    if (n == 0)
        return "closed";
    CHECK_INT("regular", s[0].kind, PERI_SESSION_REGULAR);
    CHECK_INT("whole hours", s[0].open % PERI_HOUR + s[0].close % PERI_HOUR, 0);
    snprintf(text, sizeof text, "%d-%d", (int)(s[0].open / PERI_HOUR),
             (int)(s[0].close / PERI_HOUR));
    return text;
}

/* All days of a year that differ from their weekday: "12-24 0-17; ". */
static const char *year_of(const peri_hours *hours, int year)
{
    static const char *const usual[] = {"17-24", "0-24", "0-24", "0-24", "0-24", "0-17", "closed"};
    static char text[512];
    size_t len = 0;
    text[0] = '\0';
    for (peri_date date = peri_date_make(year, 1, 1);
         date <= peri_date_make(year, 12, 31) && len + 64 < sizeof text; date++) {
        char iso[PERI_TIME_TEXT];
        const char *is = hours_of(hours, date);
        peri_date_format(date, iso);
        if (strcmp(is, usual[peri_date_weekday(date)]) != 0)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s %s; ", iso + 5, is);
    }
    return text;
}

SUITE(calendar_forex_whole_years)
{
    static const struct {
        int year;
        const char *holiday, *days; /* weekday of Christmas and the next New Year's Day */
    } rows[] = {
        {2017, "Monday", "12-24 closed; 12-25 17-24; 12-31 closed; "},
        {2018, "Tuesday", "01-01 17-24; 12-24 0-17; 12-25 17-24; 12-31 0-17; "},
        {2019, "Wednesday", "01-01 17-24; 12-24 0-17; 12-25 17-24; 12-31 0-17; "},
        {2014, "Thursday", "01-01 17-24; 12-24 0-17; 12-25 17-24; 12-31 0-17; "},
        {2020, "Friday", "01-01 17-24; 12-24 0-17; 12-25 closed; 12-31 0-17; "},
        {2021, "Saturday", "01-01 closed; "},
        {2022, "Sunday", ""},
        {2023, "Monday", "12-24 closed; 12-25 17-24; 12-31 closed; "},
        {2024, "Wednesday", "01-01 17-24; 12-24 0-17; 12-25 17-24; 12-31 0-17; "},
        {1990, "the first year", "01-01 17-24; 12-24 0-17; 12-25 17-24; 12-31 0-17; "},
        {2060, "the last year", "01-01 17-24; "},
        {2062, "unknown", ""},
    };
    market m = market_open("forex");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CHECK_STR(rows[i].holiday, year_of(m.hours, rows[i].year), rows[i].days);
    market_close(m);
}

SUITE(calendar_forex_days)
{
    market m = market_open("FX");
    const peri_special_day *special;
    CHECK_STR("name", peri_hours_name(m.hours), "forex");
    CHECK_STR("zone", peri_zone_name(peri_hours_zone(m.hours)), "America/New_York");
    CHECK("it closes", !peri_hours_is_always_open(m.hours));
    CHECK("Sunday trades", peri_hours_is_trading_day(m.hours, calendar_day("2024-03-10")));
    CHECK("Saturday does not", !peri_hours_is_trading_day(m.hours, calendar_day("2024-03-09")));
    CHECK("Friday's Christmas does not",
          !peri_hours_is_trading_day(m.hours, calendar_day("2020-12-25")));
    CHECK_INT("over the weekend", peri_hours_next_trading_day(m.hours, calendar_day("2024-03-08")),
              calendar_day("2024-03-10"));
    static const char *const names[][2] = {{"2024-12-24", "Christmas Eve"},
                                           {"2024-12-25", "Christmas Day"},
                                           {"2023-12-24", "Christmas Day"},
                                           {"2024-12-31", "New Year's Eve"},
                                           {"2025-01-01", "New Year's Day"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        special = peri_hours_special(m.hours, calendar_day(names[i][0]));
        CHECK_STR(names[i][0], special ? special->name : "none", names[i][1]);
    }
    CHECK("Independence Day is none",
          peri_hours_special(m.hours, calendar_day("2024-07-04")) == NULL);
    market_close(m);
}

typedef struct span_row {
    const char *what, *when, *from, *until;
    bool open;
} span_row;

/* In UTC; New York is 5 hours behind until 2024-03-10 07:00 and from 2024-11-03 06:00, else 4. */
static const span_row spans[] = {
    {"a week in winter", "2024-03-06T12:00:00Z", "2024-03-03T22:00:00Z", "2024-03-08T22:00:00Z",
     true},
    {"the weekend of spring", "2024-03-09T12:00:00Z", "2024-03-08T22:00:00Z",
     "2024-03-10T21:00:00Z", false},
    {"a week in summer", "2024-03-13T12:00:00Z", "2024-03-10T21:00:00Z", "2024-03-15T21:00:00Z",
     true},
    {"the weekend of autumn", "2024-11-02T12:00:00Z", "2024-11-01T21:00:00Z",
     "2024-11-03T22:00:00Z", false},
    {"Christmas", "2024-12-25T12:00:00Z", "2024-12-24T22:00:00Z", "2024-12-25T22:00:00Z", false},
    {"before Christmas", "2024-12-24T12:00:00Z", "2024-12-22T22:00:00Z", "2024-12-24T22:00:00Z",
     true},
    {"a Monday's Christmas", "2023-12-24T23:00:00Z", "2023-12-22T22:00:00Z", "2023-12-25T22:00:00Z",
     false},
    {"a Friday's Christmas", "2020-12-25T23:00:00Z", "2020-12-24T22:00:00Z", "2020-12-27T22:00:00Z",
     false},
    {"a Sunday's Christmas", "2022-12-25T23:00:00Z", "2022-12-25T22:00:00Z", "2022-12-30T22:00:00Z",
     true},
};

SUITE(calendar_forex_spans)
{
    market m = market_open("forex");
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        const span_row *row = &spans[i];
        for (int extended = 0; extended < 2; extended++) {
            peri_hours_span span =
                peri_hours_span_at(m.hours, calendar_at(row->when), extended == 1);
            CHECK_INT(row->what, span.from_utc, calendar_at(row->from));
            CHECK_INT(row->what, span.until_utc, calendar_at(row->until));
            CHECK_INT(row->what, span.open, row->open);
        }
    }
    market_close(m);
}

SUITE(calendar_forex_change_of_clocks)
{
    market m = market_open("forex");
    peri_session s;
    CHECK("Monday in winter", peri_hours_session(m.hours, calendar_day("2024-03-04"), false, &s));
    CHECK_INT("opens", s.open_utc, calendar_at("2024-03-04T05:00:00Z"));
    CHECK_INT("closes", s.close_utc, calendar_at("2024-03-05T05:00:00Z"));
    CHECK("Sunday of the change",
          peri_hours_session(m.hours, calendar_day("2024-03-10"), false, &s));
    CHECK_INT("opens in summer time", s.open_utc, calendar_at("2024-03-10T21:00:00Z"));
    CHECK_INT("closes at midnight", s.close_utc, calendar_at("2024-03-11T04:00:00Z"));
    CHECK("Friday in summer", peri_hours_session(m.hours, calendar_day("2024-03-15"), false, &s));
    CHECK_INT("closes", s.close_utc, calendar_at("2024-03-15T21:00:00Z"));
    CHECK("Sunday of autumn", peri_hours_session(m.hours, calendar_day("2024-11-03"), false, &s));
    CHECK_INT("opens in winter time", s.open_utc, calendar_at("2024-11-03T22:00:00Z"));
    market_close(m);
}

/* Away from the year's end the answer follows from the weekday and the hour alone. */
SUITE(calendar_forex_week_property)
{
    const uint64_t seed = 5170017;
    check_rng rng = {seed};
    market m = market_open("forex");
    for (int i = 0; i < 20000; i++) {
        int64_t utc = check_random_in(&rng, calendar_at("1985-01-01"), calendar_at("2065-01-01"));
        int64_t local = peri_zone_to_local(peri_hours_zone(m.hours), utc);
        peri_civil civil;
        peri_time_split(local, &civil);
        int hour = peri_date_weekday(peri_time_date(local)) * 24 + civil.hour;
        bool open = hour >= 17 && hour < PERI_FRIDAY * 24 + 17;
        if ((civil.month == 12 && civil.day >= 24) || (civil.month == 1 && civil.day == 1))
            continue;
        if (!CHECK("by the hour of the week", peri_hours_is_open(m.hours, utc, false) == open)) {
            printf("seed %" PRIu64 ", step %d, utc %" PRId64 "\n", seed, i, utc);
            break;
        }
    }
    market_close(m);
}

SUITE(calendar_crypto_is_always_open)
{
    market m = market_open("Crypto");
    peri_session s;
    check_rng rng = {77};
    CHECK_STR("name", peri_hours_name(m.hours), "crypto");
    CHECK_STR("zone", peri_zone_name(peri_hours_zone(m.hours)), "UTC");
    CHECK("always open", peri_hours_is_always_open(m.hours));
    for (int i = 0; i < 1000; i++)
        CHECK("seed 77: at any time",
              peri_hours_is_open(
                  m.hours,
                  check_random_in(&rng, calendar_at("1970-01-01"), calendar_at("2200-01-01")),
                  i % 2 == 0));
    for (peri_date date = calendar_day("2024-12-20"); date < calendar_day("2025-01-05"); date++)
        CHECK_STR("every day", hours_of(m.hours, date), "0-24");
    CHECK("Christmas", peri_hours_session(m.hours, calendar_day("2024-12-25"), false, &s));
    CHECK_INT("from midnight", s.open_utc, calendar_at("2024-12-25T00:00:00Z"));
    CHECK_INT("to midnight", s.close_utc, calendar_at("2024-12-26T00:00:00Z"));
    CHECK_INT("it never closes", peri_hours_next_close(m.hours, calendar_at("2024-12-25"), true),
              PERI_NEVER);
    market_close(m);
}

SUITE(calendar_forex_and_crypto_out_of_memory)
{
    calendar_check_memory("forex");
    calendar_check_memory("crypto");
}
