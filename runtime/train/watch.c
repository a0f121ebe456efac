/* watch.c - see watch.h. Layer 3.
 *
 * A step costs its thread one store of a number, no look at the clock and no lock: the watcher sees
 * at its next look that the number has changed. All else is behind the lock.
 */
#include "train/watch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/thread.h"
#include "time/civil.h"
#include "train/time_limit.h"

enum {
    AT_REST = 0,
    SETUP = 1, /* steps are 2, 3, ... */
    LOOKS = 20
};
#define LONGEST_LOOK (PERI_SECOND / 10)
#define SHORTEST_LOOK (PERI_SECOND / 1000)

struct peri_watch {
    peri_watch_options options;
    uint64_t steps;             /* begun so far; the watched thread's own */
    atomic_uint_fast64_t stage; /* AT_REST, SETUP, or a number for each step */

    pthread_mutex_t lock; /* guards what follows */
    peri_bucket bucket;
    peri_time_limit limit;
    uint64_t seen; /* the stage that the limit's clock runs for */
    bool in_training;
    bool is_over;
    char why[256];

    pthread_cond_t changed;
    pthread_t thread;
    bool running, stop;
};

static int64_t real_time(const peri_watch *watch)
{
    return watch->options.clock(watch->options.ctx);
}

/* -- why ------------------------------------------------------------------------------------ */

static const char *span_text(int64_t ns, char out[48])
{
    double seconds = (double)ns / (double)PERI_SECOND;
    if (seconds < 60)
        snprintf(out, 48, "%.3g seconds", seconds);
    else if (seconds < 7200)
        snprintf(out, 48, "%.4g minute%s", seconds / 60, seconds == 60 ? "" : "s");
    else
        snprintf(out, 48, "%.4g hours", seconds / 3600);
    return out;
}

static void explain_step(peri_watch *watch, const char *after)
{
    char limit[48], granted[64] = "";
    span_text(watch->limit.step_limit, limit);
    if (watch->limit.granted > 0)
        snprintf(granted, sizeof granted, ", with the %lld granted to trainings in it",
                 (long long)watch->limit.granted);
    snprintf(watch->why, sizeof watch->why, "stopped after %s: %s may take %s%s (--step-limit)",
             after, watch->seen == SETUP ? "set-up" : "a time step", limit, granted);
}

static void explain_bucket(peri_watch *watch, const char *after, int64_t now)
{
    const peri_bucket *bucket = &watch->bucket;
    char wait[48];
    int64_t at = watch->options.wall_clock ? now : watch->limit.bucket_now;
    snprintf(watch->why, sizeof watch->why,
             "stopped after %s: the allowance of %lld minutes of training is used up, %lld come "
             "back in %s%s (--server %s)",
             after, (long long)bucket->capacity, (long long)bucket->amount,
             span_text(bucket->next_refill - at, wait),
             watch->options.wall_clock ? "" : " of simulated time",
             watch->options.allowance.server);
}

/* -- looking -------------------------------------------------------------------------------- */

/* The limit's clock follows the stage; a training keeps its step. */
static void follow(peri_watch *watch, int64_t now)
{
    uint64_t stage = atomic_load_explicit(&watch->stage, memory_order_relaxed);
    if (stage == watch->seen || watch->in_training)
        return;
    int64_t limit = watch->options.step_limit;
    watch->seen = stage;
    watch->limit.step_limit = stage == SETUP && limit != PERI_NEVER ? limit / 2 : limit;
    peri_time_limit_begin_step(&watch->limit, now);
}

/* True when a limit is passed, now or before. */
static bool look(peri_watch *watch, int64_t now)
{
    follow(watch, now);
    if (watch->is_over || watch->seen == AT_REST)
        return watch->is_over;
    peri_limit_state state = peri_time_limit_check(&watch->limit, now, NULL);
    if (state == PERI_LIMIT_WITHIN)
        return false;
    char after[48];
    watch->is_over = true;
    if (state == PERI_LIMIT_STEP)
        explain_step(watch, span_text(now - watch->limit.step_began, after));
    else
        explain_bucket(watch, span_text(now - watch->limit.training_began, after), now);
    return true;
}

static void look_and_stop(peri_watch *watch)
{
    bool was_over = watch->is_over;
    if (look(watch, real_time(watch)) && !was_over)
        watch->options.over(watch->options.ctx, watch->why);
}

void peri_watch_look(peri_watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    look_and_stop(watch);
    pthread_mutex_unlock(&watch->lock);
}

/* -- the thread ----------------------------------------------------------------------------- */

static bool has_limits(const peri_watch *watch)
{
    return watch->options.step_limit != PERI_NEVER || !watch->options.allowance.unlimited;
}

static struct timespec next_look(const peri_watch *watch)
{
    int64_t wait = watch->options.step_limit / 2 / LOOKS;
    wait = wait > LONGEST_LOOK ? LONGEST_LOOK : wait;
    wait = wait < SHORTEST_LOOK ? SHORTEST_LOOK : wait;
    int64_t at = peri_clock_monotonic(NULL) + wait;
    return (struct timespec){.tv_sec = at / PERI_SECOND, .tv_nsec = at % PERI_SECOND};
}

