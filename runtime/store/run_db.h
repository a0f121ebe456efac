/* run_db.h - the file in which a live run keeps where it stands: records by kind and number.
 * Layer 2.
 *
 * A step's records are saved in one transaction: the file shows a whole step or none of it. A
 * commit survives the death of the process; a power cut may take back the last steps as wholes.
 * Each record has a sum beside it, so that damage is found when it is read.
 */
#ifndef PERI_RUN_DB_H
#define PERI_RUN_DB_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Thread: one at a time, for all calls. */
typedef struct peri_run_db peri_run_db;

/*
 * Open a run's file, made with its folders when it is not there, and keep every other process out
 * until the close or the end of this process.
 *
 * wait_ms  how long to wait for another process that has it, >= 0: one that was killed lets go of
 *          it only when it is quite gone, some ms later
 * Returns PERI_OK; PERI_ESTATE when the run is at work in another process (or in this one);
 * PERI_EIO, PERI_ENOMEM, PERI_EFORMAT. out is owned by the caller.
 */
int peri_run_db_open(const char *path, int wait_ms, peri_run_db **out, peri_error *err);
void peri_run_db_close(peri_run_db *db); /* NULL is allowed; takes back what was not committed */

/* A transaction; between begin and commit come puts and drops. They return PERI_OK, PERI_EIO,
   PERI_ENOMEM or PERI_EFORMAT; after a failure: rollback. */
int peri_run_db_begin(peri_run_db *db, peri_error *err);
int peri_run_db_commit(peri_run_db *db, peri_error *err);
void peri_run_db_rollback(peri_run_db *db);

/* Save a record, in place of one of the same kind and id; bytes are borrowed for the call. */
int peri_run_db_put(peri_run_db *db, int kind, int64_t id, const void *bytes, size_t len,
                    peri_error *err);
int peri_run_db_clear(peri_run_db *db, peri_error *err); /* drop all records, of all kinds */

/* Call visit for each record of a kind, by id; it must not call the database. What it returns
   other than PERI_OK ends the walk and comes back; a record that is not as it was put does too, as
   PERI_EFORMAT, and is not shown. */
int peri_run_db_each(peri_run_db *db, int kind,
                     int (*visit)(void *ctx, int64_t id, const void *bytes, size_t len,
                                  peri_error *err),
                     void *ctx, peri_error *err);

#endif
