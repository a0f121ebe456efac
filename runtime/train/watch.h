/* watch.h - limits of time that hold: a thread that watches steps and trainings. Layer 3. */
#ifndef PERI_WATCH_H
#define PERI_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "train/allowance.h"
#include "train/trainer.h"
#include "train/training_ledger.h"

typedef struct peri_watch peri_watch;

typedef struct peri_watch_options {
    int64_t step_limit;       /* ns a time step may take, > 0; set-up: half; PERI_NEVER: any time */
    peri_allowance allowance; /* of trainings */
    peri_clock_fn clock;      /* real time, monotonic; called on all threads */
    peri_clock_fn bucket_clock; /* refills follow it; NULL: the simulated times handed in */
    peri_ledger *ledger; /* keeps the allowance between runs (borrowed); bucket_clock is the wall's
                            then. NULL: it begins full */
    /* A limit is passed: stop what runs, the step (PERI_TRAINER_SELF) or the training of a worker.
       Called once for each, on the watching thread or within peri_watch_look; must not call the
       watch. why: one clause, lives until the next training of the worker, or the watch's end. */
    void (*over)(void *ctx, int worker, const char *why);
    void *ctx; /* of all three */
} peri_watch_options;

/*
 * Make a watch at rest: nothing is timed until the first step.
 *
 * Returns PERI_OK, PERI_ENOMEM or what peri_ledger_load returns; out is owned by the caller
 * (peri_watch_close), also then.
 */
int peri_watch_open(const peri_watch_options *options, peri_watch **out, peri_error *err);
void peri_watch_close(peri_watch *watch); /* ends the thread; NULL is allowed */

/* Begin to watch on a thread of its own, unless there is nothing to limit. Returns PERI_OK or
   PERI_EIO (no thread). */
int peri_watch_start(peri_watch *watch, peri_error *err);

/* One look, as the thread does it. For tests, and hosts without threads. Thread: any. */
void peri_watch_look(peri_watch *watch);

/*
 * What is watched calls these on its own thread; a NULL watch watches nothing.
 *
 * setup          the run's set-up begins (half of the step's limit)
 * step           the next time step begins; costs a store. Its time counts from the first look
 *                that sees it, so a step may take a little longer than its limit: a look comes
 *                twenty times within half of the limit, and every 100 ms at least.
 * rest           nothing is timed until the next step
 * begin_refills  where the grid of refills begins, simulated ns; before: a full bucket
 */
void peri_watch_setup(peri_watch *watch);
void peri_watch_step(peri_watch *watch);
void peri_watch_rest(peri_watch *watch);
void peri_watch_begin_refills(peri_watch *watch, int64_t now_ns);

/* A training: of PERI_TRAINER_SELF within the step, whose limit it lengthens, or of a worker, one
   at a time, which has the allowance only. now_ns: simulated time. Its end tells the minutes it
   took from the allowance, and returns PERI_OK, or PERI_ELIMIT when a limit was passed. */
void peri_watch_begin_training(peri_watch *watch, int worker, int64_t now_ns);
int peri_watch_end_training(peri_watch *watch, int worker, int64_t *minutes, peri_error *err);

/* Behind the end, with an allowance that is kept: take what the end could not wait for. It may wait
   for the disk, so without what trainings share. Thread: the worker's. */
void peri_watch_settle_training(peri_watch *watch, int worker);

typedef struct peri_watch_state {
    peri_allowance allowance;
    int64_t available;   /* minutes now, refills due included; INT64_MAX: unlimited */
    int64_t next_refill; /* ns from now on; PERI_NEVER: none */
    int64_t step_limit;  /* ns; PERI_NEVER: none */
} peri_watch_state;

/* How things stand; now_ns: simulated time. A NULL watch limits nothing. Thread: any. */
void peri_watch_get(peri_watch *watch, int64_t now_ns, peri_watch_state *out);

#endif
