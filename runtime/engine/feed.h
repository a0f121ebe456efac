/* feed.h - bars of many securities in order of time, holes filled forward. Layer 5.

   Each stream of a security is a cursor over its series: one of a kind as a rule, and further ones
   where it has several subscriptions. A binary heap on (end of the next bar, security, kind,
   length: the longer one first) hands out what ends first; bars that end at the same instant become
   one slice. */
#ifndef PERI_FEED_H
#define PERI_FEED_H

#include "engine/slice.h"
#include "market/reel.h"
#include "market/security.h"

typedef struct peri_feed peri_feed;

/* An empty feed (owned by the caller). Returns PERI_OK or PERI_ENOMEM. */
int peri_feed_open(peri_feed **out, peri_error *err);
void peri_feed_close(peri_feed *feed); /* NULL is allowed */

/* How the bars of a subscription are asked for. */
typedef struct peri_form {
    peri_resolution resolution;
    bool fill_forward; /* holes are filled */
    bool extended;     /* pre- and post-market are no holes */
} peri_form;

/* What is handed out of a security: one of trades, quotes, ticks (all of one time at once, none
   repeated) and actions. All borrowed; a series may still be filled until the first bar is taken.
 */
typedef struct peri_feed_stream {
    int32_t index; /* of a security in the feed, or how many there are: it is the next one then */
    int32_t part;  /* 0: of its first subscription; 1, 2, ... (below 8): of further ones */
    const peri_security *security; /* hours and zones; NULL: as its first stream */
    peri_form form;                /* read with a security alone */
    const peri_series *trades;
    const peri_quote_series *quotes;
    const peri_tick_series *ticks;
    const peri_actions *actions;
    peri_reel_reader *reader; /* whose window the bars are, which the feed moves on; NULL: none */
} peri_feed_stream;

/*
 * Add a stream. The first one of a subscription is that of its trades, which may be empty. Actions
 * belong to the first subscription; each is a data point for every subscription of its security.
 *
 * from_ns  the first bar handed out ends at or after it
 * Returns PERI_OK or PERI_ENOMEM (nothing is added).
 */
int peri_feed_add_stream(peri_feed *feed, const peri_feed_stream *stream, int64_t from_ns,
                         peri_error *err);

/* Add the next security (index = number added so far) with its trades, as it says itself. */
int peri_feed_add(peri_feed *feed, const peri_security *security, const peri_series *series,
                  int64_t from_ns, peri_error *err);

/* No more bars of a security; its cursors stay. */
void peri_feed_remove(peri_feed *feed, int32_t index);

/* Hand out bars again of a security that was removed: as if it was added just now, see
   peri_feed_add_stream. */
void peri_feed_restart(peri_feed *feed, int32_t index, int64_t from_ns);

/* Make sure that adding one subscription with all its streams, of actions these, cannot fail.
   Returns PERI_OK or PERI_ENOMEM. */
int peri_feed_reserve(peri_feed *feed, const peri_actions *actions, peri_error *err);

/* Fix the end of the run, and the step holes are filled with: the finest resolution of all but
   ticks (minutes where there is none else). Nothing is filled before now_ns. Call again after a
   later peri_feed_add_stream. All UTC ns. */
void peri_feed_start(peri_feed *feed, int64_t now_ns, int64_t until_ns);

/* The step holes are filled with, 0 before peri_feed_start; and another one's in place of its own,
   from the bars on that follow those that come next. */
int64_t peri_feed_step(const peri_feed *feed);
void peri_feed_set_step(peri_feed *feed, int64_t step_ns);

/* For series that grow while the run goes on: nothing is filled when fills is false, since what has
   not come may still come. Before peri_feed_start. */
void peri_feed_set_fills(peri_feed *feed, bool fills);
/* The series of a subscription - its ticks, where it has such, else its trades - has more bars than
   before (and may lie elsewhere now). O(log n) when it had nothing to hand out, else O(n). */
void peri_feed_grown(peri_feed *feed, int32_t index, int32_t part);
/* Its first n bars, which were handed out, are about to be dropped. */
void peri_feed_forget(peri_feed *feed, int32_t index, int32_t part, size_t n);

/* End of the next bar, PERI_NEVER when none is left before the end. O(1). */
int64_t peri_feed_next_time(const peri_feed *feed);

/* Move on: all bars that end at peri_feed_next_time become the slice (borrowed until the next
 * call). */
const peri_slice *peri_feed_take(peri_feed *feed);

/* The same, but the slice's time is not_before_ns at least: bars that came late are handed out
 * then.
 */
const peri_slice *peri_feed_take_late(peri_feed *feed, int64_t not_before_ns);

/* The steps of a feed come behind those of another one: their serials go on. */
void peri_feed_go_on_behind(peri_feed *feed, const peri_feed *before);

/* A slice without bars, for a step that only moves time. */
const peri_slice *peri_feed_pulse(peri_feed *feed, int64_t time_ns);

#endif
