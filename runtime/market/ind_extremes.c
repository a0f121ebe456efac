/* ind_extremes.c - MIN and MAX: the lowest and highest of the last inputs. Layer 2. */
#include "market/extreme.h"
#include "market/indicator_class.h"

struct extremes {
    peri_extreme extreme;
    double slots[];
};

static size_t state_size(const double *params)
{
    return sizeof(struct extremes) + (size_t)params[0] * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct extremes *s = state;
    peri_extreme_reset(&s->extreme, (size_t)params[0], s->slots);
}

static bool update_max(void *state, const double *params, const peri_bar *bar, double value,
                       double *outputs)
{
    struct extremes *s = state;
    (void)params;
    (void)bar;
    outputs[0] = peri_extreme_highest(&s->extreme, value);
    return s->extreme.window.full;
}

static bool update_min(void *state, const double *params, const peri_bar *bar, double value,
                       double *outputs)
{
    struct extremes *s = state;
    (void)params;
    (void)bar;
    outputs[0] = peri_extreme_lowest(&s->extreme, value);
    return s->extreme.window.full;
}

const peri_indicator_class peri_indicator_max = {
    .name = "MAX",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_max,
};

const peri_indicator_class peri_indicator_min = {
    .name = "MIN",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_min,
};
