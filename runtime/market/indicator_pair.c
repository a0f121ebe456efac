/* indicator_pair.c - indicators that are made of two others. Layer 2. */
#include "market/indicator_frame.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"

/* A pair is as deep as the deeper one of the two, and new: so there is no way back to it. */
static int link_sides(peri_indicator *indicator, peri_error *err)
{
    const struct peri_indicator_pair *pair = indicator->pair;
    peri_indicator *const sides[] = {pair->left, pair->right};
    for (int i = 0; i < 2 && sides[i]; i++) {
        const char *problem = peri_indicator_chain_problem(sides[i]);
        if (problem)
            return peri_fail(err, PERI_EINVAL, "indicator %s: %s", sides[i]->label, problem);
    }
    int rc = peri_indicator_add_follower(pair->left, indicator, PERI_FOLLOW_LEFT, err);
    if (rc == PERI_OK && pair->right) {
        rc = peri_indicator_add_follower(pair->right, indicator, PERI_FOLLOW_RIGHT, err);
        if (rc != PERI_OK)
            pair->left->follower_count--;
    }
    return rc;
}

int peri_indicator_new_pair(const peri_indicator_class *cls, const double *params,
                            const peri_indicator_sides *sides, peri_indicator **out,
                            peri_error *err)
{
    peri_indicator *made = NULL;
    *out = NULL;
    int rc = peri_indicator_new(cls, params, PERI_FIELD_CLOSE, &made, err);
    if (rc != PERI_OK)
        return rc;
    made->pair = peri_calloc(1, sizeof *made->pair);
    if (!made->pair) {
        rc = peri_fail(err, PERI_ENOMEM, "no memory for indicator %s", made->label);
    } else {
        *made->pair = (struct peri_indicator_pair){.left = sides->left,
                                                   .right = sides->right,
                                                   .constant = sides->constant,
                                                   .step_ns = sides->step_ns};
        rc = link_sides(made, err);
    }
    if (rc != PERI_OK) {
        peri_indicator_free(made);
        return rc;
    }
    *out = made;
    return PERI_OK;
}

bool peri_indicator_sides_of(const peri_indicator *indicator, peri_indicator_sides *out)
{
    const struct peri_indicator_pair *pair = indicator->pair;
    if (!pair)
        return false;
    *out = (peri_indicator_sides){pair->left, pair->right, pair->constant, pair->step_ns};
    return true;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as indicators follow each other */
void peri_indicator_pair_reset(peri_indicator *indicator)
{
    struct peri_indicator_pair *pair = indicator->pair;
    pair->new_left = pair->new_right = false;
    peri_indicator_reset(pair->left);
    if (pair->right && pair->right != pair->left)
        peri_indicator_reset(pair->right);
}

/* Whether both have a value that belongs to the other's. */
static bool is_complete(const struct peri_indicator_pair *pair)
{
    if (!pair->right)
        return true;
    if (!pair->new_left || !pair->new_right)
        return false;
    const int64_t step = pair->step_ns;
    return step == 0 || pair->left->time_ns / step == pair->right->time_ns / step;
}

bool peri_indicator_pair_takes(peri_indicator *indicator, bool left)
{
    struct peri_indicator_pair *pair = indicator->pair;
    const peri_indicator *right = pair->right;
    double outputs[PERI_INDICATOR_OUTPUTS] = {0};
    bool ready = false;
    *(left ? &pair->new_left : &pair->new_right) = true;
    if (!is_complete(pair))
        return false;
    pair->new_left = pair->new_right = false;
    if (!indicator->cls->update_pair(indicator->state, indicator->params, pair->left->outputs[0],
                                     right ? right->outputs[0] : pair->constant, outputs, &ready))
        return false;
    const int64_t time_ns = pair->left->time_ns;
    peri_indicator_pass(indicator, right && right->time_ns > time_ns ? right->time_ns : time_ns);
    for (size_t i = 0; i < indicator->output_count; i++)
        indicator->outputs[i] = outputs[i];
    indicator->ready = ready && pair->left->ready && (!right || right->ready);
    return true;
}
