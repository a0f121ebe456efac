/* store_db.c - the object store's SQLite file. Layer 2. */
#include "store/store_db.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "store/parent_folder.h"

enum {
    SCHEMA_VERSION = 1,
    APPLICATION_ID = 0x50455249 /* "PERI", for file(1) and against foreign databases */
};

/* Statements are prepared once, at first use. */
enum statement {
    BEGIN,
    COMMIT,
    ROLLBACK,
    SAVE,
    READ,
    REMOVE,
    CONTAINS,
    LIST,
    OTHERS, /* what there is beside one key */
    STATEMENTS
};

static const char *const statement_sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [SAVE] = ("INSERT INTO object(key, kind, size, value) VALUES (?1, ?2, ?3, ?4) "
              "ON CONFLICT(key) DO UPDATE SET kind = ?2, size = ?3, value = ?4"),
    [READ] = "SELECT value, kind FROM object WHERE key = ?1",
    [REMOVE] = "DELETE FROM object WHERE key = ?1",
    [CONTAINS] = "SELECT 1 FROM object WHERE key = ?1",
    [LIST] = "SELECT key, size, kind FROM object ORDER BY key",
    [OTHERS] = "SELECT count(*), coalesce(sum(size), 0) FROM object WHERE key IS NOT ?1",
};

/* The value is the last column and the second index covers all others, so that listing and
   counting never walk through values. */
static const char schema_sql[] =
    "CREATE TABLE object(key TEXT NOT NULL, kind TEXT NOT NULL, size INTEGER NOT NULL,"
    " value BLOB NOT NULL);"
    "CREATE UNIQUE INDEX object_by_key ON object(key);"
    "CREATE INDEX object_listing ON object(key, size, kind);"
    "PRAGMA application_id = 1346720329;"
    "PRAGMA user_version = 1;";

struct peri_store_db {
    char *path;
    int busy_ms;
    sqlite3 *handle; /* NULL until an operation needs the file */
    sqlite3_stmt *statements[STATEMENTS];
};

/* A kind that a later version may have added reads as bytes. */
static enum peri_store_kind find_kind(const char *name)
{
    for (int i = PERI_STORE_TEXT; i <= PERI_STORE_XML; i++)
        if (name && strcmp(name, peri_store_kind_name((enum peri_store_kind)i)) == 0)
            return (enum peri_store_kind)i;
    return PERI_STORE_BYTES;
}

/* -- errors --------------------------------------------------------------------------------- */

static int status_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return PERI_ENOMEM;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR: /* our SQL does not fit the tables found */
        return PERI_EFORMAT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return PERI_ESTATE;
    case SQLITE_TOOBIG:
        return PERI_ELIMIT;
    default:
        return PERI_EIO;
    }
}

/* Turns the database's last failure into ours. */
static int fail_db(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    int status = handle ? status_of(sqlite3_extended_errcode(handle)) : PERI_ENOMEM;
    if (status == PERI_ESTATE)
        return peri_fail(err, status, "store '%s': another writer kept it for over %d ms", db->path,
                         db->busy_ms);
    return peri_fail(err, status, "store '%s': %s", db->path,
                     handle ? sqlite3_errmsg(handle) : "no memory");
}

static int no_memory(const peri_store_db *db, peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "store '%s': no memory", db->path);
}

/* -- the file ------------------------------------------------------------------------------- */

/* What a file says of itself. */
struct identity {
    int version;     /* of our schema; 0 for an empty file */
    int application; /* who wrote it */
    int tables;
};

/* One statement, so one moment: another process may be creating the tables just now. */
static int read_identity(const peri_store_db *db, sqlite3 *handle, struct identity *found,
                         peri_error *err)
{
    static const char sql[] = "SELECT count(*), (SELECT user_version FROM pragma_user_version),"
                              " (SELECT application_id FROM pragma_application_id)"
                              " FROM sqlite_schema";
    sqlite3_stmt *query = NULL;
    bool ok = sqlite3_prepare_v2(handle, sql, -1, &query, NULL) == SQLITE_OK &&
              sqlite3_step(query) == SQLITE_ROW;
    if (ok)
        *found = (struct identity){.tables = sqlite3_column_int(query, 0),
                                   .version = sqlite3_column_int(query, 1),
                                   .application = sqlite3_column_int(query, 2)};
    int rc = ok ? PERI_OK : fail_db(db, handle, err);
    sqlite3_finalize(query);
    return rc;
}

/* Reads only: a file that is not ours stays as it is. *is_new: it has no tables yet. */
static int check_identity(const peri_store_db *db, sqlite3 *handle, bool *is_new, peri_error *err)
{
    struct identity is = {0, 0, 0};
    int rc = read_identity(db, handle, &is, err);
    if (rc != PERI_OK)
        return rc;
    *is_new = is.tables == 0 && is.application == 0 && is.version == 0;
    if (!*is_new && is.application != APPLICATION_ID)
        return peri_fail(err, PERI_EFORMAT,
                         "store '%s': a database of another program, expected an object store",
                         db->path);
    if (is.version > SCHEMA_VERSION)
        return peri_fail(err, PERI_EFORMAT,
                         "store '%s': written by a newer version (schema %d), expected schema %d "
                         "or older",
                         db->path, is.version, SCHEMA_VERSION);
    return PERI_OK;
}

