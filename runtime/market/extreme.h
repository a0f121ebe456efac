/* extreme.h - the highest of the last values of a stream. Layer 2. */
#ifndef PERI_EXTREME_H
#define PERI_EXTREME_H

#include <math.h>

#include "market/window.h"

typedef struct peri_extreme {
    peri_window window;
    double young;  /* highest of the young values */
    double *slots; /* shape [period], borrowed; tails: the highest of them. See window.h */
} peri_extreme;

static inline void peri_extreme_reset(peri_extreme *extreme, size_t period, double *slots)
{
    peri_window_reset(&extreme->window, period);
    extreme->young = -(double)INFINITY;
    extreme->slots = slots;
}

/* Turn the slots, all young, into the highest of a slot and those behind it. */
static inline void peri_extreme_fold(peri_extreme *extreme)
{
    double *slots = extreme->slots;
    for (size_t i = extreme->window.period - 1; i-- > 0;)
        slots[i] = slots[i] > slots[i + 1] ? slots[i] : slots[i + 1];
    extreme->young = -(double)INFINITY;
}

/* Take the next value; the highest of those in the window. O(1) amortised. */
static inline double peri_extreme_highest(peri_extreme *extreme, double value)
{
    extreme->slots[extreme->window.next] = value;
    if (value > extreme->young)
        extreme->young = value;
    double high = extreme->young;
    if (peri_window_step(&extreme->window))
        peri_extreme_fold(extreme);
    else if (extreme->window.full && extreme->slots[extreme->window.next] > high)
        high = extreme->slots[extreme->window.next];
    return high;
}

/* The lowest instead. */
static inline double peri_extreme_lowest(peri_extreme *extreme, double value)
{
    return -peri_extreme_highest(extreme, -value);
}

#endif
