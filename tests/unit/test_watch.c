/* test_watch.c - limits of steps and trainings, with a clock that the test moves. */
#include "check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/mem.h"
#include "time/civil.h"
#include "train/watch.h"

/* A watch, its clock and what it said. */
struct kit {
    peri_watch *watch;
    atomic_llong now;
    atomic_int stops;
    const char *why;
    int worker; /* that was stopped last */
};

static int64_t look_at_clock(void *ctx)
{
    return atomic_load(&((struct kit *)ctx)->now);
}

static void stop(void *ctx, int worker, const char *why)
{
    struct kit *kit = ctx;
    kit->worker = worker;
    kit->why = why;
    atomic_fetch_add(&kit->stops, 1);
}

static void open_kit(struct kit *kit, int64_t step_limit, const char *server, bool wall)
{
    peri_watch_options options = {.step_limit = step_limit,
                                  .clock = look_at_clock,
                                  .bucket_clock = wall ? look_at_clock : NULL,
                                  .over = stop,
                                  .ctx = kit};
    memset(kit, 0, sizeof *kit);
    CHECK_INT("server", peri_allowance_named(server, &options.allowance, NULL), PERI_OK);
    CHECK_INT("opens", peri_watch_open(&options, &kit->watch, NULL), PERI_OK);
    peri_watch_begin_refills(kit->watch, 0);
}

/* Looks after that much more real time. */
static int look_after(struct kit *kit, int64_t ns)
{
    atomic_fetch_add(&kit->now, ns);
    peri_watch_look(kit->watch);
    return atomic_load(&kit->stops);
}

SUITE(watch_limits_a_step)
{
    struct kit kit;
    open_kit(&kit, 10 * PERI_MINUTE, "none", false);
    CHECK_INT("nothing runs", look_after(&kit, 100 * PERI_MINUTE), 0);
    peri_watch_step(kit.watch);
    CHECK_INT("seen", look_after(&kit, 0), 0);
    CHECK_INT("its limit", look_after(&kit, 10 * PERI_MINUTE), 0);
    peri_watch_step(kit.watch);
    CHECK_INT("another one", look_after(&kit, PERI_MINUTE), 0);
    CHECK_INT("its limit", look_after(&kit, 10 * PERI_MINUTE), 0);
    CHECK_INT("behind it", look_after(&kit, 1), 1);
    CHECK_STR("why", kit.why,
              "stopped after 10 minutes: a time step may take 10 minutes (--step-limit)");
    CHECK_INT("told once", look_after(&kit, PERI_MINUTE), 1);
    peri_watch_close(kit.watch);
    peri_watch_close(NULL);
}

SUITE(watch_limits_set_up_to_half)
{
    struct kit kit;
    open_kit(&kit, PERI_SECOND, "none", false);
    peri_watch_setup(kit.watch);
    CHECK_INT("seen", look_after(&kit, 5), 0);
    CHECK_INT("half", look_after(&kit, PERI_SECOND / 2), 0);
    peri_watch_rest(kit.watch);
    CHECK_INT("at rest", look_after(&kit, PERI_HOUR), 0);
    peri_watch_setup(kit.watch);
    look_after(&kit, 0);
    CHECK_INT("longer", look_after(&kit, PERI_SECOND * 3 / 4), 1);
    CHECK_STR("why", kit.why,
              "stopped after 0.75 seconds: set-up may take 0.5 seconds (--step-limit)");
    peri_watch_close(kit.watch);
}

/* One training of some length in a step of its own; looks come every `every` ns. */
static int train(struct kit *kit, int64_t length, int64_t every, int64_t simulated,
                 int64_t *minutes, peri_error *err)
{
    int64_t end = atomic_load(&kit->now) + length;
    peri_watch_step(kit->watch);
    peri_watch_begin_training(kit->watch, PERI_TRAINER_SELF, simulated);
    while (atomic_load(&kit->now) + every < end && atomic_load(&kit->stops) == 0)
        look_after(kit, every);
    atomic_store(&kit->now, end);
    return peri_watch_end_training(kit->watch, PERI_TRAINER_SELF, minutes, err);
}

