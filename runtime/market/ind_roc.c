/* ind_roc.c - ROC: change over a number of inputs, as a share of the older one. Layer 2. */
#include "market/indicator_class.h"
#include "market/window.h"

struct roc {
    peri_window window;
    double values[]; /* the last period inputs */
};

static size_t state_size(const double *params)
{
    return sizeof(struct roc) + (size_t)params[0] * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct roc *s = state;
    peri_window_reset(&s->window, (size_t)params[0]);
}

/*
 * Ready with the first value that has one `period` inputs before it, as LEAN since 2021 (issue
 * 5491). Before that the change is from the first input, and from an older value of 0 there is
 * none.
 */
static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct roc *s = state;
    (void)params;
    (void)bar;
    bool ready = s->window.full;
    double older = value;
    if (peri_window_count(&s->window) > 0)
        older = s->values[ready ? s->window.next : 0];
    s->values[s->window.next] = value;
    peri_window_step(&s->window);
    outputs[0] = older == 0 ? 0.0 : (value - older) / older;
    return ready;
}

const peri_indicator_class peri_indicator_roc = {
    .name = "ROC",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
