/* watch.c - see watch.h. Layer 3.
 *
 * A step costs its thread one store of a number, no look at the clock and no lock: the watcher sees
 * at its next look that the number has changed. All else is behind the lock.
 */
#include "train/watch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/thread.h"
#include "time/civil.h"
#include "train/time_limit.h"
#include "train/watch_text.h"

enum {
    AT_REST = 0,
    SETUP = 1, /* steps are 2, 3, ... */
    LOOKS = 20
};
#define LONGEST_LOOK (PERI_SECOND / 10)
#define SHORTEST_LOOK (PERI_SECOND / 1000)

/* What is timed: the step with a training in it, or a worker's training. */
struct timed {
    peri_watch *watch;
    int worker;
    peri_time_limit limit;
    bool in_training;
    bool is_over;
    char why[PERI_WATCH_TEXT];
    /* Of an allowance that is kept: its file is asked without the lock. */
    bool asking;
    enum {
        NO_ANSWER,
        GRANTED,
        REFUSED
    } answer;
    int64_t owed; /* minutes granted at the training's end, to be taken when it is settled */
};

struct peri_watch {
    peri_watch_options options;
    uint64_t steps;             /* begun so far; the watched thread's own */
    atomic_uint_fast64_t stage; /* AT_REST, SETUP, or a number for each step */

    pthread_mutex_t lock; /* guards what follows */
    peri_bucket bucket;
    uint64_t seen; /* the stage that the step's clock runs for */
    struct timed step, workers[PERI_TRAINER_MOST];

    pthread_cond_t changed;
    pthread_t thread;
    bool running, stop;
};

static int64_t real_time(const peri_watch *watch)
{
    return watch->options.clock(watch->options.ctx);
}

/* The bucket's time; simulated: what was handed in. */
static int64_t bucket_time(const peri_watch *watch, int64_t simulated)
{
    return watch->options.bucket_clock ? watch->options.bucket_clock(watch->options.ctx)
                                       : simulated;
}

/* -- looking -------------------------------------------------------------------------------- */

static struct timed *timed_of(peri_watch *watch, int worker)
{
    return worker == PERI_TRAINER_SELF ? &watch->step : &watch->workers[worker];
}

/* The step's clock follows the stage; a training keeps its step. */
static void follow(peri_watch *watch, int64_t now)
{
    struct timed *step = &watch->step;
    uint64_t stage = atomic_load_explicit(&watch->stage, memory_order_relaxed);
    if (stage == watch->seen || step->in_training)
        return;
    int64_t limit = watch->options.step_limit;
    watch->seen = stage;
    step->limit.step_limit = stage == SETUP && limit != PERI_NEVER ? limit / 2 : limit;
    peri_time_limit_begin_step(&step->limit, now);
}

static void explain(const peri_watch *watch, struct timed *timed, peri_limit_state state,
                    int64_t now)
{
    const peri_time_limit *limit = &timed->limit;
    if (state == PERI_LIMIT_STEP)
        peri_watch_say_step(limit, watch->seen == SETUP, now, timed->why);
    else
        peri_watch_say_bucket(limit, &watch->bucket, watch->options.allowance.server,
                              !watch->options.bucket_clock, now, timed->why);
}

/* True when a limit is passed, now or before. */
static bool look(peri_watch *watch, int worker, int64_t now)
{
    struct timed *timed = timed_of(watch, worker);
    bool is_step = timed == &watch->step;
    if (is_step)
        follow(watch, now);
    if (timed->is_over || (is_step ? watch->seen == AT_REST : !timed->in_training))
        return timed->is_over;
    if (watch->options.bucket_clock)
        timed->limit.bucket_now = watch->options.bucket_clock(watch->options.ctx);
    peri_limit_state state = peri_time_limit_check(&timed->limit, now, NULL);
    if (state == PERI_LIMIT_WITHIN)
        return false;
    timed->is_over = true;
    explain(watch, timed, state, now);
    return true;
}

/* One minute from the file, without the lock: it may have to wait for the disk. The training may
   end meanwhile, but not be settled. */
static bool ask_for_minute(peri_watch *watch, struct timed *timed)
{
    peri_bucket bucket = watch->bucket;
    int64_t at = bucket_time(watch, PERI_NEVER);
    timed->asking = true;
    pthread_mutex_unlock(&watch->lock);
    bool granted = peri_ledger_take(watch->options.ledger, timed->worker, &bucket, at);
    pthread_mutex_lock(&watch->lock);
    timed->asking = false;
    watch->bucket = bucket;
    pthread_cond_broadcast(&watch->changed);
    return granted;
}

