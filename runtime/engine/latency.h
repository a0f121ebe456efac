/* latency.h - how late a live run is: waits for the shared state, and what is due. Layer 5. */
#ifndef PERI_LATENCY_H
#define PERI_LATENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/histogram.h"

/* All zeros at first; filled by a run that was given it (peri_live_options), on its thread. */
typedef struct peri_latency {
    peri_histogram lock_wait; /* from wanting what is shared with trainings to having it */
    /* From the real moment a bar or a scheduled event was due to the moment its function began, and
       had returned. Empty without a pace: data replayed without waiting are never late. */
    peri_histogram began, done;

    /* Real and simulated time of one moment, ns, and how many simulated ns pass in a real one. */
    bool has_pace;
    int64_t from_real, from_simulated;
    double speed;
} peri_latency;

/* From here on simulated time follows real time at this pace. Without effect for HUGE_VAL. */
void peri_latency_set_pace(peri_latency *latency, int64_t real, int64_t simulated, double speed);

/* The state is there, at `real`; it was wanted at `wanted`. */
void peri_latency_waited(peri_latency *latency, int64_t wanted, int64_t real);

/* What was due at a simulated instant begins, or is done, at `real`. */
void peri_latency_began(peri_latency *latency, int64_t due_ns, int64_t real);
void peri_latency_done(peri_latency *latency, int64_t due_ns, int64_t real);

#endif
