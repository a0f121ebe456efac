/* store_db_open.c - opening the store's SQLite file. Layer 2. */
#include "store/store_db_internal.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/parent_folder.h"
#include "store/sql_frozen.h"

peri_store_db *peri_store_db_new(const char *path, int busy_ms, bool unchecked,
                                 pthread_mutex_t *lock)
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
    db->unchecked = unchecked;
    db->lock = lock;
    return db;
}

void peri_store_db_free(peri_store_db *db)
{
    if (!db)
        return;
    peri_log_mover_stop(&db->mover);
    peri_store_hold_stop(db);
    peri_store_hold_end(db);
    for (int i = 0; i < PERI_SQL_COUNT; i++)
        sqlite3_finalize(db->statements[i]);
    sqlite3_close(db->handle);
    peri_free(db->path);
    peri_free(db);
}

/* How long the n-th wait for another writer is: most of them write for less than a millisecond. */
static int wait_us(int n)
{
    return n < 10 ? 100 : n < 20 ? 1000 : 10000;
}

/* Another writer has the file. SQLite's own waits begin at a millisecond. */
static int on_busy(void *ctx, int n)
{
    const peri_store_db *db = ctx;
    int64_t waited_us = 0;
    for (int i = 0; i < n && waited_us <= (int64_t)db->busy_ms * 1000; i++)
        waited_us += wait_us(i);
    if (waited_us > (int64_t)db->busy_ms * 1000)
        return 0;
    struct timespec pause = {.tv_nsec = wait_us(n) * 1000L};
    nanosleep(&pause, NULL);
    return 1;
}

static int set_up(peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    int version = 0;
    sqlite3_busy_handler(handle, on_busy, db);
    int rc = peri_store_db_identify(db, handle, &version, err);
    if (rc == PERI_OK && version != PERI_STORE_SCHEMA)
        rc = peri_store_db_upgrade(db, handle, err);
    /* FULL: each commit is on disk; the log gives the room of large values back */
    if (rc == PERI_OK)
        rc = peri_store_db_exec(db, handle,
                                "PRAGMA synchronous = FULL;"
                                "PRAGMA journal_size_limit = 67108864;"
                                "PRAGMA mmap_size = 1073741824",
                                err);
    if (rc == PERI_OK && !db->unchecked)
        rc = peri_store_db_verify(db, handle, err);
    return rc;
}

static int open_handle(peri_store_db *db, const char *name, int flags, peri_error *err)
{
    sqlite3 *handle = NULL;
    int rc = PERI_OK;
    if (sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        rc = peri_store_db_fail(db, handle, err);
    else
        rc = set_up(db, handle, err);
    if (rc != PERI_OK) {
        sqlite3_close(handle);
        return rc;
    }
    peri_log_mover_watch(&db->mover, handle, db->path);
    db->handle = handle;
    peri_store_hold_find(db);
    return PERI_OK;
}

static int open_frozen(peri_store_db *db, peri_error *err)
{
    peri_buf uri;
    peri_buf_init(&uri);
    peri_sql_frozen_uri(db->path, &uri);
    int rc = uri.failed
                 ? peri_store_db_no_memory(db, err)
                 : open_handle(db, peri_buf_str(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    peri_buf_deinit(&uri);
    return rc;
}

static int connect(peri_store_db *db, bool create, peri_error *err)
{
    int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
    int rc = open_handle(db, db->path, flags, err);
    if (rc == PERI_EIO && peri_sql_is_frozen(db->path))
        rc = open_frozen(db, err);
    return rc;
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

/* -- copies --------------------------------------------------------------------------------- */

static int copy_pages(const peri_store_db *from, const peri_store_db *to, peri_error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->handle, "main", from->handle, "main");
    if (!backup)
        return peri_store_db_fail(to, to->handle, err);
    int code = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? PERI_OK : peri_store_db_fail(to, to->handle, err);
}

/* Nobody else sees the copy, and it need not survive: no log, no waiting for the disk. */
static int fill_copy(const peri_store_db *from, bool exists, peri_store_db *copy, peri_error *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2("", &copy->handle, flags, NULL) != SQLITE_OK)
        return peri_store_db_fail(copy, copy->handle, err);
    int rc = peri_store_db_exec(copy, copy->handle,
                                "PRAGMA page_size = 16384; PRAGMA synchronous = OFF", err);
    if (rc != PERI_OK)
        return rc;
    return exists ? copy_pages(from, copy, err)
                  : peri_store_db_create_tables(copy, copy->handle, err);
}

int peri_store_db_copy(peri_store_db *db, peri_store_db **copy, peri_error *err)
{
    bool exists = false;
    int rc = peri_store_db_open(db, false, &exists, err);
    if (rc != PERI_OK)
        return rc;
    peri_store_hold_end(db);
    peri_store_db *made = peri_store_db_new(db->path, db->busy_ms, true, NULL);
    if (!made)
        return peri_store_db_no_memory(db, err);
    rc = fill_copy(db, exists, made, err);
    if (rc == PERI_OK)
        *copy = made;
    else
        peri_store_db_free(made);
    return rc;
}
