/* test_indicator_values.c - values worked out by hand, and against plain computation. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "indicator_kit.h"
#include "market/indicator.h"

/* A kind, what it is fed, and after each value: the current value; ready from sample `ready`. */
static const struct hand {
    const char *name;
    double params[PERI_INDICATOR_PARAMS];
    double inputs[8];
    double wants[8];
    int n, ready;
} hands[] = {
    {"SMA", {3}, {1, 2, 3, 4, 8, 0}, {1, 1.5, 2, 3, 5, 4}, 6, 3},
    {"SMA", {1}, {5, 7, -2}, {5, 7, -2}, 3, 1},
    {"EMA", {3}, {1, 2, 6, 5, 9}, {1, 1.5, 3, 4, 6.5}, 5, 3},
    {"EMA", {1}, {5, 7, 1e-9}, {5, 7, 1e-9}, 3, 1},
    {"STD", {2}, {1, 3, 3, 9}, {0, 1, 0, 3}, 4, 2},
    /* of 2 4 4 4 5 5 7 9: mean 5, squares 9+1+1+1+0+0+4+16 = 32 */
    {"STD",
     {8},
     {2, 4, 4, 4, 5, 5, 7, 9},
     {0, 1, 0.9428090415820634, 0.8660254037844386, 0.9797958971132712, 1, 1.3997084244475304, 2},
     8,
     8},
    {"ROC", {2}, {10, 11, 12, 22, 6}, {0, 0.1, 0.2, 1, -0.5}, 5, 3},
    {"ROC", {1}, {0, 5, 10}, {0, 0, 1}, 3, 2},
    {"MIN", {3}, {5, 3, 4, 6, 7, 8, 1}, {5, 3, 3, 3, 4, 6, 1}, 7, 3},
    {"MAX", {3}, {5, 7, 6, 4, 4, 1, 9}, {5, 7, 7, 7, 6, 4, 9}, 7, 3},
    {"MIN", {1}, {5, 3, 4}, {5, 3, 4}, 3, 1},
    {"MAX", {2}, {-5, -3, -4, -9}, {-5, -3, -3, -4}, 4, 2},
    /* gains 2 0 4, losses 0 1 0: seeds 1 and 0.5, then (1+4)/2 and 0.25 */
    {"RSI", {2, PERI_AVERAGE_WILDERS}, {10, 12, 11, 15}, {100, 100, 200.0 / 3, 1000.0 / 11}, 4, 3},
    {"RSI", {2, PERI_AVERAGE_SIMPLE}, {10, 12, 11, 15}, {100, 100, 200.0 / 3, 80}, 4, 3},
    {"RSI", {2, PERI_AVERAGE_WILDERS}, {10, 9, 8, 7}, {100, 0, 0, 0}, 4, 3},
    {"RSI", {2, PERI_AVERAGE_WILDERS}, {10, 10, 10}, {100, 100, 100}, 3, 3},
    /* a loss that rounds to 0 at ten decimals counts as none */
    {"RSI", {1, PERI_AVERAGE_WILDERS}, {1e-11, 0, 1e-11, 0}, {100, 100, 100, 100}, 4, 2},
    /* fast 1 2 3 5, slow mean of two 1.5 ... : distances 0 .5 .5 1 */
    {"MACD", {1, 2, 2, PERI_AVERAGE_SIMPLE}, {1, 2, 3, 5}, {0, 0.5, 0.5, 1}, 4, 3},
    {"BB", {2, 2, PERI_AVERAGE_SIMPLE}, {1, 3, 5}, {1, 3, 5}, 3, 2},
};

SUITE(indicator_by_hand)
{
    for (size_t i = 0; i < sizeof hands / sizeof hands[0]; i++) {
        const struct hand *h = &hands[i];
        const double *p = h->params;
        peri_indicator *made = kit_make(h->name, p[0], p[1], p[2], p[3]);
        for (int j = 0; j < h->n; j++) {
            /* 4e-15: a dozen roundings of values near 1, relative for the percents of RSI. */
            double tolerance = 4e-15 * fmax(1.0, fabs(h->wants[j]));
            CHECK_NEAR(peri_indicator_label(made), kit_feed(made, h->inputs[j]), h->wants[j],
                       tolerance);
            CHECK_INT(peri_indicator_label(made), peri_indicator_is_ready(made), j + 1 >= h->ready);
        }
        peri_indicator_free(made);
    }
}

