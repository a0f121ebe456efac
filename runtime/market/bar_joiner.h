/* bar_joiner.h - trades, quotes and short bars, joined into bars of one resolution. Layer 2. */
#ifndef PERI_BAR_JOINER_H
#define PERI_BAR_JOINER_H

#include "market/bar_span.h"
#include "market/security.h"

typedef enum peri_join {
    PERI_JOIN_TAKEN,   /* part of the bar at hand now */
    PERI_JOIN_OUTSIDE, /* outside the sessions that are subscribed */
    PERI_JOIN_LATE     /* before the bar at hand: dropped */
} peri_join;

/* One symbol's bar at hand. In the caller's storage, which stays where it is; holds no memory. */
typedef struct peri_bar_joiner {
    peri_read_options options;
    peri_bar_spans spans;
    bool has_bar;
    peri_bar bar; /* [start, end) is the whole bar's, also while parts are missing */
} peri_bar_joiner;

void peri_bar_joiner_init(peri_bar_joiner *joiner, const peri_security *security);

/*
 * Add a part that begins at part->start_ns, an instant of a trade or a shorter bar's; its end is
 * not looked at.
 *
 * done  receives the bar at hand when the part lies behind it, a new one begins with it then;
 *       *is_done tells
 */
peri_join peri_bar_joiner_add(peri_bar_joiner *joiner, const peri_bar *part, peri_bar *done,
                              bool *is_done);

/* Take the bar at hand if it ends by now_ns. */
bool peri_bar_joiner_flush(peri_bar_joiner *joiner, int64_t now_ns, peri_bar *done);

/* The stretch of a whole bar that begins at start_ns. False: outside the sessions. */
bool peri_bar_joiner_place(peri_bar_joiner *joiner, int64_t start_ns, peri_bar *bar);

#endif
