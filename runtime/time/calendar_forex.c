/* calendar_forex.c - currencies, around the clock on five days; crypto, on all days. Layer 1.
 *
 * The day of currencies begins and ends at 17:00 in New York. A holiday is such a day: it takes the
 * evening before with it and ends with its own evening. Brokers differ by minutes around 17:00 and
 * some close earlier on the eves; LEAN's market hours database shows two of them.
 */
#include "time/calendar_days.h"

#define DAY_END (17 * PERI_HOUR)

/* A holiday on a Saturday or Sunday falls into the weekend's pause; so does New Year's Day 2061,
   and the eves of all years to 2060 are there. */
static void day_off(peri_day_list *list, int year, int month, int day, const char *name,
                    const char *eve_name)
{
    peri_date date = peri_date_make(year, month, day);
    int weekday = peri_date_weekday(date);
    if (peri_is_weekend(date))
        return;
    if (weekday == PERI_MONDAY)
        peri_day_list_closed(list, date - 1, name);
    else
        peri_day_list_early(list, date - 1, DAY_END, eve_name);
    if (weekday == PERI_FRIDAY)
        peri_day_list_closed(list, date, name);
    else
        peri_day_list_late(list, date, DAY_END, name);
}

static void forex_days(peri_day_list *list, int year)
{
    day_off(list, year, 1, 1, "New Year's Day", "New Year's Eve");
    day_off(list, year, 12, 25, "Christmas Day", "Christmas Eve");
}

#define OPEN(from, until)                                                                          \
    {                                                                                              \
        1,                                                                                         \
        {                                                                                          \
            {                                                                                      \
                PERI_SESSION_REGULAR, from, until                                                  \
            }                                                                                      \
        }                                                                                          \
    }

static const peri_week forex_week = {.days = {[PERI_SUNDAY] = OPEN(DAY_END, PERI_DAY),
                                              [PERI_MONDAY] = OPEN(0, PERI_DAY),
                                              [PERI_TUESDAY] = OPEN(0, PERI_DAY),
                                              [PERI_WEDNESDAY] = OPEN(0, PERI_DAY),
                                              [PERI_THURSDAY] = OPEN(0, PERI_DAY),
                                              [PERI_FRIDAY] = OPEN(0, DAY_END)}};

static const peri_week crypto_week = {.days = {[PERI_SUNDAY] = OPEN(0, PERI_DAY),
                                               [PERI_MONDAY] = OPEN(0, PERI_DAY),
                                               [PERI_TUESDAY] = OPEN(0, PERI_DAY),
                                               [PERI_WEDNESDAY] = OPEN(0, PERI_DAY),
                                               [PERI_THURSDAY] = OPEN(0, PERI_DAY),
                                               [PERI_FRIDAY] = OPEN(0, PERI_DAY),
                                               [PERI_SATURDAY] = OPEN(0, PERI_DAY)}};

const peri_calendar_rules peri_calendar_forex = {
    .calendar = {"forex", "fx", "Spot currencies (24 hours, five days)", 1990, 2060},
    .hours_name = "forex",
    .zone = "America/New_York",
    .weeks = &forex_week,
    .week_count = 1,
    .days = forex_days,
};

const peri_calendar_rules peri_calendar_crypto = {
    .calendar = {"crypto", "", "Crypto assets (always open)", 1990, 2060},
    .hours_name = "crypto",
    .zone = "UTC",
    .weeks = &crypto_week,
    .week_count = 1,
    .days = NULL,
};
