/* log_mover.c - see log_mover.h. Layer 2. */
#include "store/log_mover.h"

#include <pthread.h>
#include <time.h>

#include "base/mem.h"
#include "base/thread.h"

enum {
    LOG_PAGES = 400, /* of the log, before it is moved: one that begins anew early is written over,
                        which is faster than to let it grow */
    WAIT_US = 50,    /* a saver holds the log for a few hundred microseconds */
    FEW_PAGES = 100, /* to move while savers wait: about a millisecond */
    MANY_PAGES = 8000,
    MOST_PASSES = 4,
    MOST_WAITS = 4000 /* then the next wish is awaited */
};

struct peri_log_mover_thread {
    const char *path;
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    bool wanted;
    bool stop;
};

/* -- the thread ----------------------------------------------------------------------------- */

/*
 * Passes that wait for nobody move nearly all. Savers that go on meanwhile would never let the log
 * be seen empty, and it would grow for ever: the last pass keeps them out for the little that is
 * left, and lets the log begin anew. While they are faster than the passes the log may grow, within
 * bounds. True when it begins anew. A pass that another process does just now is left to it.
 */
static bool move_log(sqlite3 *handle)
{
    int code = SQLITE_OK, before = 0, moved = 0, left = FEW_PAGES + 1;
    for (int i = 0; code == SQLITE_OK && i < MOST_PASSES && left > FEW_PAGES; i++) {
        code = sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, &moved);
        left = moved - before; /* about as many have come since */
        before = moved;
    }
    return code == SQLITE_OK && (left <= FEW_PAGES || moved > MANY_PAGES) &&
           sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL) ==
               SQLITE_OK;
}

/* Waits for work; false: stop. */
static bool next_wish(struct peri_log_mover_thread *self)
{
    pthread_mutex_lock(&self->lock);
    while (!self->wanted && !self->stop)
        pthread_cond_wait(&self->changed, &self->lock);
    bool go_on = !self->stop;
    self->wanted = false;
    pthread_mutex_unlock(&self->lock);
    return go_on;
}

/* Wishes that came in the meantime were for the log that has just been moved. */
static void forget_wishes(struct peri_log_mover_thread *self)
{
    pthread_mutex_lock(&self->lock);
    self->wanted = false;
    pthread_mutex_unlock(&self->lock);
}

/* Savers go on again at once: only who looks often finds the gap between two of them. */
static int on_busy(void *ctx, int n)
{
    const struct timespec pause = {.tv_nsec = WAIT_US * 1000L};
    (void)ctx;
    nanosleep(&pause, NULL);
    return n < MOST_WAITS;
}

/* Only by reading does a connection learn that the file has a log. */
static bool open_log(const char *path, sqlite3 **handle)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    return sqlite3_open_v2(path, handle, flags, NULL) == SQLITE_OK &&
           sqlite3_busy_handler(*handle, on_busy, NULL) == SQLITE_OK &&
           sqlite3_exec(*handle, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) ==
               SQLITE_OK;
}

static void *work(void *arg)
{
    struct peri_log_mover_thread *self = arg;
    sqlite3 *handle = NULL;
    bool ok = open_log(self->path, &handle);
    while (next_wish(self)) {
        if (ok && move_log(handle))
            forget_wishes(self);
    }
    sqlite3_close(handle);
    return NULL;
}

static struct peri_log_mover_thread *start(const char *path)
{
    struct peri_log_mover_thread *self = peri_calloc(1, sizeof *self);
    if (!self)
        return NULL;
    self->path = path;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->changed, NULL);
    if (peri_thread_start(&self->thread, work, self))
        return self;
    pthread_cond_destroy(&self->changed);
    pthread_mutex_destroy(&self->lock);
    peri_free(self);
    return NULL;
}

/* Says something to the thread. */
static void tell(struct peri_log_mover_thread *self, bool *what)
{
    pthread_mutex_lock(&self->lock);
    *what = true;
    pthread_cond_signal(&self->changed);
    pthread_mutex_unlock(&self->lock);
}

static void stop(struct peri_log_mover_thread *self)
{
    tell(self, &self->stop);
    pthread_join(self->thread, NULL);
    pthread_cond_destroy(&self->changed);
    pthread_mutex_destroy(&self->lock);
    peri_free(self);
}

/* -- the connection's side ------------------------------------------------------------------ */

/* Called behind each commit, with the length of the log. */
static int on_commit(void *ctx, sqlite3 *handle, const char *schema, int pages)
{
    peri_log_mover *mover = ctx;
    if (pages < LOG_PAGES)
        return SQLITE_OK;
    if (!mover->thread && !mover->no_thread) {
        mover->thread = start(mover->path);
        mover->no_thread = !mover->thread;
    }
    if (mover->thread)
        tell(mover->thread, &mover->thread->wanted);
    else /* a failure concerns the log's length only: what was saved is in it */
        sqlite3_wal_checkpoint_v2(handle, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return SQLITE_OK;
}

void peri_log_mover_watch(peri_log_mover *mover, sqlite3 *handle, const char *path)
{
    mover->path = path;
    sqlite3_wal_hook(handle, on_commit, mover);
}

void peri_log_mover_stop(peri_log_mover *mover)
{
    if (mover->thread)
        stop(mover->thread);
    mover->thread = NULL;
}
