/* ind_roc.c - changes over a number of inputs: ROC as a share of the older one, ROCP and MOMP in
 * percent of it, LOGR the logarithm of the ratio, MOM the difference. Layer 2. */
#include <math.h>

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

/* Take the next value: the one a period of inputs before it, or the first one. */
static double take(struct roc *s, double value)
{
    double older = value;
    if (peri_window_count(&s->window) > 0)
        older = s->values[s->window.full ? s->window.next : 0];
    s->values[s->window.next] = value;
    peri_window_step(&s->window);
    return older;
}

/*
 * Ready with the first value that has one `period` inputs before it, as LEAN since 2021 (issue
 * 5491). Before that the change is from the first input, and from an older value of 0 there is
 * none.
 */
#define CHANGE(function, formula)                                                                  \
    static bool function(void *state, const double *params, const peri_bar *bar, double value,     \
                         double *outputs)                                                          \
    {                                                                                              \
        struct roc *s = state;                                                                     \
        const bool ready = s->window.full;                                                         \
        const double older = take(s, value);                                                       \
        (void)params;                                                                              \
        (void)bar;                                                                                 \
        outputs[0] = formula;                                                                      \
        return ready;                                                                              \
    }

CHANGE(update_roc, older == 0 ? 0.0 : (value - older) / older)
CHANGE(update_rocp, older == 0 ? 0.0 : 100.0 * ((value - older) / older))
CHANGE(update_logr, value > 0 && older > 0 ? log(value / older) : 0.0)
CHANGE(update_mom, value - older)

const peri_indicator_class peri_indicator_roc = {
    .name = "ROC",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_roc,
};

const peri_indicator_class peri_indicator_rocp = {
    .name = "ROCP",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_rocp,
};

/* LEAN's other name of it. */
const peri_indicator_class peri_indicator_momp = {
    .name = "MOMP",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_rocp,
};

const peri_indicator_class peri_indicator_logr = {
    .name = "LOGR",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_logr,
};

const peri_indicator_class peri_indicator_mom = {
    .name = "MOM",
    .params = "period",
    .outputs = {"Current"},
    .check = peri_indicator_check_period,
    .state_size = state_size,
    .reset = reset,
    .update = update_mom,
};
