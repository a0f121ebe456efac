/* test_calendar_japan.c - Tokyo's exchange against published years. */
#include "calendar_kit.h"
#include "check.h"
#include "shared_json.h"

#include <stdio.h>
#include <string.h>

enum {
    FIRST_YEAR = 1990,
    LAST_YEAR = 2050
};

/* Weekdays of a year without a session, then those that end before 15:00 as date=HH. */
static void describe_year(const peri_hours *hours, int year, char *out, size_t size)
{
    size_t len = 0;
    out[0] = '\0';
    for (int pass = 0; pass < 2; pass++) {
        for (peri_date date = peri_date_make(year, 1, 1); date <= peri_date_make(year, 12, 31);
             date++) {
            peri_session_time sessions[PERI_DAY_SESSIONS + 1];
            char text[PERI_TIME_TEXT];
            size_t n = peri_hours_sessions(hours, date, sessions);
            peri_date_format(date, text);
            if (pass == 0 && n == 0 && !calendar_is_weekend(date))
                len += (size_t)snprintf(out + len, size - len, "%s ", text + 5);
            else if (pass == 1 && n > 0 && sessions[n - 1].close < 15 * PERI_HOUR)
                len += (size_t)snprintf(out + len, size - len, "%s=%d ", text + 5,
                                        (int)(sessions[n - 1].close / PERI_HOUR));
        }
    }
}

/* Source: the government's lists of national holidays; the exchange's market holidays. */
SUITE(calendar_japan_whole_years)
{
    static const struct {
        int year;
        const char *days;
    } rows[] = {
        {1990, "01-01 01-02 01-03 01-15 02-12 03-21 04-30 05-03 05-04 09-24 10-10 11-12 11-23 "
               "12-24 12-31 01-04=11 12-28=11 "},
        {1993, "01-01 01-15 02-11 04-29 05-03 05-04 05-05 06-09 09-15 09-23 10-11 11-03 11-23 "
               "12-23 12-31 01-04=11 12-30=11 "},
        {1998, "01-01 01-02 01-15 02-11 04-29 05-04 05-05 07-20 09-15 09-23 11-03 11-23 12-23 "
               "12-31 01-05=11 12-30=11 "},
        {2000, "01-03 01-10 02-11 03-20 05-03 05-04 05-05 07-20 09-15 10-09 11-03 11-23 "
               "01-04=11 12-29=11 "},
        {2006, "01-02 01-03 01-09 03-21 05-03 05-04 05-05 07-17 09-18 10-09 11-03 11-23 "
               "01-04=11 12-29=11 "},
        {2008, "01-01 01-02 01-03 01-14 02-11 03-20 04-29 05-05 05-06 07-21 09-15 09-23 10-13 "
               "11-03 11-24 12-23 12-31 01-04=11 12-30=11 "},
        {2009, "01-01 01-02 01-12 02-11 03-20 04-29 05-04 05-05 05-06 07-20 09-21 09-22 09-23 "
               "10-12 11-03 11-23 12-23 12-31 01-05=11 "},
        {2012, "01-02 01-03 01-09 03-20 04-30 05-03 05-04 07-16 09-17 10-08 11-23 12-24 12-31 "},
        {2015, "01-01 01-02 01-12 02-11 04-29 05-04 05-05 05-06 07-20 09-21 09-22 09-23 10-12 "
               "11-03 11-23 12-23 12-31 "},
        {2016, "01-01 01-11 02-11 03-21 04-29 05-03 05-04 05-05 07-18 08-11 09-19 09-22 10-10 "
               "11-03 11-23 12-23 "},
        {2018, "01-01 01-02 01-03 01-08 02-12 03-21 04-30 05-03 05-04 07-16 09-17 09-24 10-08 "
               "11-23 12-24 12-31 "},
        {2019, "01-01 01-02 01-03 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-06 07-15 "
               "08-12 09-16 09-23 10-14 10-22 11-04 12-31 "},
        {2020, "01-01 01-02 01-03 01-13 02-11 02-24 03-20 04-29 05-04 05-05 05-06 07-23 07-24 "
               "08-10 09-21 09-22 11-03 11-23 12-31 "},
        {2021, "01-01 01-11 02-11 02-23 04-29 05-03 05-04 05-05 07-22 07-23 08-09 09-20 09-23 "
               "11-03 11-23 12-31 "},
        {2022, "01-03 01-10 02-11 02-23 03-21 04-29 05-03 05-04 05-05 07-18 08-11 09-19 09-23 "
               "10-10 11-03 11-23 "},
        {2023, "01-02 01-03 01-09 02-23 03-21 05-03 05-04 05-05 07-17 08-11 09-18 10-09 11-03 "
               "11-23 "},
        {2024, "01-01 01-02 01-03 01-08 02-12 02-23 03-20 04-29 05-03 05-06 07-15 08-12 09-16 "
               "09-23 10-14 11-04 12-31 "},
        {2025, "01-01 01-02 01-03 01-13 02-11 02-24 03-20 04-29 05-05 05-06 07-21 08-11 09-15 "
               "09-23 10-13 11-03 11-24 12-31 "},
    };
    market m = market_open("jpx");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[1024];
        describe_year(m.hours, rows[i].year, text, sizeof text);
        CHECK_STR("closed and short days", text, rows[i].days);
    }
    market_close(m);
}

