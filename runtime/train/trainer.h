/* trainer.h - runs trainings: at once (backtest) or on threads (live), under the training flag.
 * Knows no Lua. Layer 3. */
#ifndef PERI_TRAINER_H
#define PERI_TRAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "train/training.h"

typedef struct peri_trainer peri_trainer;
struct peri_watch;
struct peri_ledger;

/* Real time in ns from any fixed point; given from outside, so that tests need no clock. */
typedef int64_t (*peri_clock_fn)(void *ctx);

enum {
    PERI_TRAINER_SELF = -1,   /* the strategy's own thread, where a worker is asked for */
    PERI_TRAINER_MOST = 64,   /* workers */
    PERI_TRAINER_QUEUE = 1000 /* trainings that wait */
};

/* The threads of a trainer, and what they share with the strategy. */
typedef struct peri_trainer_threads {
    int count; /* 0: trainings run at once, on the thread that submits; at most PERI_TRAINER_MOST */
    /* On worker `worker`: take and give back what trainings share with the strategy. */
    void (*enter)(void *ctx, int worker);
    void (*leave)(void *ctx, int worker);
    /* A training has ended; there is something to collect. On the worker, without what is shared.
     */
    void (*nudge)(void *ctx);
} peri_trainer_threads;

typedef struct peri_trainer_options {
    struct peri_watch *watch;   /* meters and limits trainings (borrowed); NULL: none does */
    struct peri_ledger *ledger; /* keeps what trainings on threads took (borrowed); NULL: none */
    peri_clock_fn clock;        /* measures durations; NULL: they are 0 */
    /* Told of each run that ended, on the strategy's thread: at once, or in collect. May be NULL.
     */
    void (*ended)(void *ctx, const peri_training_run *run);
    /* Interrupt what a worker runs (PERI_TRAINER_SELF: the strategy's thread): the call returns
       PERI_EINTERRUPT. Any thread. NULL: cancelling only asks. */
    void (*stop)(void *ctx, int worker, const char *why);
    peri_trainer_threads threads;
    void *ctx; /* of all functions */
} peri_trainer_options;

/* Returns PERI_OK, PERI_ENOMEM or PERI_EIO (no thread); out is owned by the caller. Thread: the
   strategy's for all calls, unless they say otherwise. */
int peri_trainer_open(const peri_trainer_options *options, peri_trainer **out, peri_error *err);

/* Cancel what waits and runs, and end the threads; NULL is allowed. Without what is shared. */
void peri_trainer_close(peri_trainer *trainer);

/* One run to do. */
typedef struct peri_trainer_task {
    peri_training *training; /* retained while it is needed */
    int64_t due_utc;
    int (*run)(void *ctx, void *what, int64_t due_utc, peri_error *err);
    void (*drop)(void *ctx, void *what); /* `what` is needed no more; where run was called */
    void *ctx, *what;
} peri_trainer_task;

/*
 * Run a training: now, or on a thread as soon as one is free. While a run of the same training
 * waits or runs on a thread, the time is remembered, the last one only, and it runs once more
 * afterwards.
 *
 * Returns what `run` returned, or PERI_ELIMIT when it took longer than it may; PERI_OK when it was
 * cancelled. On threads PERI_OK, or PERI_ELIMIT (too many wait) or PERI_ENOMEM with `what` dropped.
 */
int peri_trainer_submit(peri_trainer *trainer, const peri_trainer_task *task, peri_error *err);

/*
 * For trainings that take simulated time: the flag goes up now, and the task is done later. `held`
 * receives false when a run of the training is held already: the time is remembered, as above.
 * Returns PERI_OK, or PERI_ENOMEM with `what` dropped. Not with threads.
 */
int peri_trainer_hold(peri_trainer *trainer, const peri_trainer_task *task, bool *held,
                      peri_error *err);

/* Behind a run_held that said `again`: hold the task, or, task NULL, do not, and the training
   stands as its last run ended. Returns PERI_OK, or PERI_ENOMEM with `what` dropped. */
int peri_trainer_hold_again(peri_trainer *trainer, peri_training *training,
                            const peri_trainer_task *task, peri_error *err);

/* The held task of a training, as it was handed in; false: none is held. */
bool peri_trainer_held(peri_trainer *trainer, const peri_training *training,
                       peri_trainer_task *out);

/* Do the held task of a training. again: a time was remembered meanwhile: hold_again is to follow.
   Returns as submit; PERI_OK when none is held. */
int peri_trainer_run_held(peri_trainer *trainer, peri_training *training, bool *again,
                          peri_error *err);

/* Tell `ended` of the runs that ended on threads since. */
void peri_trainer_collect(peri_trainer *trainer);

#define PERI_TRAINER_MOMENT (INT64_C(2) * 1000 * 1000 * 1000) /* ns */

/* Stop a run of the training that waits or runs, and the one remembered; one on a thread that asks
   whether it was cancelled is stopped by peri_trainer_press. False: there is none. Thread: any. */
bool peri_trainer_cancel(peri_trainer *trainer, peri_training *training);
void peri_trainer_cancel_all(peri_trainer *trainer);

/* Stop those that were cancelled, ask whether they were, and have not ended within a moment
   (PERI_TRAINER_MOMENT of real time). Returns ns until it should be called again; PERI_NEVER: no
   training has such a moment. */
int64_t peri_trainer_press(peri_trainer *trainer);

/* The training flag: true from the moment a training is due until it has ended and, on a thread,
   was written down; of any, or of those with a name. Thread: any. */
bool peri_trainer_is_training(peri_trainer *trainer);
bool peri_trainer_is_training_named(peri_trainer *trainer, const char *name);

/* Call visit for each training that waits or runs on a thread, under the trainer's lock: it must
   not call the trainer. Thread: any. */
void peri_trainer_each_active(peri_trainer *trainer,
                              void (*visit)(void *ctx, const char *name, int64_t due_utc),
                              void *ctx);

int64_t peri_trainer_count(peri_trainer *trainer); /* runs that began. Thread: any */

#endif
