/* test_hours.c - sessions of US equities against rules, published days and LEAN's database. */
#include "check.h"
#include "shared_json.h"

#include "base/mem.h"
#include "time/hours.h"
#include "time/us_holidays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct market {
    peri_zones *zones;
    peri_hours *hours;
} market;

static market us_market(void)
{
    market m = {NULL, NULL};
    CHECK("zones", peri_zones_open(&m.zones, NULL) == PERI_OK);
    CHECK("hours", peri_hours_us_equity(m.zones, &m.hours, NULL) == PERI_OK);
    return m;
}

static void market_close(market m)
{
    peri_hours_close(m.hours);
    peri_zones_close(m.zones);
}

static int64_t at(const char *text)
{
    return shared_time(text);
}

static peri_date day(const char *text)
{
    return peri_time_date(shared_time(text));
}

/* All weekdays of a year without a session, then those of a shorter one as date=HH. */
static void describe_year(int year, char *out, size_t size)
{
    int16_t close[PERI_US_YEAR_DAYS];
    size_t len = 0;
    peri_date first = peri_date_make(year, 1, 1);
    peri_us_holidays_year(year, close);
    out[0] = '\0';
    for (int pass = 0; pass < 2; pass++) {
        for (peri_date date = first; date < peri_date_make(year + 1, 1, 1); date++) {
            char text[PERI_TIME_TEXT];
            int minute = close[date - first], weekday = peri_date_weekday(date);
            peri_date_format(date, text);
            if (pass == 0 && minute == PERI_US_CLOSED && weekday != PERI_SATURDAY &&
                weekday != PERI_SUNDAY)
                len += (size_t)snprintf(out + len, size - len, "%s ", text + 5);
            else if (pass == 1 && minute != PERI_US_CLOSED && minute != PERI_US_FULL_DAY)
                len += (size_t)snprintf(out + len, size - len, "%s=%d ", text + 5, minute / 60);
        }
    }
}