static double output(const peri_indicator *indicator, const char *name)
{
    return peri_indicator_output(indicator, kit_output(peri_indicator_class_of(indicator), name));
}

SUITE(indicator_macd_outputs)
{
    peri_indicator *macd = kit_make("MACD", 1, 2, 2, PERI_AVERAGE_SIMPLE);
    kit_feed(macd, 1);
    CHECK("signal gets nothing before slow is ready", output(macd, "Signal") == 0);
    kit_feed(macd, 2);
    CHECK("its first value", output(macd, "Signal") == 0.5);
    CHECK("no histogram before the signal is ready", output(macd, "Histogram") == 0);
    kit_feed(macd, 3);
    kit_feed(macd, 5);
    CHECK("signal", output(macd, "Signal") == 0.75);
    CHECK("histogram", output(macd, "Histogram") == 0.25);
    CHECK("fast", output(macd, "Fast") == 5);
    CHECK("slow", output(macd, "Slow") == 4);
    peri_indicator_free(macd);

    macd = kit_make("MACD", 1, 2, 3, PERI_AVERAGE_SIMPLE);
    static const double prices[] = {1, 2, 5, 6};
    for (size_t i = 0; i < 3; i++)
        kit_feed(macd, prices[i]);
    CHECK("signal of two distances, 0.5 and 1.5", output(macd, "Signal") == 1);
    CHECK("still no histogram", output(macd, "Histogram") == 0);
    kit_feed(macd, prices[3]);
    CHECK_NEAR("histogram with the third, 0.5", output(macd, "Histogram"), 0.5 - 2.5 / 3, 2e-16);
    peri_indicator_free(macd);

    macd = kit_make("MACD", 12, 26, 9, PERI_AVERAGE_EXPONENTIAL);
    for (int i = 1; i <= 40; i++) {
        kit_feed(macd, 100.0 + i % 7);
        CHECK_INT("ready with slow + signal - 1", peri_indicator_is_ready(macd), i >= 34);
    }
    peri_indicator_free(macd);
}

SUITE(indicator_bb_outputs)
{
    peri_indicator *bb = kit_make("BB", 2, 2, PERI_AVERAGE_SIMPLE, 0);
    kit_feed(bb, 1);
    CHECK("one value has no width to be inside of", output(bb, "PercentB") == 0);
    kit_feed(bb, 3);
    CHECK("middle", output(bb, "MiddleBand") == 2);
    CHECK("deviation", output(bb, "StandardDeviation") == 1);
    CHECK("upper", output(bb, "UpperBand") == 4);
    CHECK("lower", output(bb, "LowerBand") == 0);
    CHECK("width in percent of the middle", output(bb, "BandWidth") == 200);
    CHECK("place inside", output(bb, "PercentB") == 0.75);
    CHECK("price", output(bb, "Price") == 3);
    kit_feed(bb, 3);
    CHECK("no width", output(bb, "BandWidth") == 0);
    CHECK("the last place stands where there is none", output(bb, "PercentB") == 0.75);
    kit_feed(bb, -3);
    CHECK("a middle of 0 leaves the last width", output(bb, "BandWidth") == 0);
    peri_indicator_free(bb);
}

SUITE(indicator_atr_outputs)
{
    static const struct {
        peri_bar bar;
        double range, simple;
    } rows[] = {
        {{0, 1, 9, 10, 8, 9, 0}, 2, 2},    /* the first: high - low */
        {{1, 2, 12, 13, 12, 12, 0}, 4, 3}, /* a gap up: high - close before */
        {{2, 3, 5, 6, 5, 6, 0}, 7, 5.5},   /* a gap down: close before - low */
        {{3, 4, 6, 9, 4, 5, 0}, 5, 6},     /* inside: high - low */
        {{4, 5, 5, 5, 5, 5, 0}, 0, 2.5},
    };
    peri_indicator *atr = kit_make("ATR", 2, PERI_AVERAGE_SIMPLE, 0, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_indicator_update(atr, &rows[i].bar);
        CHECK("range", output(atr, "TrueRange") == rows[i].range);
        CHECK("average", peri_indicator_value(atr) == rows[i].simple);
        CHECK_INT("ready with the period", peri_indicator_is_ready(atr), i >= 1);
    }
    peri_indicator_free(atr);
}

