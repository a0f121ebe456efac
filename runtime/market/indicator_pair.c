/* indicator_pair.c - indicators that are made of two others. Layer 2. */
#include "market/indicator_frame.h"

#include "base/mem.h"

/* A pair is as deep as the deeper one of the two, and new: so there is no way back to it. */
static int link_sides(peri_indicator *indicator, peri_error *err)
{
    const peri_indicator_sides *of = &indicator->pair->sides;
    peri_indicator *const sides[] = {of->left, of->right};
    for (int i = 0; i < 2 && sides[i]; i++) {
        const char *problem = peri_indicator_chain_problem(sides[i]);
        if (problem)
            return peri_fail(err, PERI_EINVAL, "indicator %s: %s", sides[i]->label, problem);
    }
    int rc = peri_indicator_add_follower(of->left, indicator, PERI_FOLLOW_LEFT, err);
    if (rc == PERI_OK && of->right)
        rc = peri_indicator_add_follower(of->right, indicator, PERI_FOLLOW_RIGHT, err);
    return rc;
}

void peri_indicator_pair_unlink(peri_indicator *indicator)
{
    peri_indicator_sides *sides = &indicator->pair->sides;
    if (sides->left)
        peri_indicator_remove_follower(sides->left, indicator);
    if (sides->right)
        peri_indicator_remove_follower(sides->right, indicator);
    sides->left = sides->right = NULL;
}

static bool is_ready(const peri_indicator *indicator)
{
    const peri_indicator_sides *sides = &indicator->pair->sides;
    const bool itself = !indicator->cls->pair_ready || indicator->cls->pair_ready(indicator->state);
    return itself && sides->left && sides->left->ready && (!sides->right || sides->right->ready);
}

/* All change in one way, so each at most once. A view is ready as its indicator is. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as indicators follow each other */
void peri_indicator_set_ready(peri_indicator *indicator, bool ready)
{
    if (indicator->ready == ready)
        return;
    indicator->ready = ready;
    for (size_t i = 0; i < indicator->follower_count; i++) {
        const struct peri_follower *to = &indicator->followers[i];
        if (to->how >= PERI_FOLLOW_LEFT)
            peri_indicator_set_ready(to->next, is_ready(to->next));
        else if (to->how == PERI_FOLLOW_OUTPUT)
            peri_indicator_set_ready(to->next, ready);
    }
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
        made->is_made = true;
        made->pair->sides = *sides;
        rc = link_sides(made, err);
    }
    if (rc != PERI_OK) {
        peri_indicator_free(made);
        return rc;
    }
    peri_indicator_set_ready(made, is_ready(made));
    *out = made;
    return PERI_OK;
}

bool peri_indicator_sides_of(const peri_indicator *indicator, peri_indicator_sides *out)
{
    if (!indicator->pair || !indicator->pair->sides.left)
        return false;
    *out = indicator->pair->sides;
    return true;
}

void peri_indicator_pair_reset(struct peri_indicator_pair *pair)
{
    pair->left.is_new = pair->right.is_new = false;
}

/* Whether both have a value that belongs to the other's. */
static bool is_complete(const struct peri_indicator_pair *pair)
{
    if (!pair->sides.right)
        return true;
    if (!pair->left.is_new || !pair->right.is_new)
        return false;
    const int64_t step = pair->sides.step_ns;
    return step == 0 || pair->left.time_ns / step == pair->right.time_ns / step;
}

/* The outputs of the values that were handed over: the sides may have others by now. */
static bool join(peri_indicator *indicator)
{
    const struct peri_indicator_pair *pair = indicator->pair;
    const bool of_two = pair->sides.right != NULL;
    double outputs[PERI_INDICATOR_OUTPUTS] = {0};
    if (!indicator->cls->update_pair(indicator->state, indicator->params, pair->left.value,
                                     of_two ? pair->right.value : pair->sides.constant, outputs)) {
        indicator->samples++;
        return false;
    }
    const bool right_is_later = of_two && pair->right.time_ns > pair->left.time_ns;
    peri_indicator_pass(indicator, right_is_later ? pair->right.time_ns : pair->left.time_ns);
    for (size_t i = 0; i < indicator->output_count; i++)
        indicator->outputs[i] = outputs[i];
    return true;
}

bool peri_indicator_pair_takes(peri_indicator *indicator, bool left)
{
    struct peri_indicator_pair *pair = indicator->pair;
    const peri_indicator *side = left ? pair->sides.left : pair->sides.right;
    *(left ? &pair->left : &pair->right) =
        (struct peri_handed){true, side->time_ns, side->outputs[left ? pair->sides.output : 0]};
    if (!is_complete(pair))
        return false;
    const bool has_value = join(indicator);
    pair->left.is_new = pair->right.is_new = false;
    peri_indicator_set_ready(indicator, is_ready(indicator));
    return has_value;
}
