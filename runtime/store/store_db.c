/* store_db.c - statements on the store's SQLite file: transactions and single values. Layer 2. */
#include "store/store_db_internal.h"

#include <string.h>

#include "base/mem.h"
#include "store/digest.h"

enum {
    SMALL_VALUE = 65536 /* bytes of the largest value that the READ below gives as a column */
};

static const char *const statement_sql[PERI_SQL_COUNT] = {
    [PERI_SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [PERI_SQL_BEGIN_READ] = "BEGIN",
    [PERI_SQL_BEGIN_INNER] = "SAVEPOINT inner",
    [PERI_SQL_COMMIT] = "COMMIT",
    [PERI_SQL_ROLLBACK] = "ROLLBACK",
    [PERI_SQL_UNDO_INNER] = "ROLLBACK TO inner",
    [PERI_SQL_END_INNER] = "RELEASE inner",
    [PERI_SQL_ADD_VALUE] = "INSERT INTO value(id, bytes) VALUES (?1, ?2)",
    [PERI_SQL_SAVE_VALUE] = "UPDATE value SET bytes = ?2 WHERE id = ?1",
    [PERI_SQL_SAVE_OBJECT] = ("INSERT INTO object(key, id, kind, size, created, modified, sum)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6) ON CONFLICT(key) DO UPDATE SET"
                              " kind = ?3, size = ?4, modified = ?5, sum = ?6"),
    [PERI_SQL_READ] = ("SELECT object.id, kind, size, created, modified, sum,"
                       " CASE WHEN size <= 65536 THEN bytes END"
                       " FROM object LEFT JOIN value ON value.id = object.id WHERE key = ?1"),
    [PERI_SQL_REMOVE_VALUE] = "DELETE FROM value WHERE id = ?1",
    [PERI_SQL_REMOVE_OBJECT] = "DELETE FROM object WHERE key = ?1",
    [PERI_SQL_CONTAINS] = "SELECT 1 FROM object WHERE key = ?1",
    [PERI_SQL_LIST] = ("SELECT key, kind, size, created, modified FROM object"
                       " WHERE key >= ?1 AND key < x'' ORDER BY key"),
    [PERI_SQL_TOTALS] = ("SELECT t.sum - (o.key IS NOT NULL), t.size - coalesce(o.size, 0),"
                         " coalesce(o.id, 0), t.id"
                         " FROM object t LEFT JOIN object o ON o.key = ?1 WHERE t.key = x''"),
    [PERI_SQL_RECORD] = "UPDATE object SET sum = ?1, size = ?2, id = ?3 WHERE key = x''",
};

/* -- statements ----------------------------------------------------------------------------- */

sqlite3_stmt *peri_store_db_statement(peri_store_db *db, enum peri_statement which, const char *key)
{
    sqlite3_stmt **slot = &db->statements[which];
    if (!*slot && sqlite3_prepare_v3(db->handle, statement_sql[which], -1,
                                     SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK)
        return NULL;
    if (key && sqlite3_bind_text(*slot, 1, key, -1, SQLITE_STATIC) != SQLITE_OK)
        return NULL;
    return *slot;
}

void peri_store_db_done(sqlite3_stmt *used)
{
    sqlite3_reset(used);
    sqlite3_clear_bindings(used);
}

/* Runs a statement that returns no rows. */
static int run(peri_store_db *db, sqlite3_stmt *prepared, peri_error *err)
{
    bool ok = prepared && sqlite3_step(prepared) == SQLITE_DONE;
    int rc = ok ? PERI_OK : peri_store_db_fail(db, db->handle, err);
    if (prepared)
        peri_store_db_done(prepared);
    return rc;
}

static int run_named(peri_store_db *db, enum peri_statement which, peri_error *err)
{
    return run(db, peri_store_db_statement(db, which, NULL), err);
}

/* Moves a query to its first row; *found false: there is none. After PERI_OK: peri_store_db_done.
   Queries in a row may share a transaction. */
static int first_row(peri_store_db *db, sqlite3_stmt *query, bool *found, peri_error *err)
{
    if (query)
        peri_store_hold_next(db);
    int code = query ? sqlite3_step(query) : SQLITE_ERROR;
    *found = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return PERI_OK;
    int rc = peri_store_db_fail(db, db->handle, err);
    if (query)
        peri_store_db_done(query);
    peri_store_hold_end(db);
    return rc;
}

enum peri_store_kind peri_store_db_kind(sqlite3_stmt *row, int column)
{
    const char *text = sqlite3_column_blob(row, column); /* as text it would be copied */
    size_t len = (size_t)sqlite3_column_bytes(row, column);
    for (int i = PERI_STORE_TEXT; text && i <= PERI_STORE_XML; i++) {
        const char *name = peri_store_kind_name((enum peri_store_kind)i);
        if (strlen(name) == len && memcmp(text, name, len) == 0)
            return (enum peri_store_kind)i;
    }
    return PERI_STORE_BYTES;
}

int64_t peri_store_db_sum(const char *key, size_t key_len, const char *kind, size_t kind_len,
                          const void *bytes, size_t len)
{
    uint64_t seed = peri_digest_fast(key, key_len, 0);
    seed = peri_digest_fast(kind ? kind : "", kind ? kind_len : 0, seed);
    return (int64_t)peri_digest_fast(bytes, len, seed);
}

/* -- transactions --------------------------------------------------------------------------- */

/* What ends a part is prepared before it begins: then, there may be no memory for it. */
static bool prepare_ends(peri_store_db *db, enum peri_store_db_part part)
{
    bool inner = part == PERI_STORE_DB_INNER;
    return peri_store_db_statement(db, inner ? PERI_SQL_UNDO_INNER : PERI_SQL_ROLLBACK, NULL) &&
           peri_store_db_statement(db, inner ? PERI_SQL_END_INNER : PERI_SQL_COMMIT, NULL);
}

int peri_store_db_begin(peri_store_db *db, enum peri_store_db_part part, peri_error *err)
{
    static const enum peri_statement begins[] = {
        [PERI_STORE_DB_WRITE] = PERI_SQL_BEGIN_WRITE,
        [PERI_STORE_DB_READ] = PERI_SQL_BEGIN_READ,
        [PERI_STORE_DB_INNER] = PERI_SQL_BEGIN_INNER,
    };
    peri_store_hold_end(db);
    if (!prepare_ends(db, part))
        return peri_store_db_fail(db, db->handle, err);
    if (part != PERI_STORE_DB_INNER && peri_store_db_in_transaction(db))
        run_named(db, PERI_SQL_ROLLBACK, NULL); /* one whose end had no memory */
    return run_named(db, begins[part], err);
}

bool peri_store_db_in_transaction(const peri_store_db *db)
{
    return db->handle && !sqlite3_get_autocommit(db->handle);
}

/* An undone part is still open: it ends in both ways. */
static int end_inner(peri_store_db *db, bool commit, peri_error *err)
{
    int rc = PERI_OK;
    if (!commit)
        rc = run_named(db, PERI_SQL_UNDO_INNER, err);
    return rc == PERI_OK ? run_named(db, PERI_SQL_END_INNER, err) : rc;
}

int peri_store_db_end(peri_store_db *db, enum peri_store_db_part part, bool commit, peri_error *err)
{
    if (part == PERI_STORE_DB_INNER)
        return end_inner(db, commit, err);
    int rc = commit ? run_named(db, PERI_SQL_COMMIT, err) : PERI_OK;
    if (peri_store_db_in_transaction(db)) /* not committed, and SQLite did not roll back itself */
        run_named(db, PERI_SQL_ROLLBACK, NULL);
    return rc;
}

/* -- single values -------------------------------------------------------------------------- */

int peri_store_db_totals(peri_store_db *db, const char *key, peri_store_totals *totals,
                         peri_error *err)
{
    sqlite3_stmt *query = peri_store_db_statement(db, PERI_SQL_TOTALS, key);
    bool any = false;
    int rc = first_row(db, query, &any, err);
    if (rc != PERI_OK)
        return rc;
    if (any)
        *totals = (peri_store_totals){.others = {.objects = sqlite3_column_int64(query, 0),
                                                 .bytes = sqlite3_column_int64(query, 1)},
                                      .id = sqlite3_column_int64(query, 2),
                                      .last_id = sqlite3_column_int64(query, 3)};
    peri_store_db_done(query);
    return any ? PERI_OK
               : peri_fail(err, PERI_EFORMAT, "store '%s': damaged: its totals are missing",
                           db->path);
}

/* Without triggers: SQLite would keep a journal of its own for each statement that fires some. */
static int record(peri_store_db *db, const peri_quota *total, int64_t last_id, peri_error *err)
{
    sqlite3_stmt *update = peri_store_db_statement(db, PERI_SQL_RECORD, NULL);
    bool bound = update && sqlite3_bind_int64(update, 1, total->objects) == SQLITE_OK &&
                 sqlite3_bind_int64(update, 2, total->bytes) == SQLITE_OK &&
                 sqlite3_bind_int64(update, 3, last_id) == SQLITE_OK;
    return run(db, bound ? update : NULL, err);
}

static struct peri_store_known *known_slot(peri_store_db *db, int64_t id)
{
    return &db->known[id & (PERI_STORE_DB_KNOWN - 1)];
}

/* A new value must not be there yet, another must be: else the directory is damaged. */
static int put_value(peri_store_db *db, bool is_new, int64_t id, const void *bytes, size_t len,
                     peri_error *err)
{
    sqlite3_stmt *save =
        peri_store_db_statement(db, is_new ? PERI_SQL_ADD_VALUE : PERI_SQL_SAVE_VALUE, NULL);
    bool bound = save && sqlite3_bind_int64(save, 1, id) == SQLITE_OK &&
                 sqlite3_bind_blob64(save, 2, bytes, len, SQLITE_STATIC) == SQLITE_OK;
    int rc = run(db, bound ? save : NULL, err);
    if (rc == PERI_OK && sqlite3_changes(db->handle) != 1)
        rc = peri_fail(err, PERI_EFORMAT, "store '%s': damaged: a key has no value", db->path);
    return rc;
}

static int put_object(peri_store_db *db, int64_t id, const peri_store_item *item, int64_t sum,
                      peri_error *err)
{
    sqlite3_stmt *save = peri_store_db_statement(db, PERI_SQL_SAVE_OBJECT, item->key);
    const char *kind = peri_store_kind_name(item->kind);
    bool bound = save && sqlite3_bind_int64(save, 2, id) == SQLITE_OK &&
                 sqlite3_bind_text(save, 3, kind, -1, SQLITE_STATIC) == SQLITE_OK &&
                 sqlite3_bind_int64(save, 4, item->size) == SQLITE_OK &&
                 sqlite3_bind_int64(save, 5, item->modified_ns) == SQLITE_OK &&
                 sqlite3_bind_int64(save, 6, sum) == SQLITE_OK;
    return run(db, bound ? save : NULL, err);
}

static int check_quota(const peri_store_db *db, const peri_quota *quota,
                       const peri_store_item *item, const peri_quota *others, peri_error *err)
{
    int rc = quota ? peri_quota_check(quota, item->key, others, item->size, err) : PERI_OK;
    if (rc != PERI_OK)
        peri_fail_prefix(err, "store '%s': ", db->path);
    return rc;
}

int peri_store_db_put(peri_store_db *db, const peri_store_item *item, const void *bytes,
                      const peri_quota *quota, peri_error *err)
{
    peri_store_totals now = {.id = 0};
    size_t len = (size_t)item->size;
    const void *data = len > 0 ? bytes : "";
    int rc = peri_store_db_totals(db, item->key, &now, err);
    if (rc == PERI_OK)
        rc = check_quota(db, quota, item, &now.others, err);
    if (rc != PERI_OK)
        return rc;
    bool is_new = now.id == 0;
    int64_t id = is_new ? now.last_id + 1 : now.id;
    const char *kind = peri_store_kind_name(item->kind);
    int64_t sum = peri_store_db_sum(item->key, strlen(item->key), kind, strlen(kind), data, len);
    rc = put_value(db, is_new, id, data, len, err);
    if (rc == PERI_OK)
        rc = put_object(db, id, item, sum, err);
    if (rc == PERI_OK && len > SMALL_VALUE)
        *known_slot(db, id) = (struct peri_store_known){id, sum};
    peri_quota total = {now.others.objects + 1, now.others.bytes + item->size};
    return rc == PERI_OK ? record(db, &total, is_new ? id : now.last_id, err) : rc;
}

int peri_store_db_remove(peri_store_db *db, const char *key, bool *existed, peri_error *err)
{
    peri_store_totals now = {.id = 0};
    int rc = peri_store_db_totals(db, key, &now, err);
    if (rc == PERI_OK && now.id != 0) {
        sqlite3_stmt *remove = peri_store_db_statement(db, PERI_SQL_REMOVE_VALUE, NULL);
        bool bound = remove && sqlite3_bind_int64(remove, 1, now.id) == SQLITE_OK;
        rc = run(db, bound ? remove : NULL, err);
        if (rc == PERI_OK)
            rc = run(db, peri_store_db_statement(db, PERI_SQL_REMOVE_OBJECT, key), err);
        if (rc == PERI_OK)
            rc = record(db, &now.others, now.last_id, err);
    }
    if (rc == PERI_OK)
        *existed = now.id != 0;
    return rc;
}

int peri_store_db_contains(peri_store_db *db, const char *key, bool *found, peri_error *err)
{
    sqlite3_stmt *query = peri_store_db_statement(db, PERI_SQL_CONTAINS, key);
    bool any = false;
    int rc = first_row(db, query, &any, err);
    if (rc != PERI_OK)
        return rc;
    peri_store_db_done(query);
    *found = any;
    return PERI_OK;
}

/* Large values go straight from the file's pages into the copy; as a column they would be copied
   twice. The row stands still meanwhile, so both see the same moment. */
static int copy_large(peri_store_db *db, sqlite3_int64 id, char *copy, size_t size, peri_error *err)
{
    sqlite3_blob *blob = NULL;
    int code = sqlite3_blob_open(db->handle, "main", "value", "bytes", id, 0, &blob);
    bool fits = code == SQLITE_OK && (size_t)sqlite3_blob_bytes(blob) == size;
    if (fits)
        code = sqlite3_blob_read(blob, copy, (int)size, 0);
    int rc = code == SQLITE_OK ? PERI_OK : peri_store_db_fail(db, db->handle, err);
    if (rc == PERI_OK && !fits)
        memset(copy, 0, size); /* its sum will not fit either */
    sqlite3_blob_close(blob);
    return rc;
}

static int copy_small(peri_store_db *db, sqlite3_stmt *row, char *copy, size_t size,
                      peri_error *err)
{
    const void *data = sqlite3_column_blob(row, 6);
    if (!data && sqlite3_errcode(db->handle) == SQLITE_NOMEM)
        return peri_store_db_no_memory(db, err);
    if ((size_t)sqlite3_column_bytes(row, 6) != size)
        memset(copy, 0, size);
    else if (data && size > 0)
        memcpy(copy, data, size);
    return PERI_OK;
}

static int fail_damaged(const peri_store_db *db, const char *key, peri_error *err)
{
    return peri_fail(err, PERI_EFORMAT,
                     "store '%s': the value of '%s' is damaged: its bytes are not those that were "
                     "saved",
                     db->path, key);
}

/* Compares a value with its sum: small ones always, a large one the first time, since the sum takes
   as long as the reading. */
static bool is_whole(peri_store_db *db, sqlite3_stmt *row, const char *key, const char *bytes,
                     size_t size)
{
    int64_t id = sqlite3_column_int64(row, 0), sum = sqlite3_column_int64(row, 5);
    struct peri_store_known *slot = known_slot(db, id);
    if (size > SMALL_VALUE && slot->id == id && slot->sum == sum)
        return true;
    const char *kind = sqlite3_column_blob(row, 1);
    size_t kind_len = (size_t)sqlite3_column_bytes(row, 1);
    if (peri_store_db_sum(key, strlen(key), kind, kind_len, bytes, size) != sum)
        return false;
    if (size > SMALL_VALUE)
        *slot = (struct peri_store_known){id, sum};
    return true;
}

/* Copies the row a READ stands on and compares its sum. */
static int copy_value(peri_store_db *db, sqlite3_stmt *row, const char *key, char **bytes,
                      peri_store_item *item, peri_error *err)
{
    sqlite3_int64 size = sqlite3_column_int64(row, 2);
    if (size < 0 || size > PERI_STORE_VALUE_MAX)
        return fail_damaged(db, key, err);
    char *copy = peri_alloc((size_t)size + 1);
    if (!copy)
        return peri_store_db_no_memory(db, err);
    copy[size] = '\0';
    int rc = size > SMALL_VALUE
                 ? copy_large(db, sqlite3_column_int64(row, 0), copy, (size_t)size, err)
                 : copy_small(db, row, copy, (size_t)size, err);
    if (rc == PERI_OK && !is_whole(db, row, key, copy, (size_t)size))
        rc = fail_damaged(db, key, err);
    if (rc != PERI_OK) {
        peri_free(copy);
        return rc;
    }
    *bytes = copy;
    item->size = size;
    item->created_ns = sqlite3_column_int64(row, 3);
    item->modified_ns = sqlite3_column_int64(row, 4);
    item->kind = peri_store_db_kind(row, 1);
    return PERI_OK;
}

int peri_store_db_get(peri_store_db *db, const char *key, bool *found, char **bytes,
                      peri_store_item *item, peri_error *err)
{
    sqlite3_stmt *query = peri_store_db_statement(db, PERI_SQL_READ, key);
    int rc = first_row(db, query, found, err);
    if (rc != PERI_OK)
        return rc;
    if (*found)
        rc = copy_value(db, query, key, bytes, item, err);
    peri_store_db_done(query);
    if (rc != PERI_OK)
        peri_store_hold_end(db);
    return rc;
}