/* Equal prices: averages stay on the price, nothing deviates, whatever came before. */
SUITE(indicator_flat_prices)
{
    static const double prices[] = {0.1, 37.93, 1e-8, 64123.77};
    for (size_t p = 0; p < sizeof prices / sizeof prices[0]; p++) {
        peri_indicator *ema = kit_make("EMA", 20, 0, 0, 0);
        peri_indicator *sma = kit_make("SMA", 20, 0, 0, 0);
        peri_indicator *std = kit_make("STD", 20, 0, 0, 0);
        for (int i = 0; i < 7; i++) {
            kit_feed(sma, 1e6 + i);
            kit_feed(std, 1e6 + i);
        }
        for (int i = 0; i < 100; i++) {
            kit_feed(ema, prices[p]);
            kit_feed(sma, prices[p]);
            kit_feed(std, prices[p]);
            if (i < 19)
                continue;
            CHECK_NEAR("EMA", peri_indicator_value(ema), prices[p], prices[p] * 2.3e-16);
            CHECK_NEAR("SMA", peri_indicator_value(sma), prices[p], prices[p] * 2.3e-16);
            CHECK("STD", peri_indicator_value(std) == 0);
        }
        peri_indicator_free(ema);
        peri_indicator_free(sma);
        peri_indicator_free(std);
    }
}

/* A period of 1 keeps nothing: the average is the value, to the last bit. */
SUITE(indicator_average_of_one)
{
    for (int kind = PERI_AVERAGE_SIMPLE; kind <= PERI_AVERAGE_WILDERS; kind++) {
        check_rng rng = {11};
        peri_indicator *bb = kit_make("BB", 1, 2, kind, 0);
        for (int i = 0; i < 100; i++) {
            double value = exp(40.0 * check_random_unit(&rng) - 20.0);
            kit_feed(bb, value);
            CHECK("average", output(bb, "MiddleBand") == value);
            CHECK("deviation", output(bb, "StandardDeviation") == 0);
        }
        peri_indicator_free(bb);
    }
}

/* Mean and deviation of the n values ending at `last`, in two passes with extended precision. */
static void window_of(const double *last, size_t n, double *mean, double *deviation)
{
    long double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        sum += (long double)last[-(ptrdiff_t)i];
    long double m = sum / (long double)n;
    for (size_t i = 0; i < n; i++) {
        long double d = (long double)last[-(ptrdiff_t)i] - m;
        squares += d * d;
    }
    *mean = (double)m;
    *deviation = (double)sqrtl(squares / (long double)n);
}

enum {
    LONG_STREAM = 1000000
};

/* Largest relative errors of SMA, STD and BB on a stream, looked at now and then and at its end. */
static void check_stream(const char *what, const double *prices, size_t period)
{
    peri_indicator *sma = kit_make("SMA", (double)period, 0, 0, 0);
    peri_indicator *std = kit_make("STD", (double)period, 0, 0, 0);
    peri_indicator *bb = kit_make("BB", (double)period, 2, PERI_AVERAGE_SIMPLE, 0);
    double mean_error = 0, deviation_error = 0, band_error = 0;
    for (size_t i = 0; i < LONG_STREAM; i++) {
        peri_bar bar = {.end_ns = (int64_t)i, .close = prices[i]};
        peri_indicator_update(sma, &bar);
        peri_indicator_update(std, &bar);
        peri_indicator_update(bb, &bar);
        if (i + 1 < period || (i % (401 * period / 20 + 97) != 0 && i + 50 < LONG_STREAM))
            continue;
        double mean, deviation;
        window_of(&prices[i], period, &mean, &deviation);
        double scale = deviation > 0 ? deviation : mean;
        double upper = mean + 2 * deviation;
        mean_error = fmax(mean_error, fabs(peri_indicator_value(sma) - mean) / mean);
        deviation_error =
            fmax(deviation_error, fabs(peri_indicator_value(std) - deviation) / scale);
        band_error = fmax(band_error, fabs(output(bb, "UpperBand") - upper) / upper);
    }
    /* A few units in the last place; squares are summed plainly, so their error grows with the
       period, hardly with the length of the stream. */
    CHECK_NEAR(what, mean_error, 0.0, 1e-15);
    CHECK_NEAR(what, deviation_error, 0.0, 1e-13);
    CHECK_NEAR(what, band_error, 0.0, 1e-13);
    peri_indicator_free(sma);
    peri_indicator_free(std);
    peri_indicator_free(bb);
}

