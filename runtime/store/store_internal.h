/* store_internal.h - what the files of the object store share; nobody else includes it. Layer 2. */
#ifndef PERI_STORE_INTERNAL_H
#define PERI_STORE_INTERNAL_H

#include <pthread.h>

#include "store/key.h"
#include "store/store.h"
#include "store/store_db.h"

struct peri_store {
    char *path;
    char *files; /* folder of the objects' files, as text; on disk only when one was asked for */
    peri_quota quota;
    bool may_read, may_write, may_delete;
    pthread_mutex_t lock; /* guards db */
    peri_store_db *db;
};

/* Normalise the key and take the lock: the beginning of every operation on one object. */
int peri_store_enter(peri_store *store, const char *key, size_t key_len,
                     char name[PERI_STORE_KEY_SIZE], peri_error *err);

/* Release the lock; returns rc. */
int peri_store_leave(peri_store *store, int rc);

/* PERI_OK when `allowed`, else PERI_EDENIED: "store 'x.db': reading 'k' needs the read
   permission". */
int peri_store_permit(const peri_store *store, bool allowed, const char *doing, const char *key,
                      const char *permission, peri_error *err);

/* Put the store's name before the text of a failure that does not have it; returns rc. */
int peri_store_named(const peri_store *store, int rc, peri_error *err);

/* Save under a normalised key, quota and size included. */
int peri_store_save_locked(peri_store *store, const char *key, const void *bytes, size_t len,
                           enum peri_store_kind kind, peri_error *err);

#endif
