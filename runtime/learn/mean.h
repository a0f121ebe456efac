/* mean.h - the arithmetic mean. Layer 4. */
#ifndef PERI_MEAN_H
#define PERI_MEAN_H

#include <stddef.h>

/*
 * Mean of n >= 1 numbers. Sums distances from the first one, so equal numbers have themselves as
 * mean, to the bit. Not finite when the distances overflow.
 */
double peri_mean(const double *numbers, size_t n);

#endif