/* The minutes a training has to ask for by now. */
static void ask(peri_watch *watch, struct timed *timed, int64_t now)
{
    int64_t due;
    while (watch->options.ledger && timed->in_training && !timed->is_over &&
           (due = peri_time_limit_next(&timed->limit)) <= now) {
        bool granted = ask_for_minute(watch, timed);
        if (timed->in_training) {
            timed->answer = granted ? GRANTED : REFUSED;
            peri_time_limit_check(&timed->limit, due, NULL);
        } else if (granted && timed->owed > 0) {
            timed->owed--; /* this is it */
        }
    }
}

static void look_and_stop(peri_watch *watch)
{
    int64_t now = real_time(watch);
    for (int i = PERI_TRAINER_SELF; i < PERI_TRAINER_MOST; i++) {
        struct timed *timed = timed_of(watch, i);
        ask(watch, timed, now);
        bool was_over = timed->is_over;
        if (look(watch, i, now) && !was_over)
            watch->options.over(watch->options.ctx, i, timed->why);
    }
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
    pthread_cond_broadcast(&watch->changed);
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

/* A minute from the allowance as it is kept: what was answered, or, at a training's end, later. */
static bool take_kept(void *ctx, peri_bucket *bucket, int64_t now_ns)
{
    struct timed *timed = ctx;
    bool refused = timed->answer == REFUSED;
    (void)bucket;
    (void)now_ns;
    if (timed->answer == NO_ANSWER)
        timed->owed++;
    timed->answer = NO_ANSWER;
    return !refused;
}

static void init_timed(peri_watch *watch, int worker, int64_t step_limit)
{
    struct timed *timed = timed_of(watch, worker);
    timed->watch = watch;
    timed->worker = worker;
    peri_time_limit_init(&timed->limit, step_limit, &watch->bucket);
    if (watch->options.ledger) {
        timed->limit.take = take_kept;
        timed->limit.take_ctx = timed;
    }
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
    fill_bucket(watch, bucket_time(watch, PERI_NEVER));
    init_timed(watch, PERI_TRAINER_SELF, options->step_limit);
    for (int i = 0; i < PERI_TRAINER_MOST; i++)
        init_timed(watch, i, PERI_NEVER);
    if (!options->ledger || options->allowance.unlimited)
        return PERI_OK;
    return peri_ledger_load(options->ledger, options->allowance.server, &watch->bucket, err);
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
    if (!watch || watch->options.bucket_clock)
        return;
    pthread_mutex_lock(&watch->lock);
    fill_bucket(watch, now_ns);
    pthread_mutex_unlock(&watch->lock);
}

void peri_watch_begin_training(peri_watch *watch, int worker, int64_t now_ns)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    struct timed *timed = timed_of(watch, worker);
    int64_t now = real_time(watch);
    if (worker == PERI_TRAINER_SELF)
        follow(watch, now);
    else
        timed->is_over = false;
    timed->in_training = true;
    timed->limit.bucket_now = bucket_time(watch, now_ns);
    peri_time_limit_begin_training(&timed->limit, now);
    pthread_mutex_unlock(&watch->lock);
}

int peri_watch_end_training(peri_watch *watch, int worker, int64_t *minutes, peri_error *err)
{
    int rc = PERI_OK;
    *minutes = 0;
    if (!watch)
        return rc;
    pthread_mutex_lock(&watch->lock);
    struct timed *timed = timed_of(watch, worker);
    if (look(watch, worker, real_time(watch)))
        rc = peri_fail(err, PERI_ELIMIT, "%s", timed->why);
    *minutes = peri_time_limit_minutes(&timed->limit);
    peri_time_limit_end_training(&timed->limit);
    timed->in_training = false;
    pthread_mutex_unlock(&watch->lock);
    return rc;
}

void peri_watch_settle_training(peri_watch *watch, int worker)
{
    if (!watch || !watch->options.ledger)
        return;
    pthread_mutex_lock(&watch->lock);
    struct timed *timed = timed_of(watch, worker);
    while (timed->asking)
        pthread_cond_wait(&watch->changed, &watch->lock);
    while (timed->owed > 0) {
        timed->owed--;
        ask_for_minute(watch, timed);
    }
    pthread_mutex_unlock(&watch->lock);
}

static int64_t until_refill(const peri_bucket *bucket, int64_t now)
{
    if (bucket->unlimited || bucket->capacity == 0 || bucket->next_refill == PERI_NEVER)
        return PERI_NEVER;
    return bucket->next_refill - now;
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
    int64_t now = bucket_time(watch, now_ns);
    const peri_bucket bucket = peri_bucket_at(watch->bucket, now);
    *out = (peri_watch_state){
        .allowance = watch->options.allowance,
        .available = bucket.available,
        .next_refill = until_refill(&bucket, now),
        .step_limit = watch->options.step_limit,
    };
    pthread_mutex_unlock(&watch->lock);
}
