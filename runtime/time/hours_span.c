/* hours_span.c - sessions as instants, joined to stretches of time, the last ones remembered.
   Layer 1. */
#include "time/hours_internal.h"

static int64_t local_to_utc(const peri_hours *hours, peri_date date, int64_t time_of_day)
{
    return peri_zone_cursor_to_utc(&hours->cache->cursor, peri_time_at(date, time_of_day));
}

static peri_date local_date(const peri_hours *hours, int64_t utc_ns)
{
    return peri_time_date(peri_zone_cursor_to_local(&hours->cache->cursor, utc_ns));
}

/* The sessions of a date that count; one that a clock change swallows is left out. */
static void make_day(const peri_hours *hours, peri_date date, bool extended, peri_hours_day *day)
{
    peri_session_time times[PERI_DAY_SESSIONS + 1];
    const size_t n = peri_hours_sessions(hours, date, times);
    *day = (peri_hours_day){.made = true, .date = date};
    for (size_t i = 0; i < n; i++) {
        if (!extended && times[i].kind != PERI_SESSION_REGULAR)
            continue;
        peri_session session = {local_to_utc(hours, date, times[i].open),
                                local_to_utc(hours, date, times[i].close)};
        if (session.open_utc < session.close_utc)
            day->sessions[day->n++] = session;
    }
}

/* Those of a date, which is mostly asked for again: for the bars of a day, and for the days around
   another one. They stay until the next call. */
static const peri_hours_day *sessions_of(const peri_hours *hours, peri_date date, bool extended)
{
    peri_hours_day *day = &hours->cache->days[extended][(uint64_t)date % PERI_HOURS_DAYS];
    if (!day->made || day->date != date)
        make_day(hours, date, extended, day);
    return day;
}

bool peri_hours_session(const peri_hours *hours, peri_date date, bool extended, peri_session *out)
{
    const peri_hours_day *day = sessions_of(hours, date, extended);
    if (day->n == 0)
        return false;
    *out = (peri_session){day->sessions[0].open_utc, day->sessions[day->n - 1].close_utc};
    return true;
}

/* The first session that closes after an instant. */
static bool session_after(const peri_hours *hours, int64_t utc_ns, bool extended, peri_session *out)
{
    /* where midnight is shown twice, the day before may still go on */
    peri_date date = local_date(hours, utc_ns) - 1;
    for (date = date < hours->first ? hours->first : date; date <= hours->last; date++) {
        const peri_hours_day *day = sessions_of(hours, date, extended);
        for (size_t i = 0; i < day->n; i++) {
            if (day->sessions[i].close_utc > utc_ns) {
                *out = day->sessions[i];
                return true;
            }
        }
    }
    return false;
}

/* The last session that opens before an instant. */
static bool session_before(const peri_hours *hours, int64_t utc_ns, bool extended,
                           peri_session *out)
{
    peri_date date = local_date(hours, utc_ns);
    for (date = date > hours->last ? hours->last : date; date >= hours->first; date--) {
        const peri_hours_day *day = sessions_of(hours, date, extended);
        for (size_t i = day->n; i > 0; i--) {
            if (day->sessions[i - 1].open_utc < utc_ns) {
                *out = day->sessions[i - 1];
                return true;
            }
        }
    }
    return false;
}

/* Takes in the sessions that touch an open stretch, and those that touch these. */
static void extend_stretch(const peri_hours *hours, bool extended, peri_hours_span *span)
{
    peri_session session;
    while (session_after(hours, span->until_utc, extended, &session) &&
           session.open_utc <= span->until_utc)
        span->until_utc = session.close_utc;
    while (session_before(hours, span->from_utc, extended, &session) &&
           session.close_utc >= span->from_utc)
        span->from_utc = session.open_utc;
}

static peri_hours_span find_span(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    peri_hours_span span = {INT64_MIN, PERI_NEVER, hours->always};
    peri_session session;
    if (hours->always)
        return span;
    if (session_after(hours, utc_ns, extended, &session)) {
        if (session.open_utc <= utc_ns) {
            span = (peri_hours_span){session.open_utc, session.close_utc, true};
            extend_stretch(hours, extended, &span);
            return span;
        }
        span.until_utc = session.open_utc;
    }
    if (session_before(hours, utc_ns, extended, &session))
        span.from_utc = session.close_utc;
    return span;
}

peri_hours_span peri_hours_span_at(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    peri_hours_span *last = &hours->cache->spans[extended];
    if (utc_ns < last->from_utc || utc_ns >= last->until_utc)
        *last = find_span(hours, utc_ns, extended);
    return *last;
}

bool peri_hours_is_open(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    return peri_hours_span_at(hours, utc_ns, extended).open;
}

/* Where the stretch after the one of an instant ends: two borders on. */
static int64_t border_after_next(const peri_hours *hours, int64_t border_utc, bool extended)
{
    if (border_utc == PERI_NEVER)
        return PERI_NEVER;
    return find_span(hours, border_utc, extended).until_utc;
}

int64_t peri_hours_next_open(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    peri_hours_span span = peri_hours_span_at(hours, utc_ns, extended);
    return span.open ? border_after_next(hours, span.until_utc, extended) : span.until_utc;
}

int64_t peri_hours_next_close(const peri_hours *hours, int64_t utc_ns, bool extended)
{
    peri_hours_span span = peri_hours_span_at(hours, utc_ns, extended);
    return span.open ? span.until_utc : border_after_next(hours, span.until_utc, extended);
}
