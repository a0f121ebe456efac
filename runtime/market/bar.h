/* bar.h - one bar of prices, and a growing series of them. Layer 2. */
#ifndef PERI_BAR_H
#define PERI_BAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/names.h"
#include "time/civil.h"

typedef enum peri_resolution {
    PERI_RES_TICK, /* the numbers are LEAN's */
    PERI_RES_SECOND,
    PERI_RES_MINUTE,
    PERI_RES_HOUR,
    PERI_RES_DAILY
} peri_resolution;

/* Length of a bar, ns: of ticks, which have none, 1. A day of an exchange may be shorter: the bar's
   own times say so. */
int64_t peri_resolution_ns(peri_resolution resolution);
extern const peri_name peri_resolution_names[];
const char *peri_resolution_name(peri_resolution resolution); /* "Daily" */

/* Prices in quote currency, finite and > 0, low <= open, close <= high; volume finite and >= 0. */
typedef struct peri_bar {
    int64_t start_ns, end_ns; /* UTC, start < end; delivered at its end */
    double open, high, low, close, volume;
} peri_bar;

/* Bars in ascending order of end_ns, no two with the same. */
typedef struct peri_series {
    peri_bar *bars; /* shape [n], owned */
    size_t n, cap;
} peri_series;

void peri_series_init(peri_series *series);
void peri_series_deinit(peri_series *series);
int peri_series_add(peri_series *series, const peri_bar *bar); /* PERI_OK or PERI_ENOMEM */

/* Make room for n bars in all, so that adding up to there can not fail. PERI_OK or PERI_ENOMEM. */
int peri_series_reserve(peri_series *series, size_t n);

/* Give back the room beyond the bars that are there. */
void peri_series_trim(peri_series *series);

/* Forget the first n bars (n <= series->n). */
void peri_series_drop_front(peri_series *series, size_t n);

/* Index of the first bar whose end is > time_ns (n when none). O(log n). */
size_t peri_series_after(const peri_series *series, int64_t time_ns);

#endif
