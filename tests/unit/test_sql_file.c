/* test_sql_file.c - what the files of trainings and live runs ask of the disk, and their logs. */
#include "check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "store/run_db.h"
#include "store/training_db.h"

enum {
    PATH = 512,
    RECORD = 128 * 1024,
    RECORDS = 16,       /* 2 MiB in all */
    MOST_COMMITS = 120, /* with less than SQLite itself waits for: 1000 pages */
    LONGEST_NAP_MS = 30,
    FULL = 2,
    NORMAL = 1
};

/* -- how safe ------------------------------------------------------------------------------- */

/* The connection made last; every new one passes by here. */
static sqlite3 *latest;

static int keep_handle(sqlite3 *handle, char **message, const void *api)
{
    (void)message;
    (void)api;
    latest = handle;
    return SQLITE_OK;
}

static void watch_connections(bool on)
{
    /* the type that SQLite asks for is none in particular */
    void (*entry)(void) = (void (*)(void))keep_handle;
    latest = NULL;
    if (on)
        CHECK_INT("watches", sqlite3_auto_extension(entry), SQLITE_OK);
    else
        sqlite3_cancel_auto_extension(entry);
}

static int synchronous(void)
{
    sqlite3_stmt *query = NULL;
    int level = -1;
    if (sqlite3_prepare_v2(latest, "PRAGMA synchronous", -1, &query, NULL) == SQLITE_OK &&
        sqlite3_step(query) == SQLITE_ROW)
        level = sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    return level;
}

/* Minutes taken must outlast a loss of power; where a run stands may be a few steps old then. */
SUITE(sql_file_synchronous)
{
    char path[PATH];
    watch_connections(true);
    for (int i = 0; i < 2; i++) { /* a new file, and one that is there */
        peri_training_db *trainings = NULL;
        peri_run_db *run = NULL;
        snprintf(path, sizeof path, "%s/sync_training.db", check_tmp());
        CHECK_INT("opens", peri_training_db_open(path, true, &trainings, NULL), PERI_OK);
        CHECK_INT("trainings", synchronous(), FULL);
        peri_training_db_close(trainings);
        snprintf(path, sizeof path, "%s/sync_run.db", check_tmp());
        CHECK_INT("opens", peri_run_db_open(path, 0, &run, NULL), PERI_OK);
        CHECK_INT("a run", synchronous(), NORMAL);
        peri_run_db_close(run);
    }
    watch_connections(false);
}

/* -- the log -------------------------------------------------------------------------------- */

/* How often the log has begun anew, by its head; -1: there is none. */
static long rounds_of(const char *path)
{
    char name[PATH + 8];
    unsigned char head[32];
    snprintf(name, sizeof name, "%s-wal", path);
    FILE *file = fopen(name, "rb");
    size_t n = file ? fread(head, 1, sizeof head, file) : 0;
    if (file)
        fclose(file);
    return n == sizeof head ? (long)head[14] << 8 | head[15] : -1;
}

static void put_records(peri_run_db *db, int n)
{
    static char bytes[RECORD];
    for (int i = 0; i < n; i++) {
        bytes[0]++;
        CHECK_INT("begins", peri_run_db_begin(db, NULL), PERI_OK);
        CHECK_INT("puts", peri_run_db_put(db, 1, i, bytes, sizeof bytes, NULL), PERI_OK);
        CHECK_INT("commits", peri_run_db_commit(db, NULL), PERI_OK);
    }
}

/* Commit until the log begins anew; false: it does not. */
static bool comes_to_begin_anew(peri_run_db *db, const char *path)
{
    long before = rounds_of(path);
    put_records(db, RECORDS);
    for (int i = 0; i < MOST_COMMITS; i++) {
        if (rounds_of(path) != before)
            return true;
        int ms = i < LONGEST_NAP_MS ? i : LONGEST_NAP_MS;
        nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
        if (peri_run_db_begin(db, NULL) != PERI_OK || peri_run_db_put(db, 2, 1, "", 0, NULL) < 0 ||
            peri_run_db_commit(db, NULL) != PERI_OK)
            return false;
    }
    return false;
}

/* Two MiB are enough for it to be moved. */
SUITE(sql_file_moves_its_log)
{
    char path[PATH];
    peri_run_db *db = NULL;
    snprintf(path, sizeof path, "%s/log_run.db", check_tmp());
    CHECK_INT("opens", peri_run_db_open(path, 0, &db, NULL), PERI_OK);
    for (int i = 0; i < 3; i++)
        if (!CHECK("begins anew", comes_to_begin_anew(db, path)))
            break;
    peri_run_db_close(db);
}
