/* test_calendar_us.c - US equities against the exchange's published days and LEAN's database. */
#include "calendar_kit.h"
#include "check.h"
#include "hours_kit.h"
#include "shared_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CLOSED = 0,
    FULL_DAY = 16 * 60,
    WRONG = -1
};

/* Minute at which the regular session ends, CLOSED, or WRONG for a day with other sessions than
   pre-market from 04:00, regular from 09:30, and post-market on full days. */
static int closing_minute(const peri_hours *hours, peri_date date)
{
    char want[64];
    peri_session_time sessions[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, date, sessions);
    if (n == 0)
        return peri_hours_is_trading_day(hours, date) ? WRONG : CLOSED;
    int minute = n > 1 ? (int)(sessions[1].close / PERI_MINUTE) : WRONG;
    snprintf(want, sizeof want, "p04:00-09:30 r09:30-%02d:%02d%s", minute / 60, minute % 60,
             minute == FULL_DAY ? " o16:00-20:00" : "");
    bool as_wanted = strcmp(hours_kit_text(sessions, n), want) == 0;
    return as_wanted && peri_hours_is_trading_day(hours, date) ? minute : WRONG;
}

/* All weekdays of a year without a session, then those of a shorter one as date=HH. */
static void describe_year(const peri_hours *hours, int year, char *out, size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    for (int pass = 0; pass < 2; pass++) {
        for (peri_date date = peri_date_make(year, 1, 1); date < peri_date_make(year + 1, 1, 1);
             date++) {
            char text[PERI_TIME_TEXT];
            int minute = closing_minute(hours, date), weekday = peri_date_weekday(date);
            bool weekend = weekday == PERI_SATURDAY || weekday == PERI_SUNDAY;
            peri_date_format(date, text);
            if (pass == 0 && minute == CLOSED && !weekend)
                len += (size_t)snprintf(out + len, size - len, "%s ", text + 5);
            else if (pass == 1 && minute != CLOSED && (minute != FULL_DAY || weekend))
                len += (size_t)snprintf(out + len, size - len, "%s=%d ", text + 5, minute / 60);
        }
    }
}

typedef struct year_row {
    int year;
    const char *days;
} year_row;

static void check_years(const year_row *rows, size_t n)
{
    market m = market_open("nyse");
    for (size_t i = 0; i < n; i++) {
        char text[1024];
        describe_year(m.hours, rows[i].year, text, sizeof text);
        CHECK_STR("closed and short days", text, rows[i].days);
    }
    market_close(m);
}

