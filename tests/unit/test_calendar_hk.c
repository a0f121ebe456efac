/* test_calendar_hk.c - Hong Kong's exchange against published years; the lunar table against ICU,
   Ching Ming against the sun. */
#include "calendar_kit.h"
#include "check.h"
#include "shared_json.h"

#include "time/lunar_dates.h"

#include <math.h>
#include <stdio.h>

#include <unicode/ucal.h>

static size_t append_clock(char *out, size_t size, int64_t time)
{
    return (size_t)snprintf(out, size, "%02d:%02d", (int)(time / PERI_HOUR),
                            (int)(time % PERI_HOUR / PERI_MINUTE));
}

/* Weekdays of a year without a session, then the days that end before 16:00 as date=HH:MM. */
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
            if (pass == 0 || n == 0 || sessions[n - 1].close >= 16 * PERI_HOUR)
                continue;
            len += (size_t)snprintf(out + len, size - len, "%s=", text + 5);
            len += append_clock(out + len, size - len, sessions[n - 1].close);
            len += (size_t)snprintf(out + len, size - len, " ");
        }
    }
}

/* Source: the government's gazetted lists of general holidays, the exchange's calendars. */
SUITE(calendar_hk_whole_years)
{
    static const struct {
        int year;
        const char *days;
    } rows[] = {
        {1994, "02-10 02-11 04-01 04-04 04-05 06-13 06-14 08-29 09-21 10-13 12-26 12-27 "
               "02-09=12:30 "},
        {1998, "01-01 01-28 01-29 01-30 04-06 04-10 04-13 07-01 08-17 10-01 10-02 10-06 10-28 "
               "12-25 01-27=12:30 12-24=12:30 12-31=12:30 "},
        {1999, "01-01 02-16 02-17 02-18 04-02 04-05 04-06 06-18 07-01 10-01 10-18 12-27 12-31 "
               "02-15=12:30 12-24=12:30 "},
        {2003, "01-01 01-31 02-03 04-18 04-21 05-01 05-08 06-04 07-01 09-12 10-01 12-25 12-26 "
               "12-24=12:30 12-31=12:30 "},
        {2010, "01-01 02-15 02-16 04-02 04-05 04-06 05-21 06-16 07-01 09-23 10-01 12-27 "
               "12-24=12:30 12-31=12:30 "},
        {2011, "02-03 02-04 04-05 04-22 04-25 05-02 05-10 06-06 07-01 09-13 10-05 12-26 12-27 "
               "02-02=12:30 "},
        {2012, "01-02 01-23 01-24 01-25 04-04 04-06 04-09 05-01 07-02 10-01 10-02 10-23 12-25 "
               "12-26 12-24=12:00 12-31=12:00 "},
        {2013, "01-01 02-11 02-12 02-13 03-29 04-01 04-04 05-01 05-17 06-12 07-01 09-20 10-01 "
               "10-14 12-25 12-26 12-24=12:00 12-31=12:00 "},
        {2014, "01-01 01-31 02-03 04-18 04-21 05-01 05-06 06-02 07-01 09-09 10-01 10-02 12-25 "
               "12-26 01-30=12:00 12-24=12:00 12-31=12:00 "},
        {2015, "01-01 02-19 02-20 04-03 04-06 04-07 05-01 05-25 07-01 09-03 09-28 10-01 10-21 "
               "12-25 02-18=12:00 12-24=12:00 12-31=12:00 "},
        {2019, "01-01 02-05 02-06 02-07 04-05 04-19 04-22 05-01 05-13 06-07 07-01 10-01 10-07 "
               "12-25 12-26 02-04=12:00 12-24=12:00 12-31=12:00 "},
        {2020, "01-01 01-27 01-28 04-10 04-13 04-30 05-01 06-25 07-01 10-01 10-02 10-26 12-25 "
               "01-24=12:00 12-24=12:00 12-31=12:00 "},
        {2021, "01-01 02-12 02-15 04-02 04-05 04-06 05-19 06-14 07-01 09-22 10-01 10-14 12-27 "
               "02-11=12:00 12-24=12:00 12-31=12:00 "},
        {2022, "02-01 02-02 02-03 04-05 04-15 04-18 05-02 05-09 06-03 07-01 09-12 10-04 12-26 "
               "12-27 01-31=12:00 "},
        {2023, "01-02 01-23 01-24 01-25 04-05 04-07 04-10 05-01 05-26 06-22 10-02 10-23 12-25 "
               "12-26 "},
        {2024, "01-01 02-12 02-13 03-29 04-01 04-04 05-01 05-15 06-10 07-01 09-18 10-01 10-11 "
               "12-25 12-26 02-09=12:00 12-24=12:00 12-31=12:00 "},
        {2025, "01-01 01-29 01-30 01-31 04-04 04-18 04-21 05-01 05-05 07-01 10-01 10-07 10-29 "
               "12-25 12-26 01-28=12:00 12-24=12:00 12-31=12:00 "},
        {2026, "01-01 02-17 02-18 02-19 04-03 04-06 04-07 05-01 05-25 06-19 07-01 10-01 10-19 "
               "12-25 02-16=12:00 12-24=12:00 12-31=12:00 "},
    };
    market m = market_open("hkex");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[1024];
        describe_year(m.hours, rows[i].year, text, sizeof text);
        CHECK_STR("closed and short days", text, rows[i].days);
    }
    market_close(m);
}

