/* ind_sto.c - STO: where the close lies between the lowest and the highest price of a period, and
 * the means of that. Layer 2. Source: the behaviour of LEAN's Stochastic. */
#include "market/average.h"
#include "market/extreme.h"
#include "market/indicator_class.h"

struct sto {
    int64_t samples;
    peri_extreme high, low;
    peri_averager k, d;
    double room[];
};

static size_t mean_room(double period)
{
    return peri_average_room(PERI_AVERAGE_SIMPLE, (size_t)period);
}

static const char *check(const double *params)
{
    if (!peri_indicator_is_period(params[1]))
        return PERI_INDICATOR_NO_PERIOD("kPeriod");
    if (!peri_indicator_is_period(params[2]))
        return PERI_INDICATOR_NO_PERIOD("dPeriod");
    return peri_indicator_check_period(params);
}

static size_t state_size(const double *params)
{
    const size_t room = 2 * (size_t)params[0] + mean_room(params[1]) + mean_room(params[2]);
    return sizeof(struct sto) + room * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct sto *s = state;
    const size_t period = (size_t)params[0];
    double *means = s->room + 2 * period;
    s->samples = 0;
    peri_extreme_reset(&s->high, period, s->room);
    peri_extreme_reset(&s->low, period, s->room + period);
    peri_average_reset(&s->k, PERI_AVERAGE_SIMPLE, (size_t)params[1], means);
    peri_average_reset(&s->d, PERI_AVERAGE_SIMPLE, (size_t)params[2], means + mean_room(params[1]));
}

/* Each mean begins when what it is of is whole; before that it counts as 0. */
static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct sto *s = state;
    const double high = peri_extreme_highest(&s->high, bar->high);
    const double low = peri_extreme_lowest(&s->low, bar->low);
    const int64_t n = ++s->samples;
    const int64_t period = (int64_t)params[0], k = (int64_t)params[1], d = (int64_t)params[2];
    (void)value;
    const double fast = n >= period && high > low ? (bar->close - low) / (high - low) : 0;
    const double of_fast = peri_average_add(&s->k, fast);
    const double slow = n >= period + k - 1 ? of_fast : 0;
    const double of_slow = peri_average_add(&s->d, slow);
    outputs[0] = outputs[1] = 100 * fast;
    outputs[2] = 100 * slow;
    outputs[3] = n >= period + k + d - 2 ? 100 * of_slow : 0;
    return n >= period;
}

const peri_indicator_class peri_indicator_sto = {
    .name = "STO",
    .params = "period,kPeriod,dPeriod",
    .outputs = {"Current", "FastStoch", "StochK", "StochD"},
    .needs_bar = true,
    .check = check,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
