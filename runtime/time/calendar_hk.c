/* calendar_hk.c - the Hong Kong stock exchange's sessions, holidays and half days. Layer 1.
 *
 * The exchange closes on Hong Kong's general holidays. Source: General Holidays Ordinance, Cap.
 * 149, as amended in 1998 and, for substitutes of the Lunar New Year and the Mid-Autumn Festival,
 * from 2012-02-24; trading hours and half days by the exchange's rule 501. That the substitutes
 * before 1998 followed the text of 1998 is an assumption; it decides 1991-02-14 and 1997-02-06.
 * Left out: closings and late opens for typhoons and rainstorms, and that afternoons of the early
 * 1990s ended before 16:00.
 */
#include "time/calendar_days.h"

#include <assert.h>

#include "time/lunar_dates.h"

enum {
    MOST_HOLIDAYS = 32 /* of a year; none comes near */
};

/* The general holidays of a year but Sundays. Two Saturdays a year up to 1997 are left out, the
   Queen's birthday and one in August: the exchange is closed then, and no other holiday met them.
 */
typedef struct general_holidays {
    int year;
    size_t n;
    struct {
        peri_date date;
        const char *name;
    } items[MOST_HOLIDAYS];
} general_holidays;

static bool is_holiday(const general_holidays *holidays, peri_date date)
{
    for (size_t i = 0; i < holidays->n; i++)
        if (holidays->items[i].date == date)
            return true;
    return false;
}

/* A holiday on a Sunday, or on the day of another one, moves to the next day that is neither. Which
   days are taken in the end does not depend on the order of the calls. */
static void keep(general_holidays *holidays, peri_date date, const char *name)
{
    while (peri_date_weekday(date) == PERI_SUNDAY || is_holiday(holidays, date))
        date++;
    assert(holidays->n < MOST_HOLIDAYS);
    holidays->items[holidays->n].date = date;
    holidays->items[holidays->n].name = name;
    holidays->n++;
}

static void keep_on(general_holidays *holidays, int month, int day, const char *name)
{
    keep(holidays, peri_date_make(holidays->year, month, day), name);
}

/* A Sunday among the first three days: since 2012 the fourth day is kept too, which is where
   moving on leads; before, the eve. */
static void keep_lunar_new_year(general_holidays *holidays)
{
    static const char *const names[] = {"Lunar New Year's Day", "Second day of Lunar New Year",
                                        "Third day of Lunar New Year"};
    peri_date first = peri_lunar_date(holidays->year, PERI_LUNAR_NEW_YEAR);
    for (int i = 0; i < 3; i++) {
        bool sunday = peri_date_weekday(first + i) == PERI_SUNDAY;
        if (sunday && holidays->year < 2012)
            keep(holidays, first - 1, "Lunar New Year's Eve");
        else
            keep(holidays, first + i, names[i]);
    }
}

/* Before 2012 the festival's own day, a Saturday, was the substitute for a Sunday. */
static void keep_mid_autumn(general_holidays *holidays)
{
    peri_date after = peri_lunar_date(holidays->year, PERI_LUNAR_MID_AUTUMN) + 1;
    if (holidays->year >= 2012 || peri_date_weekday(after) != PERI_SUNDAY)
        keep(holidays, after, "Day after the Mid-Autumn Festival");
}

static void keep_easter(general_holidays *holidays)
{
    peri_date sunday = peri_easter_sunday(holidays->year);
    keep(holidays, sunday - 2, "Good Friday");
    keep(holidays, sunday - 1, "Day after Good Friday");
    keep(holidays, sunday + 1, "Easter Monday");
}

/* Holidays of the crown, to the handover. The day of June is the Monday after the Saturday on which
   the birthday was kept. */
static void keep_colonial(general_holidays *holidays)
{
    static const int june[] = {18, 17, 15, 14, 13, 19, 17, 30}; /* 1990 to 1997 */
    if (holidays->year <= 1997)
        keep_on(holidays, 6, june[holidays->year - PERI_LUNAR_FIRST_YEAR], "Queen's Birthday");
    if (holidays->year <= 1996)
        keep(holidays, peri_nth_weekday(holidays->year, 8, PERI_MONDAY, -1), "Liberation Day");
}

/* Holidays since the handover; Labour Day and Buddha's Birthday replaced two of them in 1999. */
static void keep_since_handover(general_holidays *holidays)
{
    int year = holidays->year;
    if (year < 1997)
        return;
    keep_on(holidays, 7, 1, "HKSAR Establishment Day");
    keep_on(holidays, 10, 1, "National Day");
    if (year == 1997)
        keep_on(holidays, 7, 2, "Day after HKSAR Establishment Day");
    if (year <= 1998) {
        keep_on(holidays, 10, 2, "Day after National Day");
        keep(holidays, peri_nth_weekday(year, 8, PERI_MONDAY, 3), "Sino-Japanese War Victory Day");
        return;
    }
    keep_on(holidays, 5, 1, "Labour Day");
    keep(holidays, peri_lunar_date(year, PERI_LUNAR_BUDDHA), "Buddha's Birthday");
}

static void keep_one_offs(general_holidays *holidays)
{
    if (holidays->year == 1999)
        keep_on(holidays, 12, 31, "Year 2000 rollover");
    if (holidays->year == 2015)
        keep_on(holidays, 9, 3, "70th anniversary of the victory day");
}

