/* indicator_view.c - an output of an indicator as one of its own, which belongs to it. Layer 2. */
#include "market/indicator_frame.h"

#include <assert.h>
#include <stdio.h>

#include "base/mem.h"

static const peri_indicator_class view_class = {
    .name = "OUTPUT",
    .params = "",
    .outputs = {"Current"},
    .check = peri_indicator_check_nothing,
    .state_size = peri_indicator_no_state,
    .reset = peri_indicator_reset_nothing,
};

peri_indicator *peri_indicator_find_view(const peri_indicator *indicator, size_t output)
{
    assert(output < indicator->output_count);
    return indicator->views ? indicator->views[output] : NULL;
}

static void take_output(peri_indicator *view, const peri_indicator *of, size_t output)
{
    peri_indicator_pass(view, of->time_ns);
    view->outputs[0] = of->outputs[output];
}

void peri_indicator_feed_views(const peri_indicator *indicator)
{
    for (size_t i = 1; i < indicator->output_count; i++)
        if (indicator->views[i])
            take_output(indicator->views[i], indicator, i);
}

static void describe(peri_indicator *view, peri_indicator *indicator, size_t output)
{
    char label[PERI_INDICATOR_LABEL + 32]; /* is cut */
    snprintf(label, sizeof label, "%s.%s", indicator->label, indicator->cls->outputs[output]);
    peri_indicator_set_label(view, label);
    view->is_made = true;
    view->view_of = indicator;
    view->ready = indicator->ready;
    if (indicator->values > 0)
        take_output(view, indicator, output);
}

/* An array for the views, when there is none. */
static int make_room(peri_indicator *indicator, peri_error *err)
{
    if (!indicator->views)
        indicator->views =
            (peri_indicator **)peri_calloc(indicator->output_count, sizeof(peri_indicator *));
    return indicator->views ? PERI_OK
                            : peri_fail(err, PERI_ENOMEM, "no memory for outputs of indicator %s",
                                        indicator->label);
}

/* Views never leave the followers again, and neither their array: a pass over both may be on. */
int peri_indicator_view(peri_indicator *indicator, size_t output, peri_indicator **out,
                        peri_error *err)
{
    static const double none[PERI_INDICATOR_PARAMS] = {0};
    const char *problem = peri_indicator_chain_problem(indicator);
    assert(output > 0);
    *out = peri_indicator_find_view(indicator, output);
    if (*out)
        return PERI_OK;
    if (problem)
        return peri_fail(err, PERI_EINVAL, "indicator %s: %s", indicator->label, problem);
    peri_indicator *made = NULL;
    int rc = make_room(indicator, err);
    if (rc == PERI_OK)
        rc = peri_indicator_new(&view_class, none, PERI_FIELD_CLOSE, &made, err);
    if (rc == PERI_OK)
        rc = peri_indicator_add_follower(indicator, made, PERI_FOLLOW_OUTPUT, err);
    if (rc != PERI_OK) {
        peri_indicator_free(made);
        return rc;
    }
    describe(made, indicator, output);
    indicator->views[output] = *out = made;
    return PERI_OK;
}
