/* us_holidays.c - NYSE's holidays, one-off closings and early closes, year by year. Layer 1. */
#include "time/us_holidays.h"

#include <stddef.h>

enum {
    EARLY = 13 * 60,
    EARLY_UNTIL_1992 = 14 * 60
};

typedef struct one_off {
    int year, month, day;
    int close; /* minute of the day, or PERI_US_CLOSED */
} one_off;

/* Announced for one day only. Unplanned halts (1997-10-27, 2005-06-01, snow) are left out. */
static const one_off one_offs[] = {
    {1994, 4, 27, PERI_US_CLOSED},                                 /* mourning for R. Nixon */
    {1997, 12, 26, EARLY},          {2001, 9, 11, PERI_US_CLOSED}, /* terror attacks, to the 14th */
    {2001, 9, 12, PERI_US_CLOSED},  {2001, 9, 13, PERI_US_CLOSED}, {2001, 9, 14, PERI_US_CLOSED},
    {2003, 12, 26, EARLY},          {2004, 6, 11, PERI_US_CLOSED}, /* mourning for R. Reagan */
    {2007, 1, 2, PERI_US_CLOSED},                                  /* mourning for G. Ford */
    {2012, 10, 29, PERI_US_CLOSED},                                /* hurricane Sandy */
    {2012, 10, 30, PERI_US_CLOSED}, {2018, 12, 5, PERI_US_CLOSED}, /* mourning for G. H. W. Bush */
    {2025, 1, 9, PERI_US_CLOSED},                                  /* mourning for J. Carter */
};

/* A year being filled in. */
typedef struct year_plan {
    int year;
    peri_date first;
    int16_t *close;
} year_plan;

static void set_day(year_plan *plan, peri_date date, int close)
{
    plan->close[date - plan->first] = (int16_t)close;
}

/* The nth (1: first) such weekday of a month. */
static peri_date nth_weekday(int year, int month, int weekday, int nth)
{
    peri_date first = peri_date_make(year, month, 1);
    return first + (weekday - peri_date_weekday(first) + 7) % 7 + 7 * (nth - 1);
}

static peri_date last_monday(int year, int month)
{
    peri_date last = peri_date_make(year, month, peri_month_days(year, month));
    return last - (peri_date_weekday(last) + 6) % 7;
}

/* Source: the anonymous Gregorian computus (Nature, 20 April 1876), in J. Meeus's form. */
static peri_date easter_sunday(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return peri_date_make(year, n / 31, n % 31 + 1);
}

/* A holiday of a fixed date: one on a Sunday is kept on Monday, one on a Saturday on Friday. */
static void close_observed(year_plan *plan, int month, int day)
{
    peri_date date = peri_date_make(plan->year, month, day);
    int weekday = peri_date_weekday(date);
    if (weekday == PERI_SUNDAY)
        date++;
    else if (weekday == PERI_SATURDAY)
        date--;
    set_day(plan, date, PERI_US_CLOSED);
}

/* New Year's Day on a Saturday is not moved: it would fall into the old accounting year. */
static void close_new_year(year_plan *plan)
{
    if (peri_date_weekday(plan->first) != PERI_SATURDAY)
        close_observed(plan, 1, 1);
}

static void close_holidays(year_plan *plan)
{
    int year = plan->year;
    close_new_year(plan);
    if (year >= 1998) /* Martin Luther King Jr. Day */
        set_day(plan, nth_weekday(year, 1, PERI_MONDAY, 3), PERI_US_CLOSED);
    set_day(plan, nth_weekday(year, 2, PERI_MONDAY, 3), PERI_US_CLOSED); /* Washington's Birthday */
    set_day(plan, easter_sunday(year) - 2, PERI_US_CLOSED);              /* Good Friday */
    set_day(plan, last_monday(year, 5), PERI_US_CLOSED);                 /* Memorial Day */
    if (year >= 2022)
        close_observed(plan, 6, 19);                                        /* Juneteenth */
    close_observed(plan, 7, 4);                                             /* Independence Day */
    set_day(plan, nth_weekday(year, 9, PERI_MONDAY, 1), PERI_US_CLOSED);    /* Labor Day */
    set_day(plan, nth_weekday(year, 11, PERI_THURSDAY, 4), PERI_US_CLOSED); /* Thanksgiving */
    close_observed(plan, 12, 25);                                           /* Christmas */
}

/* The day before Independence Day, since 1995; with a Thursday holiday the Friday after it, from
   1996 to 2012, and the Wednesday before it since. */
static void early_july(year_plan *plan)
{
    peri_date third = peri_date_make(plan->year, 7, 3);
    int weekday = peri_date_weekday(third);
    if (plan->year < 1995)
        return;
    if (weekday == PERI_WEDNESDAY && plan->year < 2013)
        set_day(plan, third + 2, EARLY);
    else if (weekday >= PERI_MONDAY && weekday <= PERI_THURSDAY)
        set_day(plan, third, EARLY);
}

/*
 * LEAN's market hours database has the same days from 1998 to 2024, except that it lists no early
 * close before 1999-11-26; the exchange did close early on 1998-11-27 and 1998-12-24.
 */
static void early_closes(year_plan *plan)
{
    int year = plan->year;
    int early = year <= 1992 ? EARLY_UNTIL_1992 : EARLY;
    peri_date christmas_eve = peri_date_make(year, 12, 24);
    int weekday = peri_date_weekday(christmas_eve);
    early_july(plan);
    if (year >= 1992) /* the day after Thanksgiving */
        set_day(plan, nth_weekday(year, 11, PERI_THURSDAY, 4) + 1, early);
    if (weekday >= PERI_MONDAY && weekday <= PERI_THURSDAY) /* a Friday is closed instead */
        set_day(plan, christmas_eve, early);
}

void peri_us_holidays_year(int year, int16_t close[PERI_US_YEAR_DAYS])
{
    year_plan plan = {year, peri_date_make(year, 1, 1), close};
    for (int day = 0; day < PERI_US_YEAR_DAYS; day++) {
        int weekday = peri_date_weekday(plan.first + day);
        bool weekend = weekday == PERI_SATURDAY || weekday == PERI_SUNDAY;
        close[day] = weekend ? PERI_US_CLOSED : PERI_US_FULL_DAY;
    }
    close_holidays(&plan);
    early_closes(&plan);
    for (size_t i = 0; i < sizeof one_offs / sizeof one_offs[0]; i++)
        if (one_offs[i].year == year)
            set_day(&plan, peri_date_make(year, one_offs[i].month, one_offs[i].day),
                    one_offs[i].close);
}
