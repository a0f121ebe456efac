/* ind_sma.c - SMA: the simple moving average. Layer 2. */
#include "market/average.h"
#include "market/indicator_class.h"

struct sma {
    peri_averager average;
    double room[];
};

static size_t state_size(const double *params)
{
    size_t room = peri_average_room(PERI_AVERAGE_SIMPLE, (size_t)params[0]);
    return sizeof(struct sma) + room * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct sma *s = state;
    peri_average_reset(&s->average, PERI_AVERAGE_SIMPLE, (size_t)params[0], s->room);
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct sma *s = state;
    (void)params;
    (void)bar;
    outputs[0] = peri_average_add(&s->average, value);
    return s->average.ready;
}

const peri_indicator_class peri_indicator_sma = {
    .name = "SMA",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
