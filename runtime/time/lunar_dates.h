/* lunar_dates.h - days of the Chinese calendar that are holidays in Hong Kong. Layer 1. */
#ifndef PERI_LUNAR_DATES_H
#define PERI_LUNAR_DATES_H

#include "time/civil.h"

enum {
    PERI_LUNAR_FIRST_YEAR = 1990,
    PERI_LUNAR_LAST_YEAR = 2050
};

/* None of them lies in a leap month. */
typedef enum peri_lunar_day {
    PERI_LUNAR_NEW_YEAR,    /* 1st day of the 1st month */
    PERI_LUNAR_BUDDHA,      /* 8th day of the 4th month, Buddha's Birthday */
    PERI_LUNAR_TUEN_NG,     /* 5th day of the 5th month, Dragon Boat Festival */
    PERI_LUNAR_MID_AUTUMN,  /* 15th day of the 8th month */
    PERI_LUNAR_CHUNG_YEUNG, /* 9th day of the 9th month */
    PERI_LUNAR_DAY_COUNT
} peri_lunar_day;

/* The date in a year from PERI_LUNAR_FIRST_YEAR to PERI_LUNAR_LAST_YEAR. */
peri_date peri_lunar_date(int year, peri_lunar_day day);

/* Ching Ming, the solar term at which the sun's longitude is 15 degrees; the same years. */
peri_date peri_ching_ming(int year);

#endif
