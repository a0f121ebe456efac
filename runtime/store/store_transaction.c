/* store_transaction.c - several changes of an object store as one. Layer 2. */
#include "base/mem.h"
#include "store/store_files.h"
#include "store/store_internal.h"

/* -- what is begun and ended together ------------------------------------------------------- */

/* Begins on the file (when it takes part) and on the snapshot, or on none of them. */
static int begin_both(peri_store *store, bool on_file, enum peri_store_db_part part,
                      peri_error *err)
{
    enum peri_store_db_part on_view = part == PERI_STORE_DB_READ ? PERI_STORE_DB_WRITE : part;
    int rc = on_file ? peri_store_db_begin(store->db, part, err) : PERI_OK;
    if (rc != PERI_OK || !store->view)
        return rc;
    rc = peri_store_db_begin(store->view, on_view, err);
    if (rc != PERI_OK && on_file)
        peri_store_db_end(store->db, part, false, NULL);
    return rc;
}

/* The file decides; the snapshot, which is private and need not reach a disk, follows. What SQLite
   has given up has ended already. */
static int end_both(peri_store *store, bool on_file, enum peri_store_db_part part, bool commit,
                    peri_error *err)
{
    int rc = PERI_OK;
    if (on_file && peri_store_db_in_transaction(store->db))
        rc = peri_store_db_end(store->db, part, commit, err);
    if (store->view && peri_store_db_in_transaction(store->view)) {
        int seen = peri_store_db_end(store->view, part, commit && rc == PERI_OK,
                                     rc == PERI_OK ? err : NULL);
        rc = rc == PERI_OK ? seen : rc;
    }
    return rc;
}

/* A change of several statements failed between them, or SQLite gave the transaction up, as it does
   when the disk is full. */
static bool is_lost(const peri_store *store)
{
    const peri_store_open_transactions *open = &store->open;
    return open->depth > 0 &&
           (open->lost || (open->on_file && !peri_store_db_in_transaction(store->db)) ||
            (store->view && !peri_store_db_in_transaction(store->view)));
}

static int check_lost(const peri_store *store, peri_error *err)
{
    if (!is_lost(store))
        return PERI_OK;
    return peri_fail(err, PERI_ESTATE,
                     "store '%s': a call in this transaction failed, so that all of it was undone",
                     store->path);
}

/* -- single operations ---------------------------------------------------------------------- */

int peri_store_look(peri_store *store, peri_store_db **db, peri_error *err)
{
    bool exists = true;
    int rc = check_lost(store, err);
    if (rc == PERI_OK && !store->view)
        rc = peri_store_db_open(store->db, false, &exists, err);
    if (rc == PERI_OK)
        *db = store->view ? store->view : exists ? store->db : NULL;
    return rc;
}

int peri_store_change_begin(peri_store *store, bool create, bool *exists, peri_error *err)
{
    int rc = check_lost(store, err);
    if (rc == PERI_OK && store->open.depth > 0) {
        *exists = store->open.on_file;
        return PERI_OK;
    }
    if (rc == PERI_OK)
        rc = peri_store_db_open(store->db, create, exists, err);
    if (rc == PERI_OK && *exists)
        rc = begin_both(store, true, PERI_STORE_DB_WRITE, err);
    return rc;
}

int peri_store_change_end(peri_store *store, int rc, peri_error *err)
{
    if (store->open.depth > 0) {
        store->open.lost = store->open.lost || (rc != PERI_OK && rc != PERI_ELIMIT);
        return rc;
    }
    int ended =
        end_both(store, true, PERI_STORE_DB_WRITE, rc == PERI_OK, rc == PERI_OK ? err : NULL);
    return rc == PERI_OK ? ended : rc;
}

/* -- files of deleted objects --------------------------------------------------------------- */

/* Keeps a key until the commit. */
static int remember_removed(peri_store *store, const char *key, peri_error *err)
{
    peri_store_open_transactions *open = &store->open;
    void *items = open->removed;
    char *copy = peri_strdup(key);
    if (!copy ||
        peri_grow(&items, &open->cap, open->n_removed + 1, sizeof open->removed[0]) != PERI_OK) {
        peri_free(copy);
        return peri_fail(err, PERI_ENOMEM, "store '%s': no memory", store->path);
    }
    open->removed = items;
    open->removed[open->n_removed++] = copy;
    return PERI_OK;
}

