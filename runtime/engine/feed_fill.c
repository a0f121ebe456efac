/* feed_fill.c - filling holes forward. Layer 5. */
#include "engine/feed_internal.h"

/* How long a day's bar is that ends at an instant: the regular session of that day. */
static int64_t day_length(const peri_security *security, int64_t end_ns)
{
    const peri_hours *hours = security->hours;
    peri_session session;
    if (peri_security_has_whole_days(security) || peri_hours_is_always_open(hours))
        return PERI_DAY;
    const peri_date date = peri_time_date(peri_zone_to_local(peri_hours_zone(hours), end_ns - 1));
    return peri_hours_session(hours, date, false, &session) ? session.close_utc - session.open_utc
                                                            : PERI_DAY;
}

/* A bar that is repeated within its own length keeps that: hours, and days, that end each minute.
 */
static int64_t start_of_fill(const struct cursor *cursor)
{
    if (cursor->fills_days)
        return cursor->fill_start;
    const int64_t length = cursor->form.resolution == PERI_RES_DAILY
                               ? day_length(cursor->security, cursor->next_end)
                               : peri_resolution_ns(cursor->form.resolution);
    return cursor->next_end - length;
}

void peri_feed_repeat(struct cursor *cursor)
{
    if (cursor->stream == TRADES) {
        cursor->repeated = *cursor->last;
        cursor->repeated.start_ns = start_of_fill(cursor);
        cursor->repeated.end_ns = cursor->next_end;
        cursor->repeated.volume = 0;
        cursor->last = &cursor->repeated;
    } else {
        cursor->repeated_quote = *cursor->last_quote;
        cursor->repeated_quote.start_ns = start_of_fill(cursor);
        cursor->repeated_quote.end_ns = cursor->next_end;
        cursor->last_quote = &cursor->repeated_quote;
    }
}

static int64_t floor_to(int64_t value, int64_t step)
{
    int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

/* A local day's bar of a market with sessions, or of one that never closes. */
static bool day_bar(const peri_hours *hours, peri_date date, peri_session *out)
{
    if (!peri_hours_is_always_open(hours))
        return peri_hours_session(hours, date, false, out);
    const peri_zone *zone = peri_hours_zone(hours);
    out->open_utc = peri_zone_to_utc(zone, peri_time_at(date, 0));
    out->close_utc = peri_zone_to_utc(zone, peri_time_at(date + 1, 0));
    return true;
}

/* The next day from midnight to midnight of the data's zone, from `end` on, in which the market is
   open. */
static peri_session next_whole_day(const peri_security *security, int64_t end)
{
    const peri_zone *zone = peri_security_day_zone(security);
    peri_date date = peri_time_date(peri_zone_to_local(zone, end));
    for (;; date++) {
        const peri_session day = {peri_zone_to_utc(zone, peri_time_at(date, 0)),
                                  peri_zone_to_utc(zone, peri_time_at(date + 1, 0))};
        if (day.close_utc <= end)
            continue;
        const int64_t opens = peri_hours_next_open(security->hours, day.open_utc, false);
        if (opens < day.close_utc || peri_hours_is_open(security->hours, day.open_utc, false))
            return day;
        if (opens == PERI_NEVER)
            return (peri_session){PERI_NEVER, PERI_NEVER};
    }
}

/* The next day's bar after `end`, for daily data filled with daily steps. */
static peri_session next_day(const struct cursor *cursor, int64_t end)
{
    const peri_hours *hours = cursor->security->hours;
    if (peri_security_has_whole_days(cursor->security))
        return next_whole_day(cursor->security, end);
    peri_date date = peri_time_date(peri_zone_to_local(peri_hours_zone(hours), end));
    peri_session session;
    while (!day_bar(hours, date, &session) || session.close_utc <= end)
        date = peri_hours_next_trading_day(hours, date);
    return session;
}

/* The next step after `end` that begins while the market is open, aligned to the local clock. */
static peri_session next_step(struct cursor *cursor, int64_t end, int64_t step)
{
    const peri_security *security = cursor->security;
    int64_t start = end;
    if (start < cursor->open.from_utc || start >= cursor->open.until_utc)
        cursor->open = peri_hours_span_at(security->hours, start, cursor->form.extended);
    if (!cursor->open.open)
        start = peri_hours_next_open(security->hours, start, cursor->form.extended);
    if (start == PERI_NEVER)
        return (peri_session){PERI_NEVER, PERI_NEVER};
    int64_t offset = peri_zone_span_at(peri_hours_zone(security->hours), start).offset;
    int64_t aligned = floor_to(start + offset, step) - offset;
    return (peri_session){aligned, aligned + step};
}

void peri_feed_fill_hole(const peri_feed *feed, struct cursor *cursor, int64_t last_end)
{
    if (last_end > feed->until_ns) { /* as in LEAN: filled up to the end, a long bar is left out */
        cursor->next_end = PERI_NEVER;
        return;
    }
    const bool by_day = cursor->form.resolution == PERI_RES_DAILY && feed->step_ns >= PERI_DAY;
    const peri_session hole =
        by_day ? next_day(cursor, last_end) : next_step(cursor, last_end, feed->step_ns);
    if (hole.close_utc < cursor->next_end && hole.open_utc <= feed->until_ns) {
        cursor->next_is_fill = true;
        cursor->fills_days = by_day;
        cursor->fill_start = hole.open_utc;
        cursor->next_end = hole.close_utc;
    }
}