SUITE(calendar_us_past_years)
{
    static const year_row rows[] = {
        {1990, "01-01 02-19 04-13 05-28 07-04 09-03 11-22 12-25 12-24=14 "},
        {1992, "01-01 02-17 04-17 05-25 07-03 09-07 11-26 12-25 11-27=14 12-24=14 "},
        {1994, "02-21 04-01 04-27 05-30 07-04 09-05 11-24 12-26 11-25=13 "},
        {1995, "01-02 02-20 04-14 05-29 07-04 09-04 11-23 12-25 07-03=13 11-24=13 "},
        {1996, "01-01 02-19 04-05 05-27 07-04 09-02 11-28 12-25 07-05=13 11-29=13 12-24=13 "},
        {1997,
         "01-01 02-17 03-28 05-26 07-04 09-01 11-27 12-25 07-03=13 11-28=13 12-24=13 12-26=13 "},
        {1998, "01-01 01-19 02-16 04-10 05-25 07-03 09-07 11-26 12-25 11-27=13 12-24=13 "},
        {2001, "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25 "
               "07-03=13 11-23=13 12-24=13 "},
        {2004, "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24 11-26=13 "},
        {2012, "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25 07-03=13 "
               "11-23=13 12-24=13 "},
        {2013, "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25 07-03=13 11-29=13 12-24=13 "},
        {2018, "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25 07-03=13 11-23=13 "
               "12-24=13 "},
        {2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26 11-25=13 "},
    };
    check_years(rows, sizeof rows / sizeof rows[0]);
}

/* Source: "NYSE Holidays & Trading Hours", nyse.com/markets/hours-calendars, to 2028; then NYSE
   Rule 7.2 applied by hand. */
SUITE(calendar_us_coming_years)
{
    static const year_row rows[] = {
        {2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25 07-03=13 "
               "11-28=13 12-24=13 "},
        {2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25 11-27=13 12-24=13 "},
        {2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24 11-26=13 "},
        {2028, "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25 07-03=13 11-24=13 "},
        {2029, "01-01 01-15 02-19 03-30 05-28 06-19 07-04 09-03 11-22 12-25 07-03=13 11-23=13 "
               "12-24=13 "},
        {2030, "01-01 01-21 02-18 04-19 05-27 06-19 07-04 09-02 11-28 12-25 07-03=13 11-29=13 "
               "12-24=13 "},
    };
    check_years(rows, sizeof rows / sizeof rows[0]);
}

enum {
    FIRST_LISTED = 1998,
    LAST_LISTED = 2024,
    LISTED_DAYS = 9862
};

static int listed[LISTED_DAYS]; /* minute of the close by LEAN's database, CLOSED */

/* LEAN writes month/day/year. Days of other years are of no interest. */
static void list_day(const char *text, int close)
{
    int month = 0, day = 0, year = 0;
    char *end;
    month = (int)strtol(text, &end, 10);
    day = *end == '/' ? (int)strtol(end + 1, &end, 10) : 0;
    year = *end == '/' ? (int)strtol(end + 1, &end, 10) : 0;
    bool valid = *end == '\0' && peri_date_valid(year, month, day);
    CHECK(text, valid);
    if (!valid || year < FIRST_LISTED || year > LAST_LISTED)
        return;
    int *entry = &listed[peri_date_make(year, month, day) - peri_date_make(FIRST_LISTED, 1, 1)];
    if (*entry != CLOSED) /* an early close of a Sunday, 2017-12-24, is listed as well */
        *entry = close;
}

/* "13:00:00" as a minute of the day. */
static int minute_of_text(const char *text)
{
    char *end;
    long hour = strtol(text, &end, 10);
    long minute = *end == ':' ? strtol(end + 1, &end, 10) : -1;
    CHECK(text, minute >= 0 && strcmp(end, ":00") == 0);
    return (int)(hour * 60 + minute);
}

static void read_listed(const cJSON *entry)
{
    for (int i = 0; i < LISTED_DAYS; i++) {
        int weekday = peri_date_weekday(peri_date_make(FIRST_LISTED, 1, 1) + i);
        bool weekend = weekday == PERI_SATURDAY || weekday == PERI_SUNDAY;
        listed[i] = weekend ? CLOSED : FULL_DAY;
    }
    for (const cJSON *item = shared_first(entry, "holidays"); item; item = item->next)
        list_day(item->valuestring, CLOSED);
    for (const cJSON *item = shared_first(entry, "earlyCloses"); item; item = item->next)
        list_day(item->string, minute_of_text(item->valuestring));
}

/* The early closes that the database leaves out; see time/calendar_us.c. */
static bool left_out(peri_date date)
{
    return date == peri_date_make(1998, 11, 27) || date == peri_date_make(1998, 12, 24);
}

SUITE(calendar_us_equals_leans_database)
{
    cJSON *json = shared_json("lean-data/market-hours/market-hours-database.json");
    if (!json)
        return;
    const cJSON *entries = cJSON_GetObjectItemCaseSensitive(json, "entries");
    market m = market_open("nyse");
    int closed = 0, early = 0;
    read_listed(cJSON_GetObjectItemCaseSensitive(entries, "Equity-usa-[*]"));
    for (int i = 0; i < LISTED_DAYS; i++) {
        char text[PERI_TIME_TEXT];
        peri_date date = peri_date_make(FIRST_LISTED, 1, 1) + i;
        int minute = closing_minute(m.hours, date);
        peri_date_format(date, text);
        CHECK_INT(text, minute, left_out(date) ? 13 * 60 : listed[i]);
        closed += minute == CLOSED;
        early += minute != CLOSED && minute != FULL_DAY;
    }
    CHECK_INT("days compared",
              peri_date_make(LAST_LISTED + 1, 1, 1) - peri_date_make(FIRST_LISTED, 1, 1),
              LISTED_DAYS);
    CHECK_INT("closed days", closed, 3069);
    CHECK_INT("early closes", early, 58);
    market_close(m);
    cJSON_Delete(json);
}

SUITE(calendar_us_names)
{
    static const char *const rows[][2] = {
        {"2024-01-01", "New Year's Day"},
        {"2023-01-02", "New Year's Day"}, /* a Sunday's, on Monday */
        {"2024-01-15", "Martin Luther King Jr. Day"},
        {"2024-02-19", "Washington's Birthday"},
        {"2024-03-29", "Good Friday"},
        {"2024-05-27", "Memorial Day"},
        {"2027-06-18", "Juneteenth"}, /* a Saturday's, on Friday */
        {"2024-07-03", "Day before Independence Day"},
        {"2002-07-05", "Day after Independence Day"},
        {"2026-07-03", "Independence Day"},
        {"2024-09-02", "Labor Day"},
        {"2024-11-28", "Thanksgiving Day"},
        {"2024-11-29", "Day after Thanksgiving"},
        {"2024-12-24", "Christmas Eve"},
        {"2027-12-24", "Christmas Day"},
        {"2003-12-26", "Day after Christmas"},
        {"1994-04-27", "Mourning for Richard Nixon"},
        {"2001-09-14", "September 11 attacks"},
        {"2004-06-11", "Mourning for Ronald Reagan"},
        {"2007-01-02", "Mourning for Gerald Ford"},
        {"2012-10-30", "Hurricane Sandy"},
        {"2018-12-05", "Mourning for George H. W. Bush"},
        {"2025-01-09", "Mourning for Jimmy Carter"},
    };
    market m = market_open("nyse");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const peri_special_day *day = peri_hours_special(m.hours, hours_kit_date(rows[i][0]));
        CHECK_STR(rows[i][0], day ? day->name : "nothing special", rows[i][1]);
    }
    int unnamed = 0;
    for (int year = 1900; year <= 2100; year++)
        for (peri_date date = peri_date_make(year, 1, 1); date <= peri_date_make(year, 12, 31);
             date++) {
            const peri_special_day *day = peri_hours_special(m.hours, date);
            unnamed += day && (!day->name || day->date != date);
        }
    CHECK_INT("days without a name", unnamed, 0);
    CHECK("a common day", !peri_hours_special(m.hours, hours_kit_date("2024-01-02")));
    CHECK("a Saturday", !peri_hours_special(m.hours, hours_kit_date("2024-01-06")));
    market_close(m);
}

SUITE(calendar_us_sessions)
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
    market m = market_open("nyse");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_session session = {0, 0};
        bool open =
            peri_hours_session(m.hours, hours_kit_date(rows[i].date), rows[i].extended, &session);
        CHECK_INT(rows[i].date, open, rows[i].open != NULL);
        if (!open || !rows[i].open)
            continue;
        CHECK_INT(rows[i].date, session.open_utc, hours_kit_time(rows[i].open));
        CHECK_INT(rows[i].date, session.close_utc, hours_kit_time(rows[i].close));
    }
    CHECK_STR("name", peri_hours_name(m.hours), "NYSE");
    CHECK_STR("zone", peri_zone_name(peri_hours_zone(m.hours)), "America/New_York");
    CHECK("closes", !peri_hours_is_always_open(m.hours));
    market_close(m);
}

