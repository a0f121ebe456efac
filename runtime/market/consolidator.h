/* consolidator.h - bars made of bars: by time, count, price or volume. Layer 2.

   A family: each kind is a file consolidator_<kind>.c. A consolidator takes the bars of one
   security and hands out bars of its own, to indicators and to one function. */
#ifndef PERI_CONSOLIDATOR_H
#define PERI_CONSOLIDATOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "market/bar.h"
#include "market/indicator.h"
#include "market/quote_bar.h"
#include "market/security.h"

typedef struct peri_consolidator peri_consolidator;

/* Whose functions a consolidator calls. An error of theirs ends the call that led to it. */
typedef struct peri_consolidator_calls {
    /* A bar is complete; NULL: nobody is told. */
    int (*on_bar)(void *ctx, peri_consolidator *consolidator, const peri_bar *bar, peri_error *err);
    /* The number a pick (not 0) makes of a bar. NULL when no pick is used. */
    int (*pick)(void *ctx, peri_consolidator *consolidator, int pick, const peri_bar *bar,
                double *value, peri_error *err);
    void *ctx;
} peri_consolidator_calls;

typedef enum peri_calendar_period {
    PERI_CALENDAR_WEEK, /* from Monday */
    PERI_CALENDAR_MONTH,
    PERI_CALENDAR_QUARTER,
    PERI_CALENDAR_YEAR
} peri_calendar_period;

/*
 * Makers. Each returns PERI_OK with out held by the caller (peri_consolidator_release), PERI_EINVAL
 * (a number out of range) or PERI_ENOMEM.
 *
 * span      bars of a length: up to a day they begin at whole multiples of it by the exchange's
 *           clock (counted from the year 1, so from midnight where it divides a day), longer ones
 *           with the first bar that is taken. A bar is complete when one comes that begins behind
 *           it, or by a scan. A bar that is longer than the length is refused
 * span_at   the same of at most a day, but counted anew each day from a time of it: 0 <= start_ns <
 *           a day
 * day       the exchange's day: the regular session of a date, for types with precise days, else
 *           from midnight to midnight
 * calendar  weeks, months, ... by the exchange's clock
 * count     so many bars
 * Source: the behaviour of LEAN's PeriodCountConsolidatorBase and MarketHourAwareConsolidator.
 */
int peri_consolidator_new_span(int64_t length_ns, peri_consolidator **out, peri_error *err);
int peri_consolidator_new_span_at(int64_t length_ns, int64_t start_ns, peri_consolidator **out,
                                  peri_error *err);
int peri_consolidator_new_day(peri_consolidator **out, peri_error *err);
/* Of days: with the sessions around the regular one, of a security that has their bars. */
void peri_consolidator_set_extended_days(peri_consolidator *consolidator, bool on);
int peri_consolidator_new_calendar(peri_calendar_period period, peri_consolidator **out,
                                   peri_error *err);
int peri_consolidator_new_count(int64_t bars, peri_consolidator **out, peri_error *err);

/*
 * Bricks of a size (> 0, of the price), whose times are the begins of the bars that open and close
 * them.
 *
 * classic  a brick is complete when the value has left its open by a size; its close is there
 *          exactly, and the next brick opens there with the next bar: one brick a bar at most. With
 *          `even` the first one opens at a multiple of the size (rounded up)
 * wicked   bricks with wicks: as many a bar as the close is away, two sizes for a turn
 * Source: the behaviour of LEAN's ClassicRenkoConsolidator and RenkoConsolidator.
 */
int peri_consolidator_new_classic_renko(double size, bool even, peri_consolidator **out,
                                        peri_error *err);
int peri_consolidator_new_renko(double size, peri_consolidator **out, peri_error *err);

/*
 * Bars whose height is `steps` (>= 1) of the smallest changes of the security's price (0.01 where
 * that is not known), complete when the value passes it. With `classic` the next bar opens with the
 * next value, else beside the old one, with empty bars as long as the value is further away.
 * Source: the behaviour of LEAN's RangeConsolidator and ClassicRangeConsolidator.
 */