/* Holidays that meet a Sunday or each other, and rules that held for some years only. */
SUITE(calendar_hk_single_days)
{
    static const struct {
        const char *date, *name; /* NULL: an ordinary day */
    } rows[] = {
        {"1990-01-26", "Lunar New Year's Eve"}, /* second day on a Sunday: the eve, to 2011 */
        {"1990-06-18", "Queen's Birthday"},
        {"1991-06-17", "Queen's Birthday"},
        {"1991-06-18", "Tuen Ng Festival"}, /* a Sunday, and Monday is taken */
        {"1996-08-26", "Liberation Day"},
        {"1996-07-01", NULL},
        {"1996-10-01", NULL},
        {"1997-06-30", "Queen's Birthday"},
        {"1997-07-01", "HKSAR Establishment Day"},
        {"1997-07-02", "Day after HKSAR Establishment Day"},
        {"1997-08-18", "Sino-Japanese War Victory Day"},
        {"1997-08-25", NULL},
        {"1998-05-01", NULL},
        {"1998-06-15", NULL},
        {"1998-07-02", NULL},
        {"1999-08-16", NULL},
        {"1999-12-31", "Year 2000 rollover"},
        {"2000-05-01", "Labour Day"},
        {"2000-05-11", "Buddha's Birthday"},
        {"2002-09-23", NULL}, /* day after Mid-Autumn on a Sunday: Saturday instead, to 2011 */
        {"2009-10-05", NULL},
        {"2012-10-02", "Day after the Mid-Autumn Festival"}, /* meets National Day */
        {"2015-04-07", "Ching Ming Festival"},
        {"2015-09-03", "70th anniversary of the victory day"},
        {"2016-09-05", NULL},
        {"2018-12-24", "Christmas Eve"},
        {"2018-12-31", "New Year's Eve"},
        {"2018-02-15", "Lunar New Year's Eve"},
        {"2027-02-08", "Second day of Lunar New Year"},
        {"2027-02-09", "Third day of Lunar New Year"},
        {"2027-02-10", NULL},
        {"2030-02-06", "Third day of Lunar New Year"},
        {"2037-04-07", "Ching Ming Festival"}, /* the day after Good Friday, then Easter */
    };
    market m = market_open("hkex");
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

static void describe_day(const peri_hours *hours, peri_date date, char *out, size_t size)
{
    peri_session_time sessions[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, date, sessions), len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        const char *const kinds[] = {"pre ", "", "post "};
        len += (size_t)snprintf(out + len, size - len, "%s", kinds[sessions[i].kind]);
        len += append_clock(out + len, size - len, sessions[i].open);
        len += (size_t)snprintf(out + len, size - len, "-");
        len += append_clock(out + len, size - len, sessions[i].close);
        len += (size_t)snprintf(out + len, size - len, ";");
    }
}

