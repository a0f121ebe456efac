/* calendar_cme.c - CME's equity-index futures: sessions, trading halts, days off. Layer 1.
 *
 * All times are New York's, one hour ahead of CME's own. A trading day begins on the evening
 * before, so a day off takes that evening with it and ends with its own evening. Source: CME
 * Group's Globex holiday schedules. Simplified:
 * - before 2009 only whole days off, as in LEAN's market hours database, although Globex traded
 *   until 11:30 on most of them;
 * - the week is today's: until June 2021 there was a break from 16:15 to 16:30, and until
 *   September 2015 the day ended at another time (17:15 in 2014).
 * LEAN's database lists fewer evenings and early closes; tests/unit/test_calendar_cme.c has the
 * differences from 2009 on.
 */
#include "time/calendar_days.h"

#define HOUR_MINUTE(hour, minute) ((hour)*PERI_HOUR + (minute)*PERI_MINUTE)
#define DAY_END HOUR_MINUTE(17, 0)
#define EVENING HOUR_MINUTE(18, 0)
#define SHORT_DAY HOUR_MINUTE(13, 15)
#define JOBS_REPORT HOUR_MINUTE(9, 15)

enum {
    HALTS_SINCE = 2009 /* year from which the times of halts are known here */
};

typedef struct one_off {
    int year, month, day;
    int64_t close; /* ns of the day; 0: closed all day */
    const char *name;
} one_off;

static const one_off one_offs[] = {
    {1994, 4, 27, 0, "Mourning for Richard Nixon"},
    {2001, 9, 11, 0, "September 11 attacks"},
    {2001, 9, 12, 0, "September 11 attacks"},
    {2001, 9, 13, 0, "September 11 attacks"},
    {2001, 9, 14, 0, "September 11 attacks"},
    {2004, 6, 11, 0, "Mourning for Ronald Reagan"},
    {2007, 1, 2, 0, "Mourning for Gerald Ford"},
    {2012, 10, 29, JOBS_REPORT, "Hurricane Sandy"},
    {2012, 10, 30, JOBS_REPORT, "Hurricane Sandy"},
    {2018, 12, 5, HOUR_MINUTE(9, 30), "Mourning for George H. W. Bush"},
    {2025, 1, 9, HOUR_MINUTE(9, 30), "Mourning for Jimmy Carter"},
};

static peri_date observed(int year, int month, int day)
{
    peri_date date = peri_date_make(year, month, day);
    int weekday = peri_date_weekday(date);
    if (weekday == PERI_SUNDAY)
        return date + 1;
    return weekday == PERI_SATURDAY ? date - 1 : date;
}

/* Close early and, except before the weekend, open again that evening for the next day. */
static void pause_day(peri_day_list *list, peri_date date, int64_t close, const char *name)
{
    peri_day_list_early(list, date, close, name);
    if (peri_date_weekday(date) != PERI_FRIDAY)
        peri_day_list_late(list, date, EVENING, name);
}

/* A holiday on which trading halts about noon. */
static void halt_day(peri_day_list *list, int year, peri_date date, const char *name)
{
    peri_date noon_since = peri_date_make(2014, 5, 26);
    if (year < HALTS_SINCE)
        peri_day_list_closed(list, date, name);
    else
        pause_day(list, date, date < noon_since ? HOUR_MINUTE(11, 30) : HOUR_MINUTE(13, 0), name);
}

/* A holiday without trading, from the evening before to its own evening. */
static void day_off(peri_day_list *list, int year, peri_date date, const char *name,
                    const char *eve_name)
{
    int weekday = peri_date_weekday(date);
    if (year < HALTS_SINCE || weekday == PERI_FRIDAY)
        peri_day_list_closed(list, date, name);
    else
        peri_day_list_late(list, date, EVENING, name);
    if (year < HALTS_SINCE)
        return;
    if (weekday == PERI_MONDAY)
        peri_day_list_closed(list, date - 1, name);
    else
        peri_day_list_early(list, date - 1, DAY_END, eve_name);
}

/* On a Saturday it is not kept; so in 2061, and the eves of all years to 2060 are there. */
static void add_new_year(peri_day_list *list, int year)
{
    peri_date date = peri_date_make(year, 1, 1);
    if (peri_date_weekday(date) == PERI_SUNDAY)
        date++;
    if (!peri_is_weekend(date))
        day_off(list, year, date, "New Year's Day", "New Year's Eve");
}

/* Since 2010 there is trading until shortly after the US jobs report when it is due on that day,
   as on any first Friday of a month. */
