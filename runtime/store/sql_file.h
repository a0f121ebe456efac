/* sql_file.h - a small SQLite file of the runtime's own, beside the object store. Layer 2.
 *
 * For what a live run keeps: the allowance and history of trainings (training_db.h), and where a
 * run stands (run_db.h). Each in a file of its own: a strategy may hold the object store's write
 * lock as long as it likes, and nothing here may wait for that.
 */
#ifndef PERI_SQL_FILE_H
#define PERI_SQL_FILE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* One kind of file. All static. */
typedef struct peri_sql_form {
    const char *what;        /* "training file": in messages, before the path */
    uint32_t application_id; /* tells it from databases of others */
    int version;             /* of the tables; a file of a newer one is refused */
    const char *tables;      /* SQL that makes them */
    bool on_disk; /* a commit is on disk when it returns; else it survives the death of the
                     process, and a power cut may take back the last ones as a whole */
    int busy_ms;  /* how long to wait for another writer */
} peri_sql_form;

typedef struct peri_sql_file peri_sql_file;

/*
 * Open a file, made with its folders when it is not there.
 *
 * path    copied
 * create  false: a file that is not there is PERI_ENOTFOUND, and one that cannot be written is
 *         opened for reading; what writes then fails with PERI_EIO
 * out     owned by the caller (peri_sql_file_close)
 * Returns PERI_OK, PERI_ENOTFOUND, PERI_EIO, PERI_ENOMEM, PERI_ESTATE (kept by another writer), or
 * PERI_EFORMAT (another program's, a newer version's, or damaged: it stays as it is).
 * Thread: one at a time, for all calls.
 */
int peri_sql_file_open(const peri_sql_form *form, const char *path, bool create,
                       peri_sql_file **out, peri_error *err);
void peri_sql_file_close(peri_sql_file *file); /* NULL is allowed */

const char *peri_sql_file_path(const peri_sql_file *file); /* borrowed until the close */

/* Run SQL without rows. Returns PERI_OK or as peri_sql_file_fail. */
int peri_sql_file_exec(peri_sql_file *file, const char *sql, peri_error *err);

/* Prepare a statement into *slot unless one is there already; the caller finalizes it. */
int peri_sql_file_prepare(peri_sql_file *file, const char *sql, sqlite3_stmt **slot,
                          peri_error *err);

/* Run a bound statement that gives no rows, and unbind it. Returns as exec. */
int peri_sql_file_run(peri_sql_file *file, sqlite3_stmt *statement, peri_error *err);

/* The connection's last failure as ours, as peri_sql_status tells it, with the file's path. */
int peri_sql_file_fail(peri_sql_file *file, peri_error *err);

#endif