/* The last and first day of each week of hours, and half days under them. */
SUITE(calendar_hk_sessions)
{
    static const struct {
        const char *date, *sessions;
    } rows[] = {
        {"1990-01-02", "10:00-12:30;14:30-16:00;"},
        {"2002-03-22", "10:00-12:30;14:30-16:00;"},
        {"2002-03-25", "pre 09:30-10:00;10:00-12:30;14:30-16:00;"},
        {"2008-05-23", "pre 09:30-10:00;10:00-12:30;14:30-16:00;"},
        {"2008-05-26", "pre 09:30-10:00;10:00-12:30;14:30-16:00;post 16:00-16:10;"},
        {"2008-12-24", "pre 09:30-10:00;10:00-12:30;"},
        {"2009-03-20", "pre 09:30-10:00;10:00-12:30;14:30-16:00;post 16:00-16:10;"},
        {"2009-03-23", "pre 09:30-10:00;10:00-12:30;14:30-16:00;"},
        {"2011-03-04", "pre 09:30-10:00;10:00-12:30;14:30-16:00;"},
        {"2011-03-07", "pre 09:00-09:30;09:30-12:00;13:30-16:00;"},
        {"2012-03-02", "pre 09:00-09:30;09:30-12:00;13:30-16:00;"},
        {"2012-03-05", "pre 09:00-09:30;09:30-12:00;13:00-16:00;"},
        {"2012-12-24", "pre 09:00-09:30;09:30-12:00;"},
        {"2016-07-22", "pre 09:00-09:30;09:30-12:00;13:00-16:00;"},
        {"2016-07-25", "pre 09:00-09:30;09:30-12:00;13:00-16:00;post 16:00-16:10;"},
        {"2018-12-24", "pre 09:00-09:30;09:30-12:00;"},
        {"2018-12-25", ""},
        {"2018-12-29", ""},
    };
    market m = market_open("hkex");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[256];
        describe_day(m.hours, calendar_day(rows[i].date), text, sizeof text);
        CHECK_STR(rows[i].date, text, rows[i].sessions);
    }
    market_close(m);
}

/* 09:30 in Hong Kong is 01:30 UTC all year. */
SUITE(calendar_hk_lunch_break)
{
    market m = market_open("hkex");
    CHECK("opens", peri_hours_is_open(m.hours, shared_time("2024-07-02T01:30:00Z"), false));
    calendar_check_lunch(m.hours, shared_time("2024-07-02T04:00:00Z"),
                         shared_time("2024-07-02T05:00:00Z"));
    CHECK_INT("a half day opens again after Christmas",
              peri_hours_next_open(m.hours, shared_time("2024-12-24T04:00:00Z"), false),
              shared_time("2024-12-27T01:30:00Z"));
    market_close(m);
}

SUITE(calendar_hk_names)
{
    static const char *const names[] = {"hkex", "hkse", "SEHK"};
    calendar_check_names(names, 3, "HKEX", "Asia/Hong_Kong");
}

SUITE(calendar_hk_every_day)
{
    calendar_check_years("hkex", PERI_LUNAR_FIRST_YEAR, PERI_LUNAR_LAST_YEAR, 243, 252);
}

/* LEAN lists Hong Kong's index days from 2017 to 2026 (and one wrong day of 2027). */
SUITE(calendar_hk_lean)
{
    calendar_check_lean("hkex", "Index-hkfe-[*]", 2017, 2026, 0);
}

SUITE(calendar_hk_out_of_memory)
{
    calendar_check_memory("hkex");
}

/* Which of the five days a date is by ICU's Chinese calendar, -1 for none. */
static int lunar_day_of(UCalendar *calendar, peri_date date, UErrorCode *status)
{
    static const int month_days[PERI_LUNAR_DAY_COUNT] = {101, 408, 505, 815, 909};
    ucal_setMillis(calendar, (date * 24.0 + 4.0) * 3600000.0, status); /* noon in China */
    if (ucal_get(calendar, UCAL_IS_LEAP_MONTH, status))
        return -1;
    int month_day =
        (ucal_get(calendar, UCAL_MONTH, status) + 1) * 100 + ucal_get(calendar, UCAL_DATE, status);
    for (int i = 0; i < PERI_LUNAR_DAY_COUNT; i++)
        if (month_day == month_days[i])
            return i;
    return -1;
}

