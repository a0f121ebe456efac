/* ind_ema.c - EMA: the exponential moving average. Layer 2. */
#include "market/average.h"
#include "market/indicator_class.h"

struct ema {
    peri_averager average;
    double room[];
};

static size_t state_size(const double *params)
{
    size_t room = peri_average_room(PERI_AVERAGE_EXPONENTIAL, (size_t)params[0]);
    return sizeof(struct ema) + room * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct ema *s = state;
    peri_average_reset(&s->average, PERI_AVERAGE_EXPONENTIAL, (size_t)params[0], s->room);
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct ema *s = state;
    (void)params;
    (void)bar;
    outputs[0] = peri_average_add(&s->average, value);
    return s->average.ready;
}

const peri_indicator_class peri_indicator_ema = {
    .name = "EMA",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
