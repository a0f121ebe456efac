/* calendar_us.c - NYSE's and Nasdaq's sessions, holidays, one-off closings, early closes. Layer 1.
 *
 * Exact from 1990 on; before, the rules of 1990 are applied to years that had others. Source: NYSE
 * Rule 7.2 and the exchange's published closings. LEAN's market hours database has the same days
 * from 1998 to 2024, except that it lists no early close before 1999-11-26; the exchange did close
 * early on 1998-11-27 and 1998-12-24. As in LEAN, an early close also ends the extended session.
 */
#include "time/calendar_days.h"

enum {
    EARLY = 13,
    EARLY_UNTIL_1992 = 14,
    CLOSED = 0
};

typedef struct one_off {
    int year, month, day;
    int close; /* hour of the day, or CLOSED */
    const char *name;
} one_off;

/* Announced for one day only. Unplanned halts (1997-10-27, 2005-06-01, snow) are left out. */
static const one_off one_offs[] = {
    {1994, 4, 27, CLOSED, "Mourning for Richard Nixon"},
    {1997, 12, 26, EARLY, "Day after Christmas"},
    {2001, 9, 11, CLOSED, "September 11 attacks"},
    {2001, 9, 12, CLOSED, "September 11 attacks"},
    {2001, 9, 13, CLOSED, "September 11 attacks"},
    {2001, 9, 14, CLOSED, "September 11 attacks"},
    {2003, 12, 26, EARLY, "Day after Christmas"},
    {2004, 6, 11, CLOSED, "Mourning for Ronald Reagan"},
    {2007, 1, 2, CLOSED, "Mourning for Gerald Ford"},
    {2012, 10, 29, CLOSED, "Hurricane Sandy"},
    {2012, 10, 30, CLOSED, "Hurricane Sandy"},
    {2018, 12, 5, CLOSED, "Mourning for George H. W. Bush"},
    {2025, 1, 9, CLOSED, "Mourning for Jimmy Carter"},
};

/* A holiday of a fixed date: one on a Sunday is kept on Monday, one on a Saturday on Friday. */
static void close_observed(peri_day_list *list, peri_date date, const char *name)
{
    int weekday = peri_date_weekday(date);
    if (weekday == PERI_SUNDAY)
        date++;
    else if (weekday == PERI_SATURDAY)
        date--;
    peri_day_list_closed(list, date, name);
}

/* New Year's Day on a Saturday is not moved: it would fall into the old accounting year. */
static void close_new_year(peri_day_list *list, int year)
{
    peri_date date = peri_date_make(year, 1, 1);
    if (peri_date_weekday(date) != PERI_SATURDAY)
        close_observed(list, date, "New Year's Day");
}

static void add_holidays(peri_day_list *list, int year)
{
    close_new_year(list, year);
    if (year >= 1998)
        peri_day_list_closed(list, peri_nth_weekday(year, 1, PERI_MONDAY, 3),
                             "Martin Luther King Jr. Day");
    peri_day_list_closed(list, peri_nth_weekday(year, 2, PERI_MONDAY, 3), "Washington's Birthday");
    peri_day_list_closed(list, peri_easter_sunday(year) - 2, "Good Friday");
    peri_day_list_closed(list, peri_nth_weekday(year, 5, PERI_MONDAY, -1), "Memorial Day");
    if (year >= 2022)
        close_observed(list, peri_date_make(year, 6, 19), "Juneteenth");
    close_observed(list, peri_date_make(year, 7, 4), "Independence Day");
    peri_day_list_closed(list, peri_nth_weekday(year, 9, PERI_MONDAY, 1), "Labor Day");
    peri_day_list_closed(list, peri_nth_weekday(year, 11, PERI_THURSDAY, 4), "Thanksgiving Day");
    close_observed(list, peri_date_make(year, 12, 25), "Christmas Day");
}

/* The day before Independence Day, since 1995; with a Thursday holiday the Friday after it, from
   1996 to 2012, and the Wednesday before it since. */
static void add_early_july(peri_day_list *list, int year)
{
    peri_date third = peri_date_make(year, 7, 3);
    int weekday = peri_date_weekday(third);
    if (year < 1995)
        return;
    if (weekday == PERI_WEDNESDAY && year < 2013)
        peri_day_list_early(list, third + 2, EARLY * PERI_HOUR, "Day after Independence Day");
    else if (weekday >= PERI_MONDAY && weekday <= PERI_THURSDAY)
        peri_day_list_early(list, third, EARLY * PERI_HOUR, "Day before Independence Day");
}

static void add_early_closes(peri_day_list *list, int year)
{
    int64_t early = (year <= 1992 ? EARLY_UNTIL_1992 : EARLY) * PERI_HOUR;
    peri_date christmas_eve = peri_date_make(year, 12, 24);
    int weekday = peri_date_weekday(christmas_eve);
    add_early_july(list, year);
    if (year >= 1992)
        peri_day_list_early(list, peri_nth_weekday(year, 11, PERI_THURSDAY, 4) + 1, early,
                            "Day after Thanksgiving");
    if (weekday >= PERI_MONDAY && weekday <= PERI_THURSDAY) /* a Friday is closed instead */
        peri_day_list_early(list, christmas_eve, early, "Christmas Eve");
}

static void add_one_off(peri_day_list *list, const one_off *day)
{
    peri_date date = peri_date_make(day->year, day->month, day->day);
    if (day->close == CLOSED)
        peri_day_list_closed(list, date, day->name);
    else
        peri_day_list_early(list, date, day->close * PERI_HOUR, day->name);
}

static void us_days(peri_day_list *list, int year)
{
    add_holidays(list, year);
    add_early_closes(list, year);
    for (size_t i = 0; i < sizeof one_offs / sizeof one_offs[0]; i++)
        if (one_offs[i].year == year)
            add_one_off(list, &one_offs[i]);
}

#define NINE_THIRTY (9 * PERI_HOUR + 30 * PERI_MINUTE)
#define TRADING_DAY                                                                                \
    {                                                                                              \
        3,                                                                                         \
        {                                                                                          \
            {PERI_SESSION_PRE, 4 * PERI_HOUR, NINE_THIRTY},                                        \
                {PERI_SESSION_REGULAR, NINE_THIRTY, 16 * PERI_HOUR},                               \
                {PERI_SESSION_POST, 16 * PERI_HOUR, 20 * PERI_HOUR},                               \
        }                                                                                          \
    }

static const peri_week week = {.days = {[PERI_MONDAY] = TRADING_DAY,
                                        [PERI_TUESDAY] = TRADING_DAY,
                                        [PERI_WEDNESDAY] = TRADING_DAY,
                                        [PERI_THURSDAY] = TRADING_DAY,
                                        [PERI_FRIDAY] = TRADING_DAY}};

const peri_calendar_rules peri_calendar_us = {
    .calendar = {"nyse", "nasdaq usa", "US equities (NYSE, Nasdaq), exact from 1990 on", 1900,
                 2100},
    .hours_name = "NYSE",
    .zone = "America/New_York",
    .weeks = &week,
    .week_count = 1,
    .days = us_days,
};
