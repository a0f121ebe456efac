/* histogram.c - see histogram.h. Layer 0. */
#include "base/histogram.h"

#include <math.h>

/* Position of the highest bit; value > 0. */
static int highest_bit(int64_t value)
{
    return 63 - __builtin_clzll((unsigned long long)value);
}

static int bucket_of(int64_t ns)
{
    if (ns < PERI_HISTOGRAM_PARTS)
        return (int)ns;
    int shift = highest_bit(ns) - PERI_HISTOGRAM_BITS;
    return (shift + 1) * PERI_HISTOGRAM_PARTS + (int)(ns >> shift) - PERI_HISTOGRAM_PARTS;
}

/* The middle of a bucket. */
static int64_t value_of(int bucket)
{
    if (bucket < PERI_HISTOGRAM_PARTS)
        return bucket;
    int shift = bucket / PERI_HISTOGRAM_PARTS - 1;
    int64_t part = bucket % PERI_HISTOGRAM_PARTS + PERI_HISTOGRAM_PARTS;
    return (part << shift) + (((int64_t)1 << shift) / 2);
}

void peri_histogram_add(peri_histogram *histogram, int64_t ns)
{
    ns = ns > 0 ? ns : 0;
    histogram->buckets[bucket_of(ns)]++;
    histogram->count++;
    if (ns > histogram->max)
        histogram->max = ns;
}

int64_t peri_histogram_quantile(const peri_histogram *histogram, double q)
{
    int64_t rank = (int64_t)ceil(q * (double)histogram->count), seen = 0;
    rank = rank > 0 ? rank : 1;
    if (rank >= histogram->count)
        return histogram->max;
    for (int i = 0; i < PERI_HISTOGRAM_BUCKETS; i++) {
        seen += histogram->buckets[i];
        if (seen >= rank)
            return value_of(i) < histogram->max ? value_of(i) : histogram->max;
    }
    return histogram->max;
}