static int64_t available(struct kit *kit, int64_t simulated)
{
    peri_watch_state state;
    peri_watch_get(kit->watch, simulated, &state);
    return state.available;
}

/* 30 minutes 59 seconds pass, with or without a look in between; the 31st minute does not. */
SUITE(watch_meters_a_training)
{
    static const int64_t every[] = {PERI_SECOND / 10, PERI_SECOND * 7, PERI_HOUR};
    for (size_t i = 0; i < sizeof every / sizeof every[0]; i++) {
        struct kit kit;
        int64_t minutes = -1;
        peri_error err = {0};
        open_kit(&kit, 10 * PERI_MINUTE, "512", false);
        CHECK_INT("the first minute is free",
                  train(&kit, PERI_MINUTE - 1, every[i], 0, &minutes, &err), PERI_OK);
        CHECK_INT("nothing", minutes, 0);
        CHECK_INT("ends", train(&kit, 3 * PERI_MINUTE, every[i], 0, &minutes, &err), PERI_OK);
        CHECK_INT("each minute that begins", minutes, 3);
        CHECK_INT("left", available(&kit, 0), 27);
        int64_t most = 28 * PERI_MINUTE;
        CHECK_INT("all that is left", train(&kit, most - 1, every[i], 0, &minutes, &err), PERI_OK);
        CHECK_INT("taken", minutes, 27);
        CHECK_INT("none left", available(&kit, PERI_DAY - 1), 0);
        CHECK_INT("next day", available(&kit, PERI_DAY), 5);
        CHECK_INT("a day's", train(&kit, 6 * PERI_MINUTE - 1, every[i], PERI_DAY, &minutes, &err),
                  PERI_OK);
        CHECK_INT("then", train(&kit, PERI_MINUTE, every[i], PERI_DAY * 5 / 4, &minutes, &err),
                  PERI_ELIMIT);
        CHECK_STR("why", err.text,
                  "stopped after 1 minute: the allowance of 30 minutes of training is used up, 5 "
                  "come back in 18 hours of simulated time (--server 512)");
        peri_watch_close(kit.watch);
    }
}

/* Minutes granted lengthen the step; real time does not refill. */
SUITE(watch_grants_lengthen_the_step)
{
    struct kit kit;
    int64_t minutes = 0;
    peri_error err = {0};
    open_kit(&kit, 2 * PERI_MINUTE, "1024", false);
    CHECK_INT("60 granted", train(&kit, 61 * PERI_MINUTE - 1, PERI_SECOND, 0, &minutes, &err),
              PERI_OK);
    CHECK_INT("taken", minutes, 60);
    atomic_fetch_add(&kit.now, 30 * PERI_DAY);
    CHECK_INT("not by the clock", available(&kit, PERI_HOUR), 0);
    peri_watch_close(kit.watch);
    open_kit(&kit, PERI_SECOND * 30, "none", false);
    CHECK_INT("over the step's", train(&kit, PERI_SECOND * 31, PERI_SECOND, 0, &minutes, &err),
              PERI_ELIMIT);
    CHECK("names the step", strstr(err.text, "a time step may take 30 seconds") != NULL);
    peri_watch_close(kit.watch);
}

SUITE(watch_by_the_wall_clock)
{
    struct kit kit;
    int64_t minutes = 0;
    peri_watch_state state;
    open_kit(&kit, PERI_NEVER, "2048", true);
    CHECK_INT("an hour", train(&kit, PERI_HOUR, PERI_SECOND, 0, &minutes, NULL), PERI_OK);
    CHECK_INT("left", available(&kit, 400 * PERI_DAY), 30);
    atomic_fetch_add(&kit.now, 23 * PERI_HOUR);
    peri_watch_get(kit.watch, 0, &state);
    CHECK_INT("next day", state.available, 45);
    CHECK_INT("next refill", state.next_refill, PERI_DAY);
    CHECK("no step limit", state.step_limit == PERI_NEVER);
    peri_watch_close(kit.watch);
}

