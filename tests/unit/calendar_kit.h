/* calendar_kit.h - the hours of a built-in calendar, and checks that hold of each. */
#ifndef PERI_TEST_CALENDAR_KIT_H
#define PERI_TEST_CALENDAR_KIT_H

#include <stdbool.h>

#include "time/calendars.h"

typedef struct market {
    peri_zones *zones;
    peri_hours *hours;
} market;

/* The hours of a calendar, by one of its names. */
market market_open(const char *calendar);
void market_close(market m);

int64_t calendar_at(const char *text); /* "2024-12-24T04:00:00Z" */
peri_date calendar_day(const char *text);
bool calendar_is_weekend(peri_date date);

/* Each of these names means the calendar with such hours and zone. */
void calendar_check_names(const char *const *names, size_t n, const char *hours, const char *zone);

/* In each year from `least` to `most` weekdays are open; special days have names and lie on
   weekdays, and no other weekday is closed. */
void calendar_check_years(const char *calendar, int first, int last, int least, int most);

/* What LEAN's database lists as closed from a year to another is, and no more weekdays than that
   and `more`. Nothing is checked where the database is not there. */
void calendar_check_lean(const char *calendar, const char *entry, int first, int last, int more);

/* Making it with too little memory leaves nothing behind. */
void calendar_check_memory(const char *calendar);

/* A market that is open before and behind a break is closed in it, for the extended session too. */
void calendar_check_lunch(const peri_hours *hours, int64_t from_utc, int64_t until_utc);

#endif
