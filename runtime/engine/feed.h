/* feed.h - bars of many securities in order of time, holes filled forward. Layer 5.

   Each security is a cursor over its series. A binary heap on (end of the next bar, index) hands
   out what ends first; bars that end at the same instant become one slice. */
#ifndef PERI_FEED_H
#define PERI_FEED_H

#include "engine/slice.h"
#include "market/reel.h"
#include "market/security.h"

typedef struct peri_feed peri_feed;

/* An empty feed (owned by the caller). Returns PERI_OK or PERI_ENOMEM. */
int peri_feed_open(peri_feed **out, peri_error *err);
void peri_feed_close(peri_feed *feed); /* NULL is allowed */

/*
 * Add the next security (index = number added so far).
 *
 * series   its bars (borrowed; may still be filled until the first bar is taken)
 * from_ns  the first bar handed out ends at or after it
 * Returns PERI_OK or PERI_ENOMEM (nothing is added).
 */
int peri_feed_add(peri_feed *feed, const peri_security *security, const peri_series *series,
                  int64_t from_ns, peri_error *err);

/* Hand out quotes of a security that was added, too; otherwise as peri_feed_add. */
int peri_feed_add_quotes(peri_feed *feed, int32_t index, const peri_quote_series *quotes,
                         int64_t from_ns, peri_error *err);

/* The same of ticks: all of one time are handed out at once, and none is repeated. */
int peri_feed_add_ticks(peri_feed *feed, int32_t index, const peri_tick_series *ticks,
                        int64_t from_ns, peri_error *err);

/* The bars of a security's trades, or of its quotes, that were added are the window of a reader
   (borrowed), which the feed moves on. Before the peri_feed_start that follows the adding. */
void peri_feed_read_trades(peri_feed *feed, int32_t index, peri_reel_reader *reader);
void peri_feed_read_quotes(peri_feed *feed, int32_t index, peri_reel_reader *reader);

/* The same of actions. */
int peri_feed_add_actions(peri_feed *feed, int32_t index, const peri_actions *actions,
                          int64_t from_ns, peri_error *err);

/* No more bars of a security; its cursors stay. */
void peri_feed_remove(peri_feed *feed, int32_t index);

/* Hand out bars again of a security that was removed: as if it was added just now, see
   peri_feed_add. */
void peri_feed_restart(peri_feed *feed, int32_t index, int64_t from_ns);

/* Make sure that adding one security with all its streams, of actions these, cannot fail. Returns
   PERI_OK or PERI_ENOMEM. */
int peri_feed_reserve(peri_feed *feed, const peri_actions *actions, peri_error *err);

/* Fix the end of the run, and the step holes are filled with: the finest resolution of all but
   ticks (minutes where there is none else). Nothing is filled before now_ns. Call again after a
   later peri_feed_add. All UTC ns. */
void peri_feed_start(peri_feed *feed, int64_t now_ns, int64_t until_ns);

/* For series that grow while the run goes on: nothing is filled when fills is false, since what has
   not come may still come. Before peri_feed_start. */
void peri_feed_set_fills(peri_feed *feed, bool fills);
/* The series of a security has more bars than before (and may lie elsewhere now). O(log n) when it
   had nothing to hand out, else O(n). */
void peri_feed_grown(peri_feed *feed, int32_t index);
/* Its first n bars, which were handed out, are about to be dropped. */
void peri_feed_forget(peri_feed *feed, int32_t index, size_t n);

/* End of the next bar, PERI_NEVER when none is left before the end. O(1). */
int64_t peri_feed_next_time(const peri_feed *feed);

/* Move on: all bars that end at peri_feed_next_time become the slice (borrowed until the next
 * call). */
const peri_slice *peri_feed_take(peri_feed *feed);

/* The same, but the slice's time is not_before_ns at least: bars that came late are handed out
 * then.
 */
const peri_slice *peri_feed_take_late(peri_feed *feed, int64_t not_before_ns);

/* A slice without bars, for a step that only moves time. */
const peri_slice *peri_feed_pulse(peri_feed *feed, int64_t time_ns);

#endif
