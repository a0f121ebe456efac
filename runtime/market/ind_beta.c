/* ind_beta.c - B: how far the changes of one price go with those of another. Layer 2. */
#include "market/indicator_class.h"
#include "market/window.h"

struct beta_change {
    double target, reference;
};

struct beta {
    peri_window window;
    bool has_price;
    double target, reference;     /* the last prices */
    struct beta_change changes[]; /* shape [period] */
};

static const char *check(const double *params)
{
    if (!peri_indicator_is_period(params[0]) || params[0] < 2)
        return "period must be a whole number from 2 to 1000000";
    return NULL;
}

static size_t state_size(const double *params)
{
    return sizeof(struct beta) + (size_t)params[0] * sizeof(struct beta_change);
}

static void reset(void *state, const double *params)
{
    struct beta *s = state;
    s->has_price = false;
    peri_window_reset(&s->window, (size_t)params[0]);
}

static double change(double before, double now)
{
    return before != 0.0 ? now / before - 1.0 : -1.0;
}

/* Covariance / variance of the reference; a variance of 0 counts as 1, as in LEAN. O(period). */
static double slope(const struct beta *s)
{
    const size_t n = peri_window_count(&s->window);
    double target = 0.0, reference = 0.0, both = 0.0, square = 0.0;
    if (n < 2)
        return 0.0;
    for (size_t i = 0; i < n; i++) {
        target += s->changes[i].target / (double)n;
        reference += s->changes[i].reference / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        const double apart = s->changes[i].reference - reference;
        both += (s->changes[i].target - target) * apart / (double)(n - 1);
        square += apart * apart / (double)(n - 1);
    }
    return square != 0.0 ? both / square : both;
}

/* Source: LEAN's Beta. */
static bool update(void *state, const double *params, double left, double right, double *outputs)
{
    struct beta *s = state;
    (void)params;
    if (s->has_price) {
        s->changes[s->window.next] =
            (struct beta_change){change(s->target, left), change(s->reference, right)};
        peri_window_step(&s->window);
    }
    s->has_price = true;
    s->target = left;
    s->reference = right;
    outputs[0] = slope(s);
    return true;
}

static bool is_ready(const void *state)
{
    return ((const struct beta *)state)->window.full;
}

const peri_indicator_class peri_indicator_b = {
    .name = "B",
    .params = "period",
    .outputs = {"Current"},
    .check = check,
    .state_size = state_size,
    .reset = reset,
    .update_pair = update,
    .pair_ready = is_ready,
};
