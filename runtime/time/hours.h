/* hours.h - when an exchange is open: weekly sessions, holidays, early closes. Layer 1. */
#ifndef PERI_HOURS_H
#define PERI_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "time/civil.h"
#include "time/zone.h"

/* Immutable once made, apart from an inner cache without a lock: one thread at a time per object.
 */
typedef struct peri_hours peri_hours;

/*
 * Hours of US equities (NYSE, Nasdaq): 09:30-16:00 New York, extended 04:00-20:00, full holidays,
 * one-off closures and early closes (13:00, to 1992 14:00) by the exchange's rules from 1990 on. As
 * in LEAN, an early close also ends the extended session. Closed outside the years 1700 to 2250.
 * Returns PERI_OK or PERI_ENOMEM; out is owned by the caller (peri_hours_close).
 * Source: NYSE Rule 7.2 and the exchange's published closings.
 */
int peri_hours_us_equity(peri_zones *zones, peri_hours **out, peri_error *err);

/* A market that never closes, with days from midnight to midnight in `zone`. */
int peri_hours_always(const peri_zone *zone, peri_hours **out, peri_error *err);

void peri_hours_close(peri_hours *hours); /* NULL is allowed */

const peri_zone *peri_hours_zone(const peri_hours *hours);
bool peri_hours_is_always_open(const peri_hours *hours);
const char *peri_hours_name(const peri_hours *hours); /* "NYSE", "always open" */

/* A local date on which there is a regular session. */
bool peri_hours_is_trading_day(const peri_hours *hours, peri_date local_date);
/* The nearest trading day after (before) a date, the date itself excluded; a date outside the years
   1700 to 2250 when there is none in them. */
peri_date peri_hours_next_trading_day(const peri_hours *hours, peri_date local_date);
peri_date peri_hours_previous_trading_day(const peri_hours *hours, peri_date local_date);

typedef struct peri_session {
    int64_t open_utc, close_utc; /* ns, open < close */
} peri_session;

/* First open and last close of a local date. Returns false when the market is closed all day. */
bool peri_hours_session(const peri_hours *hours, peri_date local_date, bool extended,
                        peri_session *out);

/* A stretch in which the market is open all the time, or closed all the time. */
typedef struct peri_hours_span {
    int64_t from_utc, until_utc; /* ns, [from, until) */
    bool open;
} peri_hours_span;

/* The stretch an instant lies in (a session is open at its first instant, closed at its last).
   Keep it and ask again only when leaving it. */
peri_hours_span peri_hours_span_at(const peri_hours *hours, int64_t utc_ns, bool extended);

bool peri_hours_is_open(const peri_hours *hours, int64_t utc_ns, bool extended);

/* First open (close) strictly after an instant, PERI_NEVER for a market that has none. */
int64_t peri_hours_next_open(const peri_hours *hours, int64_t utc_ns, bool extended);
int64_t peri_hours_next_close(const peri_hours *hours, int64_t utc_ns, bool extended);

#endif
