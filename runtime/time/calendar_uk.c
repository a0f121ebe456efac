/* calendar_uk.c - London Stock Exchange's sessions, holidays and half days. Layer 1.
 *
 * The exchange keeps the bank holidays of England. Source: Banking and Financial Dealings Act 1971
 * and royal proclamations; Stock Exchange notices and press reports for the hours. The half days
 * are confirmed from 1998 on and taken as the same before. On a half day the closing auction
 * follows at 12:30; it is left out, as an early close ends the day.
 */
#include "time/calendar_days.h"

#define HOUR_MINUTE(hour, minute) ((hour)*PERI_HOUR + (minute)*PERI_MINUTE)
#define HALF_DAY HOUR_MINUTE(12, 30)

typedef struct bank_holiday {
    int year, month, day;
    const char *name;
} bank_holiday;

/* Proclaimed for one year, in place of a regular one where that was moved. */
static const bank_holiday proclaimed[] = {
    {1995, 5, 8, "Early May bank holiday (VE Day)"},
    {1999, 12, 31, "Millennium bank holiday"},
    {2002, 6, 3, "Golden Jubilee"},
    {2002, 6, 4, "Spring bank holiday"},
    {2011, 4, 29, "Royal wedding"},
    {2012, 6, 4, "Spring bank holiday"},
    {2012, 6, 5, "Diamond Jubilee"},
    {2020, 5, 8, "Early May bank holiday (VE Day)"},
    {2022, 6, 2, "Spring bank holiday"},
    {2022, 6, 3, "Platinum Jubilee"},
    {2022, 9, 19, "Funeral of Queen Elizabeth II"},
    {2023, 5, 8, "Coronation of King Charles III"},
};

static void add_may(peri_day_list *list, int year)
{
    if (year != 1995 && year != 2020) /* moved */
        peri_day_list_closed(list, peri_nth_weekday(year, 5, PERI_MONDAY, 1),
                             "Early May bank holiday");
    if (year != 2002 && year != 2012 && year != 2022) /* moved */
        peri_day_list_closed(list, peri_nth_weekday(year, 5, PERI_MONDAY, -1),
                             "Spring bank holiday");
}

/* On a weekend it is kept on the Monday after it. */
static void add_new_year(peri_day_list *list, int year)
{
    peri_date date = peri_date_make(year, 1, 1);
    while (peri_is_weekend(date))
        date++;
    peri_day_list_closed(list, date, "New Year's Day");
}

/* Either day on a weekend is kept two days later: the other one takes the day between. */
static void add_christmas(peri_day_list *list, int year)
{
    static const char *const names[] = {"Christmas Day", "Boxing Day"};
    for (int i = 0; i < 2; i++) {
        peri_date date = peri_date_make(year, 12, 25) + i;
        peri_day_list_closed(list, peri_is_weekend(date) ? date + 2 : date, names[i]);
    }
}

/* The last trading days before Christmas and before the New Year. */
static void add_half_days(peri_day_list *list, int year)
{
    peri_date christmas = peri_date_make(year, 12, 24);
    peri_date year_end = peri_date_make(year, 12, year == 1999 ? 30 : 31);
    while (peri_is_weekend(christmas))
        christmas--;
    while (peri_is_weekend(year_end))
        year_end--;
    peri_day_list_early(list, christmas, HALF_DAY, "Christmas Eve");
    peri_day_list_early(list, year_end, HALF_DAY, "New Year's Eve");
    if (year == 1996)
        peri_day_list_early(list, peri_date_make(1996, 12, 27), HALF_DAY, "Day after Boxing Day");
}

static void uk_days(peri_day_list *list, int year)
{
    peri_date easter = peri_easter_sunday(year);
    add_new_year(list, year);
    peri_day_list_closed(list, easter - 2, "Good Friday");
    peri_day_list_closed(list, easter + 1, "Easter Monday");
    add_may(list, year);
    peri_day_list_closed(list, peri_nth_weekday(year, 8, PERI_MONDAY, -1), "Summer bank holiday");
    add_christmas(list, year);
    add_half_days(list, year);
    for (size_t i = 0; i < sizeof proclaimed / sizeof proclaimed[0]; i++) {
        const bank_holiday *day = &proclaimed[i];
        if (day->year == year)
            peri_day_list_closed(list, peri_date_make(year, day->month, day->day), day->name);
    }
}

#define CLOSE HOUR_MINUTE(16, 30)
#define CONTINUOUS(open)                                                                           \
    {                                                                                              \
        1,                                                                                         \
        {                                                                                          \
            {                                                                                      \
                PERI_SESSION_REGULAR, (open), CLOSE                                                \
            }                                                                                      \
        }                                                                                          \
    }
#define MONDAY_TO_FRIDAY(open)                                                                     \
    {                                                                                              \
        [PERI_MONDAY] = CONTINUOUS(open), [PERI_TUESDAY] = CONTINUOUS(open),                       \
        [PERI_WEDNESDAY] = CONTINUOUS(open), [PERI_THURSDAY] = CONTINUOUS(open),                   \
        [PERI_FRIDAY] = CONTINUOUS(open)                                                           \
    }
#define WITH_AUCTIONS                                                                              \
    {                                                                                              \
        3,                                                                                         \
        {                                                                                          \
            {PERI_SESSION_PRE, HOUR_MINUTE(7, 50), HOUR_MINUTE(8, 0)},                             \
                {PERI_SESSION_REGULAR, HOUR_MINUTE(8, 0), CLOSE},                                  \
                {PERI_SESSION_POST, CLOSE, HOUR_MINUTE(16, 35)},                                   \
        }                                                                                          \
    }

static const peri_week weeks[] = {
    {0, MONDAY_TO_FRIDAY(HOUR_MINUTE(8, 30))},
    {10427, MONDAY_TO_FRIDAY(HOUR_MINUTE(9, 0))}, /* 1998-07-20 */
    {10854, MONDAY_TO_FRIDAY(HOUR_MINUTE(8, 0))}, /* 1999-09-20 */
    {11107,                                       /* 2000-05-30, with the first closing auction */
     {[PERI_MONDAY] = WITH_AUCTIONS,
      [PERI_TUESDAY] = WITH_AUCTIONS,
      [PERI_WEDNESDAY] = WITH_AUCTIONS,
      [PERI_THURSDAY] = WITH_AUCTIONS,
      [PERI_FRIDAY] = WITH_AUCTIONS}},
};

const peri_calendar_rules peri_calendar_uk = {
    .calendar = {"lse", "london", "UK equities (London Stock Exchange)", 1990, 2060},
    .hours_name = "LSE",
    .zone = "Europe/London",
    .weeks = weeks,
    .week_count = sizeof weeks / sizeof weeks[0],
    .days = uk_days,
};
