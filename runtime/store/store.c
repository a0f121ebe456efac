/* store.c - the object store: keys, permissions, quota, the lock around the file. Layer 2. */
#include "store/store.h"

#include "base/mem.h"
#include "store/store_files.h"
#include "store/store_internal.h"
#include "store/store_missing.h"

enum {
    DEFAULT_BUSY_MS = 5000
};

const char *peri_store_kind_name(enum peri_store_kind kind)
{
    static const char *const names[] = {"bytes", "text", "json", "xml"};
    return names[kind];
}

/* -- the object ----------------------------------------------------------------------------- */

/* Takes over the options; NULL: everything is allowed, within the quota "none". */
static void configure(peri_store *store, const peri_store_options *options)
{
    store->may_read = !options || !options->no_read;
    store->may_write = !options || !options->no_write;
    store->may_delete = !options || !options->no_delete;
    if (options)
        store->quota = options->quota;
    else
        peri_quota_named("none", &store->quota, NULL);
}

int peri_store_open(const char *path, const peri_store_options *options, peri_store **store,
                    peri_error *err)
{
    *store = NULL;
    if (path[0] == '\0' || path[0] == ':') /* SQLite would keep these in memory */
        return peri_fail(err, PERI_EINVAL, "store '%s': expected the path of a file", path);
    int busy_ms = options && options->busy_ms > 0 ? options->busy_ms : DEFAULT_BUSY_MS;
    peri_store *made = peri_calloc(1, sizeof *made);
    char *copy = peri_strdup(path);
    char *files = peri_store_files_folder(path);
    peri_store_db *db = peri_store_db_new(path, busy_ms);
    if (!made || !copy || !files || !db) {
        peri_store_db_free(db);
        peri_free(files);
        peri_free(copy);
        peri_free(made);
        return peri_fail(err, PERI_ENOMEM, "store '%s': no memory", path);
    }
    made->path = copy;
    made->files = files;
    made->db = db;
    pthread_mutex_init(&made->lock, NULL);
    configure(made, options);
    *store = made;
    return PERI_OK;
}

void peri_store_close(peri_store *store)
{
    if (!store)
        return;
    peri_store_db_free(store->db);
    pthread_mutex_destroy(&store->lock);
    peri_free(store->files);
    peri_free(store->path);
    peri_free(store);
}

void peri_store_limits(const peri_store *store, peri_quota *limits)
{
    *limits = store->quota;
}

/* -- what the operations share -------------------------------------------------------------- */

int peri_store_enter(peri_store *store, const char *key, size_t key_len,
                     char name[PERI_STORE_KEY_SIZE], peri_error *err)
{
    int rc = peri_store_key_normalise(key, key_len, name, err);
    if (rc == PERI_OK)
        pthread_mutex_lock(&store->lock);
    return rc;
}

int peri_store_leave(peri_store *store, int rc)
{
    pthread_mutex_unlock(&store->lock);
    return rc;
}

int peri_store_permit(const peri_store *store, bool allowed, const char *doing, const char *key,
                      const char *permission, peri_error *err)
{
    if (allowed)
        return PERI_OK;
    return peri_fail(err, PERI_EDENIED, "store '%s': %s '%s' needs the %s permission", store->path,
                     doing, key, permission);
}

int peri_store_named(const peri_store *store, int rc, peri_error *err)
{
    if (rc != PERI_OK)
        peri_fail_prefix(err, "store '%s': ", store->path);
    return rc;
}

/* -- saving --------------------------------------------------------------------------------- */

static int check_quota_locked(peri_store *store, const char *key, size_t len, peri_error *err)
{
    peri_quota others = {0, 0};
    int rc = peri_store_db_usage(store->db, key, &others, err);
    if (rc != PERI_OK)
        return rc;
    return peri_store_named(store, peri_quota_check(&store->quota, key, &others, (int64_t)len, err),
                            err);
}

int peri_store_save_locked(peri_store *store, const char *key, const void *bytes, size_t len,
                           enum peri_store_kind kind, peri_error *err)
{
    bool exists = false;
    if (len > PERI_STORE_VALUE_MAX)
        return peri_fail(err, PERI_ELIMIT,
                         "store '%s': saving '%s' (%zu bytes), a value has at most %d bytes",
                         store->path, key, len, PERI_STORE_VALUE_MAX);
    int rc = peri_store_db_open(store->db, true, &exists, err);
    if (rc == PERI_OK)
        rc = peri_store_db_begin(store->db, err);
    if (rc != PERI_OK)
        return rc;
    rc = check_quota_locked(store, key, len, err);
    if (rc == PERI_OK)
        rc = peri_store_db_put(store->db, key, bytes, len, kind, err);
    int ended = peri_store_db_end(store->db, rc == PERI_OK, err);
    return rc == PERI_OK ? ended : rc;
}

