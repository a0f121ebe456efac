/* test_histogram.c - counts, the exact maximum, and quantiles beside sorted samples. */
#include "base/histogram.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

enum {
    MOST = 3000
};

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Any size from 0 to the largest, each power of two as likely. */
static int64_t any_size(check_rng *rng)
{
    return (int64_t)(check_random(rng) >> check_random_in(rng, 1, 63));
}

static bool is_near(int64_t got, int64_t want)
{
    return fabs((double)got - (double)want) <= 0.004 * (double)want;
}

static void check_sample(uint64_t seed)
{
    static peri_histogram histogram;
    static int64_t sample[MOST];
    static const double fractions[] = {0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1};
    check_rng rng = {seed};
    char name[64];
    int n = (int)check_random_in(&rng, 1, MOST);
    memset(&histogram, 0, sizeof histogram);
    for (int i = 0; i < n; i++) {
        sample[i] = any_size(&rng);
        peri_histogram_add(&histogram, sample[i]);
    }
    qsort(sample, (size_t)n, sizeof *sample, by_size);
    snprintf(name, sizeof name, "seed %llu", (unsigned long long)seed);
    CHECK_INT(name, histogram.count, n);
    CHECK_INT(name, histogram.max, sample[n - 1]);
    CHECK_INT(name, peri_histogram_quantile(&histogram, 1), sample[n - 1]);
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++) {
        int rank = (int)ceil(fractions[i] * n);
        int64_t want = sample[rank > 0 ? rank - 1 : 0];
        CHECK(name, is_near(peri_histogram_quantile(&histogram, fractions[i]), want));
    }
}

SUITE(histogram_beside_sorted_samples)
{
    for (uint64_t seed = 1; seed <= 100; seed++)
        check_sample(seed);
}

SUITE(histogram_edges)
{
    static peri_histogram histogram;
    CHECK_INT("empty", peri_histogram_quantile(&histogram, 0.5), 0);
    CHECK_INT("empty, maximum", histogram.max, 0);
    peri_histogram_add(&histogram, -5);
    CHECK_INT("a negative one is 0", peri_histogram_quantile(&histogram, 0.5), 0);
    peri_histogram_add(&histogram, INT64_MAX);
    CHECK_INT("the largest", histogram.max, INT64_MAX);
    CHECK_INT("the largest, by rank", peri_histogram_quantile(&histogram, 1), INT64_MAX);
    CHECK_INT("half of two", peri_histogram_quantile(&histogram, 0.5), 0);
    CHECK_INT("both", histogram.count, 2);
}

/* Every value up to 1000 alone beside a larger one: small ones exactly. */
SUITE(histogram_small_values)
{
    for (int64_t ns = 0; ns <= 1000; ns++) {
        static peri_histogram histogram;
        memset(&histogram, 0, sizeof histogram);
        peri_histogram_add(&histogram, ns);
        peri_histogram_add(&histogram, 2000);
        int64_t got = peri_histogram_quantile(&histogram, 0.5);
        CHECK("near", is_near(got, ns));
        CHECK("exact below 256", ns > 255 || got == ns);
    }
}
