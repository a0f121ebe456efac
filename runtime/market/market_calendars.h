/* market_calendars.h - which built-in calendar the markets of LEAN follow. Layer 2. */
#ifndef PERI_MARKET_CALENDARS_H
#define PERI_MARKET_CALENDARS_H

#include <stdbool.h>
#include <stddef.h>

/* Markets of one type that share a calendar; all text static. */
typedef struct peri_market_calendar_row {
    const char *type;      /* "Equity" */
    const char *markets;   /* "cme cbot", separated by blanks; NULL: every market of the type */
    const char *calendar;  /* "nyse": a name of time/calendars.h */
    const char *data_zone; /* of LEAN's files; NULL: that of the exchange */
} peri_market_calendar_row;

/* All rows, in the order of a user's list. */
const peri_market_calendar_row *peri_market_calendar_rows(size_t *n);

/* The calendar of a type and market, both in any case; NULL when there is none. The same calendar
   is always the same pointer. */
const char *peri_market_calendar(const char *type, const char *market);

/* The zone of the times in LEAN's files of a type and market; NULL: that of the exchange. */
const char *peri_market_data_zone(const char *type, const char *market);

#endif
