/* ind_sums.c - SUM: of the last values; LWMA: their mean, the newest counts most. Layer 2. */
#include "market/indicator_class.h"
#include "market/window.h"

struct sums {
    peri_window window;
    double values[]; /* shape [period] */
};

static size_t state_size(const double *params)
{
    return sizeof(struct sums) + (size_t)params[0] * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct sums *s = state;
    peri_window_reset(&s->window, (size_t)params[0]);
}

static void take(struct sums *s, double value)
{
    s->values[s->window.next] = value;
    peri_window_step(&s->window);
}

static double ago(const struct sums *s, size_t age)
{
    return s->values[peri_window_slot(&s->window, age)];
}

/* O(period), so that nothing drifts. */
static bool update_sum(void *state, const double *params, const peri_bar *bar, double value,
                       double *outputs)
{
    struct sums *s = state;
    double sum = 0.0;
    (void)params;
    (void)bar;
    take(s, value);
    for (size_t age = peri_window_count(&s->window); age-- > 0;)
        sum += ago(s, age);
    outputs[0] = sum;
    return s->window.full;
}

/* Weights period, period - 1, ..., over their sum, also before there are so many values: as LEAN's
   LinearWeightedMovingAverage. O(period). */
static bool update_weighted(void *state, const double *params, const peri_bar *bar, double value,
                            double *outputs)
{
    struct sums *s = state;
    const double period = (double)s->window.period;
    double sum = 0.0;
    (void)params;
    (void)bar;
    take(s, value);
    for (size_t age = peri_window_count(&s->window); age-- > 0;)
        sum += (period - (double)age) * ago(s, age);
    outputs[0] = sum / (period * (period + 1.0) / 2.0);
    return s->window.full;
}

const peri_indicator_class peri_indicator_sum = {
    .name = "SUM",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_sum,
    .lookback = peri_indicator_lookback_period,
};

const peri_indicator_class peri_indicator_lwma = {
    .name = "LWMA",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_weighted,
    .lookback = peri_indicator_lookback_period,
};