/* Why days are closed, and rules that held for some years only. */
SUITE(calendar_japan_single_days)
{
    static const struct {
        const char *date, *name; /* NULL: an ordinary day */
    } rows[] = {
        {"1990-01-04", "First trading day of the year"},
        {"1990-11-12", "Enthronement Ceremony"},
        {"1992-05-04", "Substitute Holiday"}, /* of a Sunday between two holidays to be */
        {"1992-05-06", NULL},
        {"1993-05-04", "Citizens' Holiday"},
        {"1993-06-09", "Wedding of the Crown Prince"},
        {"1995-07-20", NULL},
        {"1999-01-15", "Coming of Age Day"},
        {"2000-01-10", "Coming of Age Day"},
        {"2001-01-15", NULL},
        {"2003-09-15", "Respect for the Aged Day"},
        {"2005-04-29", "Greenery Day"},
        {"2006-05-04", "Citizens' Holiday"},
        {"2007-05-04", "Greenery Day"},
        {"2008-04-29", "Showa Day"},
        {"2008-12-30", "Last trading day of the year"},
        {"2009-01-05", "First trading day of the year"},
        {"2009-05-06", "Substitute Holiday"},
        {"2009-09-22", "Citizens' Holiday"},
        {"2009-12-30", NULL},
        {"2010-01-04", NULL},
        {"2015-08-11", NULL},
        {"2019-05-02", "Citizens' Holiday"},
        {"2019-12-23", NULL},
        {"2020-02-24", "Substitute Holiday"},
        {"2020-07-20", NULL},
        {"2020-07-24", "Sports Day"},
        {"2020-10-01", NULL}, /* the day the system failed */
        {"2020-10-12", NULL},
        {"2021-08-09", "Substitute Holiday"},
        {"2021-08-11", NULL},
        {"2021-12-23", NULL},
        {"2022-01-03", "New Year Holiday"},
        {"2024-12-31", "New Year's Eve"},
        {"2026-09-22", "Citizens' Holiday"},
        {"2032-09-21", "Citizens' Holiday"},
    };
    market m = market_open("jpx");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const peri_special_day *special = peri_hours_special(m.hours, calendar_day(rows[i].date));
        if (rows[i].name)
            CHECK_STR(rows[i].date, special ? special->name : NULL, rows[i].name);
        else
            CHECK(rows[i].date,
                  !special && peri_hours_is_trading_day(m.hours, calendar_day(rows[i].date)));
    }
    market_close(m);
}

/* Source: the National Astronomical Observatory of Japan's almanacs. */
SUITE(calendar_japan_equinoxes)
{
    static const char *const weekdays[] = {
        "1990-03-21", "1991-03-21", "1992-03-20", "1995-03-21", "1996-03-20", "1999-03-22",
        "2003-03-21", "2004-03-20", "2007-03-21", "2008-03-20", "2011-03-21", "2012-03-20",
        "2016-03-21", "2017-03-20", "2020-03-20", "2021-03-20", "2023-03-21", "2024-03-20",
        "1991-09-23", "1992-09-23", "1996-09-23", "2003-09-23", "2004-09-23", "2011-09-23",
        "2012-09-22", "2015-09-23", "2016-09-22", "2020-09-22", "2021-09-23", "2022-09-23",
        "2024-09-23", "2025-09-23"};
    market m = market_open("jpx");
    for (size_t i = 0; i < sizeof weekdays / sizeof weekdays[0]; i++) {
        peri_date date = calendar_day(weekdays[i]);
        const peri_special_day *special = peri_hours_special(m.hours, date);
        if (calendar_is_weekend(date))
            CHECK(weekdays[i], !special);
        else
            CHECK(weekdays[i], special && (strstr(special->name, "Equinox Day") ||
                                           strcmp(special->name, "Substitute Holiday") == 0));
    }
    market_close(m);
}

