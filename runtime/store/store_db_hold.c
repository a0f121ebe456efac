/* store_db_hold.c - reads that follow each other closely share one transaction. Layer 2. */
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/thread.h"
#include "store/store_db_internal.h"

/*
 * To begin and end a read costs SQLite three calls of the kernel, which is half of a small read.
 * The transaction of a read therefore stays open for the next one, unless the file has changed in
 * between: that shows in the header of the log's index, which lies in memory that all processes
 * share (sqlite.org/walformat.html, 2.1), and which SQLite compares for the same end.
 *
 * While a read is open, no other process can finish the moving of the log into the file. So a hold
 * lasts HOLD_MS at most: the first read after that ends it. Where no read comes, a thread does it,
 * a little later, so that it and a busy reader do not fight for the lock.
 *
 * A reader that never stops makes room all the same: what it begins anew stands on the newest
 * state, and once all of the log is in the file it does not use the log at all.
 */
enum {
    HOLD_MS = 5,
    LATER_MS = 2,
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
    int64_t at = peri_clock_monotonic(NULL) + (HOLD_MS + LATER_MS) * INT64_C(1000000);
    return (struct timespec){.tv_sec = at / 1000000000, .tv_nsec = at % 1000000000};
}

/* Ends the hold of that turn, if it is still the one. */
static void end_turn(peri_store_db *db, unsigned long turn)
{
    pthread_mutex_lock(db->lock);
    if (atomic_load(&db->hold.turns) == turn)
        peri_store_hold_end(db);
    pthread_mutex_unlock(db->lock);
}

static void *end_holds(void *arg)
{
    peri_store_db *db = arg;
    peri_store_hold *hold = &db->hold;
    pthread_mutex_lock(&hold->gate);
    while (!hold->stop) {
        unsigned long turn = atomic_load(&hold->turns);
        hold->idle = turn % 2 == 0;
        if (hold->idle) {
            pthread_cond_wait(&hold->changed, &hold->gate);
            continue;
        }
        struct timespec until = in_a_while();
        while (!hold->stop && pthread_cond_timedwait(&hold->changed, &hold->gate, &until) == 0)
            continue;
        if (hold->stop || atomic_load(&hold->turns) != turn)
            continue;
        pthread_mutex_unlock(&hold->gate);
        end_turn(db, turn);
        pthread_mutex_lock(&hold->gate);
    }
    pthread_mutex_unlock(&hold->gate);
    return NULL;
}

static void wake_thread(peri_store_hold *hold, bool stop)
{
    pthread_mutex_lock(&hold->gate);
    hold->stop = stop;
    if (stop || hold->idle)
        pthread_cond_signal(&hold->changed);
    pthread_mutex_unlock(&hold->gate);
}

static void free_gate(peri_store_hold *hold)
{
    pthread_cond_destroy(&hold->changed);
    pthread_mutex_destroy(&hold->gate);
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
    pthread_mutex_init(&hold->gate, NULL);
    hold->running = peri_thread_start(&hold->thread, end_holds, db);
    hold->no_thread = !hold->running;
    if (hold->no_thread)
        free_gate(hold);
    return hold->running;
}

void peri_store_hold_stop(peri_store_db *db)
{
    peri_store_hold *hold = &db->hold;
    if (!hold->running)
        return;
    wake_thread(hold, true);
    pthread_join(hold->thread, NULL);
    free_gate(hold);
    hold->running = false;
}

/* -- holds ---------------------------------------------------------------------------------- */

static bool is_held(peri_store_hold *hold)
{
    return atomic_load_explicit(&hold->turns, memory_order_relaxed) % 2 != 0;
}

static void begin(peri_store_db *db)
{
    if (!has_thread(db) || peri_store_db_begin(db, PERI_STORE_DB_READ, NULL) != PERI_OK)
        return;
    db->hold.until_ns = peri_clock_monotonic(NULL) + HOLD_MS * INT64_C(1000000);
    atomic_fetch_add(&db->hold.turns, 1);
    wake_thread(&db->hold, false);
}

void peri_store_hold_end(peri_store_db *db)
{
    if (!is_held(&db->hold))
        return;
    atomic_fetch_add(&db->hold.turns, 1);
    peri_store_db_end(db, PERI_STORE_DB_READ, true, NULL);
}

/* The header is looked at before SQLite looks: a change between the two is found the next time. */
void peri_store_hold_next(peri_store_db *db)
{
    peri_store_hold *hold = &db->hold;
    bool held = is_held(hold);
    if (!hold->header || (!held && peri_store_db_in_transaction(db)))
        return;
    bool unchanged = is_unchanged(hold);
    if (unchanged && held && peri_clock_monotonic(NULL) < hold->until_ns)
        return;
    peri_store_hold_end(db);
    if (unchanged)
        begin(db);
}
