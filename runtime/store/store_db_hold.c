/* store_db_hold.c - reads that follow each other closely share one transaction. Layer 2. */
#include <string.h>
#include <time.h>

#include "base/thread.h"
#include "store/store_db_internal.h"

/*
 * To begin and end a read costs SQLite three calls of the kernel, which is half of a small read.
 * The transaction of a read therefore stays open for the next one, unless the file has changed in
 * between: that shows in the header of the log's index, which lies in memory that all processes
 * share (sqlite.org/walformat.html, 2.1), and which SQLite compares for the same end.
 *
 * While a read is open, no other process can finish the moving of the log into the file. So a hold
 * ends after HOLD_MS, read or not, by a thread that does nothing else, and the reads that follow
 * are single ones for a while, so that who waits finds a gap.
 */
enum {
    HOLD_MS = 5,
    SINGLE_READS = 256,  /* after a hold: about a millisecond */
    INDEX_BYTES = 32768, /* of the log's index in one piece, as SQLite maps it */
};

/* -- the header of the log's index ---------------------------------------------------------- */

/* Another process may write it just now: then the words differ from all that was seen before. */
static void copy_header(const peri_store_hold *hold, uint32_t copy[PERI_STORE_LOG_HEADER])
{
    for (int i = 0; i < PERI_STORE_LOG_HEADER; i++)
        copy[i] = __atomic_load_n(&hold->header[i], __ATOMIC_ACQUIRE);
}

/* Remembers the header; true when it is as it was the last time. */
static bool is_unchanged(peri_store_hold *hold)
{
    uint32_t now[PERI_STORE_LOG_HEADER];
    copy_header(hold, now);
    bool same = memcmp(now, hold->seen, sizeof now) == 0;
    memcpy(hold->seen, now, sizeof now);
    return same;
}

static bool has_log(sqlite3 *handle)
{
    sqlite3_stmt *query = NULL;
    bool has = sqlite3_prepare_v2(handle, "PRAGMA journal_mode", -1, &query, NULL) == SQLITE_OK &&
               sqlite3_step(query) == SQLITE_ROW &&
               sqlite3_stricmp((const char *)sqlite3_column_text(query, 0), "wal") == 0;
    sqlite3_finalize(query);
    return has;
}

/* By SQLite's own mapping, which it keeps as long as the connection: to open and close the file of
   the index would drop SQLite's locks on it. */
void peri_store_hold_find(peri_store_db *db)
{
    sqlite3_file *file = NULL;
    void volatile *index = NULL;
    if (!db->lock || !has_log(db->handle) ||
        sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        !file || !file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap)
        return;
    if (file->pMethods->xShmMap(file, 0, INDEX_BYTES, 0, &index) == SQLITE_OK)
        db->hold.header = index;
}

/* -- the end after a while ------------------------------------------------------------------ */

static struct timespec in_a_while(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_nsec += HOLD_MS * 1000000L;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

static void *end_holds(void *arg)
{
    peri_store_db *db = arg;
    peri_store_hold *hold = &db->hold;
    pthread_mutex_lock(db->lock);
    while (!hold->stop) {
        if (!hold->held) {
            pthread_cond_wait(&hold->changed, db->lock);
            continue;
        }
        struct timespec until = in_a_while();
        while (!hold->stop && pthread_cond_timedwait(&hold->changed, db->lock, &until) == 0)
            continue;
        if (hold->held)
            hold->singles = SINGLE_READS;
        peri_store_hold_end(db);
    }
    pthread_mutex_unlock(db->lock);
    return NULL;
}

static bool has_thread(peri_store_db *db)
{
    peri_store_hold *hold = &db->hold;
    if (hold->running || hold->no_thread)
        return hold->running;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&hold->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    hold->running = peri_thread_start(&hold->thread, end_holds, db);
    hold->no_thread = !hold->running;
    if (hold->no_thread)
        pthread_cond_destroy(&hold->changed);
    return hold->running;
}

void peri_store_hold_stop(peri_store_db *db)
{
    peri_store_hold *hold = &db->hold;
    if (!hold->running)
        return;
    pthread_mutex_lock(db->lock);
    hold->stop = true;
    pthread_cond_signal(&hold->changed);
    pthread_mutex_unlock(db->lock);
    pthread_join(hold->thread, NULL);
    pthread_cond_destroy(&hold->changed);
    hold->running = false;
}

/* -- holds ---------------------------------------------------------------------------------- */

static void begin(peri_store_db *db)
{
    if (!has_thread(db) || peri_store_db_begin(db, PERI_STORE_DB_READ, NULL) != PERI_OK)
        return;
    db->hold.held = true;
    pthread_cond_signal(&db->hold.changed);
}

void peri_store_hold_end(peri_store_db *db)
{
    if (!db->hold.held)
        return;
    db->hold.held = false;
    peri_store_db_end(db, PERI_STORE_DB_READ, true, NULL);
}

/* The header is looked at before SQLite looks: a change between the two is found the next time. */
void peri_store_hold_next(peri_store_db *db)
{
    peri_store_hold *hold = &db->hold;
    if (!hold->header || (!hold->held && peri_store_db_in_transaction(db)))
        return;
    bool unchanged = is_unchanged(hold);
    if (unchanged && hold->held)
        return;
    peri_store_hold_end(db);
    if (hold->singles > 0)
        hold->singles--;
    else if (unchanged)
        begin(db);
}
