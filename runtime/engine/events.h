/* events.h - what the scheduler fires: events, OnEndOfDay, trainings, also such as take simulated
 * time; for the files of engine/ only. Layer 5. */
#ifndef PERI_EVENTS_H
#define PERI_EVENTS_H

#include "engine/engine.h"

struct peri_subscribed;

/* events.c */
peri_trainer_task peri_engine_training_task(peri_engine *engine, peri_event *event,
                                            int64_t due_utc); /* holds the event once more */
/* Name the event and its time before what went wrong in it. Returns rc. */
int peri_engine_failed_in(peri_engine *engine, const peri_event *event, int64_t due_utc, int rc,
                          peri_error *err);
int peri_engine_collect(peri_engine *engine, peri_error *err); /* trainings that ended */
/* instant: the next of data; receives what it is behind the events, PERI_NEVER: none is left */
int peri_engine_fire_before(peri_engine *engine, int64_t *instant, peri_error *err);
int peri_engine_fire_due(peri_engine *engine, peri_error *err);

/* declared.c: trainings that take simulated time */
int64_t peri_engine_training_takes(const peri_engine *engine, const peri_event *event); /* ns */
int peri_engine_begin_declared(peri_engine *engine, peri_event *event, int64_t due_utc,
                               peri_error *err);
int peri_engine_end_declared(peri_engine *engine, const peri_event *end, peri_error *err);

/* end_of_day.c: schedule OnEndOfDay, of all securities and of one that was added later; call it */
int peri_engine_start_end_of_day(peri_engine *engine, peri_error *err);
int peri_engine_add_end_of_day(peri_engine *engine, struct peri_subscribed *sub, peri_error *err);
int peri_engine_fire_end_of_day(peri_engine *engine, const peri_event *event, peri_error *err);

#endif