static UCalendar *open_chinese(UErrorCode *status)
{
    static const UChar zone[] = {'A', 's', 'i', 'a', '/', 'S', 'h', 'a', 'n', 'g', 'h', 'a', 'i'};
    return ucal_open(zone, sizeof zone / sizeof zone[0], "zh@calendar=chinese", UCAL_TRADITIONAL,
                     status);
}

/* ICU's moon is minutes off: two new moons next to midnight fall on the wrong side of it. */
static bool icu_may_err(int year, int which)
{
    return which == PERI_LUNAR_NEW_YEAR && (year == 2027 || year == 2030);
}

SUITE(lunar_dates_icu)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = open_chinese(&status);
    int found = 0;
    for (int year = PERI_LUNAR_FIRST_YEAR; year <= PERI_LUNAR_LAST_YEAR; year++) {
        for (peri_date date = peri_date_make(year, 1, 1); date <= peri_date_make(year, 12, 31);
             date++) {
            int which = lunar_day_of(calendar, date, &status);
            found += which >= 0;
            if (which >= 0 && !icu_may_err(year, which))
                CHECK_INT("day", peri_lunar_date(year, (peri_lunar_day)which), date);
        }
    }
    CHECK("ICU works", U_SUCCESS(status));
    CHECK_INT("each day once a year", found,
              PERI_LUNAR_DAY_COUNT * (PERI_LUNAR_LAST_YEAR - PERI_LUNAR_FIRST_YEAR + 1));
    ucal_close(calendar);
    /* Source: Hong Kong Observatory */
    CHECK_INT("2027", peri_lunar_date(2027, PERI_LUNAR_NEW_YEAR), calendar_day("2027-02-06"));
    CHECK_INT("2030", peri_lunar_date(2030, PERI_LUNAR_NEW_YEAR), calendar_day("2030-02-03"));
}

/* The sun's apparent longitude in degrees. Source: J. Meeus, "Astronomical Algorithms", chapter 25,
   good to 0.01 degrees, a quarter of an hour. */
static double sun_longitude(double days_since_2000)
{
    const double radian = 3.14159265358979323846 / 180.0;
    double t = days_since_2000 / 36525.0;
    double mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t;
    double anomaly = (357.52911 + 35999.05029 * t - 0.0001537 * t * t) * radian;
    double centre = (1.914602 - 0.004817 * t) * sin(anomaly) +
                    (0.019993 - 0.000101 * t) * sin(2.0 * anomaly) + 0.000289 * sin(3.0 * anomaly);
    double node = (125.04 - 1934.136 * t) * radian;
    double degrees = fmod(mean + centre - 0.00569 - 0.00478 * sin(node), 360.0);
    return degrees < 0.0 ? degrees + 360.0 : degrees;
}

SUITE(lunar_dates_ching_ming)
{
    static const char *const known[] = {"1992-04-04", "1999-04-05", "2007-04-05", "2008-04-04",
                                        "2012-04-04", "2015-04-05", "2016-04-04", "2018-04-05",
                                        "2020-04-04", "2023-04-05", "2024-04-04", "2025-04-04"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        int year, month, number;
        peri_date_split(calendar_day(known[i]), &year, &month, &number);
        CHECK_INT(known[i], peri_ching_ming(year), calendar_day(known[i]));
    }
    for (int year = PERI_LUNAR_FIRST_YEAR; year <= PERI_LUNAR_LAST_YEAR; year++) {
        /* midnight in Hong Kong; the epoch is 2000-01-01 12:00, day 10957.5 */
        double midnight = peri_ching_ming(year) - 10957.5 - 8.0 / 24.0;
        CHECK("not yet 15 degrees", sun_longitude(midnight) < 15.0);
        CHECK("15 degrees that day", sun_longitude(midnight + 1.0) >= 15.0);
    }
}
