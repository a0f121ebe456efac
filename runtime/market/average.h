/* average.h - the moving averages that indicators are built on. Layer 2. */
#ifndef PERI_AVERAGE_H
#define PERI_AVERAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "market/exact_sum.h"
#include "market/indicator.h"
#include "market/window.h"

/*
 * A moving average over a stream. Until `period` values have come, its value is the mean of those
 * that came (0: none). From then on:
 *
 * simple       mean of the last period values; exact to a few units in the last place after any
 *              number of values
 * exponential  value + 2/(period+1) * (x - value)
 * Wilders      value + 1/period * (x - value)
 */
typedef struct peri_averager {
    peri_average kind;
    peri_window window; /* exponential kinds only count with it */
    bool ready;         /* period values have come */
    double value;
    double keep;          /* exponential kinds: share of the old value in the next */
    peri_exact_sum young; /* of the young values; exponential kinds: until ready */
    double *slots;        /* shape [period], borrowed; simple only. See window.h */
} peri_averager;

/* Doubles the averager needs as its slots. */
size_t peri_average_room(peri_average kind, size_t period);

/* Start anew. slots has peri_average_room doubles and outlives the averager (borrowed). */
void peri_average_reset(peri_averager *averager, peri_average kind, size_t period, double *slots);

/* Take the next value (finite). Returns the average. O(1) amortised; allocates nothing. */
double peri_average_add(peri_averager *averager, double x);

#endif
