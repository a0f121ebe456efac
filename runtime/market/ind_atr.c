/* ind_atr.c - ATR: the average of Wilder's true range. Layer 2.
 *
 * Source: Wilder, New Concepts in Technical Trading Systems (1978), section III.
 */
#include <math.h>

#include "market/average.h"
#include "market/indicator_class.h"

struct atr {
    peri_averager average;
    bool started; /* previous_close holds a price */
    double previous_close;
    double room[];
};

static size_t state_size(const double *params)
{
    size_t room = peri_average_room((peri_average)params[1], (size_t)params[0]);
    return sizeof(struct atr) + room * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct atr *s = state;
    peri_average_reset(&s->average, (peri_average)params[1], (size_t)params[0], s->room);
    s->started = false;
    s->previous_close = 0.0;
}

/* Height of the bar, stretched to the close before it; of the first bar, its height. */
static double true_range(const struct atr *s, const peri_bar *bar)
{
    double height = bar->high - bar->low;
    if (!s->started)
        return height;
    double up = fabs(bar->high - s->previous_close);
    double down = fabs(bar->low - s->previous_close);
    return fmax(height, fmax(up, down));
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct atr *s = state;
    (void)params;
    (void)value;
    double range = true_range(s, bar);
    s->started = true;
    s->previous_close = bar->close;
    outputs[0] = peri_average_add(&s->average, range);
    outputs[1] = range;
    return s->average.ready;
}

const peri_indicator_class peri_indicator_atr = {
    .name = "ATR",
    .params = "period,average",
    .outputs = {"Current", "TrueRange"},
    .needs_bar = true,
    .check = peri_indicator_check_period_average,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
