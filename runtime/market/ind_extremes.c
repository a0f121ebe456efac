/* ind_extremes.c - MIN and MAX: the lowest and highest of the last inputs. Layer 2. */
#include <math.h>

#include "market/indicator_class.h"
#include "market/window.h"

struct extremes {
    peri_window window;
    double young;   /* highest of the young values */
    double slots[]; /* tails: the highest of them. See window.h */
};

static size_t state_size(const double *params)
{
    return sizeof(struct extremes) + (size_t)params[0] * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct extremes *s = state;
    peri_window_reset(&s->window, (size_t)params[0]);
    s->young = -(double)INFINITY;
}

/* Turn the slots, all young, into the highest of a slot and those behind it. */
static void fold(struct extremes *s)
{
    for (size_t i = s->window.period - 1; i-- > 0;)
        s->slots[i] = s->slots[i] > s->slots[i + 1] ? s->slots[i] : s->slots[i + 1];
    s->young = -(double)INFINITY;
}

/* Take the next value; the highest of those in the window. */
static double highest(struct extremes *s, double value)
{
    s->slots[s->window.next] = value;
    if (value > s->young)
        s->young = value;
    double high = s->young;
    if (peri_window_step(&s->window))
        fold(s);
    else if (s->window.full && s->slots[s->window.next] > high)
        high = s->slots[s->window.next];
    return high;
}

static bool update_max(void *state, const double *params, const peri_bar *bar, double value,
                       double *outputs)
{
    struct extremes *s = state;
    (void)params;
    (void)bar;
    outputs[0] = highest(s, value);
    return s->window.full;
}

static bool update_min(void *state, const double *params, const peri_bar *bar, double value,
                       double *outputs)
{
    struct extremes *s = state;
    (void)params;
    (void)bar;
    outputs[0] = -highest(s, -value);
    return s->window.full;
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
