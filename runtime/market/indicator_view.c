/* indicator_view.c - an output of an indicator as one of its own: a pair of one side. Layer 2. */
#include "market/indicator_frame.h"

#include <assert.h>
#include <stdio.h>

static bool pass_on(void *state, const double *params, double left, double right, double *outputs)
{
    (void)state;
    (void)params;
    (void)right;
    outputs[0] = left;
    return true;
}

static const peri_indicator_class view_class = {
    .name = "OUTPUT",
    .params = "",
    .outputs = {"Current"},
    .check = peri_indicator_check_nothing,
    .state_size = peri_indicator_no_state,
    .reset = peri_indicator_reset_nothing,
    .update_pair = pass_on,
};

peri_indicator *peri_indicator_find_view(const peri_indicator *indicator, size_t output)
{
    for (size_t i = 0; i < indicator->follower_count; i++) {
        peri_indicator *next = indicator->followers[i].next;
        if (next->cls == &view_class && next->pair->sides.output == output)
            return next;
    }
    return NULL;
}

int peri_indicator_new_view(peri_indicator *indicator, size_t output, peri_indicator **out,
                            peri_error *err)
{
    static const double none[PERI_INDICATOR_PARAMS] = {0};
    const peri_indicator_sides sides = {.left = indicator, .output = output};
    char label[PERI_INDICATOR_LABEL + 32]; /* is cut */
    assert(output < indicator->output_count);
    const int rc = peri_indicator_new_pair(&view_class, none, &sides, out, err);
    if (rc != PERI_OK)
        return rc;
    snprintf(label, sizeof label, "%s.%s", indicator->label, indicator->cls->outputs[output]);
    peri_indicator_set_label(*out, label);
    if (indicator->values > 0)
        peri_indicator_pair_takes(*out, true);
    return PERI_OK;
}
