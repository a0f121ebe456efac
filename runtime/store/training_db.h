/* training_db.h - the file that keeps the allowance of trainings and their history. Layer 2.
 *
 * One a project, shared by all its live runs. A commit is on disk when a call returns, so neither a
 * restart nor a kill gives minutes back.
 */
#ifndef PERI_TRAINING_DB_H
#define PERI_TRAINING_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* Thread: any, for all calls; it locks itself. */
typedef struct peri_training_db peri_training_db;

/* Open it; see peri_sql_file_open for create and what it returns. */
int peri_training_db_open(const char *path, bool create, peri_training_db **out, peri_error *err);
void peri_training_db_close(peri_training_db *db); /* NULL is allowed */

/* How the allowance stands. */
typedef struct peri_training_level {
    char server[16];     /* whose it was last: "512" */
    int64_t available;   /* minutes */
    int64_t next_refill; /* wall clock, ns since 1970 */
} peri_training_level;

/* The level as it is; *known false: nothing was taken or begun yet. Returns as change. */
int peri_training_db_level(peri_training_db *db, bool *known, peri_training_level *level,
                           peri_error *err);

/*
 * Look at the level and change it, with nobody in between, in any process.
 *
 * change  gets the level (known false: there is none yet) and leaves what is to be kept; returns
 *         how many minutes it takes from it, >= 0, or -1 when nothing is to be written
 * id      of the training that takes the minutes: they are written down with the level, both or
 *         neither; 0: none does
 * Returns PERI_OK, PERI_EIO, PERI_ENOMEM, PERI_ESTATE (another writer kept the file), PERI_EFORMAT;
 * the file is then as it was.
 */
int peri_training_db_change(peri_training_db *db,
                            int64_t (*change)(void *ctx, bool known, peri_training_level *level),
                            void *ctx, int64_t id, peri_error *err);

/* One time that a training ran. Strings are borrowed, for the call. */
typedef struct peri_training_record {
    int64_t id;          /* 1, 2, ... in order of begin */
    const char *run;     /* name of the live run it belongs to (--name) */
    const char *name;    /* of the training */
    int64_t due_ns;      /* simulated (or live) time it was due, UTC */
    int64_t began_ns;    /* wall clock, UTC */
    int64_t duration_ns; /* real time it took; -1: it has not ended */
    int64_t minutes;     /* taken from the allowance so far */
    const char *outcome; /* "running", "done", "failed", "cancelled", "over_limit", "lost" */
    const char *error;   /* "" when it went well */
} peri_training_record;

/* Write down that a training begins (run, name, due and began are read); id receives its number.
   Returns as change. */
int peri_training_db_begin(peri_training_db *db, const peri_training_record *record, int64_t *id,
                           peri_error *err);

/* Write down how training record->id went (duration, minutes, outcome, error are read). */
int peri_training_db_end(peri_training_db *db, const peri_training_record *record, peri_error *err);

/* Trainings of a run that never ended, since its process died, become "lost". */
int peri_training_db_lose(peri_training_db *db, const char *run, peri_error *err);

/* The newest trainings, at most `most` (> 0), the oldest of them first; run NULL: of all runs.
   visit must not call the database. */
int peri_training_db_list(peri_training_db *db, const char *run, int64_t most,
                          void (*visit)(void *ctx, const peri_training_record *record), void *ctx,
                          peri_error *err);

#endif
