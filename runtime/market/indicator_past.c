/* indicator_past.c - the values an indicator had before. Layer 2. */
#include "market/indicator_frame.h"

#include "base/mem.h"

void peri_indicator_remember(struct peri_indicator_past *past, peri_indicator_point point)
{
    past->points[past->next] = point;
    past->next = (past->next + 1) % past->cap;
    past->n += past->n < past->cap;
}

enum {
    ALWAYS_KEPT = 2 /* the present value and the one before */
};

size_t peri_indicator_kept(const peri_indicator *indicator)
{
    return ALWAYS_KEPT + (indicator->past ? indicator->past->cap : 0);
}

int peri_indicator_keep(peri_indicator *indicator, size_t n, peri_error *err)
{
    struct peri_indicator_past *old = indicator->past;
    if (n <= peri_indicator_kept(indicator))
        return PERI_OK;
    struct peri_indicator_past *past =
        peri_calloc(1, sizeof *past + (n - ALWAYS_KEPT) * sizeof(peri_indicator_point));
    if (!past)
        return peri_fail(err, PERI_ENOMEM, "indicator %s: no memory for %zu values of the past",
                         indicator->label, n);
    past->cap = n - ALWAYS_KEPT;
    for (size_t i = old ? old->n : 0; i > 0; i--)
        peri_indicator_remember(past, old->points[(old->next + old->cap - i) % old->cap]);
    peri_free(old);
    indicator->past = past;
    return PERI_OK;
}

bool peri_indicator_ago(const peri_indicator *indicator, size_t i, peri_indicator_point *out)
{
    const struct peri_indicator_past *past = indicator->past;
    if (i == 0)
        *out = (peri_indicator_point){indicator->time_ns, indicator->outputs[0]};
    else if (i == 1)
        *out = indicator->previous;
    if (i < ALWAYS_KEPT)
        return (uint64_t)indicator->values > i;
    i -= ALWAYS_KEPT - 1; /* 1: the newest of the past */
    if (!past || i > past->n)
        return false;
    *out = past->points[(past->next + past->cap - i) % past->cap];
    return true;
}
