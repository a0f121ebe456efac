/* warm_up.c - where the warm-up begins. Layer 5. */
#include "engine/engine_internal.h"

/* Step `bars` bars of a resolution back through a market's sessions. */
static int64_t step_back(const peri_security *security, peri_resolution resolution, int64_t bars,
                         int64_t start_ns)
{
    int64_t length = peri_resolution_ns(resolution);
    const peri_hours *hours = security->hours;
    if (peri_hours_is_always_open(hours))
        return start_ns - bars * length;
    const peri_zone *zone = peri_hours_zone(hours);
    peri_date date = peri_time_date(peri_zone_to_local(zone, start_ns));
    peri_session session = {start_ns, start_ns};
    while (bars > 0) {
        date = peri_hours_previous_trading_day(hours, date);
        if (!peri_hours_session(hours, date, security->extended, &session))
            continue;
        int64_t of_day = (session.close_utc - session.open_utc + length - 1) / length;
        if (resolution == PERI_RES_DAILY)
            of_day = 1;
        if (of_day >= bars && resolution != PERI_RES_DAILY)
            return session.close_utc - bars * length;
        bars -= of_day;
    }
    return session.open_utc;
}

int64_t peri_engine_warm_up_start(const peri_engine *engine)
{
    const struct peri_warm_up *warm_up = &engine->warm_up;
    if (warm_up->bars == 0)
        return engine->start_ns - warm_up->span_ns;
    int64_t earliest = engine->start_ns;
    for (size_t i = 0; i < engine->security_count; i++) {
        const peri_security *security = &engine->securities[i]->security;
        peri_resolution resolution =
            warm_up->has_resolution ? warm_up->resolution : security->resolution;
        int64_t start = step_back(security, resolution, warm_up->bars, engine->start_ns);
        if (start < earliest)
            earliest = start;
    }
    return earliest;
}
