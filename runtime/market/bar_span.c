/* bar_span.c - placing bars in time. Layer 2. */
#include "market/bar_span.h"

#include <assert.h>

void peri_bar_spans_init(peri_bar_spans *spans, const peri_read_options *options)
{
    assert(options->zone && options->hours);
    spans->options = options;
    spans->first_ns = peri_time_at(peri_date_make(1700, 1, 1), 0);
    spans->last_ns = peri_time_at(peri_date_make(2250, 12, 31), PERI_DAY - 1);
    spans->length_ns = peri_resolution_ns(options->resolution);
    spans->always_open = peri_hours_is_always_open(options->hours);
    spans->whole_days = options->whole_days || spans->always_open;
    peri_zone_cursor_init(&spans->cursor, options->zone);
    spans->session = (peri_hours_span){.from_utc = 0, .until_utc = 0, .open = false};
}

bool peri_bar_spans_instant(peri_bar_spans *spans, const peri_time_text *time, int64_t *utc_ns)
{
    if (time->time_ns < spans->first_ns || time->time_ns > spans->last_ns)
        return false;
    *utc_ns = time->is_utc ? time->time_ns : peri_zone_cursor_to_utc(&spans->cursor, time->time_ns);
    return true;
}

/* True when [from, until) has an instant at which the market is open. */
static bool in_session(peri_bar_spans *spans, int64_t from_utc, int64_t until_utc)
{
    const peri_hours_span *session = &spans->session;
    if (from_utc < session->from_utc || from_utc >= session->until_utc)
        spans->session =
            peri_hours_span_at(spans->options->hours, from_utc, spans->options->extended);
    return session->open || session->until_utc < until_utc;
}

/* A day from midnight to midnight. */
static int64_t end_of_day(peri_bar_spans *spans, const peri_time_text *time, int64_t utc_ns)
{
    int64_t local = peri_zone_cursor_to_local(&spans->cursor, utc_ns);
    if (time->is_utc && peri_time_of_day(local) != 0)
        return utc_ns + PERI_DAY; /* a shorter bar would be known before its time */
    return peri_zone_cursor_to_utc(&spans->cursor, peri_time_at(peri_time_date(local) + 1, 0));
}

/* The session of a daily bar; false on a day without one. */
static bool session_of_day(const peri_bar_spans *spans, const peri_time_text *time, int64_t utc_ns,
                           peri_session *session)
{
    const peri_hours *hours = spans->options->hours;
    int64_t local = time->time_ns;
    if (peri_time_of_day(local) != 0)
        local = peri_zone_to_local(peri_hours_zone(hours), utc_ns);
    return peri_hours_session(hours, peri_time_date(local), false, session);
}

static bool is_asked_for(const peri_bar_spans *spans, int64_t start_ns, int64_t end_ns)
{
    return end_ns >= spans->options->from_ns && start_ns <= spans->options->until_ns;
}

bool peri_bar_spans_place(peri_bar_spans *spans, const peri_time_text *time, int64_t utc_ns,
                          int64_t *start_ns, int64_t *end_ns)
{
    *start_ns = utc_ns;
    *end_ns = utc_ns + spans->length_ns;
    if (spans->options->resolution == PERI_RES_DAILY) {
        peri_session session;
        if (spans->whole_days) {
            *end_ns = end_of_day(spans, time, utc_ns);
        } else if (session_of_day(spans, time, utc_ns, &session)) {
            *start_ns = session.open_utc;
            *end_ns = session.close_utc;
        } else {
            return false;
        }
    }
    if (!spans->always_open && !in_session(spans, *start_ns, *end_ns))
        return false;
    return is_asked_for(spans, *start_ns, *end_ns);
}

bool peri_bar_spans_holds(peri_bar_spans *spans, int64_t utc_ns)
{
    return (spans->always_open || in_session(spans, utc_ns, utc_ns)) &&
           is_asked_for(spans, utc_ns, utc_ns);
}
