/* ind_rsi.c - RSI: Wilder's relative strength index. Layer 2.
 *
 * Source: Wilder, New Concepts in Technical Trading Systems (1978), section VI; edge cases as LEAN.
 */
#include <math.h>

#include "market/average.h"
#include "market/indicator_class.h"

/* An average loss that LEAN, which rounds it to ten decimals, takes for none. */
#define NO_LOSS 5e-11

struct rsi {
    peri_averager gain, loss;
    bool started; /* previous holds a value */
    double previous;
    double room[];
};

static size_t room_of_one(const double *params)
{
    return peri_average_room((peri_average)params[1], (size_t)params[0]);
}

static size_t state_size(const double *params)
{
    return sizeof(struct rsi) + 2 * room_of_one(params) * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct rsi *s = state;
    peri_average kind = (peri_average)params[1];
    size_t period = (size_t)params[0];
    peri_average_reset(&s->gain, kind, period, s->room);
    peri_average_reset(&s->loss, kind, period, s->room + room_of_one(params));
    s->started = false;
    s->previous = 0.0;
}

static double strength(double gain, double loss)
{
    if (loss <= NO_LOSS)
        return 100.0;
    return 100.0 - 100.0 / (1.0 + gain / loss);
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct rsi *s = state;
    (void)params;
    (void)bar;
    if (s->started) {
        double change = value - s->previous;
        peri_average_add(&s->gain, fmax(change, 0.0));
        peri_average_add(&s->loss, fmax(-change, 0.0));
    }
    s->started = true;
    s->previous = value;
    outputs[0] = strength(s->gain.value, s->loss.value);
    outputs[1] = s->gain.value;
    outputs[2] = s->loss.value;
    return s->loss.ready;
}

const peri_indicator_class peri_indicator_rsi = {
    .name = "RSI",
    .params = "period,average",
    .outputs = {"Current", "AverageGain", "AverageLoss"},
    .check = peri_indicator_check_period_average,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
