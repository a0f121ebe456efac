/* tick.h - one trade or quote, and a growing series of them. Layer 2. */
#ifndef PERI_TICK_H
#define PERI_TICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "market/bar.h"
#include "market/quote_bar.h"

typedef enum peri_tick_kind {
    PERI_TICK_TRADE,
    PERI_TICK_QUOTE
} peri_tick_kind;

/* Prices in quote currency, finite and > 0; sizes finite and >= 0. */
typedef struct peri_tick {
    int64_t time_ns;      /* UTC */
    double price, size;   /* of a trade; of a quote 0 */
    double bid, bid_size; /* of a quote; all 0 when the side was not quoted, at least */
    double ask, ask_size; /* one is; of a trade 0 */
    uint32_t condition;   /* flags of the exchange, 0 when none were written */
    char exchange;        /* its letter, '\0' when none was written */
    peri_tick_kind kind : 8;
    bool suspicious; /* the vendor doubts it */
} peri_tick;

/* Ticks of one kind, no one before the one in front of it. */
typedef struct peri_tick_series {
    peri_tick *ticks; /* shape [n], owned */
    size_t n, cap;
} peri_tick_series;

/* The price of a trade; of a quote the middle of both sides, or the side that is there. */
double peri_tick_value(const peri_tick *tick);

void peri_tick_series_init(peri_tick_series *series);
void peri_tick_series_deinit(peri_tick_series *series);
int peri_tick_series_add(peri_tick_series *series, const peri_tick *tick); /* or PERI_ENOMEM */

/* Give back the room beyond the ticks that are there. */
void peri_tick_series_trim(peri_tick_series *series);

/* Forget the first n ticks (n <= series->n). */
void peri_tick_series_drop_front(peri_tick_series *series, size_t n);

/* Merge two series, each in order of time, into an empty one; of one time `a` comes first. PERI_OK
   or PERI_ENOMEM. */
int peri_tick_series_merge(peri_tick_series *series, const peri_tick_series *a,
                           const peri_tick_series *b);

/* Of ticks of one time (n >= 1): the trades as a bar without length, the quotes as one; suspicious
   ticks do not count. False when there is none. A side nobody quoted is not there. */
bool peri_ticks_trade_bar(const peri_tick *ticks, size_t n, peri_bar *out);
bool peri_ticks_quote_bar(const peri_tick *ticks, size_t n, peri_quote_bar *out);

/* Index of the first tick later than time_ns (n when none). O(log n). */
size_t peri_tick_series_after(const peri_tick_series *series, int64_t time_ns);

#endif
