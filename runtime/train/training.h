/* training.h - the training flag, and running one training under it. Knows no Lua. Layer 3. */
#ifndef PERI_TRAINING_H
#define PERI_TRAINING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef enum peri_training_outcome {
    PERI_TRAINING_DONE,
    PERI_TRAINING_FAILED
} peri_training_outcome;

/* One finished training. */
typedef struct peri_training {
    const char *name;    /* the event's name; borrowed for the call that hands the record out */
    int64_t number;      /* 1, 2, ... in order of start */
    int64_t due_utc;     /* simulated (or live) time it was due, ns */
    int64_t duration_ns; /* real time it took; 0 when the trainer has no clock */
    int64_t minutes;     /* taken from the allowance */
    peri_training_outcome outcome;
} peri_training;

/* Real time in ns from any fixed point; given from outside, so that tests need no clock. */
typedef int64_t (*peri_clock_fn)(void *ctx);
/* Told of each training that ended, on the thread that ran it, after the flag went down. */
typedef void (*peri_training_listener)(void *ctx, const peri_training *training);

typedef struct peri_trainer peri_trainer;
struct peri_watch;

/*
 * Make a trainer that runs trainings at once on the caller's thread (backtest).
 *
 * watch     meters and limits trainings (borrowed); NULL: none does
 * clock     measures durations; NULL: they are 0
 * listener  may be NULL
 * Returns PERI_OK or PERI_ENOMEM; out is owned by the caller (peri_trainer_close).
 */
int peri_trainer_open(struct peri_watch *watch, peri_clock_fn clock,
                      peri_training_listener listener, void *ctx, peri_trainer **out,
                      peri_error *err);
void peri_trainer_close(peri_trainer *trainer); /* NULL is allowed */

/* Run a training: raises the flag, calls `run`, lowers the flag, tells the listener.
   Returns what `run` returned, or PERI_ELIMIT when it took longer than it may. Thread: the
   strategy's. */
int peri_trainer_run(peri_trainer *trainer, const char *name, int64_t due_utc,
                     int (*run)(void *ctx, peri_error *err), void *ctx, peri_error *err);

/* The training flag: true while a training runs. Thread: any. */
bool peri_trainer_is_training(peri_trainer *trainer);

/* Trainings that ended so far. Thread: the strategy's. */
int64_t peri_trainer_count(const peri_trainer *trainer);

#endif