/* SQLite does not wait by itself when two connections switch a new file to WAL at once. */
static int switch_to_wal(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    for (int waited_ms = 0;; waited_ms += 10) {
        int code = sqlite3_exec(handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (code == SQLITE_OK)
            return PERI_OK;
        if (code != SQLITE_BUSY || waited_ms >= db->busy_ms)
            return fail_db(db, handle, err);
        sqlite3_sleep(10);
    }
}

/* Another process may create the tables at the same moment: the file is looked at again inside. */
static int create_schema(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    if (sqlite3_exec(handle, "PRAGMA page_size = 16384", NULL, NULL, NULL) != SQLITE_OK)
        return fail_db(db, handle, err);
    int rc = switch_to_wal(db, handle, err);
    if (rc != PERI_OK)
        return rc;
    if (sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        return fail_db(db, handle, err);
    bool is_new = false;
    rc = check_identity(db, handle, &is_new, err);
    if (rc == PERI_OK && is_new && sqlite3_exec(handle, schema_sql, NULL, NULL, NULL) != SQLITE_OK)
        rc = fail_db(db, handle, err);
    if (rc == PERI_OK && sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        rc = fail_db(db, handle, err);
    if (rc != PERI_OK)
        sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

static int set_up(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    bool is_new = false;
    sqlite3_busy_timeout(handle, db->busy_ms);
    int rc = check_identity(db, handle, &is_new, err);
    if (rc == PERI_OK && is_new)
        rc = create_schema(db, handle, err);
    /* FULL: each commit is on disk; the journal gives the room of large values back */
    if (rc == PERI_OK &&
        sqlite3_exec(handle, "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864",
                     NULL, NULL, NULL) != SQLITE_OK)
        rc = fail_db(db, handle, err);
    return rc;
}

/* Opens the connection; on failure nothing stays open. */
static int connect(peri_store_db *db, bool create, peri_error *err)
{
    sqlite3 *handle = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    int rc = PERI_OK;
    if (sqlite3_open_v2(db->path, &handle, flags, NULL) != SQLITE_OK)
        rc = fail_db(db, handle, err);
    else
        rc = set_up(db, handle, err);
    if (rc != PERI_OK) {
        sqlite3_close(handle);
        return rc;
    }
    db->handle = handle;
    return PERI_OK;
}

int peri_store_db_open(peri_store_db *db, bool create, bool *exists, peri_error *err)
{
    int rc = PERI_OK;
    if (!db->handle && !create && access(db->path, F_OK) != 0 && errno == ENOENT) {
        *exists = false;
        return PERI_OK;
    }
    if (!db->handle && create) {
        rc = peri_parent_folder_create(db->path, err);
        if (rc != PERI_OK)
            peri_fail_prefix(err, "store '%s': ", db->path);
    }
    if (rc == PERI_OK && !db->handle)
        rc = connect(db, create, err);
    if (rc == PERI_OK)
        *exists = true;
    return rc;
}

peri_store_db *peri_store_db_new(const char *path, int busy_ms)
{
    peri_store_db *db = peri_calloc(1, sizeof *db);
    char *copy = peri_strdup(path);
    if (!db || !copy) {
        peri_free(db);
        peri_free(copy);
        return NULL;
    }
    db->path = copy;
    db->busy_ms = busy_ms;
    return db;
}

void peri_store_db_free(peri_store_db *db)
{
    if (!db)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(db->statements[i]);
    sqlite3_close(db->handle);
    peri_free(db->path);
    peri_free(db);
}

/* -- operations ----------------------------------------------------------------------------- */

/* The statement, with its key bound unless NULL; NULL when SQLite refuses. */
static sqlite3_stmt *statement(peri_store_db *db, enum statement which, const char *key)
{
    sqlite3_stmt **slot = &db->statements[which];
    if (!*slot && sqlite3_prepare_v3(db->handle, statement_sql[which], -1,
                                     SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK)
        return NULL;
    if (key && sqlite3_bind_text(*slot, 1, key, -1, SQLITE_STATIC) != SQLITE_OK)
        return NULL;
    return *slot;
}

/* Ends a use of a statement: nothing borrowed stays bound, no read lock stays taken. */
static void done_with(sqlite3_stmt *used)
{
    sqlite3_reset(used);
    sqlite3_clear_bindings(used);
}

/* Runs a statement that returns no rows. */
static int run(peri_store_db *db, sqlite3_stmt *prepared, peri_error *err)
{
    bool ok = prepared && sqlite3_step(prepared) == SQLITE_DONE;
    int rc = ok ? PERI_OK : fail_db(db, db->handle, err);
    if (prepared)
        done_with(prepared);
    return rc;
}

/* Moves a query to its first row; *found false: there is none. After PERI_OK: done_with. */
static int first_row(peri_store_db *db, sqlite3_stmt *query, bool *found, peri_error *err)
{
    int code = query ? sqlite3_step(query) : SQLITE_ERROR;
    *found = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return PERI_OK;
    int rc = fail_db(db, db->handle, err);
    if (query)
        done_with(query);
    return rc;
}

int peri_store_db_begin(peri_store_db *db, peri_error *err)
{
    return run(db, statement(db, BEGIN, NULL), err);
}

int peri_store_db_end(peri_store_db *db, bool commit, peri_error *err)
{
    int rc = commit ? run(db, statement(db, COMMIT, NULL), err) : PERI_OK;
    if (!sqlite3_get_autocommit(db->handle)) /* not committed, or SQLite rolled back itself */
        run(db, statement(db, ROLLBACK, NULL), NULL);
    return rc;
}

int peri_store_db_put(peri_store_db *db, const char *key, const void *bytes, size_t len,
                      enum peri_store_kind kind, peri_error *err)
{
    sqlite3_stmt *save = statement(db, SAVE, key);
    const char *name = peri_store_kind_name(kind);
    bool bound =
        save && sqlite3_bind_text(save, 2, name, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_bind_int64(save, 3, (sqlite3_int64)len) == SQLITE_OK &&
        sqlite3_bind_blob64(save, 4, len > 0 ? bytes : "", len, SQLITE_STATIC) == SQLITE_OK;
    return run(db, bound ? save : NULL, err);
}

int peri_store_db_remove(peri_store_db *db, const char *key, bool *existed, peri_error *err)
{
    int rc = run(db, statement(db, REMOVE, key), err);
    if (rc == PERI_OK)
        *existed = sqlite3_changes(db->handle) > 0;
    return rc;
}

int peri_store_db_contains(peri_store_db *db, const char *key, bool *found, peri_error *err)
{
    sqlite3_stmt *query = statement(db, CONTAINS, key);
    bool any = false;
    int rc = first_row(db, query, &any, err);
    if (rc != PERI_OK)
        return rc;
    done_with(query);
    *found = any;
    return PERI_OK;
}

/* Copies the row a READ stands on. */
static int copy_value(peri_store_db *db, sqlite3_stmt *row, char **bytes, size_t *len,
                      enum peri_store_kind *kind, peri_error *err)
{
    const char *data = sqlite3_column_blob(row, 0);
    size_t size = (size_t)sqlite3_column_bytes(row, 0);
    if (!data && sqlite3_errcode(db->handle) == SQLITE_NOMEM)
        return no_memory(db, err);
    char *copy = peri_strndup(data ? data : "", size);
    if (!copy)
        return no_memory(db, err);
    *kind = find_kind((const char *)sqlite3_column_text(row, 1));
    *bytes = copy;
    *len = size;
    return PERI_OK;
}

int peri_store_db_get(peri_store_db *db, const char *key, bool *found, char **bytes, size_t *len,
                      enum peri_store_kind *kind, peri_error *err)
{
    sqlite3_stmt *query = statement(db, READ, key);
    int rc = first_row(db, query, found, err);
    if (rc != PERI_OK)
        return rc;
    if (*found)
        rc = copy_value(db, query, bytes, len, kind, err);
    done_with(query);
    return rc;
}

static int list_rows(peri_store_db *db, sqlite3_stmt *query, peri_store_list *list, peri_error *err)
{
    size_t cap = 0;
    int code;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        void *items = list->items;
        const char *key = (const char *)sqlite3_column_text(query, 0);
        char *copy = key ? peri_strdup(key) : NULL;
        if (!copy || peri_grow(&items, &cap, list->n + 1, sizeof list->items[0]) != PERI_OK) {
            peri_free(copy);
            return no_memory(db, err);
        }
        list->items = items;
        list->items[list->n++] =
            (peri_store_item){.key = copy,
                              .size = sqlite3_column_int64(query, 1),
                              .kind = find_kind((const char *)sqlite3_column_text(query, 2))};
    }
    return code == SQLITE_DONE ? PERI_OK : fail_db(db, db->handle, err);
}

int peri_store_db_list(peri_store_db *db, peri_store_list *list, peri_error *err)
{
    peri_store_list made = {NULL, 0};
    sqlite3_stmt *query = statement(db, LIST, NULL);
    if (!query)
        return fail_db(db, db->handle, err);
    int rc = list_rows(db, query, &made, err);
    done_with(query);
    if (rc != PERI_OK)
        peri_store_list_free(&made);
    else
        *list = made;
    return rc;
}

int peri_store_db_usage(peri_store_db *db, const char *without, peri_quota *used, peri_error *err)
{
    sqlite3_stmt *query = statement(db, OTHERS, without);
    bool any = false;
    int rc = first_row(db, query, &any, err);
    if (rc != PERI_OK)
        return rc;
    *used = (peri_quota){.objects = sqlite3_column_int64(query, 0),
                         .bytes = sqlite3_column_int64(query, 1)};
    done_with(query);
    return PERI_OK;
}