static void describe_day(const peri_hours *hours, peri_date date, char *out, size_t size)
{
    peri_session_time sessions[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, date, sessions), len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        int open = (int)(sessions[i].open / PERI_MINUTE);
        int close = (int)(sessions[i].close / PERI_MINUTE);
        len += (size_t)snprintf(out + len, size - len, "%s%02d:%02d-%02d:%02d;",
                                sessions[i].kind == PERI_SESSION_REGULAR ? "" : "extended ",
                                open / 60, open % 60, close / 60, close % 60);
    }
}

/* The last and first day of each week of hours, and half days under them. */
SUITE(calendar_japan_sessions)
{
    static const struct {
        const char *date, *sessions;
    } rows[] = {
        {"1990-01-04", "09:00-11:00;"},
        {"1991-04-26", "09:00-11:00;13:00-15:00;"},
        {"1991-04-30", "09:00-11:00;12:30-15:00;"},
        {"2006-01-18", "09:00-11:00;12:30-15:00;"},
        {"2006-01-19", "09:00-11:00;13:00-15:00;"},
        {"2006-04-21", "09:00-11:00;13:00-15:00;"},
        {"2006-04-24", "09:00-11:00;12:30-15:00;"},
        {"2008-12-30", "09:00-11:00;"},
        {"2009-12-30", "09:00-11:00;12:30-15:00;"},
        {"2011-11-18", "09:00-11:00;12:30-15:00;"},
        {"2011-11-21", "09:00-11:30;12:30-15:00;"},
        {"2024-11-01", "09:00-11:30;12:30-15:00;"},
        {"2024-11-05", "09:00-11:30;12:30-15:30;"},
        {"2024-12-30", "09:00-11:30;12:30-15:30;"},
        {"2024-12-31", ""},
        {"2025-01-05", ""},
    };
    market m = market_open("jpx");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[128];
        describe_day(m.hours, calendar_day(rows[i].date), text, sizeof text);
        CHECK_STR(rows[i].date, text, rows[i].sessions);
    }
    market_close(m);
}

/* 09:00 in Tokyo is 00:00 UTC all year. */
SUITE(calendar_japan_lunch_break)
{
    market m = market_open("jpx");
    CHECK("opens", peri_hours_is_open(m.hours, shared_time("2024-07-02"), false));
    CHECK("not before", !peri_hours_is_open(m.hours, shared_time("2024-07-02") - 1, true));
    calendar_check_lunch(m.hours, shared_time("2024-07-02T02:30:00Z"),
                         shared_time("2024-07-02T03:30:00Z"));
    CHECK_INT("the new year's break",
              peri_hours_next_trading_day(m.hours, calendar_day("2024-12-30")),
              calendar_day("2025-01-06"));
    CHECK_INT("ten days of 2019", peri_hours_next_trading_day(m.hours, calendar_day("2019-04-26")),
              calendar_day("2019-05-07"));
    market_close(m);
}

SUITE(calendar_japan_names)
{
    static const char *const names[] = {"jpx", "tse", "Tokyo"};
    calendar_check_names(names, 3, "JPX", "Asia/Tokyo");
}

SUITE(calendar_japan_every_day)
{
    calendar_check_years("jpx", FIRST_YEAR, LAST_YEAR, 241, 249);
}

/* LEAN lists Osaka's index days, which are Tokyo's, from 2016 to 2026, except for 2022-09-23. */
SUITE(calendar_japan_lean)
{
    calendar_check_lean("jpx", "Index-ose-[*]", 2016, 2026, 1);
}

SUITE(calendar_japan_out_of_memory)
{
    calendar_check_memory("jpx");
}