int peri_store_save(peri_store *store, const char *key, size_t key_len, const void *bytes,
                    size_t len, enum peri_store_kind kind, peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_permit(store, store->may_write, "saving", name, "write", err);
    if (rc == PERI_OK)
        rc = peri_store_save_locked(store, name, bytes, len, kind, err);
    return peri_store_leave(store, rc);
}

/* -- looking and reading -------------------------------------------------------------------- */

/* Opens the file to look at all of it; who may not read sees no objects. */
static int open_to_look(peri_store *store, bool *exists, peri_error *err)
{
    if (store->may_read)
        return peri_store_db_open(store->db, false, exists, err);
    *exists = false;
    return PERI_OK;
}

static int list_locked(peri_store *store, peri_store_list *list, peri_error *err)
{
    bool exists = false;
    int rc = open_to_look(store, &exists, err);
    if (rc == PERI_OK && exists)
        return peri_store_db_list(store->db, list, err);
    if (rc == PERI_OK)
        *list = (peri_store_list){NULL, 0};
    return rc;
}

int peri_store_keys(peri_store *store, peri_store_list *list, peri_error *err)
{
    pthread_mutex_lock(&store->lock);
    return peri_store_leave(store, list_locked(store, list, err));
}

void peri_store_list_free(peri_store_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        peri_free(list->items[i].key);
    peri_free(list->items);
    *list = (peri_store_list){NULL, 0};
}

static int missing_locked(peri_store *store, const char *key, peri_error *err)
{
    peri_store_list list = {NULL, 0};
    int rc = list_locked(store, &list, err);
    if (rc == PERI_OK)
        rc = peri_store_missing(store->path, key, &list, err);
    peri_store_list_free(&list);
    return rc;
}

int peri_store_read(peri_store *store, const char *key, size_t key_len, char **bytes, size_t *len,
                    enum peri_store_kind *kind, peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    bool found = false;
    enum peri_store_kind saved_as = PERI_STORE_BYTES;
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_permit(store, store->may_read, "reading", name, "read", err);
    if (rc == PERI_OK)
        rc = peri_store_db_open(store->db, false, &found, err);
    if (rc == PERI_OK && found)
        rc = peri_store_db_get(store->db, name, &found, bytes, len, &saved_as, err);
    if (rc == PERI_OK && !found)
        rc = missing_locked(store, name, err);
    if (rc == PERI_OK && kind)
        *kind = saved_as;
    return peri_store_leave(store, rc);
}

int peri_store_contains(peri_store *store, const char *key, size_t key_len, bool *found,
                        peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    bool any = false;
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_permit(store, store->may_read, "looking for", name, "read", err);
    if (rc == PERI_OK)
        rc = peri_store_db_open(store->db, false, &any, err);
    if (rc == PERI_OK && any)
        rc = peri_store_db_contains(store->db, name, &any, err);
    if (rc == PERI_OK)
        *found = any;
    return peri_store_leave(store, rc);
}

int peri_store_usage(peri_store *store, peri_quota *used, peri_error *err)
{
    bool exists = false;
    pthread_mutex_lock(&store->lock);
    int rc = open_to_look(store, &exists, err);
    if (rc == PERI_OK && exists)
        rc = peri_store_db_usage(store->db, NULL, used, err);
    else if (rc == PERI_OK)
        *used = (peri_quota){0, 0};
    return peri_store_leave(store, rc);
}

/* -- deleting ------------------------------------------------------------------------------- */

/* Both or none: a file that stays would bring the object back at the next adopt. */
static int delete_both_locked(peri_store *store, const char *key, bool *object, bool *file,
                              peri_error *err)
{
    int rc = peri_store_db_begin(store->db, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_db_remove(store->db, key, object, err);
    if (rc == PERI_OK)
        rc = peri_store_named(store, peri_store_files_remove(store->files, key, file, err), err);
    int ended = peri_store_db_end(store->db, rc == PERI_OK, err);
    return rc == PERI_OK ? ended : rc;
}

static int delete_locked(peri_store *store, const char *key, bool *existed, peri_error *err)
{
    bool object = false, file = false;
    int rc = peri_store_permit(store, store->may_delete, "deleting", key, "delete", err);
    if (rc == PERI_OK)
        rc = peri_store_db_open(store->db, false, &object, err);
    if (rc == PERI_OK && object)
        rc = delete_both_locked(store, key, &object, &file, err);
    else if (rc == PERI_OK)
        rc = peri_store_named(store, peri_store_files_remove(store->files, key, &file, err), err);
    if (rc == PERI_OK && existed)
        *existed = object || file;
    return rc;
}

int peri_store_delete(peri_store *store, const char *key, size_t key_len, bool *existed,
                      peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    return peri_store_leave(store, delete_locked(store, name, existed, err));
}
