/* ind_average.c - SMA, EMA and WWMA: the simple, the exponential and Wilder's moving average.
 * Layer 2. */
#include "market/average.h"
#include "market/indicator_class.h"

struct moving {
    peri_averager average;
    double room[];
};

static size_t size_of(peri_average kind, const double *params)
{
    return sizeof(struct moving) + peri_average_room(kind, (size_t)params[0]) * sizeof(double);
}

static void reset(peri_average kind, void *state, const double *params)
{
    struct moving *s = state;
    peri_average_reset(&s->average, kind, (size_t)params[0], s->room);
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct moving *s = state;
    (void)params;
    (void)bar;
    outputs[0] = peri_average_add(&s->average, value);
    return s->average.ready;
}

static size_t simple_size(const double *params)
{
    return size_of(PERI_AVERAGE_SIMPLE, params);
}

static size_t exponential_size(const double *params)
{
    return size_of(PERI_AVERAGE_EXPONENTIAL, params);
}

static size_t wilders_size(const double *params)
{
    return size_of(PERI_AVERAGE_WILDERS, params);
}

static void reset_wilders(void *state, const double *params)
{
    reset(PERI_AVERAGE_WILDERS, state, params);
}

static void reset_simple(void *state, const double *params)
{
    reset(PERI_AVERAGE_SIMPLE, state, params);
}

static void reset_exponential(void *state, const double *params)
{
    reset(PERI_AVERAGE_EXPONENTIAL, state, params);
}

const peri_indicator_class peri_indicator_sma = {
    .name = "SMA",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = simple_size,
    .reset = reset_simple,
    .update = update,
};

const peri_indicator_class peri_indicator_ema = {
    .name = "EMA",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = exponential_size,
    .reset = reset_exponential,
    .update = update,
};

const peri_indicator_class peri_indicator_wwma = {
    .name = "WWMA",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = wilders_size,
    .reset = reset_wilders,
    .update = update,
};
