/* lead.c - prices and indicators are led through data quietly: of a live run that goes on, or that
 * began late. Layer 5. */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"

/* Bars that end by the clock before an instant, quietly. What a selector fails with it fails with
   again when the run goes on. */
static void lead_scans(peri_engine *engine, int64_t before_ns)
{
    peri_error ignored;
    while (engine->scan_ns < before_ns)
        if (peri_engine_scan_next(engine, before_ns - 1, &ignored) != PERI_OK)
            return;
}

static void lead_by_feed(peri_engine *engine, int64_t until_ns)
{
    peri_error ignored;
    while (peri_feed_next_time(engine->feed) <= until_ns && !engine->interrupted) {
        lead_scans(engine, peri_feed_next_time(engine->feed));
        peri_conversions_pass(engine, peri_feed_next_time(engine->feed));
        const peri_slice *slice = peri_feed_take(engine->feed);
        peri_engine_take_prices(engine, slice);
        for (size_t i = 0; i < slice->action_count; i++)
            peri_engine_lead_action(engine, slice->actions[i]);
        (void)peri_engine_take_bars(engine, slice, &ignored);
    }
    peri_benchmark_pass(engine, until_ns);
    peri_conversions_pass(engine, until_ns);
    peri_conversions_update(engine);
}

void peri_engine_lead(peri_engine *engine, int64_t until_ns)
{
    engine->leading = true;
    lead_by_feed(engine, until_ns);
    if (engine->has_warm_up_feed && until_ns >= engine->start_ns) {
        peri_engine_end_warm_up_feed(engine);
        lead_by_feed(engine, until_ns);
    }
    engine->leading = false;
}

void peri_engine_lead_up(peri_engine *engine, int64_t clock_ns)
{
    engine->pulse = PERI_PULSE_NONE;
    peri_engine_lead(engine, clock_ns);
    engine->clock_ns = clock_ns;
}

int peri_engine_catch_up(peri_engine *engine, int64_t clock_ns, peri_error *err)
{
    peri_engine_lead_up(engine, clock_ns);
    peri_watch_step(engine->options.watch);
    engine->catching_up = true;
    int rc = peri_engine_finish_warm_up(engine, err);
    engine->catching_up = false;
    return rc;
}
