/* calendar_days.h - what each built-in calendar brings; shared by time/calendar*.c only. Layer 1.
 */
#ifndef PERI_CALENDAR_DAYS_H
#define PERI_CALENDAR_DAYS_H

#include "time/calendars.h"
#include "time/day_list.h"

/* One built-in calendar: its description, its weeks, and a function for the days of a year. */
typedef struct peri_calendar_rules {
    peri_calendar calendar;
    const char *hours_name; /* "NYSE" */
    const char *zone;       /* IANA name */
    const peri_week *weeks;
    size_t week_count;
    void (*days)(peri_day_list *list, int year); /* NULL: no special days */
} peri_calendar_rules;

extern const peri_calendar_rules peri_calendar_us;      /* nyse, nasdaq, usa: calendar_us.c */
extern const peri_calendar_rules peri_calendar_cme;     /* cme: calendar_cme.c */
extern const peri_calendar_rules peri_calendar_forex;   /* forex: calendar_forex.c */
extern const peri_calendar_rules peri_calendar_crypto;  /* crypto: calendar_forex.c */
extern const peri_calendar_rules peri_calendar_hk;      /* hkex: calendar_hk.c */
extern const peri_calendar_rules peri_calendar_uk;      /* lse: calendar_uk.c */
extern const peri_calendar_rules peri_calendar_germany; /* xetra: calendar_germany.c */
extern const peri_calendar_rules peri_calendar_japan;   /* jpx: calendar_japan.c */

#endif
