/* ind_identity.c - Identity: the input itself, to be compared with and to build on. Layer 2. */
#include "market/indicator_class.h"

static const char *check(const double *params)
{
    (void)params;
    return NULL;
}

static size_t state_size(const double *params)
{
    (void)params;
    return 0;
}

static void reset(void *state, const double *params)
{
    (void)state;
    (void)params;
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    (void)state;
    (void)params;
    (void)bar;
    outputs[0] = value;
    return true;
}

const peri_indicator_class peri_indicator_identity = {
    .name = "Identity",
    .params = "",
    .outputs = {"Current"},
    .check = check,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
