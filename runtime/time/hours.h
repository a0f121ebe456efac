/* hours.h - when a market is open: weekly sessions, holidays, early closes, late opens. Layer 1. */
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

typedef enum peri_session_kind {
    PERI_SESSION_PRE,
    PERI_SESSION_REGULAR,
    PERI_SESSION_POST
} peri_session_kind;

/* A session of a local day: 0 <= open < close <= PERI_DAY, ns of the wall clock since midnight. */
typedef struct peri_session_time {
    peri_session_kind kind;
    int64_t open, close;
} peri_session_time;

enum {
    PERI_DAY_SESSIONS = 8 /* most sessions of one day */
};

typedef struct peri_week_day {
    size_t n;
    peri_session_time sessions[PERI_DAY_SESSIONS]; /* ascending, not overlapping */
} peri_week_day;

/* The sessions of each weekday, from a date on (until the next week of the list). */
typedef struct peri_week {
    peri_date from;
    peri_week_day days[7]; /* [PERI_SUNDAY..PERI_SATURDAY] */
} peri_week;

/*
 * A date that differs from its weekday. closed: no session at all, whatever else is set. Otherwise
 *   early_close  the session that contains it (start <= e <= end) is cut there and later ones are
 *                dropped; when no session contains it, those that end after it, and the one before
 *                it, are dropped (after all of them: nothing is)
 *   late_open    the session that contains it starts there and earlier ones are dropped; when no
 *                session contains it, those that start before it are dropped, unless that were all
 *   both, with early_close <= late_open: a pause; sessions cut at the first, then those from the
 *   second on (both at the same time: the cut alone)
 * Source: LEAN's calendar model (MarketHours).
 */
typedef struct peri_special_day {
    peri_date date;
    bool closed;
    int64_t early_close; /* ns of the local day; PERI_NEVER: none */
    int64_t late_open;   /* the same */
    const char *name;    /* "Good Friday"; static, or NULL when it is not known */
} peri_special_day;

/* What hours are made of; all borrowed for the call. */
typedef struct peri_hours_plan {
    const char *name;       /* "NYSE" */
    const peri_zone *zone;  /* of the wall clock; must outlive the hours */
    const peri_week *weeks; /* shape [week_count >= 1], from ascending; the first one also
                               holds before its date */
    size_t week_count;
    const peri_special_day *days; /* shape [day_count], in any order; a repeated date: the last
                                     `closed`, early_close and late_open that are set count */
    size_t day_count;
} peri_hours_plan;

/* Make hours; closed outside the years 1700 to 2250. Returns PERI_OK with out owned by the caller
   (peri_hours_close), PERI_EINVAL (text names hours, weekday and session) or PERI_ENOMEM. */
int peri_hours_make(const peri_hours_plan *plan, peri_hours **out, peri_error *err);

/* A market that never closes, with days from midnight to midnight in `zone`. */
int peri_hours_always(const peri_zone *zone, peri_hours **out, peri_error *err);

void peri_hours_close(peri_hours *hours); /* NULL is allowed */

const peri_zone *peri_hours_zone(const peri_hours *hours);
const char *peri_hours_name(const peri_hours *hours); /* "NYSE", "always open" */
/* Regular sessions all day on all seven days, and no special day. */
bool peri_hours_is_always_open(const peri_hours *hours);

/* A local date with a session that counts: not closed, and with regular trading; with `extended`
   pre- or post-market sessions alone are enough (a future's Sunday). */
bool peri_hours_is_date_open(const peri_hours *hours, peri_date local_date, bool extended);
/* peri_hours_is_date_open without extended: there is a regular session. */
bool peri_hours_is_trading_day(const peri_hours *hours, peri_date local_date);
/* The nearest trading day after (before) a date, the date itself excluded; a date outside the years
   1700 to 2250 when there is none in them. */
peri_date peri_hours_next_trading_day(const peri_hours *hours, peri_date local_date);
peri_date peri_hours_previous_trading_day(const peri_hours *hours, peri_date local_date);

/* The sessions of a date after holidays, early closes and late opens, ascending; returns how many
   were written to out[PERI_DAY_SESSIONS + 1]: a pause may split one. */
size_t peri_hours_sessions(const peri_hours *hours, peri_date local_date,
                           peri_session_time out[PERI_DAY_SESSIONS + 1]);

/* What is special about a date, NULL when nothing. Borrowed. */
const peri_special_day *peri_hours_special(const peri_hours *hours, peri_date local_date);

/* First and last weekday (PERI_SUNDAY..PERI_SATURDAY, the week begins on Sunday) with any session
   in the weekly sessions that hold on a date; false when there is none. */
bool peri_hours_week(const peri_hours *hours, peri_date local_date, int *first, int *last);

typedef struct peri_session {
    int64_t open_utc, close_utc; /* ns, open < close */
} peri_session;

/* First open and last close of a local date, whatever lies between. Returns false when there is no
   session (without extended: no regular one). */
bool peri_hours_session(const peri_hours *hours, peri_date local_date, bool extended,
                        peri_session *out);

/* A stretch in which the market is open all the time, or closed all the time. Sessions that touch,
   also across midnight, are one stretch. */
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
