/* store_db_error.c - SQLite's failures as perigee's. Layer 2. */
#include "store/sql_status.h"
#include "store/store_db_internal.h"

int peri_store_db_fail(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    int status = peri_sql_status(handle);
    if (status == PERI_ESTATE)
        return peri_fail(err, status, "store '%s': another writer kept it for over %d ms", db->path,
                         db->busy_ms);
    bool damaged = handle && (sqlite3_errcode(handle) & 0xFF) == SQLITE_CORRUPT;
    return peri_fail(err, status, "store '%s': %s%s", db->path, damaged ? "damaged: " : "",
                     handle ? sqlite3_errmsg(handle) : "no memory");
}

int peri_store_db_no_memory(const peri_store_db *db, peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "store '%s': no memory", db->path);
}

int peri_store_db_exec(const peri_store_db *db, sqlite3 *handle, const char *sql, peri_error *err)
{
    if (sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK)
        return PERI_OK;
    return peri_store_db_fail(db, handle, err);
}
