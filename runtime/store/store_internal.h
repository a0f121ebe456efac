/* store_internal.h - what the files of the object store share; nobody else includes it. Layer 2. */
#ifndef PERI_STORE_INTERNAL_H
#define PERI_STORE_INTERNAL_H

#include <pthread.h>

#include "store/key.h"
#include "store/store.h"
#include "store/store_db.h"

enum {
    PERI_STORE_NESTED = 32 /* transactions that may lie in each other */
};

/* The transactions of peri_store_begin that are open, the outermost first. */
typedef struct peri_store_open_transactions {
    int depth;
    bool on_file;                    /* there is a file, and it has begun one too */
    bool lost;                       /* a change failed in the middle: nothing may be kept */
    bool refused[PERI_STORE_NESTED]; /* [i]: a save in the i-th was over the quota */
    peri_error refusal;              /* the last such */
    char **removed;                  /* keys whose files go at the commit; owned */
    size_t n_removed, cap;
    size_t removed_before[PERI_STORE_NESTED]; /* [i]: n_removed at the begin of the i-th */
} peri_store_open_transactions;

struct peri_store {
    char *path;
    char *files; /* folder of the objects' files, as text; on disk only when one was asked for */
    peri_quota quota;
    bool may_read, may_write, may_delete;
    int64_t (*clock)(void *ctx);
    void *clock_ctx;
    pthread_mutex_t lock; /* recursive; a transaction holds it from begin to end. Guards the rest */
    peri_store_db *db;    /* the file, shared with others */
    peri_store_db *view;  /* what is to be seen, when that is a snapshot; else NULL */
    peri_store_open_transactions open;
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

/*
 * Open what is read from. *db: the database to read, NULL when there is no file yet.
 * Returns PERI_OK, PERI_ESTATE (the open transaction is lost) or a common failure.
 */
int peri_store_look(peri_store *store, peri_store_db **db, peri_error *err);

/*
 * Begin one change of the file and of the snapshot: a transaction of its own, or a part of the open
 * one. *exists: false when there is no file and `create` does not make one; then nothing was begun.
 * A change that has begun needs its end. The end returns rc, or the failure of the commit; within a
 * transaction a failure but PERI_ELIMIT makes all of it lost.
 */
int peri_store_change_begin(peri_store *store, bool create, bool *exists, peri_error *err);
int peri_store_change_end(peri_store *store, int rc, peri_error *err);

/* Save under a normalised key, quota and size included. */
int peri_store_save_locked(peri_store *store, char *key, const void *bytes, size_t len,
                           enum peri_store_kind kind, peri_error *err);

/* Remove the file of a deleted key now, or with the commit of the open transaction. *existed: there
   is one. */
int peri_store_remove_file_locked(peri_store *store, const char *key, bool *existed,
                                  peri_error *err);

/* The text of a missing key's failure. */
int peri_store_missing_locked(peri_store *store, const char *key, peri_error *err);

#endif
