/* test_live.c - a live run with a strategy in C: what trainings on threads leave at its end. */
#include <math.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "check.h"
#include "engine_kit.h"

struct kit {
    peri_engine *engine;
    atomic_bool go_on; /* the slow training may end */
    int told;
    peri_latency latency;
};

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
}

static int initialize(void *ctx, peri_error *err)
{
    struct kit *kit = ctx;
    int rc = engine_kit_add_days(kit->engine, "LIVE", err);
    if (rc == PERI_OK)
        rc = engine_kit_train_now(kit->engine, "quick", err);
    return rc == PERI_OK ? engine_kit_train_now(kit->engine, "slow", err) : rc;
}

static int on_event(void *ctx, const peri_event *event, int64_t due_utc, peri_error *err)
{
    struct kit *kit = ctx;
    (void)due_utc;
    (void)err;
    while (strcmp(event->name, "slow") == 0 && !atomic_load(&kit->go_on))
        nap();
    return PERI_OK;
}

/* While the strategy is told of the quick one, the slow one ends. */
static int on_training_ended(void *ctx, const peri_training_run *run, peri_error *err)
{
    struct kit *kit = ctx;
    (void)run;
    (void)err;
    kit->told++;
    atomic_store(&kit->go_on, true);
    while (peri_trainer_is_training(peri_engine_trainer(kit->engine)))
        nap();
    return PERI_OK;
}

static void nothing(void *ctx, int worker)
{
    (void)ctx;
    (void)worker;
}

static void play(struct kit *kit, double speed, peri_result *result)
{
    static const char bars[] = "date,open,high,low,close\n2020-03-02,1,1,1,1\n2020-03-03,2,2,2,2\n";
    peri_error err = {.text = ""};
    check_write("LIVE.csv", bars, (long)strlen(bars));
    const peri_engine_options options = {.data_dir = check_tmp(),
                                         .clock = peri_clock_monotonic,
                                         .threads = {2, nothing, nothing, NULL},
                                         .ctx = kit};
    const peri_strategy strategy = {.ctx = kit,
                                    .initialize = initialize,
                                    .on_event = on_event,
                                    .on_training_ended = on_training_ended};
    const peri_live_options live = {.speed = speed, .latency = &kit->latency};
    CHECK_INT("opens", peri_engine_open(&options, &kit->engine, &err), PERI_OK);
    CHECK_INT("runs", peri_engine_run_live(kit->engine, &strategy, &live, result, &err), PERI_OK);
    peri_engine_close(kit->engine);
}

SUITE(live_all_trainings_are_told)
{
    static struct kit kit;
    peri_result result;
    play(&kit, HUGE_VAL, &result);
    CHECK_INT("both began", result.trainings, 2);
    CHECK_INT("both were told", kit.told, 2);
    CHECK_INT("no pace, not late", kit.latency.began.count, 0);
}

SUITE(live_latency_is_measured)
{
    static struct kit kit;
    peri_result result;
    play(&kit, 4e6, &result); /* a day in 22 ms, so that it rests */
    CHECK_INT("each step began", kit.latency.began.count, result.steps);
    CHECK_INT("and was done", kit.latency.done.count, result.steps);
    CHECK("later than it began", kit.latency.done.max >= kit.latency.began.max);
    CHECK("it waited", kit.latency.lock_wait.count > 0);
}

/* -- Ctrl-C while trainings are awaited ------------------------------------------------------- */

struct awaited {
    peri_engine *engine;
    atomic_bool stopped;
    bool interrupts; /* instead of an end in order */
    int rests, ends;
    peri_training_state outcome;
};

static int add_and_train(void *ctx, peri_error *err)
{
    const struct awaited *kit = ctx;
    int rc = engine_kit_add_days(kit->engine, "LIVE", err);
    return rc == PERI_OK ? engine_kit_train_now(kit->engine, "long", err) : rc;
}

/* Until it is stopped; if nobody does, it ends after some seconds, and well. */
static int train_long(void *ctx, const peri_event *event, int64_t due_utc, peri_error *err)
{
    struct awaited *kit = ctx;
    (void)due_utc;
    for (int i = 0; i < 20000; i++) {
        if (atomic_load(&kit->stopped))
            return peri_fail(err, PERI_EINTERRUPT, "'%s' was stopped", event->name);
        nap();
    }
    return PERI_OK;
}

static void stop_training(void *ctx, int worker, const char *why)
{
    struct awaited *kit = ctx;
    (void)worker;
    (void)why;
    atomic_store(&kit->stopped, true);
}

static int keep_outcome(void *ctx, const peri_training_run *run, peri_error *err)
{
    (void)err;
    ((struct awaited *)ctx)->outcome = run->outcome;
    return PERI_OK;
}

/* Without a pace the run rests only when the data have ended: then Ctrl-C comes. */
static void leave_at_rest(void *ctx)
{
    struct awaited *kit = ctx;
    if (kit->rests++ > 0)
        return;
    if (kit->interrupts)
        peri_engine_interrupt(kit->engine);
    else
        peri_engine_leave(kit->engine);
}

static int count_end(void *ctx, peri_error *err)
{
    (void)err;
    ((struct awaited *)ctx)->ends++;
    return PERI_OK;
}

static void go_back(void *ctx)
{
    (void)ctx;
}

/* Returns what the run does. */
static int await(struct awaited *kit, peri_on_exit on_exit)
{
    static const char bars[] = "date,open,high,low,close\n2020-03-02,1,1,1,1\n";
    peri_error err = {.text = ""};
    peri_result result;
    check_write("LIVE.csv", bars, (long)strlen(bars));
    const peri_engine_options options = {.data_dir = check_tmp(),
                                         .clock = peri_clock_monotonic,
                                         .stop_training = stop_training,
                                         .threads = {1, nothing, nothing, NULL},
                                         .ctx = kit};
    const peri_strategy strategy = {.ctx = kit,
                                    .initialize = add_and_train,
                                    .on_event = train_long,
                                    .on_training_ended = keep_outcome,
                                    .on_end_of_algorithm = count_end};
    const peri_live_options live = {.speed = HUGE_VAL,
                                    .on_exit = on_exit,
                                    .leave = leave_at_rest,
                                    .enter = go_back,
                                    .ctx = kit};
    CHECK_INT("opens", peri_engine_open(&options, &kit->engine, &err), PERI_OK);
    int rc = peri_engine_run_live(kit->engine, &strategy, &live, &result, &err);
    CHECK("it was awaited", kit->rests > 0);
    peri_engine_end_trainings(kit->engine);
    peri_engine_close(kit->engine);
    return rc;
}

SUITE(live_is_left_while_it_awaits_a_training)
{
    struct awaited kit = {.outcome = PERI_TRAINING_SCHEDULED};
    CHECK_INT("runs", await(&kit, PERI_EXIT_AS_IT_ENDS), PERI_OK);
    CHECK_INT("cancelled", kit.outcome, PERI_TRAINING_CANCELLED);
    CHECK_INT("OnEndOfAlgorithm", kit.ends, 1);
}

/* It still trains then, so the strategy must not be told that the end has come. */
SUITE(live_is_interrupted_while_it_awaits_a_training)
{
    struct awaited kit = {.interrupts = true};
    CHECK_INT("interrupted", await(&kit, PERI_EXIT_WAIT), PERI_EINTERRUPT);
    CHECK_INT("no OnEndOfAlgorithm", kit.ends, 0);
}
