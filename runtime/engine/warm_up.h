/* warm_up.h - the bars before the start: how far back they reach, and what hands them out; for the
 * files of engine/ only. Layer 5. */
#ifndef PERI_WARM_UP_H
#define PERI_WARM_UP_H

#include "engine/engine.h"

struct peri_lead; /* of a security, in a warm-up with a resolution of its own */
struct peri_subscribed;

/* What SetWarmUp asked for. */
struct peri_warm_up {
    int64_t span_ns; /* 0: none */
    int64_t bars;    /* 0: none */
    bool has_resolution;
    peri_resolution resolution;
};

/* warm_up.c */
int peri_engine_warm_up_start(const peri_engine *engine, int64_t *out, peri_error *err);

/* warm_up_feed.c: where a security's own bars begin that the run needs; make a feed for the
   warm-up if it needs one; add a security to it; from the start on the run's feed counts. What is
   done to a feed while there may be two. */
int64_t peri_engine_data_begin(const peri_engine *engine, const struct peri_subscribed *sub);
int peri_engine_open_warm_up(peri_engine *engine, peri_error *err);
int peri_engine_add_to_warm_up(peri_engine *engine, struct peri_subscribed *sub, int64_t from_ns,
                               peri_error *err);
void peri_engine_end_warm_up_feed(peri_engine *engine);
void peri_engine_start_feed(peri_engine *engine, int64_t now_ns);
void peri_engine_remove_from_feed(peri_engine *engine, int32_t index);
void peri_engine_restart_in_feed(peri_engine *engine, int32_t index, int64_t from_ns);
void peri_lead_free(struct peri_lead *lead); /* NULL is allowed */

#endif
