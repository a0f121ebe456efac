/* events.c - firing scheduled functions and trainings at their own times. Layer 5. */
#include "engine/events.h"
#include "engine/consolidation.h"
#include "engine/engine_internal.h"
#include "engine/live.h"

#include <string.h>

static int call_strategy(peri_engine *engine, const peri_event *event, int64_t due_utc,
                         peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    return strategy->on_event(strategy->ctx, event, due_utc, err);
}

static int call_scheduled(peri_engine *engine, const peri_event *event, int64_t due_utc,
                          peri_error *err)
{
    peri_engine_latency_began(engine, due_utc);
    int rc = call_strategy(engine, event, due_utc, err);
    peri_engine_latency_done(engine, due_utc);
    return rc;
}

/* What the trainer calls. */
static int run_training(void *ctx, void *event, int64_t due_utc, peri_error *err)
{
    return call_strategy(ctx, event, due_utc, err);
}

static void drop_event(void *ctx, void *event)
{
    (void)ctx;
    peri_event_release(event);
}

peri_trainer_task peri_engine_training_task(peri_engine *engine, peri_event *event, int64_t due_utc)
{
    return (peri_trainer_task){
        .training = event->training,
        .due_utc = due_utc,
        .run = run_training,
        .drop = drop_event,
        .ctx = engine,
        .what = peri_event_retain(event),
    };
}

static int train(peri_engine *engine, peri_event *event, int64_t due_utc, peri_error *err)
{
    if (peri_engine_training_takes(engine, event) > 0)
        return peri_engine_begin_declared(engine, event, due_utc, err);
    const peri_trainer_task task = peri_engine_training_task(engine, event, due_utc);
    int rc = peri_trainer_submit(engine->trainer, &task, err);
    if (rc == PERI_ELIMIT && engine->live && err) { /* too many wait: this one is left out */
        peri_engine_log(engine, PERI_LOG_ERROR, err->text, strlen(err->text));
        rc = PERI_OK;
    }
    return rc == PERI_OK && !engine->live ? peri_engine_collect(engine, err) : rc;
}

/* A scheduled training is left out while warming up; Train(fn) from Initialize is not. */
static bool is_left_out(const peri_engine *engine, const peri_event *event)
{
    return event->kind == PERI_EVENT_TRAINING && engine->warming_up &&
           !engine->train_during_warm_up && !peri_time_rule_is_now(event->table.times);
}

static int fire(peri_engine *engine, peri_event *event, int64_t due_utc, peri_error *err)
{
    if (event->kind == PERI_EVENT_END_OF_DAY)
        return peri_engine_fire_end_of_day(engine, event, err);
    if (event->kind == PERI_EVENT_TRAINING_END)
        return peri_engine_end_declared(engine, event, err);
    if (!engine->strategy->on_event || is_left_out(engine, event))
        return PERI_OK;
    return event->kind == PERI_EVENT_TRAINING ? train(engine, event, due_utc, err)
                                              : call_scheduled(engine, event, due_utc, err);
}

/* The strategy is told of each run that has ended: what it fails with is remembered here. */
int peri_engine_collect(peri_engine *engine, peri_error *err)
{
    peri_trainer_collect(engine->trainer);
    int rc = engine->callback_rc;
    engine->callback_rc = PERI_OK;
    if (rc != PERI_OK && err)
        *err = engine->callback_err;
    return rc;
}

int peri_engine_failed_in(peri_engine *engine, const peri_event *event, int64_t due_utc, int rc,
                          peri_error *err)
{
    char when[PERI_TIME_TEXT];
    if (rc == PERI_OK || rc == PERI_EINTERRUPT || event->kind >= PERI_EVENT_END_OF_DAY)
        return rc; /* the engine's own */
    peri_time_format(peri_engine_to_local(engine, due_utc), when);
    return peri_fail_prefix(
        err, "%s '%s' at %s: ", event->kind == PERI_EVENT_TRAINING ? "training" : "scheduled event",
        event->name, when);
}

/* Fire the earliest event; only disabled ones may be due, then nothing happens. */
static int fire_next(peri_engine *engine, int64_t limit, bool move_clock, peri_error *err)
{
    int64_t due_utc;
    peri_event *event;
    int rc = peri_scheduler_take(engine->scheduler, limit, &event, &due_utc, err);
    if (!event)
        return rc;
    if (move_clock && due_utc > engine->clock_ns)
        engine->clock_ns = due_utc;
    if (rc == PERI_OK)
        rc = fire(engine, event, due_utc, err);
    rc = peri_engine_failed_in(engine, event, due_utc, rc, err);
    peri_event_release(event);
    return rc;
}

/* Times of what else is due: the daily sample, and the next scan of consolidators. */
static int64_t daily_time(const peri_engine *engine)
{
    return engine->warming_up ? PERI_NEVER : engine->sampler.next_daily_ns;
}

