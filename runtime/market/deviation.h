/* deviation.h - the population standard deviation of the last n values of a stream. Layer 2. */
#ifndef PERI_DEVIATION_H
#define PERI_DEVIATION_H

#include <stddef.h>

#include "market/exact_sum.h"
#include "market/window.h"

/*
 * Some values: their mean and the sum of squared distances from it. The mean has more digits than
 * the values, so that a small spread around a large price keeps its own.
 */
typedef struct peri_spread {
    peri_exact_sum mean;
    double squares;
} peri_spread;

typedef struct peri_deviation {
    peri_window window;
    peri_spread young;
    peri_spread *slots; /* shape [period], borrowed; young: the value as mean. See window.h */
} peri_deviation;

/* Start anew. slots has room for period spreads and outlives the deviation (borrowed). */
void peri_deviation_reset(peri_deviation *deviation, size_t period, peri_spread *slots);

/*
 * Take the next value (finite, at most PERI_INDICATOR_INPUT_MAX in size).
 *
 * Returns the deviation of the values inside the window, sqrt(sum (x - mean)^2 / count), >= 0 and
 * exactly 0 when they are all equal. O(1) amortised; allocates nothing.
 * Source: Welford (1962) to add a value, Chan, Golub, LeVeque (1979) to join two halves.
 */
double peri_deviation_add(peri_deviation *deviation, double x);

#endif
