/* step.h - the time step and its parts, for the files of engine/ only. Layer 5. */
#ifndef PERI_STEP_H
#define PERI_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/engine.h"

/* End of the next bars, or the next pulse; PERI_NEVER: the run is over. */
int64_t peri_engine_next_instant(const peri_engine *engine);

/* Whether the next stage of a step may begin: no error, and nobody asked for the end. */
bool peri_engine_goes_on(const peri_engine *engine, int rc);

/* What ends at the next instant, which is given: up to OnData; whether OnData is to be called; and
   what comes behind it, to be called in any case. rc: what begin_step, then OnData, returned.
   Between the first and the last the engine has a slice. Each returns PERI_OK or the error that
   ends the run. */
int peri_engine_begin_step(peri_engine *engine, int64_t instant, peri_error *err);
bool peri_engine_wants_on_data(const peri_engine *engine, int rc);
int peri_engine_end_step(peri_engine *engine, int rc, peri_error *err);

/* All three, with OnData. */
int peri_engine_step(peri_engine *engine, int64_t instant, peri_error *err);

/* Parts of a step: the real bars of a slice become a security's prices (index: its place in the
   slice); the same of all of them; indicators and consolidators take them; the warm-up, or the wait
   for the first step, is over. */
void peri_engine_update_security(const peri_engine *engine, peri_security *security,
                                 const peri_slice *slice, int32_t index);
void peri_engine_take_prices(peri_engine *engine, const peri_slice *slice);
int peri_engine_take_bars(peri_engine *engine, const peri_slice *slice, peri_error *err);
int peri_engine_finish_warm_up(peri_engine *engine, peri_error *err);

/* lead.c: prices and indicators take all data up to an instant, nothing else happens. */
void peri_engine_lead(peri_engine *engine, int64_t until_ns);
/* Of a run that is resumed (see saver.h): the same, and the clock moves there; and when that is
   where it stood, OnWarmupFinished. */
void peri_engine_lead_up(peri_engine *engine, int64_t clock_ns);
int peri_engine_catch_up(peri_engine *engine, int64_t clock_ns, peri_error *err);

#endif
