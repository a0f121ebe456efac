/* histogram.h - how often which durations occurred, in fixed memory. Layer 0. */
#ifndef PERI_HISTOGRAM_H
#define PERI_HISTOGRAM_H

#include <stdint.h>

/* Durations below 128 ns have a bucket each; above, each power of two is cut into 128 equal ones.
 */
enum {
    PERI_HISTOGRAM_BITS = 7,
    PERI_HISTOGRAM_PARTS = 1 << PERI_HISTOGRAM_BITS,
    PERI_HISTOGRAM_BUCKETS = PERI_HISTOGRAM_PARTS * (64 - PERI_HISTOGRAM_BITS)
};

/* All zeros is an empty one. */
typedef struct peri_histogram {
    int64_t count; /* of values added */
    int64_t max;   /* ns, exact; 0 while empty */
    int64_t buckets[PERI_HISTOGRAM_BUCKETS];
} peri_histogram;

/* Count a duration, ns; a negative one counts as 0. O(1). Thread: one at a time. */
void peri_histogram_add(peri_histogram *histogram, int64_t ns);

/*
 * The duration, ns, that a fraction q (0..1) of the values does not exceed: the value of rank
 * ceil(q * count), off by 0.4 % at most. q 1 gives max; 0 the smallest; an empty histogram 0.
 */
int64_t peri_histogram_quantile(const peri_histogram *histogram, double q);

#endif