int peri_store_remove_file_locked(peri_store *store, const char *key, bool *existed,
                                  peri_error *err)
{
    if (store->open.depth == 0)
        return peri_store_named(store, peri_store_files_remove(store->files, key, existed, err),
                                err);
    *existed = peri_store_files_has(store->files, key);
    return *existed ? remember_removed(store, key, err) : PERI_OK;
}

static void forget_removed(peri_store_open_transactions *open, size_t keep)
{
    while (open->n_removed > keep)
        peri_free(open->removed[--open->n_removed]);
}

static int remove_files(peri_store *store, peri_error *err)
{
    bool existed;
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < store->open.n_removed; i++)
        rc = peri_store_files_remove(store->files, store->open.removed[i], &existed, err);
    return peri_store_named(store, rc, err);
}

/* -- transactions --------------------------------------------------------------------------- */

static enum peri_store_db_part part_of(const peri_store *store, int level)
{
    if (level > 0)
        return PERI_STORE_DB_INNER;
    return store->may_write || store->may_delete ? PERI_STORE_DB_WRITE : PERI_STORE_DB_READ;
}

static int begin_locked(peri_store *store, peri_error *err)
{
    peri_store_open_transactions *open = &store->open;
    bool exists = open->on_file;
    if (open->depth == PERI_STORE_NESTED)
        return peri_fail(err, PERI_ELIMIT, "store '%s': transactions nested deeper than %d",
                         store->path, PERI_STORE_NESTED);
    int rc = check_lost(store, err);
    if (rc == PERI_OK && open->depth == 0)
        rc = peri_store_db_open(store->db, store->may_write, &exists, err);
    if (rc == PERI_OK)
        rc = begin_both(store, exists, part_of(store, open->depth), err);
    if (rc != PERI_OK)
        return rc;
    open->on_file = exists;
    open->refused[open->depth] = false;
    open->removed_before[open->depth] = open->n_removed;
    open->depth++;
    return PERI_OK;
}

int peri_store_begin(peri_store *store, peri_error *err)
{
    pthread_mutex_lock(&store->lock); /* kept until the end */
    int rc = begin_locked(store, err);
    return rc == PERI_OK ? rc : peri_store_leave(store, rc);
}

/* Whether the innermost transaction may be kept; else why not. */
static int check_commit(const peri_store *store, peri_error *err)
{
    const peri_store_open_transactions *open = &store->open;
    int rc = check_lost(store, err);
    if (rc == PERI_OK && open->refused[open->depth - 1])
        rc = peri_fail(err, open->refusal.code, "%s", open->refusal.text);
    return rc;
}

static int end_locked(peri_store *store, bool commit, peri_error *err)
{
    peri_store_open_transactions *open = &store->open;
    int level = open->depth - 1;
    int rc = commit ? check_commit(store, err) : PERI_OK;
    bool keep = commit && rc == PERI_OK;
    if (keep && level == 0) {
        rc = remove_files(store, err);
        keep = rc == PERI_OK;
    }
    int ended =
        end_both(store, open->on_file, part_of(store, level), keep, rc == PERI_OK ? err : NULL);
    keep = keep && ended == PERI_OK;
    rc = rc == PERI_OK && commit ? ended : rc;
    if (!keep || level == 0)
        forget_removed(open, keep ? 0 : open->removed_before[level]);
    open->depth--;
    return rc;
}

int peri_store_end(peri_store *store, bool commit, peri_error *err)
{
    pthread_mutex_lock(&store->lock);
    if (store->open.depth == 0)
        return peri_store_leave(
            store, peri_fail(err, PERI_ESTATE, "store '%s': no transaction is open", store->path));
    int rc = end_locked(store, commit, err);
    if (store->open.depth == 0) {
        peri_free(store->open.removed);
        store->open = (peri_store_open_transactions){.depth = 0};
    }
    pthread_mutex_unlock(&store->lock); /* of the begin */
    return peri_store_leave(store, rc);
}
