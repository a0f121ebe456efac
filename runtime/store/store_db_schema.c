/* store_db_schema.c - the tables of the store's file: who wrote them, making them, bringing them up
   to date. Layer 2. */
#include "store/store_db_internal.h"

#include <time.h>

enum {
    APPLICATION_ID = 0x50455249 /* "PERI", for file(1) and against foreign databases */
};

/*
 * The directory is apart from the values, so that listing never walks through these and a save
 * changes two pages: one of each. Its last row, which sorts behind every text, holds the totals:
 * `sum` objects, `size` bytes, and the last id that was given. In a table of its own it would cost
 * each save a third page.
 */
static const char tables_sql[] =
    "CREATE TABLE object(key PRIMARY KEY NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL,"
    " size INTEGER NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,"
    " sum INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE value(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);";

/* Made when the rows are there. */
static const char totals_sql[] =
    "INSERT INTO object SELECT x'', coalesce(max(id), 0), 'totals', coalesce(sum(size), 0), 0, 0,"
    " count(*) FROM object;"
    "PRAGMA application_id = 1346720329;"
    "PRAGMA user_version = 2;";

/* Version 1 had one table, and no times, sums and totals. */
static const char move_from_1_sql[] =
    "INSERT INTO value SELECT rowid, value FROM object_1 ORDER BY rowid;"
    "INSERT INTO object SELECT key, rowid, kind, length(value), peri_now(), peri_now(),"
    " peri_sum(key, kind, value) FROM object_1 ORDER BY key;"
    "DROP TABLE object_1;";

/* -- who wrote it --------------------------------------------------------------------------- */

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
    int rc = ok ? PERI_OK : peri_store_db_fail(db, handle, err);
    sqlite3_finalize(query);
    return rc;
}

int peri_store_db_identify(const peri_store_db *db, sqlite3 *handle, int *version, peri_error *err)
{
    struct identity is = {0, 0, 0};
    int rc = read_identity(db, handle, &is, err);
    if (rc != PERI_OK)
        return rc;
    bool is_new = is.tables == 0 && is.application == 0 && is.version == 0;
    if (!is_new && is.application != APPLICATION_ID)
        return peri_fail(err, PERI_EFORMAT,
                         "store '%s': a database of another program, expected an object store",
                         db->path);
    if (!is_new && (is.version < 1 || is.version > PERI_STORE_SCHEMA))
        return peri_fail(err, PERI_EFORMAT,
                         "store '%s': written by a newer version (schema %d), expected schema %d "
                         "or older",
                         db->path, is.version, PERI_STORE_SCHEMA);
    *version = is.version;
    return PERI_OK;
}

/* -- making and changing -------------------------------------------------------------------- */

int peri_store_db_create_tables(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    int rc = peri_store_db_exec(db, handle, tables_sql, err);
    return rc == PERI_OK ? peri_store_db_exec(db, handle, totals_sql, err) : rc;
}

static void sql_sum(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const void *part[3];
    size_t len[3];
    for (int i = 0; i < 3; i++) {
        part[i] = sqlite3_value_blob(values[i]);
        len[i] = (size_t)sqlite3_value_bytes(values[i]);
        if (!part[i] && len[i] > 0) {
            sqlite3_result_error_nomem(context);
            return;
        }
    }
    sqlite3_result_int64(context, peri_store_db_sum(part[0] ? part[0] : "", len[0], part[1], len[1],
                                                    part[2] ? part[2] : "", len[2]));
}

static void sql_now(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct timespec now;
    (void)count;
    (void)values;
    clock_gettime(CLOCK_REALTIME, &now);
    sqlite3_result_int64(context, (sqlite3_int64)now.tv_sec * 1000000000 + now.tv_nsec);
}

/* Moves the rows of version 1 into tables of today. */
static int migrate_from_1(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    if (sqlite3_create_function(handle, "peri_sum", 3, pure, NULL, sql_sum, NULL, NULL) !=
            SQLITE_OK ||
        sqlite3_create_function(handle, "peri_now", 0, SQLITE_UTF8, NULL, sql_now, NULL, NULL) !=
            SQLITE_OK)
        return peri_store_db_fail(db, handle, err);
    int rc = peri_store_db_exec(db, handle,
                                "DROP INDEX object_by_key; DROP INDEX object_listing;"
                                "ALTER TABLE object RENAME TO object_1",
                                err);
    if (rc == PERI_OK)
        rc = peri_store_db_exec(db, handle, tables_sql, err);
    if (rc == PERI_OK)
        rc = peri_store_db_exec(db, handle, move_from_1_sql, err);
    return rc == PERI_OK ? peri_store_db_exec(db, handle, totals_sql, err) : rc;
}

/* SQLite does not wait by itself when two connections switch a new file to WAL at once. */
static int switch_to_wal(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    for (int waited_ms = 0;; waited_ms += 10) {
        int code = sqlite3_exec(handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (code == SQLITE_OK)
            return PERI_OK;
        if (code != SQLITE_BUSY || waited_ms >= db->busy_ms)
            return peri_store_db_fail(db, handle, err);
        sqlite3_sleep(10);
    }
}

/* Inside the transaction the file is looked at again: another process may have been first. */
static int change_tables(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    int version = 0;
    int rc = peri_store_db_identify(db, handle, &version, err);
    if (rc == PERI_OK && version == 0)
        return peri_store_db_create_tables(db, handle, err);
    if (rc == PERI_OK && version == 1)
        return migrate_from_1(db, handle, err);
    return rc;
}

int peri_store_db_upgrade(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    int rc = peri_store_db_exec(db, handle, "PRAGMA page_size = 16384", err);
    if (rc == PERI_OK)
        rc = switch_to_wal(db, handle, err);
    if (rc == PERI_OK)
        rc = peri_store_db_exec(db, handle, "BEGIN IMMEDIATE", err);
    if (rc != PERI_OK)
        return rc;
    rc = change_tables(db, handle, err);
    if (rc == PERI_OK)
        rc = peri_store_db_exec(db, handle, "COMMIT", err);
    if (rc != PERI_OK)
        sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}
