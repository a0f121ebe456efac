/* ind_adx.c - ADX: how much prices move in one direction. Layer 2.
 *
 * Source: Wilder, New Concepts in Technical Trading Systems (1978), section IV; begin as LEAN's
 * AverageDirectionalIndex.
 */
#include <math.h>

#include "market/average.h"
#include "market/indicator_class.h"

struct adx {
    int64_t samples;
    peri_bar previous;
    double range, plus, minus; /* smoothed sums */
    peri_averager average;
    double room[];
};

static size_t state_size(const double *params)
{
    const size_t room = peri_average_room(PERI_AVERAGE_WILDERS, (size_t)params[0]);
    return sizeof(struct adx) + room * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct adx *s = state;
    s->samples = 0;
    s->range = s->plus = s->minus = 0;
    peri_average_reset(&s->average, PERI_AVERAGE_WILDERS, (size_t)params[0], s->room);
}

/* Wilder's sum: a period of values as they are, then a share of the old one leaves. */
static double smooth(double sum, double x, int64_t samples, double period)
{
    return samples > (int64_t)period + 1 ? sum - sum / period + x : sum + x;
}

static void move(struct adx *s, const peri_bar *bar, double period)
{
    const peri_bar *old = &s->previous;
    const double up = bar->high - old->high, down = old->low - bar->low;
    const double high = fmax(bar->high, old->close), low = fmin(bar->low, old->close);
    s->range = smooth(s->range, high - low, s->samples, period);
    s->plus = smooth(s->plus, up > 0 && up >= down ? up : 0, s->samples, period);
    s->minus = smooth(s->minus, down > 0 && down > up ? down : 0, s->samples, period);
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct adx *s = state;
    const double period = params[0];
    (void)value;
    if (s->samples++ > 0)
        move(s, bar, period);
    s->previous = *bar;
    if (s->samples <= (int64_t)period)
        return false; /* there is no direction yet */
    const bool moves = s->range > 0;
    outputs[1] = moves ? 100 * s->plus / s->range : 0;
    outputs[2] = moves ? 100 * s->minus / s->range : 0;
    const double sum = outputs[1] + outputs[2];
    const double strength = sum > 0 ? 100 * fabs(outputs[1] - outputs[2]) / sum : 50;
    outputs[0] = peri_average_add(&s->average, strength);
    return s->average.ready;
}

const peri_indicator_class peri_indicator_adx = {
    .name = "ADX",
    .params = "period",
    .outputs = {"Current", "PositiveDirectionalIndex", "NegativeDirectionalIndex"},
    .needs_bar = true,
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
