/* store.c - the object store: its object, its lock, single values. Layer 2. */
#include "store/store.h"

#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "store/store_files.h"
#include "store/store_internal.h"

enum {
    DEFAULT_BUSY_MS = 5000
};

const char *peri_store_kind_name(enum peri_store_kind kind)
{
    static const char *const names[] = {"bytes", "text", "json", "xml"};
    return names[kind];
}

int peri_store_permissions(const char *text, peri_store_options *options, peri_error *err)
{
    static const char letters[] = "rwd";
    bool is_right = strlen(text) == sizeof letters - 1;
    for (size_t i = 0; is_right && letters[i]; i++)
        is_right = text[i] == letters[i] || text[i] == '-';
    if (!is_right)
        return peri_fail(err, PERI_EINVAL,
                         "store permissions were '%s', expected 'rwd' (read, write, delete) with "
                         "'-' for what is not allowed, as in 'r--'",
                         text);
    options->no_read = text[0] == '-';
    options->no_write = text[1] == '-';
    options->no_delete = text[2] == '-';
    return PERI_OK;
}

/* -- the object ----------------------------------------------------------------------------- */

static int64_t system_clock(void *ctx)
{
    struct timespec now;
    (void)ctx;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Takes over the options; NULL: everything is allowed, within the quota "none". */
static void configure(peri_store *store, const peri_store_options *options)
{
    store->may_read = !options || !options->no_read;
    store->may_write = !options || !options->no_write;
    store->may_delete = !options || !options->no_delete;
    store->clock = options && options->clock ? options->clock : system_clock;
    store->clock_ctx = options ? options->ctx : NULL;
    if (options)
        store->quota = options->quota;
    else
        peri_quota_named("none", &store->quota, NULL);
}

/* A transaction keeps the lock while its thread goes on to call the store. */
static void init_lock(pthread_mutex_t *lock)
{
    pthread_mutexattr_t kind;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(lock, &kind);
    pthread_mutexattr_destroy(&kind);
}

static peri_store *new_store(const char *path, const peri_store_options *options)
{
    int busy_ms = options && options->busy_ms > 0 ? options->busy_ms : DEFAULT_BUSY_MS;
    peri_store *made = peri_calloc(1, sizeof *made);
    char *copy = peri_strdup(path);
    char *files = peri_store_files_folder(path);
    peri_store_db *db =
        made ? peri_store_db_new(path, busy_ms, options && options->unchecked, &made->lock) : NULL;
    if (!made || !copy || !files || !db) {
        peri_store_db_free(db);
        peri_free(files);
        peri_free(copy);
        peri_free(made);
        return NULL;
    }
    made->path = copy;
    made->files = files;
    made->db = db;
    init_lock(&made->lock);
    configure(made, options);
    return made;
}

int peri_store_open(const char *path, const peri_store_options *options, peri_store **store,
                    peri_error *err)
{
    *store = NULL;
    if (path[0] == '\0' || path[0] == ':') /* SQLite would keep these in memory */
        return peri_fail(err, PERI_EINVAL, "store '%s': expected the path of a file", path);
    peri_store *made = new_store(path, options);
    if (!made)
        return peri_fail(err, PERI_ENOMEM, "store '%s': no memory", path);
    if (options && options->snapshot) {
        int rc = peri_store_db_copy(made->db, &made->view, err);
        if (rc != PERI_OK) {
            peri_store_close(made);
            return rc;
        }
    }
    *store = made;
    return PERI_OK;
}

void peri_store_close(peri_store *store)
{
    if (!store)
        return;
    while (store->open.depth > 0)
        peri_store_end(store, false, NULL);
    peri_store_db_free(store->view);
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

static int refresh_locked(peri_store *store, peri_error *err)
{
    peri_store_db *view = NULL;
    if (store->open.depth > 0)
        return peri_fail(err, PERI_ESTATE, "store '%s': cannot be refreshed in a transaction",
                         store->path);
    if (!store->view)
        return PERI_OK;
    int rc = peri_store_db_copy(store->db, &view, err);
    if (rc != PERI_OK)
        return rc;
    peri_store_db_free(store->view);
    store->view = view;
    return PERI_OK;
}

int peri_store_refresh(peri_store *store, peri_error *err)
{
    pthread_mutex_lock(&store->lock);
    return peri_store_leave(store, refresh_locked(store, err));
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

static int put_locked(peri_store *store, const peri_store_item *item, const void *bytes,
                      peri_error *err)
{
    int rc = peri_store_db_put(store->db, item, bytes, &store->quota, err);
    if (rc == PERI_OK && store->view)
        rc = peri_store_db_put(store->view, item, bytes, NULL, err);
    return rc;
}

/* A refused save spoils the transaction it lies in. */
static int refuse_locked(peri_store *store, int rc, const peri_error *why)
{
    if (rc == PERI_ELIMIT && store->open.depth > 0) {
        store->open.refused[store->open.depth - 1] = true;
        store->open.refusal = *why;
    }
    return rc;
}

static int save_checked(peri_store *store, char *key, const void *bytes, size_t len,
                        enum peri_store_kind kind, peri_error *err)
{
    bool exists = false;
    if (len > PERI_STORE_VALUE_MAX)
        return peri_fail(err, PERI_ELIMIT,
                         "store '%s': saving '%s' (%zu bytes), a value has at most %d bytes",
                         store->path, key, len, PERI_STORE_VALUE_MAX);
    int rc = peri_store_change_begin(store, true, &exists, err);
    if (rc != PERI_OK)
        return rc;
    peri_store_item item = {.key = key,
                            .size = (int64_t)len,
                            .kind = kind,
                            .modified_ns = store->clock(store->clock_ctx)};
    return peri_store_change_end(store, put_locked(store, &item, bytes, err), err);
}

int peri_store_save_locked(peri_store *store, char *key, const void *bytes, size_t len,
                           enum peri_store_kind kind, peri_error *err)
{
    peri_error own = {0, ""};
    peri_error *why = err ? err : &own;
    return refuse_locked(store, save_checked(store, key, bytes, len, kind, why), why);
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

/* -- reading -------------------------------------------------------------------------------- */

/* Read under a normalised key, permission included; the failure names similar keys. */
static int read_locked(peri_store *store, const char *key, char **bytes, peri_store_item *item,
                       peri_error *err)
{
    peri_store_db *db = NULL;
    bool found = false;
    int rc = peri_store_permit(store, store->may_read, "reading", key, "read", err);
    if (rc == PERI_OK)
        rc = peri_store_look(store, &db, err);
    if (rc == PERI_OK && db)
        rc = peri_store_db_get(db, key, &found, bytes, item, err);
    if (rc == PERI_OK && !found)
        rc = peri_store_missing_locked(store, key, err);
    return rc;
}

int peri_store_read(peri_store *store, const char *key, size_t key_len, char **bytes, size_t *len,
                    enum peri_store_kind *kind, peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    peri_store_item item = {.size = 0};
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    rc = read_locked(store, name, bytes, &item, err);
    if (rc == PERI_OK)
        *len = (size_t)item.size;
    if (rc == PERI_OK && kind)
        *kind = item.kind;
    return peri_store_leave(store, rc);
}

int peri_store_describe(peri_store *store, const char *key, size_t key_len, peri_store_stat *out,
                        peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    char *bytes = NULL;
    peri_store_item item = {.size = 0};
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_leave(store, read_locked(store, name, &bytes, &item, err));
    if (rc != PERI_OK)
        return rc;
    *out = (peri_store_stat){.size = item.size,
                             .created_ns = item.created_ns,
                             .modified_ns = item.modified_ns,
                             .kind = item.kind};
    peri_digest_sha256(bytes, (size_t)item.size, out->sha256);
    peri_free(bytes);
    return PERI_OK;
}

static int contains_locked(peri_store *store, const char *key, bool *found, peri_error *err)
{
    peri_store_db *db = NULL;
    bool any = false;
    int rc = peri_store_permit(store, store->may_read, "looking for", key, "read", err);
    if (rc == PERI_OK)
        rc = peri_store_look(store, &db, err);
    if (rc == PERI_OK && db)
        rc = peri_store_db_contains(db, key, &any, err);
    if (rc == PERI_OK)
        *found = any;
    return rc;
}

int peri_store_contains(peri_store *store, const char *key, size_t key_len, bool *found,
                        peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    return peri_store_leave(store, contains_locked(store, name, found, err));
}

/* -- deleting ------------------------------------------------------------------------------- */

/* From the file and from the snapshot; *object tells of what was to be seen. */
static int remove_locked(peri_store *store, const char *key, bool *object, peri_error *err)
{
    bool seen = false;
    int rc = peri_store_db_remove(store->db, key, object, err);
    if (rc != PERI_OK || !store->view)
        return rc;
    rc = peri_store_db_remove(store->view, key, &seen, err);
    *object = seen;
    return rc;
}

/* The file goes first: one that stayed would bring the object back at the next adopt. When the
   commit fails behind it, the object stays and its file has to be asked for again. */
static int delete_locked(peri_store *store, const char *key, bool *existed, peri_error *err)
{
    bool exists = false, object = false, file = false;
    int rc = peri_store_permit(store, store->may_delete, "deleting", key, "delete", err);
    if (rc == PERI_OK)
        rc = peri_store_change_begin(store, false, &exists, err);
    if (rc != PERI_OK)
        return rc;
    if (exists)
        rc = remove_locked(store, key, &object, err);
    if (rc == PERI_OK)
        rc = peri_store_remove_file_locked(store, key, &file, err);
    if (exists)
        rc = peri_store_change_end(store, rc, err);
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