static int64_t scan_time(const peri_engine *engine, bool before)
{
    return before ? engine->scan_ns : PERI_NEVER;
}

/* Up to when things are due: before the next instant of data, or by the clock. */
static int64_t limit_of(const peri_engine *engine, int64_t instant, bool before)
{
    const int64_t limit = before ? instant - 1 : engine->clock_ns;
    return limit < engine->horizon ? limit : engine->horizon;
}

static bool is_quiet(const peri_engine *engine, int64_t limit, bool before)
{
    return peri_scheduler_next_time(engine->scheduler) > limit && daily_time(engine) > limit &&
           scan_time(engine, before) > limit;
}

/* The earliest of what is due by the limit. The daily sample comes behind the strategy's events of
   the same instant, and bars of consolidators that end then behind both; those are closed before
   the next instant only: at the instant their data come first. */
static int fire_first(peri_engine *engine, int64_t limit, bool before, peri_error *err)
{
    const int64_t next = peri_scheduler_next_time(engine->scheduler);
    const int64_t daily = daily_time(engine);
    const int64_t other = next < daily ? next : daily;
    if (scan_time(engine, before) < other) /* its bar may end later than scan_ns says */
        return peri_engine_scan_next(engine, other - 1 < limit ? other - 1 : limit, err);
    if (daily >= next)
        return fire_next(engine, limit, before, err);
    /* what is sampled and what is saved between steps agree on the time */
    engine->clock_ns = daily > engine->clock_ns ? daily : engine->clock_ns;
    return peri_engine_sample_daily(engine, daily, err);
}

/* Everything due before the next instant of data, each with the clock at its own time, or, without
   an instant, due up to the clock. An event may add a symbol and so make the next instant an
   earlier one, so it is asked for behind each. */
static int fire_all(peri_engine *engine, int64_t *instant, peri_error *err)
{
    int rc = PERI_OK;
    if (peri_scheduler_has_new(engine->scheduler)) {
        rc = peri_scheduler_admit(engine->scheduler, err);
        if (instant)
            *instant = peri_engine_next_instant(engine);
    }
    while (rc == PERI_OK && !engine->stop && !engine->interrupted) {
        if (instant && *instant == PERI_NEVER && !engine->inflow.stream)
            return PERI_OK; /* an event removed the last symbol: the run is over */
        const int64_t limit = limit_of(engine, instant ? *instant : PERI_NEVER, instant);
        if (is_quiet(engine, limit, instant))
            return PERI_OK;
        rc = fire_first(engine, limit, instant, err);
        if (rc == PERI_OK && peri_scheduler_has_new(engine->scheduler))
            rc = peri_scheduler_admit_later(engine->scheduler, engine->clock_ns, err);
        if (instant)
            *instant = peri_engine_next_instant(engine);
    }
    return rc;
}

/* The usual case: nothing is due, and nothing was scheduled. */
static bool has_nothing(const peri_engine *engine, int64_t limit, bool before)
{
    return is_quiet(engine, limit, before) && !peri_scheduler_has_new(engine->scheduler);
}

int peri_engine_fire_before(peri_engine *engine, int64_t *instant, peri_error *err)
{
    if (*instant != PERI_NEVER && has_nothing(engine, limit_of(engine, *instant, true), true))
        return PERI_OK;
    return fire_all(engine, instant, err);
}

int peri_engine_fire_due(peri_engine *engine, peri_error *err)
{
    const int64_t limit = limit_of(engine, PERI_NEVER, false);
    if (has_nothing(engine, limit, false) || !peri_engine_goes_on(engine, PERI_OK))
        return PERI_OK;
    return fire_all(engine, NULL, err);
}

int peri_engine_schedule(peri_engine *engine, const char *name, const peri_date_rule *dates,
                         const peri_time_rule *times, int kind, int64_t payload, peri_event **out,
                         peri_error *err)
{
    peri_event *event;
    int64_t from = engine->clock_ns + (engine->catching_up ? 1 : 0); /* that instant is over */
    int rc =
        peri_scheduler_add(engine->scheduler, name, dates, times, kind, payload, from, &event, err);
    if (rc == PERI_OK && kind == PERI_EVENT_TRAINING) {
        rc = peri_training_open(event->name, &event->training, err);
        if (rc != PERI_OK)
            peri_scheduler_remove(engine->scheduler, event);
    }
    peri_engine_nudge(engine);
    if (rc == PERI_OK)
        *out = event;
    return rc;
}

void peri_engine_unschedule(peri_engine *engine, peri_event *event)
{
    peri_scheduler_remove(engine->scheduler, event);
}

bool peri_engine_is_scheduled(const peri_engine *engine, const peri_event *event)
{
    return peri_scheduler_holds(engine->scheduler, event);
}

peri_trainer *peri_engine_trainer(peri_engine *engine)
{
    return engine->trainer;
}
