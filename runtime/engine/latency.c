/* latency.c - see latency.h. Layer 5. */
#include "engine/engine_internal.h"
#include "engine/live.h"

#include <math.h>

void peri_latency_set_pace(peri_latency *latency, int64_t real, int64_t simulated, double speed)
{
    latency->has_pace = isfinite(speed);
    latency->from_real = real;
    latency->from_simulated = simulated;
    latency->speed = speed;
}

void peri_latency_waited(peri_latency *latency, int64_t wanted, int64_t real)
{
    peri_histogram_add(&latency->lock_wait, real - wanted);
}

/* Real time since an instant was due. */
static int64_t late(const peri_latency *latency, int64_t due_ns, int64_t real)
{
    double after = (double)(due_ns - latency->from_simulated) / latency->speed;
    return real - latency->from_real - (int64_t)after;
}

void peri_latency_began(peri_latency *latency, int64_t due_ns, int64_t real)
{
    if (latency->has_pace)
        peri_histogram_add(&latency->began, late(latency, due_ns, real));
}

void peri_latency_done(peri_latency *latency, int64_t due_ns, int64_t real)
{
    if (latency->has_pace)
        peri_histogram_add(&latency->done, late(latency, due_ns, real));
}

/* -- of an engine --------------------------------------------------------------------------- */

static peri_latency *latency_of(const peri_engine *engine)
{
    return engine->live ? engine->live->latency : NULL;
}

int64_t peri_engine_latency_time(const peri_engine *engine)
{
    return latency_of(engine) ? engine->options.clock(engine->options.ctx) : 0;
}

void peri_engine_latency_waited(const peri_engine *engine, int64_t wanted)
{
    peri_latency *latency = latency_of(engine);
    if (latency)
        peri_latency_waited(latency, wanted, peri_engine_latency_time(engine));
}

void peri_engine_latency_began(const peri_engine *engine, int64_t due_ns)
{
    peri_latency *latency = latency_of(engine);
    if (latency)
        peri_latency_began(latency, due_ns, peri_engine_latency_time(engine));
}

void peri_engine_latency_done(const peri_engine *engine, int64_t due_ns)
{
    peri_latency *latency = latency_of(engine);
    if (latency)
        peri_latency_done(latency, due_ns, peri_engine_latency_time(engine));
}