SUITE(hours_whole_years)
{
    static const struct {
        int year;
        const char *days;
    } rows[] = {
        {1990, "01-01 02-19 04-13 05-28 07-04 09-03 11-22 12-25 12-24=14 "},
        {1992, "01-01 02-17 04-17 05-25 07-03 09-07 11-26 12-25 11-27=14 12-24=14 "},
        {1994, "02-21 04-01 04-27 05-30 07-04 09-05 11-24 12-26 11-25=13 "},
        {1996, "01-01 02-19 04-05 05-27 07-04 09-02 11-28 12-25 07-05=13 11-29=13 12-24=13 "},
        {1997,
         "01-01 02-17 03-28 05-26 07-04 09-01 11-27 12-25 07-03=13 11-28=13 12-24=13 12-26=13 "},
        {2001, "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25 "
               "07-03=13 11-23=13 12-24=13 "},
        {2004, "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24 11-26=13 "},
        {2012, "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25 07-03=13 "
               "11-23=13 12-24=13 "},
        {2013, "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25 07-03=13 11-29=13 12-24=13 "},
        {2018, "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25 07-03=13 11-23=13 "
               "12-24=13 "},
        {2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26 11-25=13 "},
        {2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25 07-03=13 "
               "11-28=13 12-24=13 "},
        {2028, "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25 07-03=13 11-24=13 "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[1024];
        describe_year(rows[i].year, text, sizeof text);
        CHECK_STR("closed and short days", text, rows[i].days);
    }
}

/* LEAN writes month/day/year. */
static int day_of_year(const char *text, int *year)
{
    char *end;
    int month = (int)strtol(text, &end, 10);
    int number = *end == '/' ? (int)strtol(end + 1, &end, 10) : 0;
    *year = *end == '/' ? (int)strtol(end + 1, &end, 10) : 0;
    if (*end != '\0' || !peri_date_valid(*year, month, number))
        return -1;
    return peri_date_make(*year, month, number) - peri_date_make(*year, 1, 1);
}

enum {
    FIRST_LISTED = 1998,
    LAST_LISTED = 2024,
    YEARS = LAST_LISTED - FIRST_LISTED + 1
};

static int16_t listed[YEARS][PERI_US_YEAR_DAYS];

static void list_day(const char *date, int close)
{
    int year, index = day_of_year(date, &year);
    CHECK(date, index >= 0);
    if (index >= 0 && year >= FIRST_LISTED && year <= LAST_LISTED &&
        listed[year - FIRST_LISTED][index] != PERI_US_CLOSED)
        listed[year - FIRST_LISTED][index] = (int16_t)close;
}

static void read_listed(const cJSON *entry)
{
    for (int year = FIRST_LISTED; year <= LAST_LISTED; year++) {
        for (int i = 0; i < PERI_US_YEAR_DAYS; i++) {
            int weekday = peri_date_weekday(peri_date_make(year, 1, 1) + i);
            bool weekend = weekday == PERI_SATURDAY || weekday == PERI_SUNDAY;
            listed[year - FIRST_LISTED][i] = weekend ? PERI_US_CLOSED : PERI_US_FULL_DAY;
        }
    }
    for (const cJSON *item = shared_first(entry, "holidays"); item; item = item->next)
        list_day(item->valuestring, PERI_US_CLOSED);
    for (const cJSON *item = shared_first(entry, "earlyCloses"); item; item = item->next)
        list_day(item->string, (int)strtol(item->valuestring, NULL, 10) * 60);
}

/* The early closes that the database leaves out; see time/us_holidays.c. */
static bool left_out(peri_date date)
{
    return date == peri_date_make(1998, 11, 27) || date == peri_date_make(1998, 12, 24);
}

SUITE(hours_equal_leans_database)
{
    cJSON *json = shared_json("lean-data/market-hours/market-hours-database.json");
    if (!json)
        return;
    const cJSON *entries = cJSON_GetObjectItemCaseSensitive(json, "entries");
    read_listed(cJSON_GetObjectItemCaseSensitive(entries, "Equity-usa-[*]"));
    long days = 0;
    for (int year = FIRST_LISTED; year <= LAST_LISTED; year++) {
        int16_t close[PERI_US_YEAR_DAYS];
        peri_date first = peri_date_make(year, 1, 1);
        peri_us_holidays_year(year, close);
        for (int i = 0; first + i < peri_date_make(year + 1, 1, 1); i++, days++) {
            char text[PERI_TIME_TEXT];
            peri_date_format(first + i, text);
            if (!left_out(first + i))
                CHECK_INT(text, close[i], listed[year - FIRST_LISTED][i]);
        }
    }
    CHECK_INT("days compared", days, 9862);
    cJSON_Delete(json);
}

SUITE(hours_us_sessions)
{
    static const struct {
        const char *date, *open, *close;
        bool extended;
    } rows[] = {
        {"2013-10-07", "2013-10-07 13:30", "2013-10-07 20:00", false},
        {"2013-10-07", "2013-10-07 08:00", "2013-10-08 00:00", true},
        {"2013-01-07", "2013-01-07 14:30", "2013-01-07 21:00", false},
        {"2013-07-03", "2013-07-03 13:30", "2013-07-03 17:00", false},
        {"2013-07-03", "2013-07-03 08:00", "2013-07-03 17:00", true},
        {"2013-07-04", NULL, NULL, false},
        {"2013-10-06", NULL, NULL, true},
    };
    market m = us_market();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_session session = {0, 0};
        bool open = peri_hours_session(m.hours, day(rows[i].date), rows[i].extended, &session);
        CHECK(rows[i].date, open == (rows[i].open != NULL));
        if (!open || !rows[i].open)
            continue;
        CHECK_INT(rows[i].date, session.open_utc, at(rows[i].open));
        CHECK_INT(rows[i].date, session.close_utc, at(rows[i].close));
    }
    CHECK_STR("name", peri_hours_name(m.hours), "NYSE");
    CHECK_STR("zone", peri_zone_name(peri_hours_zone(m.hours)), "America/New_York");
    CHECK("closes", !peri_hours_is_always_open(m.hours));
    market_close(m);
}

SUITE(hours_trading_days)
{
    market m = us_market();
    CHECK("Monday", peri_hours_is_trading_day(m.hours, day("2013-10-07")));
    CHECK("Sunday", !peri_hours_is_trading_day(m.hours, day("2013-10-06")));
    CHECK("Good Friday", !peri_hours_is_trading_day(m.hours, day("2013-03-29")));
    CHECK_INT("next, over a long weekend", peri_hours_next_trading_day(m.hours, day("2013-03-28")),
              day("2013-04-01"));
    CHECK_INT("next of a closed day", peri_hours_next_trading_day(m.hours, day("2013-10-06")),
              day("2013-10-07"));
    CHECK_INT("previous, over a year's end",
              peri_hours_previous_trading_day(m.hours, day("2013-01-02")), day("2012-12-31"));
    CHECK_INT("previous, over 2001-09-11",
              peri_hours_previous_trading_day(m.hours, day("2001-09-17")), day("2001-09-10"));
    CHECK("none after the calendar",
          peri_hours_next_trading_day(m.hours, day("2250-12-31")) > day("2250-12-31"));
    CHECK("none before the calendar",
          peri_hours_previous_trading_day(m.hours, day("1700-01-01")) < day("1700-01-01"));
    CHECK("out of the calendar", !peri_hours_is_trading_day(m.hours, INT32_MAX));
    market_close(m);
}

SUITE(hours_us_spans)
{
    static const struct {
        const char *utc, *from, *until;
        bool open, extended;
    } rows[] = {
        {"2013-10-07 13:29:59", "2013-10-04 20:00", "2013-10-07 13:30", false, false},
        {"2013-10-07 13:30", "2013-10-07 13:30", "2013-10-07 20:00", true, false},
        {"2013-10-07 19:59:59", "2013-10-07 13:30", "2013-10-07 20:00", true, false},
        {"2013-10-07 20:00", "2013-10-07 20:00", "2013-10-08 13:30", false, false},
        {"2013-10-08 00:30", "2013-10-08 00:00", "2013-10-08 08:00", false, true},
        {"2013-10-05 12:00", "2013-10-05 00:00", "2013-10-07 08:00", false, true},
        {"2013-07-03 17:00", "2013-07-03 17:00", "2013-07-05 08:00", false, true},
        {"2012-10-29 15:00", "2012-10-26 20:00", "2012-10-31 13:30", false, false},
        {"2013-11-03 06:30", "2013-11-01 20:00", "2013-11-04 14:30", false, false},
    };
    market m = us_market();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t utc = at(rows[i].utc);
        peri_hours_span span = peri_hours_span_at(m.hours, utc, rows[i].extended);
        CHECK_INT(rows[i].utc, span.from_utc, at(rows[i].from));
        CHECK_INT(rows[i].utc, span.until_utc, at(rows[i].until));
        CHECK(rows[i].utc, span.open == rows[i].open);
        CHECK(rows[i].utc, peri_hours_is_open(m.hours, utc, rows[i].extended) == rows[i].open);
    }
    market_close(m);
}

