/* ind_cci.c - CCI: how far the typical price is from its average, in mean deviations. Layer 2.
 * Source: the behaviour of LEAN's CommodityChannelIndex. */
#include <math.h>

#include "market/average.h"
#include "market/indicator_class.h"

struct cci {
    peri_averager average; /* of the kind asked for */
    peri_averager mean;    /* simple, of which deviations are counted */
    peri_window window;
    double *prices; /* shape [period], typical ones */
    double room[];
};

static size_t state_size(const double *params)
{
    const size_t period = (size_t)params[0];
    return sizeof(struct cci) + (peri_average_room((peri_average)params[1], period) +
                                 peri_average_room(PERI_AVERAGE_SIMPLE, period) + period) *
                                    sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct cci *s = state;
    const size_t period = (size_t)params[0];
    double *mean = s->room + peri_average_room((peri_average)params[1], period);
    peri_average_reset(&s->average, (peri_average)params[1], period, s->room);
    peri_average_reset(&s->mean, PERI_AVERAGE_SIMPLE, period, mean);
    peri_window_reset(&s->window, period);
    s->prices = mean + peri_average_room(PERI_AVERAGE_SIMPLE, period);
}

/* O(period) */
static double mean_deviation(const struct cci *s, double mean)
{
    const size_t n = peri_window_count(&s->window);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += fabs(s->prices[i] - mean);
    return n < 2 ? 0.0 : sum / (double)n;
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct cci *s = state;
    const double price = (bar->high + bar->low + bar->close) / 3.0;
    (void)params;
    (void)value;
    const double average = peri_average_add(&s->average, price);
    const double mean = peri_average_add(&s->mean, price);
    s->prices[s->window.next] = price;
    peri_window_step(&s->window);
    const double deviation = 0.015 * mean_deviation(s, mean);
    outputs[0] = deviation > 1e-12 * fabs(price) ? (price - average) / deviation : 0.0;
    return s->window.full && s->average.ready;
}

const peri_indicator_class peri_indicator_cci = {
    .name = "CCI",
    .params = "period,average",
    .outputs = {"Current"},
    .needs_bar = true,
    .check = peri_indicator_check_period_average,
    .state_size = state_size,
    .reset = reset,
    .update = update,
    .lookback = peri_indicator_lookback_period,
};
