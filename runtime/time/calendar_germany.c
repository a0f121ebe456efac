/* calendar_germany.c - Xetra's (Frankfurt's) sessions, holidays and last trading days. Layer 1.
 *
 * Source: the trading calendars of Frankfurt's exchange and press reports. How sure the days are:
 * - Ascension Day, Whit Monday and Corpus Christi: closed until 1999, open since 2000 except Whit
 *   Monday 2007 and 2015 to 2021;
 * - German Unity Day: closed in 2000 and 2014 to 2021 (1998 and 1999 are weekends);
 * - from 2022 on all of them are open, taken to last;
 * - the early close of the year's last day is reported for each year from 2000 on, taken as the
 *   same in 1998 and 1999.
 * The auctions around the regular session are left out.
 */
#include "time/calendar_days.h"

#define HOUR_MINUTE(hour, minute) ((hour)*PERI_HOUR + (minute)*PERI_MINUTE)

/* Holidays on a weekend are not moved. */
static void close_weekday(peri_day_list *list, peri_date date, const char *name)
{
    if (!peri_is_weekend(date))
        peri_day_list_closed(list, date, name);
}

/* Public holidays that the exchange has kept in some years only. */
static void add_changing(peri_day_list *list, int year)
{
    peri_date easter = peri_easter_sunday(year);
    if (year <= 1999) {
        peri_day_list_closed(list, easter + 39, "Ascension Day");
        peri_day_list_closed(list, easter + 60, "Corpus Christi");
    }
    if (year <= 1999 || year == 2007 || (year >= 2015 && year <= 2021))
        peri_day_list_closed(list, easter + 50, "Whit Monday");
    if (year <= 2000 || (year >= 2014 && year <= 2021))
        close_weekday(list, peri_date_make(year, 10, 3), "German Unity Day");
    if (year == 2017)
        peri_day_list_closed(list, peri_date_make(2017, 10, 31), "Reformation Day");
}

static void add_year_end(peri_day_list *list, int year)
{
    peri_date last = peri_date_make(year, 12, 30);
    while (peri_is_weekend(last))
        last--;
    peri_day_list_early(list, last, HOUR_MINUTE(14, 0), "Last trading day of the year");
}

static void germany_days(peri_day_list *list, int year)
{
    peri_date easter = peri_easter_sunday(year);
    close_weekday(list, peri_date_make(year, 1, 1), "New Year's Day");
    peri_day_list_closed(list, easter - 2, "Good Friday");
    peri_day_list_closed(list, easter + 1, "Easter Monday");
    close_weekday(list, peri_date_make(year, 5, 1), "Labour Day");
    add_changing(list, year);
    close_weekday(list, peri_date_make(year, 12, 24), "Christmas Eve");
    close_weekday(list, peri_date_make(year, 12, 25), "Christmas Day");
    close_weekday(list, peri_date_make(year, 12, 26), "Boxing Day");
    close_weekday(list, peri_date_make(year, 12, 31), "New Year's Eve");
    add_year_end(list, year);
}

#define TRADING_DAY(open, close)                                                                   \
    {                                                                                              \
        1,                                                                                         \
        {                                                                                          \
            {                                                                                      \
                PERI_SESSION_REGULAR, (open), (close)                                              \
            }                                                                                      \
        }                                                                                          \
    }
#define MONDAY_TO_FRIDAY(open, close)                                                              \
    {                                                                                              \
        [PERI_MONDAY] = TRADING_DAY(open, close), [PERI_TUESDAY] = TRADING_DAY(open, close),       \
        [PERI_WEDNESDAY] = TRADING_DAY(open, close), [PERI_THURSDAY] = TRADING_DAY(open, close),   \
        [PERI_FRIDAY] = TRADING_DAY(open, close)                                                   \
    }

static const peri_week weeks[] = {
    {0, MONDAY_TO_FRIDAY(HOUR_MINUTE(8, 30), HOUR_MINUTE(17, 0))},
    {10854, MONDAY_TO_FRIDAY(HOUR_MINUTE(9, 0), HOUR_MINUTE(17, 30))}, /* 1999-09-20 */
    {11110, MONDAY_TO_FRIDAY(HOUR_MINUTE(9, 0), HOUR_MINUTE(20, 0))},  /* 2000-06-02 */
    {12359, MONDAY_TO_FRIDAY(HOUR_MINUTE(9, 0), HOUR_MINUTE(17, 30))}, /* 2003-11-03 */
};

const peri_calendar_rules peri_calendar_germany = {
    .calendar = {"xetra", "fwb frankfurt", "German equities (Xetra)", 1998, 2060},
    .hours_name = "Xetra",
    .zone = "Europe/Berlin",
    .weeks = weeks,
    .week_count = sizeof weeks / sizeof weeks[0],
    .days = germany_days,
};
