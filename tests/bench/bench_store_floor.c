/* bench_store_floor.c - plain SQLite doing what the object store does, without its promises. */
#include "bench_store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char set_up[] =
    "PRAGMA page_size = 16384; PRAGMA mmap_size = 1073741824; PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL; CREATE TABLE kv(k TEXT PRIMARY KEY, v BLOB NOT NULL)";

static int save_all(sqlite3_stmt *put, long n, const char *value, size_t size,
                    bench_store_times *times)
{
    char key[32];
    double began = bench_store_now(), before = began;
    for (long i = 0; i < n; i++) {
        bench_store_key(key, i);
        sqlite3_bind_text(put, 1, key, -1, SQLITE_STATIC);
        sqlite3_bind_blob64(put, 2, value, size, SQLITE_STATIC);
        if (sqlite3_step(put) != SQLITE_DONE)
            return -1;
        sqlite3_reset(put);
        double now = bench_store_now();
        if (now - before > times->slowest_s)
            times->slowest_s = now - before;
        before = now;
    }
    times->save_s = before - began;
    return 0;
}

static int read_all(sqlite3_stmt *get, long n, size_t size, bench_store_times *times)
{
    char key[32];
    unsigned long state = 7;
    double began = bench_store_now();
    for (long i = 0; i < BENCH_STORE_READS * n; i++) {
        bench_store_key(key, bench_store_next(&state, n));
        sqlite3_bind_text(get, 1, key, -1, SQLITE_STATIC);
        if (sqlite3_step(get) != SQLITE_ROW || (size_t)sqlite3_column_bytes(get, 0) != size)
            return -1;
        char *copy = malloc(size);
        if (!copy)
            return -1;
        memcpy(copy, sqlite3_column_blob(get, 0), size);
        sqlite3_reset(get);
        free(copy);
    }
    times->read_s = bench_store_now() - began;
    return 0;
}

static int measure_saves(sqlite3 *db, long n, const char *value, size_t size,
                         bench_store_times *times)
{
    static const char put_sql[] =
        "INSERT INTO kv VALUES(?1, ?2) ON CONFLICT(k) DO UPDATE SET v = excluded.v";
    sqlite3_stmt *put = NULL;
    int rc = -1;
    if (sqlite3_exec(db, set_up, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, put_sql, -1, &put, NULL) == SQLITE_OK)
        rc = save_all(put, n, value, size, times);
    sqlite3_finalize(put);
    return rc;
}

static int measure_reads(sqlite3 *db, long n, size_t size, bench_store_times *times)
{
    sqlite3_stmt *get = NULL;
    int rc = -1;
    if (sqlite3_exec(db, "PRAGMA mmap_size = 1073741824", NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT v FROM kv WHERE k = ?1", -1, &get, NULL) == SQLITE_OK)
        rc = read_all(get, n, size, times);
    sqlite3_finalize(get);
    return rc;
}

/* Closes the database; -1 with a message when something failed. */
static int finish(sqlite3 *db, int rc)
{
    if (rc != 0)
        fprintf(stderr, "plain SQLite: %s\n", db ? sqlite3_errmsg(db) : "no memory");
    sqlite3_close(db);
    return rc;
}

int bench_store_floor(const char *folder, long n, size_t size, bench_store_times *times)
{
    char path[1024];
    sqlite3 *db = NULL;
    char *value = malloc(size);
    int rc = -1;
    snprintf(path, sizeof path, "%s/floor.db", folder);
    remove(path);
    if (value && sqlite3_open(path, &db) == SQLITE_OK) {
        memset(value, 'x', size);
        rc = measure_saves(db, n, value, size, times);
    }
    rc = finish(db, rc); /* saved by one run, read by another */
    db = NULL;
    if (rc == 0) {
        rc = sqlite3_open(path, &db) == SQLITE_OK ? measure_reads(db, n, size, times) : -1;
        rc = finish(db, rc);
    }
    remove(path);
    free(value);
    return rc;
}
