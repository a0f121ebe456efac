/* consolidator_volume.c - bars of a traded volume. Layer 2. */
#include "market/consolidator_class.h"

#include <math.h>

struct by_volume {
    double size, left; /* traded beyond the last bar */
};

static int update(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    struct by_volume *by = (struct by_volume *)consolidator->state;
    peri_bar *working = &consolidator->working;
    peri_consolidator_join(consolidator, bar, bar->start_ns, bar->end_ns);
    working->end_ns = bar->end_ns;
    by->left += bar->volume;
    int rc = PERI_OK;
    while (rc == PERI_OK && by->left >= by->size) {
        if (by->left - by->size == by->left)
            return peri_fail(err, PERI_EINVAL, "bars of %g cannot be counted in a volume of %g",
                             by->size, by->left);
        peri_bar done = *working;
        done.volume = by->size;
        by->left -= by->size;
        *working = (peri_bar){done.end_ns, done.end_ns, done.close, done.close,
                              done.close,  done.close,  by->left};
        rc = peri_consolidator_emit(consolidator, &done, err);
    }
    return rc;
}

static const peri_consolidator_class volume_class = {
    .name = "volume", .state_size = sizeof(struct by_volume), .update = update};

int peri_consolidator_new_volume(double volume, peri_consolidator **out, peri_error *err)
{
    void *state;
    *out = NULL;
    int rc = peri_consolidator_check_size("the volume of a bar", volume, err);
    if (rc == PERI_OK)
        rc = peri_consolidator_make(&volume_class, out, &state, err);
    if (rc == PERI_OK)
        ((struct by_volume *)state)->size = volume;
    return rc;
}
