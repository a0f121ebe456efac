/* quote_bar.h - one bar of quotes, and a growing series of them. Layer 2. */
#ifndef PERI_QUOTE_BAR_H
#define PERI_QUOTE_BAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/bar.h"

/* Prices of one side, in quote currency, finite and > 0; all 0 when the side was not quoted. */
typedef struct peri_quote_side {
    double open, high, low, close;
    double last_size; /* finite and >= 0 */
} peri_quote_side;

/* At least one side is there. */
typedef struct peri_quote_bar {
    int64_t start_ns, end_ns; /* UTC, start < end; delivered at its end */
    peri_quote_side bid, ask;
} peri_quote_bar;

/* Bars in ascending order of end_ns, no two with the same. */
typedef struct peri_quote_series {
    peri_quote_bar *bars; /* shape [n], owned */
    size_t n, cap;
} peri_quote_series;

bool peri_quote_side_is_there(const peri_quote_side *side);

/* Prices of the middle of both sides, or those of the one that is there; volume 0. */
peri_bar peri_quote_bar_middle(const peri_quote_bar *bar);

void peri_quote_series_init(peri_quote_series *series);
void peri_quote_series_deinit(peri_quote_series *series);
int peri_quote_series_add(peri_quote_series *series,
                          const peri_quote_bar *bar); /* PERI_OK, PERI_ENOMEM */

/* Give back the room beyond the bars that are there. */
void peri_quote_series_trim(peri_quote_series *series);

/* Index of the first bar whose end is > time_ns (n when none). O(log n). */
size_t peri_quote_series_after(const peri_quote_series *series, int64_t time_ns);

#endif
