/* bar_count.c - see bar_count.h. Layer 2. */
#include "market/bar_count.h"

enum {
    FIRST_YEAR = 1900 /* nothing is older */
};

static int64_t earliest(void)
{
    return peri_time_at(peri_date_make(FIRST_YEAR, 1, 1), 0);
}

/* Whether so many bars fit between the earliest instant and another one. */
static bool fits(int64_t bars, int64_t length, int64_t end_ns)
{
    return end_ns >= earliest() &&
           (uint64_t)bars <= ((uint64_t)end_ns - (uint64_t)earliest()) / (uint64_t)length;
}

/* Whether the market is open at any instant of [from, until). */
static bool opens_within(const peri_security *security, bool extended, int64_t from, int64_t until)
{
    const peri_hours_span span = peri_hours_span_at(security->hours, from, extended);
    return span.open || span.until_utc < until;
}

/* Days from midnight to midnight. */
static int64_t whole_days_back(const peri_security *security, int64_t days, int64_t end_ns)
{
    const peri_zone *zone = peri_security_day_zone(security);
    peri_date date = peri_zone_date(zone, end_ns);
    if (peri_hours_is_always_open(security->hours))
        return peri_zone_to_utc(zone, peri_time_at(date - (peri_date)days, 0));
    int64_t start = peri_zone_to_utc(zone, peri_time_at(date, 0));
    while (days > 0 && start >= earliest()) {
        const int64_t until = start;
        start = peri_zone_to_utc(zone, peri_time_at(--date, 0));
        days -= opens_within(security, false, start, until);
    }
    return days > 0 ? INT64_MIN : start;
}

/* Days from the open to the close: today counts when it is over. */
static int64_t sessions_back(const peri_security *security, int64_t days, int64_t end_ns)
{
    const peri_hours *hours = security->hours;
    peri_date date = peri_zone_date(peri_hours_zone(hours), end_ns);
    peri_session session;
    if (peri_hours_session(hours, date, false, &session) && session.close_utc <= end_ns)
        days--;
    while (days > 0) {
        date = peri_hours_previous_trading_day(hours, date);
        if (!peri_hours_session(hours, date, false, &session) || session.open_utc < earliest())
            return INT64_MIN;
        days--;
    }
    return session.open_utc;
}

/* The greatest multiple of a length by the data's clock, not later (or not earlier) than an
   instant. */
static int64_t aligned(const peri_security *security, int64_t at_ns, int64_t length, bool up)
{
    const peri_zone *zone = peri_security_day_zone(security);
    const int64_t local = at_ns + peri_zone_span_at(zone, at_ns).offset;
    const int64_t rest = (local % length + length) % length;
    return up && rest > 0 ? at_ns - rest + length : at_ns - rest;
}

/* Bars of a fixed length, a stretch of open or of closed hours at a time. */
static int64_t steps_back(const peri_security *security, int64_t length, int64_t bars,
                          int64_t end_ns)
{
    /* As in LEAN hours are counted in regular sessions: there are no others of them. */
    const bool extended = security->extended && length != PERI_HOUR;
    int64_t at = aligned(security, end_ns, length, false);
    while (bars > 0) {
        const peri_hours_span span = peri_hours_span_at(security->hours, at - 1, extended);
        int64_t n = 1; /* a bar in which the market closed */
        if (span.from_utc == INT64_MIN)
            return span.open ? at - bars * length : INT64_MIN;
        if (span.open)
            n = (at - span.from_utc + length - 1) / length;
        else if (span.from_utc <= at - length) {
            at = aligned(security, span.from_utc, length, true);
            continue;
        }
        n = n < bars ? n : bars;
        bars -= n;
        at -= n * length;
        if (at < earliest())
            return INT64_MIN;
    }
    return at;
}

int64_t peri_bars_back(const peri_security *security, peri_resolution resolution, int64_t bars,
                       int64_t end_ns)
{
    const bool is_tick = resolution == PERI_RES_TICK; /* nobody knows how many will come */
    const int64_t length = is_tick ? PERI_SECOND : peri_resolution_ns(resolution);
    if (!fits(bars, length, end_ns))
        return INT64_MIN;
    if (resolution != PERI_RES_DAILY)
        return steps_back(security, length, bars, end_ns);
    return peri_security_has_whole_days(security) || peri_hours_is_always_open(security->hours)
               ? whole_days_back(security, bars, end_ns)
               : sessions_back(security, bars, end_ns);
}
