/* ind_bb.c - BB: Bollinger bands, k standard deviations around a moving average. Layer 2. */
#include <math.h>

#include "market/average.h"
#include "market/deviation.h"
#include "market/indicator_class.h"

struct bb {
    peri_averager middle;
    peri_deviation deviation;
    peri_spread room[]; /* of the deviation; behind it that of the average */
};

enum {
    PERIOD,
    K,
    AVERAGE
};

static const char *check(const double *params)
{
    const double period_average[] = {params[PERIOD], params[AVERAGE]};
    if (!(params[K] > 0) || !isfinite(params[K]))
        return "k must be a finite number greater than 0";
    return peri_indicator_check_period_average(period_average);
}

static size_t state_size(const double *params)
{
    size_t period = (size_t)params[PERIOD];
    size_t room = peri_average_room((peri_average)params[AVERAGE], period);
    return sizeof(struct bb) + period * sizeof(peri_spread) + room * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct bb *s = state;
    size_t period = (size_t)params[PERIOD];
    void *average_room = s->room + period;
    peri_deviation_reset(&s->deviation, period, s->room);
    peri_average_reset(&s->middle, (peri_average)params[AVERAGE], period, average_room);
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct bb *s = state;
    (void)bar;
    double deviation = peri_deviation_add(&s->deviation, value);
    double middle = peri_average_add(&s->middle, value);
    double upper = middle + params[K] * deviation;
    double lower = middle - params[K] * deviation;
    outputs[0] = value;
    outputs[1] = middle;
    outputs[2] = upper;
    outputs[3] = lower;
    outputs[4] = deviation;
    /* As in LEAN, a quotient that does not exist leaves the last one standing. */
    if (middle != 0)
        outputs[5] = (upper - lower) / middle * 100.0;
    if (upper != lower)
        outputs[6] = (value - lower) / (upper - lower);
    outputs[7] = value;
    return s->middle.ready;
}

const peri_indicator_class peri_indicator_bb = {
    .name = "BB",
    .params = "period,k,average",
    .outputs = {"Current", "MiddleBand", "UpperBand", "LowerBand", "StandardDeviation", "BandWidth",
                "PercentB", "Price"},
    .check = check,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
