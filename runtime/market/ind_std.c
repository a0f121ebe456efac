/* ind_std.c - STD: the population standard deviation of the last values. Layer 2. */
#include "market/deviation.h"
#include "market/indicator_class.h"

struct std {
    peri_deviation deviation;
    peri_spread room[];
};

static size_t state_size(const double *params)
{
    return sizeof(struct std) + (size_t)params[0] * sizeof(peri_spread);
}

static void reset(void *state, const double *params)
{
    struct std *s = state;
    peri_deviation_reset(&s->deviation, (size_t)params[0], s->room);
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct std *s = state;
    (void)params;
    (void)bar;
    outputs[0] = peri_deviation_add(&s->deviation, value);
    return s->deviation.window.full;
}

const peri_indicator_class peri_indicator_std = {
    .name = "STD",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