SUITE(calendar_us_trading_days)
{
    market m = market_open("nyse");
    peri_hours *h = m.hours;
    CHECK("Monday", peri_hours_is_trading_day(h, hours_kit_date("2013-10-07")));
    CHECK("Sunday", !peri_hours_is_trading_day(h, hours_kit_date("2013-10-06")));
    CHECK("Good Friday", !peri_hours_is_trading_day(h, hours_kit_date("2013-03-29")));
    CHECK_INT("next, over a long weekend",
              peri_hours_next_trading_day(h, hours_kit_date("2013-03-28")),
              hours_kit_date("2013-04-01"));
    CHECK_INT("previous, over a year's end",
              peri_hours_previous_trading_day(h, hours_kit_date("2013-01-02")),
              hours_kit_date("2012-12-31"));
    CHECK_INT("previous, over 2001-09-11",
              peri_hours_previous_trading_day(h, hours_kit_date("2001-09-17")),
              hours_kit_date("2001-09-10"));
    CHECK("Christmas 1900", !peri_hours_is_trading_day(h, hours_kit_date("1900-12-25")));
    CHECK("Christmas 2100", !peri_hours_is_trading_day(h, hours_kit_date("2100-12-24")));
    CHECK("a Tuesday of 1800", peri_hours_is_trading_day(h, hours_kit_date("1800-12-23")));
    CHECK("a Saturday of 2200", !peri_hours_is_trading_day(h, hours_kit_date("2200-12-27")));
    int days = 0;
    for (peri_date date = hours_kit_date("2022-12-31");; days++) {
        date = peri_hours_next_trading_day(h, date);
        if (date >= hours_kit_date("2025-01-01"))
            break;
    }
    CHECK_INT("trading days of 2023 and 2024", days, 250 + 252);
    market_close(m);
}