SUITE(hours_next_borders)
{
    market m = us_market();
    int64_t open = at("2013-10-04 13:30"), close = at("2013-10-04 20:00");
    int64_t next_open = at("2013-10-07 13:30"), next_close = at("2013-10-07 20:00");
    CHECK_INT("open, before it", peri_hours_next_open(m.hours, open - 1, false), open);
    CHECK_INT("open, strictly after it", peri_hours_next_open(m.hours, open, false), next_open);
    CHECK_INT("open, at the close", peri_hours_next_open(m.hours, close, false), next_open);
    CHECK_INT("close, before it", peri_hours_next_close(m.hours, close - 1, false), close);
    CHECK_INT("close, strictly after it", peri_hours_next_close(m.hours, close, false), next_close);
    CHECK_INT("close, while closed", peri_hours_next_close(m.hours, open - 1, false), close);
    CHECK_INT("none after the calendar", peri_hours_next_open(m.hours, PERI_NEVER - 1, false),
              PERI_NEVER);
    CHECK_INT("none after the calendar", peri_hours_next_close(m.hours, PERI_NEVER - 1, true),
              PERI_NEVER);
    CHECK("open some day", peri_hours_next_open(m.hours, INT64_MIN, false) > INT64_MIN);
    CHECK("closed for ever", !peri_hours_is_open(m.hours, PERI_NEVER, true));
    market_close(m);
}