/* A refill that comes while a training runs counts for it. */
SUITE(watch_refills_during_a_training)
{
    static const int64_t every[] = {PERI_SECOND * 7, PERI_MINUTE};
    for (size_t i = 0; i < sizeof every / sizeof *every; i++) {
        struct kit kit;
        int64_t minutes = 0;
        peri_error err = {0};
        open_kit(&kit, PERI_MINUTE, "512", true);
        atomic_store(&kit.now, PERI_DAY - 20 * PERI_MINUTE);
        CHECK_INT("20 before the refill, 15 behind it",
                  train(&kit, 35 * PERI_MINUTE, every[i], 0, &minutes, &err), PERI_OK);
        CHECK_INT("30 and 5", minutes, 35);
        peri_watch_close(kit.watch);
    }
}

SUITE(watch_that_is_not_there)
{
    peri_watch_state state;
    int64_t minutes = -1;
    peri_watch_setup(NULL);
    peri_watch_step(NULL);
    peri_watch_begin_training(NULL, PERI_TRAINER_SELF, 0);
    CHECK_INT("ends", peri_watch_end_training(NULL, PERI_TRAINER_SELF, &minutes, NULL), PERI_OK);
    CHECK_INT("no minutes", minutes, 0);
    peri_watch_rest(NULL);
    peri_watch_begin_refills(NULL, 0);
    peri_watch_get(NULL, 0, &state);
    CHECK("no limits", state.allowance.unlimited && state.available == INT64_MAX);
}

/* The thread looks by itself: the clock has passed the limit when it comes by. */
SUITE(watch_thread_looks)
{
    struct kit kit;
    open_kit(&kit, PERI_SECOND / 100, "none", false);
    CHECK_INT("starts", peri_watch_start(kit.watch, NULL), PERI_OK);
    CHECK_INT("once", peri_watch_start(kit.watch, NULL), PERI_OK);
    peri_watch_step(kit.watch);
    while (atomic_load(&kit.stops) == 0)
        atomic_fetch_add(&kit.now, PERI_SECOND);
    CHECK_INT("told once", kit.stops, 1);
    peri_watch_close(kit.watch);
}

SUITE(watch_without_memory)
{
    const peri_watch_options options = {.step_limit = 1, .clock = look_at_clock, .over = stop};
    peri_watch *watch;
    int64_t live = peri_mem_live();
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_watch_open(&options, &watch, NULL), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK("nothing comes out", watch == NULL);
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(allowance_names)
{
    peri_allowance allowance;
    peri_error err = {0};
    CHECK_INT("512", peri_allowance_named("512", &allowance, &err), PERI_OK);
    CHECK("30 and 5", allowance.capacity == 30 && allowance.amount == 5 && !allowance.unlimited);
    CHECK_INT("4096", peri_allowance_named("4096", &allowance, &err), PERI_EINVAL);
    CHECK_STR("says", err.text, "server was '4096', expected 512, 1024, 2048 or none");
}

/* Trainings on threads have the allowance between them, and no step's limit. */
SUITE(watch_workers)
{
    struct kit kit;
    int64_t minutes = 0;
    peri_error err = {0};
    open_kit(&kit, PERI_MINUTE, "512", true);
    peri_watch_begin_training(kit.watch, 0, 0);
    peri_watch_begin_training(kit.watch, 3, 0);
    CHECK_INT("within", look_after(&kit, 15 * PERI_MINUTE), 0);
    CHECK_INT("15 each", look_after(&kit, PERI_MINUTE - 1), 0);
    CHECK_INT("the first ends in time", peri_watch_end_training(kit.watch, 0, &minutes, &err),
              PERI_OK);
    CHECK_INT("its minutes", minutes, 15);
    CHECK_INT("the other is stopped", look_after(&kit, 1), 1);
    CHECK_INT("by its number", kit.worker, 3);
    CHECK("says why", strstr(kit.why, "allowance of 30 minutes") != NULL);
    CHECK_INT("and fails", peri_watch_end_training(kit.watch, 3, &minutes, &err), PERI_ELIMIT);
    CHECK_INT("its minutes", minutes, 15);
    peri_watch_begin_training(kit.watch, 3, 0);
    CHECK_INT("the first minute is free", look_after(&kit, PERI_MINUTE - 1), 1);
    CHECK_INT("anew", peri_watch_end_training(kit.watch, 3, &minutes, &err), PERI_OK);
    peri_watch_close(kit.watch);
}
