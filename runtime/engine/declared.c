/* declared.c - trainings that take simulated time, so that a backtest is no better than a live run.
 * Layer 5.
 *
 * When one is due the flag goes up, and an event of the engine's own is scheduled for its end.
 * There its function runs: what it writes could not be taken back, so it is written when it may be
 * seen.
 */
#include "engine/engine_internal.h"
#include "engine/events.h"

int64_t peri_engine_training_takes(const peri_engine *engine, const peri_event *event)
{
    if (engine->live || !engine->declared_training)
        return 0;
    return event->training_ns > 0 ? event->training_ns : engine->training_ns;
}

/* Schedule the end of a training that begins now. */
static int schedule_end(peri_engine *engine, const peri_event *event, int64_t end_utc,
                        peri_error *err)
{
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    peri_event *end;
    int rc = peri_date_rule_every_day(&dates, err);
    if (rc == PERI_OK)
        rc = peri_time_rule_list(&end_utc, 1, &times, err);
    if (rc == PERI_OK)
        rc = peri_scheduler_add(engine->scheduler, event->name, dates, times,
                                PERI_EVENT_TRAINING_END, (int64_t)(intptr_t)event, engine->clock_ns,
                                &end, err);
    if (rc == PERI_OK)
        end->training = peri_training_retain(event->training);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return rc;
}

int peri_engine_begin_declared(peri_engine *engine, peri_event *event, int64_t due_utc,
                               peri_error *err)
{
    const peri_trainer_task task = peri_engine_training_task(engine, event, due_utc);
    bool held;
    int rc = peri_trainer_hold(engine->trainer, &task, &held, err);
    if (rc != PERI_OK || !held)
        return rc;
    return schedule_end(engine, event, due_utc + peri_engine_training_takes(engine, event), err);
}

/* Times were missed while it ran: one more run begins where it has ended, unless it was removed. */
static int begin_again(peri_engine *engine, peri_event *event, peri_error *err)
{
    if (event->removed)
        return peri_trainer_hold_again(engine->trainer, event->training, NULL, err);
    int64_t now = engine->clock_ns;
    const peri_trainer_task task = peri_engine_training_task(engine, event, now);
    int rc = peri_trainer_hold_again(engine->trainer, event->training, &task, err);
    return rc == PERI_OK
               ? schedule_end(engine, event, now + peri_engine_training_takes(engine, event), err)
               : rc;
}

int peri_engine_end_declared(peri_engine *engine, const peri_event *end, peri_error *err)
{
    peri_trainer_task task;
    bool again;
    if (!peri_trainer_held(engine->trainer, end->training, &task))
        return PERI_OK;
    peri_event *event = peri_event_retain(task.what);
    engine->seen_ns = task.due_utc;
    int rc = peri_trainer_run_held(engine->trainer, end->training, &again, err);
    engine->seen_ns = PERI_NEVER;
    if (rc == PERI_OK)
        rc = peri_engine_collect(engine, err);
    rc = peri_engine_failed_in(engine, event, task.due_utc, rc, err);
    if (rc == PERI_OK && again)
        rc = begin_again(engine, event, err);
    peri_event_release(event);
    return rc;
}