int peri_consolidator_new_range(int64_t steps, bool classic, peri_consolidator **out,
                                peri_error *err);

/* Bars of a traded volume (> 0). Source: the behaviour of LEAN's VolumeRenkoConsolidator. */
int peri_consolidator_new_volume(double volume, peri_consolidator **out, peri_error *err);

/* Make one of a new span, day, calendar or count take bars of quotes, and hand out such: each side
   for itself, with the last close as its open. Its bars are the middle of them. Source: the
   behaviour of LEAN's QuoteBarConsolidator and TickQuoteBarConsolidator. */
void peri_consolidator_take_quotes(peri_consolidator *consolidator);
bool peri_consolidator_takes_quotes(const peri_consolidator *consolidator);

/* The longest bars it is meant for, ns; 0: any. Where its symbol has bars of several lengths it
   takes those of the first subscription that are no longer. Of span and day their length, of
   calendar a day; other makers leave it 0. */
int64_t peri_consolidator_longest(const peri_consolidator *consolidator);
void peri_consolidator_set_longest(peri_consolidator *consolidator, int64_t longest_ns);

/* Held by each who keeps it; gone when nobody does. NULL is allowed. */
peri_consolidator *peri_consolidator_retain(peri_consolidator *consolidator);
void peri_consolidator_release(peri_consolidator *consolidator);

/* Whom it calls. Indicators added before the first on_bar take each bar before it, others behind
   it. All zeros: nobody. */
void peri_consolidator_set_calls(peri_consolidator *consolidator,
                                 const peri_consolidator_calls *calls);
/* Which numbers of a bar the kinds by price work on: picks; 0: its close and its volume. */
void peri_consolidator_set_picks(peri_consolidator *consolidator, int value, int volume);

/* The bars are those of a security (borrowed) from now on. PERI_EINVAL when it had another one. */
int peri_consolidator_attach(peri_consolidator *consolidator, const peri_security *security,
                             peri_error *err);
const peri_security *
peri_consolidator_security(const peri_consolidator *consolidator); /* or NULL */

/* Feed an indicator (borrowed as long as the consolidator is used) with each bar; pick: with that
   number of it, 0: as the indicator itself reads bars. PERI_OK or PERI_ENOMEM. */
int peri_consolidator_add_indicator(peri_consolidator *consolidator, peri_indicator *indicator,
                                    int pick, peri_error *err);
/* Whether it was there. */
bool peri_consolidator_remove_indicator(peri_consolidator *consolidator,
                                        const peri_indicator *indicator);

/*
 * Take the next bar, in ascending order; attached before. One that begins before the end of the bar
 * handed out last is left out by the kinds by time.
 *
 * quiet  on_bar is not called, indicators are
 * Returns PERI_OK; what a function of the calls returned; PERI_EINVAL (a bar longer than the span;
 * a pick that is not finite); PERI_ESTATE from inside of its own on_bar.
 */
int peri_consolidator_update(peri_consolidator *consolidator, const peri_bar *bar, bool quiet,
                             peri_error *err);

/* The same of one that takes quotes. */
int peri_consolidator_update_quote(peri_consolidator *consolidator, const peri_quote_bar *bar,
                                   bool quiet, peri_error *err);

/* When a scan will complete the bar at hand, UTC; PERI_NEVER: none will. */
int64_t peri_consolidator_due(const peri_consolidator *consolidator);
/* Complete the bar at hand when it ends by now_ns. Returns as peri_consolidator_update. */
int peri_consolidator_scan(peri_consolidator *consolidator, int64_t now_ns, bool quiet,
                           peri_error *err);

/* The bar handed out last, and the one at hand; NULL when there is none. Borrowed until the next
   update or scan. */
const peri_bar *peri_consolidator_consolidated(const peri_consolidator *consolidator);
const peri_bar *peri_consolidator_working(const peri_consolidator *consolidator);
/* The same two of one that takes quotes. */
const peri_quote_bar *peri_consolidator_consolidated_quote(const peri_consolidator *consolidator);
const peri_quote_bar *peri_consolidator_working_quote(const peri_consolidator *consolidator);

#endif
