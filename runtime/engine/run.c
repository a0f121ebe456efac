/* run.c - a run from its set-up to its end, and the loop of a backtest. Layer 5. */
#include "engine/engine_internal.h"
#include "engine/events.h"
#include "engine/live.h"

enum {
    STEPS_PER_PROGRESS = 4096
};

/* Tell how far the clock has come; `is_over` at the end, wherever the last bar was. */
void peri_engine_report_progress(peri_engine *engine, bool is_over)
{
    engine->next_progress = engine->steps + STEPS_PER_PROGRESS;
    if (!engine->options.progress)
        return;
    double whole = (double)(engine->end_ns - engine->first_ns);
    double done = (double)(engine->clock_ns - engine->first_ns);
    double fraction = whole > 0 && !is_over ? done / whole : 1;
    engine->options.progress(engine->options.ctx, fraction < 1 ? fraction : 1,
                             peri_engine_local(engine));
}

/* Begin the next step, behind the events before it; false: there is none. */
static bool begin_next_step(peri_engine *engine, int *rc, peri_error *err)
{
    int64_t instant = peri_engine_next_instant(engine);
    if (instant == PERI_NEVER)
        return false;
    peri_watch_step(engine->options.watch);
    *rc = peri_engine_fire_before(engine, &instant, err);
    if (!peri_engine_goes_on(engine, *rc) || instant == PERI_NEVER)
        return false; /* an event may have removed the last symbol */
    *rc = peri_engine_begin_step(engine, instant, err);
    return true;
}

bool peri_engine_advance(peri_engine *engine, int *rc, peri_error *err)
{
    if (engine->slice)
        *rc = peri_engine_end_step(engine, *rc, err);
    while (peri_engine_goes_on(engine, *rc) && begin_next_step(engine, rc, err)) {
        if (peri_engine_wants_on_data(engine, *rc))
            return true;
        *rc = peri_engine_end_step(engine, *rc, err);
    }
    return false;
}

static int loop(peri_engine *engine, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    int rc = PERI_OK;
    if (strategy->drive)
        return strategy->drive(strategy->ctx, err);
    while (peri_engine_advance(engine, &rc, err))
        rc = strategy->on_data(strategy->ctx, engine->slice, err);
    return rc;
}

static int fail_interrupted(peri_error *err)
{
    return peri_fail(err, PERI_EINTERRUPT, "the run was interrupted");
}

/* After the last slice: trainings asked for in the last OnData, the hook, the last sample. */
int peri_engine_finish(peri_engine *engine, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    if (engine->interrupted)
        return fail_interrupted(err);
    peri_watch_step(engine->options.watch);
    int rc = engine->stop ? PERI_OK : peri_engine_fire_due(engine, err);
    if (rc == PERI_OK && engine->live)
        rc = peri_engine_settle_all(engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_data_fault(engine, peri_tape_cache_check(engine->cache, err));
    if (rc == PERI_OK && engine->interrupted) /* while trainings were awaited */
        rc = fail_interrupted(err);
    if (rc == PERI_OK && engine->live)
        peri_engine_keep_before_end(engine);
    peri_watch_step(engine->options.watch);
    engine->phase = PERI_PHASE_ENDED;
    if (rc == PERI_OK && strategy->on_end_of_algorithm)
        rc = strategy->on_end_of_algorithm(strategy->ctx, err);
    if (rc == PERI_OK)
        rc = peri_engine_sample_daily(engine, engine->clock_ns, err);
    if (rc == PERI_OK)
        rc = peri_engine_finish_capacity(engine, err);
    return rc;
}

static int64_t real_time(const peri_engine *engine)
{
    return engine->options.clock ? engine->options.clock(engine->options.ctx) : 0;
}

/* Set-up and reading the data. */
int peri_engine_begin(peri_engine *engine, const peri_strategy *strategy, peri_error *err)
{
    if (engine->strategy)
        return peri_fail(err, PERI_ESTATE, "an engine runs once: open another one");
    engine->strategy = strategy;
    peri_watch_setup(engine->options.watch);
    int rc = strategy->initialize(strategy->ctx, err);
    peri_watch_rest(engine->options.watch); /* to read data may take any time */
    if (rc == PERI_OK && engine->inflow.stream)
        rc = peri_inflow_begin(engine, &engine->start_ns, err);
    int64_t began = real_time(engine);
    if (rc == PERI_OK)
        rc = peri_engine_prepare(engine, err);
    engine->run_ns = real_time(engine); /* until the end: when the steps began */
    engine->read_ns = engine->run_ns - began;
    return rc;
}

/* The run is over, with rc: what it gave. Returns rc. */
int peri_engine_end(peri_engine *engine, int rc, peri_result *result)
{
    peri_watch_rest(engine->options.watch);
    engine->phase = PERI_PHASE_ENDED;
    engine->run_ns = real_time(engine) - engine->run_ns;
    if (rc != PERI_OK) {
        (void)peri_engine_data_fault(engine, peri_tape_cache_check(engine->cache, NULL));
        return rc;
    }
    peri_engine_report_progress(engine, true);
    peri_engine_fill_result(engine, result);
    return PERI_OK;
}

int peri_engine_run(peri_engine *engine, const peri_strategy *strategy, peri_result *result,
                    peri_error *err)
{
    bool was_new = !engine->strategy;
    int rc = peri_engine_begin(engine, strategy, err);
    if (rc == PERI_OK)
        rc = loop(engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_finish(engine, err);
    return was_new ? peri_engine_end(engine, rc, result) : rc;
}
