/* warm_up.c - where the warm-up begins. Layer 5. */
#include "engine/engine_internal.h"

#include "market/bar_count.h"

enum {
    FIRST_YEAR = 1900 /* nothing is older */
};

/* From floor to start; 0 when it lies before, INT64_MAX when it is longer. */
static int64_t room_before(int64_t start_ns, int64_t floor_ns)
{
    uint64_t span = (uint64_t)start_ns - (uint64_t)floor_ns;
    if (start_ns <= floor_ns)
        return 0;
    return span > INT64_MAX ? INT64_MAX : (int64_t)span;
}

/* So many bars of a subscription back from the start. */
static int go_back(const peri_engine *engine, const struct peri_subscribed *sub, int64_t *earliest,
                   peri_error *err)
{
    const struct peri_warm_up *warm_up = &engine->warm_up;
    const peri_security security = peri_engine_security_of(sub);
    const peri_resolution resolution =
        warm_up->has_resolution ? warm_up->resolution : sub->form.resolution;
    const int64_t start = peri_bars_back(&security, resolution, warm_up->bars, engine->start_ns);
    if (start == INT64_MIN)
        return peri_fail(err, PERI_EINVAL,
                         "SetWarmUp: %lld %s bars of '%s' reach back before %d-01-01",
                         (long long)warm_up->bars, peri_resolution_name(resolution),
                         security.ticker, FIRST_YEAR);
    *earliest = start < *earliest ? start : *earliest;
    return PERI_OK;
}

int peri_engine_warm_up_start(const peri_engine *engine, int64_t *out, peri_error *err)
{
    const struct peri_warm_up *warm_up = &engine->warm_up;
    int64_t floor_ns = peri_time_at(peri_date_make(FIRST_YEAR, 1, 1), 0);
    int64_t earliest = engine->start_ns;
    const struct peri_subscribed *part;
    int rc = PERI_OK;
    if (warm_up->span_ns > room_before(engine->start_ns, floor_ns))
        return peri_fail(err, PERI_EINVAL, "SetWarmUp: the span reaches back before %d-01-01",
                         FIRST_YEAR);
    if (warm_up->bars == 0)
        earliest -= warm_up->span_ns;
    for (size_t i = 0; warm_up->bars > 0 && i < engine->security_count; i++)
        for (size_t k = 0; rc == PERI_OK && (part = peri_engine_part(engine->securities[i], k));
             k++)
            rc = go_back(engine, part, &earliest, err);
    *out = earliest;
    return rc;
}
