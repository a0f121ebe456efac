/* civil.c - proleptic Gregorian calendar arithmetic on day numbers. Layer 1. */
#include "time/civil.h"

#include <assert.h>

enum {
    FIRST_YEAR = 1700,
    LAST_YEAR = 2250,
    DAYS_PER_ERA = 146097,  /* 400 years */
    DAYS_TO_EPOCH = 719468, /* 0000-03-01 to 1970-01-01 */
    EPOCH_WEEKDAY = PERI_THURSDAY
};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

const peri_name peri_weekday_names[] = {
    {"Sunday", PERI_SUNDAY},     {"Monday", PERI_MONDAY},
    {"Tuesday", PERI_TUESDAY},   {"Wednesday", PERI_WEDNESDAY},
    {"Thursday", PERI_THURSDAY}, {"Friday", PERI_FRIDAY},
    {"Saturday", PERI_SATURDAY}, {NULL, 0},
};

const char *peri_weekday_name(int weekday)
{
    return peri_weekday_names[weekday].name;
}

int peri_month_days(int year, int month)
{
    static const unsigned char days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= 12);
    return days[month] + (month == 2 && is_leap(year) ? 1 : 0);
}

bool peri_date_valid(int year, int month, int day)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 &&
           day <= peri_month_days(year, month);
}

/*
 * Years are counted from March, so that the leap day comes last and the lengths of the months
 * follow 153 days per five months. Source: H. Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms", 2021, days_from_civil and civil_from_days.
 */
peri_date peri_date_make(int year, int month, int day)
{
    assert(peri_date_valid(year, month, day));
    int y = month <= 2 ? year - 1 : year; /* > 0: years start at 1700 */
    int era = y / 400;
    int year_of_era = y % 400;
    int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

void peri_date_split(peri_date date, int *year, int *month, int *day)
{
    int shifted = date + DAYS_TO_EPOCH;
    int era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = shifted - era * DAYS_PER_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int from_march = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

int peri_date_weekday(peri_date date)
{
    int weekday = (date + EPOCH_WEEKDAY) % 7;
    return weekday < 0 ? weekday + 7 : weekday;
}

peri_date peri_time_date(int64_t local_ns)
{
    int64_t day = local_ns / PERI_DAY;
    return (peri_date)(day - (local_ns % PERI_DAY < 0 ? 1 : 0));
}

int64_t peri_time_of_day(int64_t local_ns)
{
    int64_t rest = local_ns % PERI_DAY;
    return rest < 0 ? rest + PERI_DAY : rest;
}

int64_t peri_time_at(peri_date date, int64_t time_of_day_ns)
{
    return (int64_t)date * PERI_DAY + time_of_day_ns;
}

void peri_time_split(int64_t local_ns, peri_civil *out)
{
    int64_t rest = peri_time_of_day(local_ns);
    int seconds = (int)(rest / PERI_SECOND);
    peri_date_split(peri_time_date(local_ns), &out->year, &out->month, &out->day);
    out->hour = seconds / 3600;
    out->minute = seconds / 60 % 60;
    out->second = seconds % 60;
    out->nanosecond = (int)(rest % PERI_SECOND);
}
