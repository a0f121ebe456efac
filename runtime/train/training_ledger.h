/* training_ledger.h - what trainings of live runs took, kept in a file: their allowance and their
 * history. Layer 3.
 *
 * Minutes are taken in the file, before they are granted, and refills follow the wall clock on a
 * grid that stays where it began: a restart, a kill or a clock set back gains nothing.
 */
#ifndef PERI_TRAINING_LEDGER_H
#define PERI_TRAINING_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "train/leaky_bucket.h"
#include "train/training.h"

/* Thread: any, for all calls but open and close; a worker's calls come one at a time. */
typedef struct peri_ledger peri_ledger;

typedef struct peri_ledger_options {
    const char *path;            /* of the project's file, made when it is not there (copied) */
    const char *run;             /* name of the live run (copied) */
    int64_t (*clock)(void *ctx); /* wall clock, UTC ns; on any thread */
    void *ctx;
} peri_ledger_options;

/* Open it; trainings of this run that never ended are written down as lost. Returns PERI_OK,
   PERI_ENOMEM or what peri_training_db_open returns. out is owned by the caller. */
int peri_ledger_open(const peri_ledger_options *options, peri_ledger **out, peri_error *err);
void peri_ledger_close(peri_ledger *ledger); /* NULL is allowed */

/*
 * Go on with the allowance as it is in the file, or begin there with the one given.
 *
 * server  whose allowance, as in peri_allowance_named; another one than before keeps the level, as
 *         far as it holds that many
 * bucket  limited and full, its grid begins now; gets the level and the grid kept. A grid that
 *         lies more than an interval ahead (the clock was set back) begins anew.
 * Returns PERI_OK or as peri_training_db_change.
 */
int peri_ledger_load(peri_ledger *ledger, const char *server, peri_bucket *bucket, peri_error *err);

/* Take one minute at a time of the wall clock for what worker runs, in the file; bucket then shows
   the level there. When the file fails, from the bucket alone (see peri_ledger_failed): the next
   take that it writes takes off those minutes too, as far as there are as many. True: granted. */
bool peri_ledger_take(peri_ledger *ledger, int worker, peri_bucket *bucket, int64_t now_ns);

/* A run of a training begins and ends on a worker (0..PERI_TRAINER_MOST - 1). */
void peri_ledger_begin(peri_ledger *ledger, int worker, const char *name, int64_t due_utc);
void peri_ledger_end(peri_ledger *ledger, int worker, const peri_training_run *run);

/* The first failure to write since it was last asked, if any. */
bool peri_ledger_failed(peri_ledger *ledger, peri_error *out);

#endif