static void *watch_on(void *arg)
{
    peri_watch *watch = arg;
    pthread_mutex_lock(&watch->lock);
    while (!watch->stop) {
        struct timespec at = next_look(watch);
        pthread_cond_timedwait(&watch->changed, &watch->lock, &at);
        if (!watch->stop)
            look_and_stop(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

int peri_watch_start(peri_watch *watch, peri_error *err)
{
    if (!has_limits(watch) || watch->running)
        return PERI_OK;
    watch->running = peri_thread_start(&watch->thread, watch_on, watch);
    return watch->running ? PERI_OK
                          : peri_fail(err, PERI_EIO, "no thread to watch limits of time with");
}

static void end_thread(peri_watch *watch)
{
    if (!watch->running)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->stop = true;
    pthread_cond_signal(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    watch->running = false;
}

/* -- life ----------------------------------------------------------------------------------- */

static void fill_bucket(peri_watch *watch, int64_t now)
{
    const peri_allowance *allowance = &watch->options.allowance;
    if (allowance->unlimited)
        peri_bucket_init_unlimited(&watch->bucket);
    else
        peri_bucket_init(&watch->bucket, allowance->capacity, allowance->amount, PERI_DAY, now,
                         NULL);
}

int peri_watch_open(const peri_watch_options *options, peri_watch **out, peri_error *err)
{
    peri_watch *watch = peri_calloc(1, sizeof *watch);
    pthread_condattr_t monotonic;
    *out = watch;
    if (!watch)
        return peri_fail(err, PERI_ENOMEM, "no memory to watch limits of time with");
    watch->options = *options;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    fill_bucket(watch, options->wall_clock ? real_time(watch) : PERI_NEVER);
    peri_time_limit_init(&watch->limit, options->step_limit, &watch->bucket);
    return PERI_OK;
}

void peri_watch_close(peri_watch *watch)
{
    if (!watch)
        return;
    end_thread(watch);
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->lock);
    peri_free(watch);
}

/* -- what is watched ------------------------------------------------------------------------ */

static void set_stage(peri_watch *watch, uint64_t stage)
{
    if (watch)
        atomic_store_explicit(&watch->stage, stage, memory_order_relaxed);
}

void peri_watch_setup(peri_watch *watch)
{
    set_stage(watch, SETUP);
}

void peri_watch_step(peri_watch *watch)
{
    if (watch)
        set_stage(watch, SETUP + ++watch->steps);
}

void peri_watch_rest(peri_watch *watch)
{
    set_stage(watch, AT_REST);
}

void peri_watch_begin_refills(peri_watch *watch, int64_t now_ns)
{
    if (!watch || watch->options.wall_clock)
        return;
    pthread_mutex_lock(&watch->lock);
    fill_bucket(watch, now_ns);
    pthread_mutex_unlock(&watch->lock);
}

void peri_watch_begin_training(peri_watch *watch, int64_t now_ns)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    int64_t now = real_time(watch);
    follow(watch, now);
    watch->in_training = true;
    watch->limit.bucket_now = watch->options.wall_clock ? PERI_NEVER : now_ns;
    peri_time_limit_begin_training(&watch->limit, now);
    pthread_mutex_unlock(&watch->lock);
}

int peri_watch_end_training(peri_watch *watch, int64_t *minutes, peri_error *err)
{
    int rc = PERI_OK;
    *minutes = 0;
    if (!watch)
        return rc;
    pthread_mutex_lock(&watch->lock);
    if (look(watch, real_time(watch)))
        rc = peri_fail(err, PERI_ELIMIT, "%s", watch->why);
    *minutes = peri_time_limit_minutes(&watch->limit);
    peri_time_limit_end_training(&watch->limit);
    watch->in_training = false;
    pthread_mutex_unlock(&watch->lock);
    return rc;
}

/* Refills due by now are credited to a copy: a bucket is refilled by taking only. */
static int64_t available(peri_bucket bucket, int64_t now)
{
    bool taken = false;
    if (bucket.unlimited || bucket.capacity == 0)
        return bucket.available;
    peri_bucket_try_consume(&bucket, 1, now, &taken, NULL);
    return bucket.available + (taken ? 1 : 0);
}

static int64_t until_refill(peri_bucket bucket, int64_t now)
{
    bool taken;
    if (bucket.unlimited || bucket.capacity == 0)
        return PERI_NEVER;
    peri_bucket_try_consume(&bucket, 1, now, &taken, NULL);
    return bucket.next_refill == PERI_NEVER ? PERI_NEVER : bucket.next_refill - now;
}

void peri_watch_get(peri_watch *watch, int64_t now_ns, peri_watch_state *out)
{
    *out = (peri_watch_state){.allowance = {.server = "none", .unlimited = true},
                              .available = INT64_MAX,
                              .next_refill = PERI_NEVER,
                              .step_limit = PERI_NEVER};
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    int64_t now = watch->options.wall_clock ? real_time(watch) : now_ns;
    *out = (peri_watch_state){
        .allowance = watch->options.allowance,
        .available = available(watch->bucket, now),
        .next_refill = until_refill(watch->bucket, now),
        .step_limit = watch->options.step_limit,
    };
    pthread_mutex_unlock(&watch->lock);
}
