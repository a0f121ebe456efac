/* ind_identity.c - Identity: the input itself, to be compared with and to build on. Layer 2. */
#include "market/indicator_class.h"

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
    .check = peri_indicator_check_nothing,
    .state_size = peri_indicator_no_state,
    .reset = peri_indicator_reset_nothing,
    .update = update,
};