static void add_good_friday(peri_day_list *list, int year)
{
    peri_date date = peri_easter_sunday(year) - 2;
    if (year >= 2010 && date == peri_nth_weekday(year, 4, PERI_FRIDAY, 1))
        peri_day_list_early(list, date, JOBS_REPORT, "Good Friday");
    else
        day_off(list, year, date, "Good Friday", "Eve of Good Friday");
}

static void add_christmas(peri_day_list *list, int year)
{
    peri_date eve = peri_date_make(year, 12, 24);
    int weekday = peri_date_weekday(eve);
    day_off(list, year, observed(year, 12, 25), "Christmas Day", "Christmas Eve");
    if (year >= HALTS_SINCE && weekday >= PERI_MONDAY && weekday <= PERI_THURSDAY)
        peri_day_list_early(list, eve, SHORT_DAY, "Christmas Eve");
}

static void add_july(peri_day_list *list, int year)
{
    peri_date third = peri_date_make(year, 7, 3);
    int weekday = peri_date_weekday(third);
    halt_day(list, year, observed(year, 7, 4), "Independence Day");
    if (year >= HALTS_SINCE && weekday >= PERI_MONDAY && weekday <= PERI_THURSDAY)
        pause_day(list, third, SHORT_DAY, "Day before Independence Day");
}

static void add_thanksgiving(peri_day_list *list, int year)
{
    peri_date date = peri_nth_weekday(year, 11, PERI_THURSDAY, 4);
    halt_day(list, year, date, "Thanksgiving Day");
    if (year >= HALTS_SINCE)
        peri_day_list_early(list, date + 1, SHORT_DAY, "Day after Thanksgiving");
}

static void add_one_off(peri_day_list *list, const one_off *day)
{
    peri_date date = peri_date_make(day->year, day->month, day->day);
    if (day->close == 0)
        peri_day_list_closed(list, date, day->name);
    else
        pause_day(list, date, day->close, day->name);
}

static void cme_days(peri_day_list *list, int year)
{
    add_new_year(list, year);
    if (year >= 1998)
        halt_day(list, year, peri_nth_weekday(year, 1, PERI_MONDAY, 3),
                 "Martin Luther King Jr. Day");
    halt_day(list, year, peri_nth_weekday(year, 2, PERI_MONDAY, 3), "Presidents' Day");
    add_good_friday(list, year);
    halt_day(list, year, peri_nth_weekday(year, 5, PERI_MONDAY, -1), "Memorial Day");
    if (year >= 2022)
        halt_day(list, year, observed(year, 6, 19), "Juneteenth");
    add_july(list, year);
    halt_day(list, year, peri_nth_weekday(year, 9, PERI_MONDAY, 1), "Labor Day");
    add_thanksgiving(list, year);
    add_christmas(list, year);
    for (size_t i = 0; i < sizeof one_offs / sizeof one_offs[0]; i++)
        if (one_offs[i].year == year)
            add_one_off(list, &one_offs[i]);
}

#define NINE_THIRTY HOUR_MINUTE(9, 30)
#define DAY_SESSIONS                                                                               \
    {PERI_SESSION_PRE, 0, NINE_THIRTY},                                                            \
    {                                                                                              \
        PERI_SESSION_REGULAR, NINE_THIRTY, DAY_END                                                 \
    }
#define DAY_AND_EVENING                                                                            \
    {                                                                                              \
        3,                                                                                         \
        {                                                                                          \
            DAY_SESSIONS,                                                                          \
            {                                                                                      \
                PERI_SESSION_POST, EVENING, PERI_DAY                                               \
            }                                                                                      \
        }                                                                                          \
    }

static const peri_week week = {
    .days = {[PERI_SUNDAY] = {1, {{PERI_SESSION_PRE, EVENING, PERI_DAY}}},
             [PERI_MONDAY] = DAY_AND_EVENING,
             [PERI_TUESDAY] = DAY_AND_EVENING,
             [PERI_WEDNESDAY] = DAY_AND_EVENING,
             [PERI_THURSDAY] = DAY_AND_EVENING,
             [PERI_FRIDAY] = {2, {DAY_SESSIONS}}}};

const peri_calendar_rules peri_calendar_cme = {
    .calendar = {"cme", "globex es", "CME equity-index futures (Globex)", 1990, 2060},
    .hours_name = "CME",
    .zone = "America/New_York",
    .weeks = &week,
    .week_count = 1,
    .days = cme_days,
};
