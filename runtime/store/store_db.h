/* store_db.h - the SQLite file behind the object store. Layer 2. */
#ifndef PERI_STORE_DB_H
#define PERI_STORE_DB_H

#include <pthread.h>

#include "store/store.h"

/*
 * All calls return PERI_OK or a common failure of store.h, with the path in the text. Keys are
 * normalised and terminated. Thread: one at a time per database; store.c sees to it. Checkpoints
 * run on a thread of the database's own (log_mover.h), and another one ends reads that are kept
 * open for the next one (store_db_hold.c).
 *
 * The file: table `object`, the directory with the totals, and table `value`, the bytes
 * (store_db_schema.c). Values have ids, since a table WITHOUT ROWID would carry them inside its
 * tree. The totals change in the transaction of the change they count. Write-ahead log, synchronous
 * = FULL, pages of 16 KiB, reading through mmap.
 */
typedef struct peri_store_db peri_store_db;

/*
 * A database that is not open yet; NULL: no memory. The disk is not touched.
 *
 * unchecked  as in peri_store_options
 * lock       under which all other calls but the free are made; borrowed until the free. NULL: the
 *            calls are on one thread, and reads that follow each other share nothing
 */
peri_store_db *peri_store_db_new(const char *path, int busy_ms, bool unchecked,
                                 pthread_mutex_t *lock);

/* NULL is allowed. The lock must not be held when there is one: threads that use it are awaited. */
void peri_store_db_free(peri_store_db *db);

/*
 * Open the file unless it is open: check it, bring an older schema up to date.
 *
 * create  make the file, with its folders and tables, when there is none
 * exists  receives false when there is no file and `create` is false; true otherwise
 */
int peri_store_db_open(peri_store_db *db, bool create, bool *exists, peri_error *err);

/*
 * Copy what the file holds now into a database of its own, which lies in a nameless temporary file
 * and vanishes with the process.
 *
 * db    open or not; a file that does not exist gives an empty copy
 * copy  receives an open database (owned by the caller); untouched on failure
 */
int peri_store_db_copy(peri_store_db *db, peri_store_db **copy, peri_error *err);

/* What is begun. */
enum peri_store_db_part {
    PERI_STORE_DB_WRITE, /* a transaction: until its end no other connection writes */
    PERI_STORE_DB_READ,  /* a transaction that reads one state of the file, and does not write */
    PERI_STORE_DB_INNER  /* a part of one */
};

/* Begin and end. `commit` false, or a commit that fails, leaves the file as it was at begin. Parts
   lie in each other. The calls below need an open file, the writing ones also a transaction. */
int peri_store_db_begin(peri_store_db *db, enum peri_store_db_part part, peri_error *err);
int peri_store_db_end(peri_store_db *db, enum peri_store_db_part part, bool commit,
                      peri_error *err);

/* False when a failure of the file has ended the transaction that was begun. */
bool peri_store_db_in_transaction(const peri_store_db *db);

/*
 * Both change several rows; after a failure of one the transaction must not be committed, unless it
 * is PERI_ELIMIT, which comes before any change.
 *
 * item   key, size of the bytes, kind, and the time of the save (modified_ns)
 * quota  that the file must keep to; NULL: none
 */
int peri_store_db_put(peri_store_db *db, const peri_store_item *item, const void *bytes,
                      const peri_quota *quota, peri_error *err);
int peri_store_db_remove(peri_store_db *db, const char *key, bool *existed, peri_error *err);
int peri_store_db_contains(peri_store_db *db, const char *key, bool *found, peri_error *err);

/* As peri_store_read, and all that is known of the value: item->key stays as it is. *found false:
   no such key, outputs untouched. PERI_EFORMAT when the bytes do not have their sum. */
int peri_store_db_get(peri_store_db *db, const char *key, bool *found, char **bytes,
                      peri_store_item *item, peri_error *err);

/* As peri_store_keys; the prefix is terminated. */
int peri_store_db_list(peri_store_db *db, const char *prefix, peri_store_list *list,
                       peri_error *err);

/* What is stored, by the counters. */
int peri_store_db_usage(peri_store_db *db, peri_quota *used, peri_error *err);

/* As peri_store_check. */
int peri_store_db_check(peri_store_db *db, peri_store_health *health, peri_error *err);

#endif
