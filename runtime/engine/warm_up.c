/* warm_up.c - where the warm-up begins. Layer 5. */
#include "engine/engine_internal.h"

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

/* Step `bars` bars of a resolution back through a market's sessions, at most to `floor_ns`: then
   the result lies before it. */
static int64_t step_back(const peri_security *security, peri_resolution resolution, int64_t bars,
                         int64_t start_ns, int64_t floor_ns)
{
    int64_t length = peri_resolution_ns(resolution);
    const peri_hours *hours = security->hours;
    if (bars > room_before(start_ns, floor_ns) / length)
        return floor_ns - 1;
    if (peri_hours_is_always_open(hours))
        return start_ns - bars * length;
    const peri_zone *zone = peri_hours_zone(hours);
    peri_date date = peri_time_date(peri_zone_to_local(zone, start_ns));
    peri_session session = {start_ns, start_ns};
    while (bars > 0 && session.open_utc >= floor_ns) {
        date = peri_hours_previous_trading_day(hours, date);
        if (!peri_hours_session(hours, date, security->extended, &session))
            continue;
        int64_t of_day = (session.close_utc - session.open_utc + length - 1) / length;
        if (resolution == PERI_RES_DAILY)
            of_day = 1;
        else if (of_day >= bars)
            return session.close_utc - bars * length;
        bars -= of_day;
    }
    return session.open_utc;
}

int peri_engine_warm_up_start(const peri_engine *engine, int64_t *out, peri_error *err)
{
    const struct peri_warm_up *warm_up = &engine->warm_up;
    int64_t floor_ns = peri_time_at(peri_date_make(FIRST_YEAR, 1, 1), 0);
    int64_t earliest = engine->start_ns;
    if (warm_up->span_ns > room_before(engine->start_ns, floor_ns))
        return peri_fail(err, PERI_EINVAL, "SetWarmUp: the span reaches back before %d-01-01",
                         FIRST_YEAR);
    if (warm_up->bars == 0)
        earliest -= warm_up->span_ns;
    for (size_t i = 0; warm_up->bars > 0 && i < engine->security_count; i++) {
        const peri_security *security = &engine->securities[i]->security;
        peri_resolution resolution =
            warm_up->has_resolution ? warm_up->resolution : security->resolution;
        int64_t start = step_back(security, resolution, warm_up->bars, engine->start_ns, floor_ns);
        if (start < floor_ns)
            return peri_fail(err, PERI_EINVAL,
                             "SetWarmUp: %lld %s bars of '%s' reach back before %d-01-01",
                             (long long)warm_up->bars, peri_resolution_name(resolution),
                             security->ticker, FIRST_YEAR);
        if (start < earliest)
            earliest = start;
    }
    *out = earliest;
    return PERI_OK;
}
