/* consolidator_count.c - bars of so many bars. Layer 2. */
#include "market/consolidator_class.h"

struct count {
    int64_t bars, taken;
};

static int update(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    struct count *count = (struct count *)consolidator->state;
    peri_consolidator_join(consolidator, bar, bar->start_ns, bar->end_ns);
    consolidator->working.end_ns = bar->end_ns;
    if (++count->taken < count->bars)
        return PERI_OK;
    count->taken = 0;
    return peri_consolidator_emit_working(consolidator, err);
}

static const peri_consolidator_class count_class = {
    .name = "count", .state_size = sizeof(struct count), .update = update};

int peri_consolidator_new_count(int64_t bars, peri_consolidator **out, peri_error *err)
{
    void *state;
    *out = NULL;
    if (bars < 1)
        return peri_fail(err, PERI_EINVAL, "the number of bars was %lld, expected 1 or more",
                         (long long)bars);
    int rc = peri_consolidator_make(&count_class, out, &state, err);
    if (rc == PERI_OK)
        ((struct count *)state)->bars = bars;
    return rc;
}