SUITE(indicator_no_drift)
{
    static const size_t periods[] = {1, 2, 3, 20, 200, 10000};
    double *prices = malloc(LONG_STREAM * sizeof *prices);
    check_rng rng = {2024};
    double walk = 1.1;
    for (size_t i = 0; i < LONG_STREAM; i++)
        prices[i] = walk *= 0.9999 + 0.0002 * check_random_unit(&rng);
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        check_stream("random walk, small steps, seed 2024", prices, periods[i]);
    for (size_t i = 0; i < LONG_STREAM; i++)
        prices[i] = exp(20.0 * check_random_unit(&rng) - 10.0);
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        check_stream("sizes from 5e-5 to 2e4, seed 2024", prices, periods[i]);
    free(prices);
}

/* The lowest and highest of any window, ties included, equal those found by looking. */
SUITE(indicator_extremes_by_looking)
{
    enum {
        N = 3000
    };
    for (uint64_t seed = 1; seed <= 12; seed++) {
        check_rng rng = {seed};
        double values[N];
        size_t period = (size_t)check_random_in(&rng, 1, 40);
        peri_indicator *min = kit_make("MIN", (double)period, 0, 0, 0);
        peri_indicator *max = kit_make("MAX", (double)period, 0, 0, 0);
        bool right = true;
        for (size_t i = 0; i < N; i++) {
            values[i] = (double)check_random_in(&rng, -20, 20);
            kit_feed(min, values[i]);
            kit_feed(max, values[i]);
            double low = values[i], high = values[i];
            for (size_t j = i + 1 > period ? i + 1 - period : 0; j < i; j++) {
                low = fmin(low, values[j]);
                high = fmax(high, values[j]);
            }
            right = right && peri_indicator_value(min) == low && peri_indicator_value(max) == high;
        }
        if (!CHECK("every window", right))
            printf("     seed %llu\n", (unsigned long long)seed);
        peri_indicator_free(min);
        peri_indicator_free(max);
    }
}

/* A crossing rule decides as one with the plainest running sums does, away from ties. */
SUITE(indicator_crossing_rule)
{
    enum {
        N = 100000,
        FAST = 10,
        SLOW = 30
    };
    double *prices = malloc(N * sizeof *prices);
    check_rng rng = {7};
    double price = 250.0, fast_sum = 0, slow_sum = 0;
    peri_indicator *fast = kit_make("SMA", FAST, 0, 0, 0);
    peri_indicator *slow = kit_make("SMA", SLOW, 0, 0, 0);
    int differ = 0, crossings = 0;
    bool above = false;
    for (int i = 0; i < N; i++) {
        prices[i] = price *= 0.999 + 0.002 * check_random_unit(&rng);
        fast_sum += prices[i] - (i >= FAST ? prices[i - FAST] : 0.0);
        slow_sum += prices[i] - (i >= SLOW ? prices[i - SLOW] : 0.0);
        kit_feed(fast, prices[i]);
        kit_feed(slow, prices[i]);
        if (!peri_indicator_is_ready(slow))
            continue;
        bool now = peri_indicator_value(fast) > peri_indicator_value(slow);
        differ += now != (fast_sum / FAST > slow_sum / SLOW);
        crossings += now != above;
        above = now;
    }
    CHECK_INT("decisions, seed 7", differ, 0);
    CHECK("there was something to decide", crossings > 1000);
    peri_indicator_free(fast);
    peri_indicator_free(slow);
    free(prices);
}
