/* us_holidays.h - on which dates US stock exchanges are closed or close early. Layer 1. */
#ifndef PERI_US_HOLIDAYS_H
#define PERI_US_HOLIDAYS_H

#include <stdint.h>

#include "time/civil.h"

enum {
    PERI_US_CLOSED = 0, /* a weekend or a full closing */
    PERI_US_FULL_DAY = 16 * 60,
    PERI_US_YEAR_DAYS = 366
};

/*
 * Work out a year of NYSE's (and Nasdaq's) regular sessions.
 *
 * year   1700 to 2250; the rules are exact from 1990 on and not those of the time before
 * close  receives for each day of the year (0: January 1st) the minute of the local day at which
 *        the regular session ends (960: 16:00), or PERI_US_CLOSED
 *
 * Thread: any. Source: NYSE Rule 7.2 and the exchange's published closings.
 */
void peri_us_holidays_year(int year, int16_t close[PERI_US_YEAR_DAYS]);

#endif