static void keep_all(general_holidays *holidays)
{
    int year = holidays->year;
    keep_on(holidays, 1, 1, "New Year's Day");
    keep_lunar_new_year(holidays);
    keep_easter(holidays);
    keep_colonial(holidays);
    keep_since_handover(holidays);
    keep_one_offs(holidays);
    keep(holidays, peri_ching_ming(year), "Ching Ming Festival");
    keep(holidays, peri_lunar_date(year, PERI_LUNAR_TUEN_NG), "Tuen Ng Festival");
    keep_mid_autumn(holidays);
    keep(holidays, peri_lunar_date(year, PERI_LUNAR_CHUNG_YEUNG), "Chung Yeung Festival");
    keep_on(holidays, 12, 25, "Christmas Day");
    keep_on(holidays, 12, 26, "First weekday after Christmas Day");
}

enum {
    HOURS_OF_2011 = 15040 /* 2011-03-07: the morning ends at noon */
};

/* Only the morning session; the closing auction, which follows at noon, is left out as well. */
static void add_half_day(peri_day_list *list, const general_holidays *holidays, peri_date date,
                         const char *name)
{
    int64_t close = 12 * PERI_HOUR + (date < HOURS_OF_2011 ? 30 * PERI_MINUTE : 0);
    if (!peri_is_weekend(date) && !is_holiday(holidays, date))
        peri_day_list_early(list, date, close, name);
}

static void hk_days(peri_day_list *list, int year)
{
    general_holidays holidays = {.year = year, .n = 0};
    keep_all(&holidays);
    for (size_t i = 0; i < holidays.n; i++)
        if (!peri_is_weekend(holidays.items[i].date))
            peri_day_list_closed(list, holidays.items[i].date, holidays.items[i].name);
    peri_date lunar_eve = peri_lunar_date(year, PERI_LUNAR_NEW_YEAR) - 1;
    add_half_day(list, &holidays, lunar_eve, "Lunar New Year's Eve");
    add_half_day(list, &holidays, peri_date_make(year, 12, 24), "Christmas Eve");
    add_half_day(list, &holidays, peri_date_make(year, 12, 31), "New Year's Eve");
}

#define AT(hour, minute) ((hour)*PERI_HOUR + (minute)*PERI_MINUTE)
#define PRE_OPENING(from, until)                                                                   \
    {                                                                                              \
        PERI_SESSION_PRE, from, until                                                              \
    }
#define TRADING(from, until)                                                                       \
    {                                                                                              \
        PERI_SESSION_REGULAR, from, until                                                          \
    }
#define CLOSING_AUCTION                                                                            \
    {                                                                                              \
        PERI_SESSION_POST, AT(16, 0), AT(16, 10)                                                   \
    }
#define WEEK(...)                                                                                  \
    {                                                                                              \
        [PERI_MONDAY] = {__VA_ARGS__}, [PERI_TUESDAY] = {__VA_ARGS__},                             \
        [PERI_WEDNESDAY] = {__VA_ARGS__}, [PERI_THURSDAY] = {__VA_ARGS__}, [PERI_FRIDAY] = {       \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }

/* Days since 1970. The pre-opening session came on 2002-03-25; the closing auction came on
   2008-05-26, was given up on 2009-03-23, and came again on 2016-07-25. */
static const peri_week weeks[] = {
    {7305 /* 1990-01-01 */,
     WEEK(2, {TRADING(AT(10, 0), AT(12, 30)), TRADING(AT(14, 30), AT(16, 0))})},
    {11771 /* 2002-03-25 */,
     WEEK(3, {PRE_OPENING(AT(9, 30), AT(10, 0)), TRADING(AT(10, 0), AT(12, 30)),
              TRADING(AT(14, 30), AT(16, 0))})},
    {14025 /* 2008-05-26 */,
     WEEK(4, {PRE_OPENING(AT(9, 30), AT(10, 0)), TRADING(AT(10, 0), AT(12, 30)),
              TRADING(AT(14, 30), AT(16, 0)), CLOSING_AUCTION})},
    {14326 /* 2009-03-23 */,
     WEEK(3, {PRE_OPENING(AT(9, 30), AT(10, 0)), TRADING(AT(10, 0), AT(12, 30)),
              TRADING(AT(14, 30), AT(16, 0))})},
    {HOURS_OF_2011, WEEK(3, {PRE_OPENING(AT(9, 0), AT(9, 30)), TRADING(AT(9, 30), AT(12, 0)),
                             TRADING(AT(13, 30), AT(16, 0))})},
    {15404 /* 2012-03-05 */,
     WEEK(3, {PRE_OPENING(AT(9, 0), AT(9, 30)), TRADING(AT(9, 30), AT(12, 0)),
              TRADING(AT(13, 0), AT(16, 0))})},
    {17007 /* 2016-07-25 */,
     WEEK(4, {PRE_OPENING(AT(9, 0), AT(9, 30)), TRADING(AT(9, 30), AT(12, 0)),
              TRADING(AT(13, 0), AT(16, 0)), CLOSING_AUCTION})},
};

const peri_calendar_rules peri_calendar_hk = {
    .calendar = {"hkex", "hkse sehk", "Hong Kong equities (HKEX), without typhoon closings",
                 PERI_LUNAR_FIRST_YEAR, PERI_LUNAR_LAST_YEAR},
    .hours_name = "HKEX",
    .zone = "Asia/Hong_Kong",
    .weeks = weeks,
    .week_count = sizeof weeks / sizeof weeks[0],
    .days = hk_days,
};