/* Spans asked for in any order tile the time, and agree with the sessions of the days. */
SUITE(hours_spans_tile_time)
{
    market m = us_market();
    check_rng rng = {5};
    int64_t last = at("2026-01-01");
    int wrong = 0, spans = 0;
    for (int extended = 0; extended < 2; extended++) {
        peri_hours_span span = peri_hours_span_at(m.hours, at("1996-01-01"), extended);
        while (span.until_utc < last) {
            peri_hours_span next = peri_hours_span_at(m.hours, span.until_utc, extended);
            int64_t inside = check_random_in(&rng, next.from_utc, next.until_utc - 1);
            peri_hours_span other =
                peri_hours_span_at(m.hours, check_random_in(&rng, 0, last), extended);
            peri_hours_span again = peri_hours_span_at(m.hours, inside, extended);
            wrong += next.from_utc != span.until_utc || next.open == span.open ||
                     other.from_utc >= other.until_utc || again.from_utc != next.from_utc ||
                     again.until_utc != next.until_utc;
            span = next;
            spans++;
        }
    }
    CHECK_INT("spans that do not fit (seed 5)", wrong, 0);
    CHECK("sessions of 30 years, twice", spans > 4 * 250 * 30);
    market_close(m);
}

SUITE(hours_always_open)
{
    peri_zones *zones = NULL;
    const peri_zone *zone = NULL;
    peri_hours *hours = NULL;
    peri_session session;
    if (peri_zones_open(&zones, NULL) != PERI_OK ||
        peri_zone_get(zones, "UTC-05", &zone, NULL) != PERI_OK ||
        peri_hours_always(zone, &hours, NULL) != PERI_OK)
        return;
    CHECK_STR("name", peri_hours_name(hours), "always open");
    CHECK("always", peri_hours_is_always_open(hours));
    CHECK("on Sundays", peri_hours_is_trading_day(hours, day("2013-10-06")));
    CHECK_INT("next day", peri_hours_next_trading_day(hours, 10), 11);
    CHECK_INT("previous day", peri_hours_previous_trading_day(hours, 10), 9);
    CHECK("session", peri_hours_session(hours, day("2013-10-06"), false, &session));
    CHECK_INT("from midnight", session.open_utc, at("2013-10-06 05:00"));
    CHECK_INT("to midnight", session.close_utc, at("2013-10-07 05:00"));
    peri_hours_span span = peri_hours_span_at(hours, 0, false);
    CHECK("one stretch", span.open && span.from_utc == INT64_MIN && span.until_utc == INT64_MAX);
    CHECK_INT("never opens", peri_hours_next_open(hours, 0, false), PERI_NEVER);
    CHECK_INT("never closes", peri_hours_next_close(hours, 0, true), PERI_NEVER);
    peri_hours_close(hours);
    peri_hours_close(NULL);
    peri_zones_close(zones);
}

SUITE(hours_out_of_memory)
{
    int64_t before = peri_mem_live();
    for (long nth = 1;; nth++) {
        peri_zones *zones = NULL;
        peri_hours *hours = NULL, *always = NULL;
        const peri_zone *zone = NULL;
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        int rc = peri_zones_open(&zones, &err);
        if (rc == PERI_OK)
            rc = peri_hours_us_equity(zones, &hours, &err);
        if (rc == PERI_OK)
            rc = peri_zone_get(zones, "UTC", &zone, &err);
        if (rc == PERI_OK)
            rc = peri_hours_always(zone, &always, &err);
        peri_mem_fail_at(0);
        peri_hours_close(hours);
        peri_hours_close(always);
        peri_zones_close(zones);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_OK)
            break;
        CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
        CHECK_HAS("text", err.text, "no memory");
    }
}
