/* live.h - what a live run alone does: it rests, settles its trainings and measures how late it is;
 * for the files of engine/ only. Layer 5. */
#ifndef PERI_LIVE_H
#define PERI_LIVE_H

#include "engine/engine.h"

/* live.c: wait so long, or until somebody calls; trainings that run on threads at the end of a live
   run are awaited or cancelled, and what they left is settled */
void peri_engine_rest(peri_engine *engine, int64_t ns);
int peri_engine_settle_all(peri_engine *engine, peri_error *err);
/* live.c: save where a run stands that can go on later, before OnEndOfAlgorithm and the last
   sample, which are of this process alone */
void peri_engine_keep_before_end(peri_engine *engine);

/* latency.c: nothing happens unless the latency of a live run is measured. The time is the real one
   then, else 0. What was due at a simulated instant begins now, or has returned. */
int64_t peri_engine_latency_time(const peri_engine *engine);
void peri_engine_latency_waited(const peri_engine *engine, int64_t wanted);
void peri_engine_latency_began(const peri_engine *engine, int64_t due_ns);
void peri_engine_latency_done(const peri_engine *engine, int64_t due_ns);

#endif
