/* store_db.h - the SQLite file behind the object store. Layer 2. */
#ifndef PERI_STORE_DB_H
#define PERI_STORE_DB_H

#include "store/store.h"

/*
 * All calls return PERI_OK or a common failure of store.h, with the path in the text. Keys are
 * normalised and terminated. Thread: one at a time per database; store.c sees to it.
 */
typedef struct peri_store_db peri_store_db;

/* A database that is not open yet; NULL: no memory. The disk is not touched. */
peri_store_db *peri_store_db_new(const char *path, int busy_ms);
void peri_store_db_free(peri_store_db *db); /* NULL is allowed */

/*
 * Open the file unless it is open.
 *
 * create  make the file, with its folders and tables, when there is none
 * exists  receives false when there is no file and `create` is false; true otherwise
 */
int peri_store_db_open(peri_store_db *db, bool create, bool *exists, peri_error *err);

/* A write transaction: between begin and end no other connection writes. `commit` false, or a
   commit that fails, leaves the file as it was at begin. The calls below need an open file; put
   needs a transaction. */
int peri_store_db_begin(peri_store_db *db, peri_error *err);
int peri_store_db_end(peri_store_db *db, bool commit, peri_error *err);

int peri_store_db_put(peri_store_db *db, const char *key, const void *bytes, size_t len,
                      enum peri_store_kind kind, peri_error *err);
int peri_store_db_remove(peri_store_db *db, const char *key, bool *existed, peri_error *err);
int peri_store_db_contains(peri_store_db *db, const char *key, bool *found, peri_error *err);

/* As peri_store_read; *found false: no such key, outputs untouched. `kind` is not NULL here. */
int peri_store_db_get(peri_store_db *db, const char *key, bool *found, char **bytes, size_t *len,
                      enum peri_store_kind *kind, peri_error *err);

/* As peri_store_keys. */
int peri_store_db_list(peri_store_db *db, peri_store_list *list, peri_error *err);

/* What is stored under other keys than `without`; NULL: under all. */
int peri_store_db_usage(peri_store_db *db, const char *without, peri_quota *used, peri_error *err);

#endif
