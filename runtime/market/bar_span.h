/* bar_span.h - when a bar from a file starts and ends, and whether it is wanted. Layer 2. */
#ifndef PERI_BAR_SPAN_H
#define PERI_BAR_SPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "market/bar.h"
#include "market/reader.h"
#include "time/civil.h"
#include "time/hours.h"
#include "time/zone.h"

/* Places the bars of one stream; remembers the offset and the session used last. */
typedef struct peri_bar_spans {
    const peri_read_options *options; /* borrowed */
    int64_t first_ns, last_ns;        /* times that are believed: years 1700 to 2250 */
    int64_t length_ns;
    bool always_open;
    bool whole_days;         /* a daily bar goes from midnight to midnight */
    peri_zone_cursor cursor; /* of the zone of local times */
    peri_hours_span session; /* stretch of hours last looked at */
} peri_bar_spans;

void peri_bar_spans_init(peri_bar_spans *spans, const peri_read_options *options);

/* The instant a written time means. Returns false when it lies outside the years 1700 to 2250. */
bool peri_bar_spans_instant(peri_bar_spans *spans, const peri_time_text *time, int64_t *utc_ns);

/*
 * Decide the stretch of a bar.
 *
 * Below a day it is [instant, instant + resolution). A daily bar of an exchange runs from the
 * regular open to the close of its date: the date that was written when the clock time is midnight
 * (so an export that stamps days at 00:00 UTC keeps its dates), else the date at the exchange. A
 * daily bar of a market that is always open, or of options with whole_days, ends at the next
 * midnight of the zone; one that was written as an instant which is not such a midnight, 24 hours
 * later.
 *
 * time, utc_ns  as written, and the instant it means
 * start, end    receive ns, UTC; may change also when the bar is not wanted
 * Returns false when the bar lies outside the sessions or outside the span that was asked for.
 */
bool peri_bar_spans_place(peri_bar_spans *spans, const peri_time_text *time, int64_t utc_ns,
                          int64_t *start_ns, int64_t *end_ns);

/* Whether a bar can start at an instant: those of a file that was not changed all can. */
static inline bool peri_bar_spans_can_be(const peri_bar_spans *spans, int64_t start_ns)
{
    return start_ns >= spans->first_ns && start_ns <= spans->last_ns;
}

/* Whether a stretch shorter than a day is wanted for certain, as far as what was looked at last
   tells: else peri_bar_spans_place does. */
static inline bool peri_bar_spans_is_wanted(const peri_bar_spans *spans, int64_t start_ns,
                                            int64_t end_ns)
{
    const peri_hours_span *session = &spans->session;
    const bool open = spans->always_open || (session->open && start_ns >= session->from_utc &&
                                             start_ns < session->until_utc);
    return open && end_ns >= spans->options->from_ns && start_ns <= spans->options->until_ns;
}

/* Whether an instant lies in a session and in the span that was asked for. */
bool peri_bar_spans_holds(peri_bar_spans *spans, int64_t utc_ns);

#endif
