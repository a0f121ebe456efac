/* consolidation.h - what indicators and consolidators take of a slice, and when their own bars end;
 * for the files of engine/ only. Layer 5. */
#ifndef PERI_CONSOLIDATION_H
#define PERI_CONSOLIDATION_H

#include "engine/engine.h"
#include "engine/slice.h"

struct peri_subscribed;

/* consolidation.c: in steps while there are consolidators, all of them and indicators take the
   slice's bars; when scan_ns has come, close the earliest bar that ends by limit, with the clock at
   its end; let go of them. Return what a handler returned. */
int peri_engine_feed_takers(peri_engine *engine, const peri_slice *slice, peri_error *err);
/* All that a slice has of one security, trades first; where handlers may be called, the caller has
   said so. */
int peri_engine_feed_security(peri_engine *engine, struct peri_subscribed *sub,
                              const peri_slice *slice, peri_error *err);
int peri_engine_scan_next(peri_engine *engine, int64_t limit, peri_error *err);
void peri_engine_drop_takers(struct peri_subscribed *sub);

/* inputs.c: whether a subscription opens a stream of trades; else its bars are those of quotes. */
bool peri_engine_has_trades(const struct peri_subscribed *sub);
bool peri_engine_has_quotes(const struct peri_subscribed *sub); /* one of quotes */
/* Whether a bar of a subscription may end at an instant: where not, a repeat of the last bar is in
   the slice, but no input of indicators and consolidators. Source: LEAN's AlgorithmManager. */
bool peri_engine_ends_bar(const struct peri_subscribed *sub, int64_t end_ns);
/* What indicators and consolidators of a subscription take of a slice, one after the other: its bar
   of trades, the middle of its quotes where it has no trades, each tick of that kind that is not
   suspicious. The same of those that take quotes. *at begins with 0; false: that was all. */
bool peri_engine_next_bar(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                          peri_bar *out);
bool peri_engine_next_quote(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                            peri_quote_bar *out);

#endif
