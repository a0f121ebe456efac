/* test_training.c - the training flag; the trainer, at once and on threads. */
#include "check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "train/trainer.h"

/* A trainer, and what the functions below write down. */
struct kit {
    peri_trainer *trainer;
    peri_training *training;
    int64_t now; /* a clock that moves 7 ns a look */
    int runs, drops, ended;
    bool flag_inside, flag_in_listener;
    peri_training_run last;
    char error[256];
    peri_training_state states[8]; /* of the runs that ended */
    int result;
    int stopped; /* worker that was stopped last */

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    int inside; /* runs under way */
    bool go_on, asked_to_stop;
    int nudges;
};

static int64_t look_at_clock(void *ctx)
{
    return ((struct kit *)ctx)->now += 7;
}

static void keep(void *ctx, const peri_training_run *run)
{
    struct kit *kit = ctx;
    kit->last = *run;
    snprintf(kit->error, sizeof kit->error, "%s", run->error);
    kit->states[kit->ended++ % 8] = run->outcome;
    kit->flag_in_listener = peri_trainer_is_training(kit->trainer);
}

static int train(void *ctx, void *what, int64_t due, peri_error *err)
{
    struct kit *kit = ctx;
    CHECK("what is handed on", what == kit);
    CHECK_INT("when as well", due, 42);
    kit->runs++;
    kit->flag_inside = peri_trainer_is_training(kit->trainer) &&
                       peri_trainer_is_training_named(kit->trainer, "weekly") &&
                       !peri_trainer_is_training_named(kit->trainer, "daily");
    return kit->result == PERI_OK ? PERI_OK : peri_fail(err, kit->result, "it broke");
}

static void drop(void *ctx, void *what)
{
    (void)what;
    ((struct kit *)ctx)->drops++;
}

static void stop(void *ctx, int worker, const char *why)
{
    struct kit *kit = ctx;
    CHECK_STR("why", why, "the training was cancelled");
    kit->stopped = worker;
    pthread_mutex_lock(&kit->lock);
    kit->asked_to_stop = true;
    pthread_cond_broadcast(&kit->changed);
    pthread_mutex_unlock(&kit->lock);
}

static int submit(struct kit *kit, int64_t due,
                  int (*run)(void *ctx, void *what, int64_t due, peri_error *err), peri_error *err)
{
    const peri_trainer_task task = {.training = kit->training,
                                    .due_utc = due,
                                    .run = run,
                                    .drop = drop,
                                    .ctx = kit,
                                    .what = kit};
    return peri_trainer_submit(kit->trainer, &task, err);
}

static void open_kit(struct kit *kit, peri_trainer_options options)
{
    memset(kit, 0, sizeof *kit);
    kit->stopped = -2;
    pthread_mutex_init(&kit->lock, NULL);
    pthread_cond_init(&kit->changed, NULL);
    options.ended = keep;
    options.stop = stop;
    options.ctx = kit;
    CHECK_INT("opens", peri_trainer_open(&options, &kit->trainer, NULL), PERI_OK);
    CHECK_INT("a training", peri_training_open("weekly", &kit->training, NULL), PERI_OK);
}

static void close_kit(struct kit *kit)
{
    peri_trainer_close(kit->trainer);
    peri_training_release(kit->training);
    pthread_cond_destroy(&kit->changed);
    pthread_mutex_destroy(&kit->lock);
}

static const char *state_of(const struct kit *kit)
{
    peri_training_view view;
    peri_training_look(kit->training, &view);
    return peri_training_state_name(view.state);
}

SUITE(training_at_once)
{
    struct kit kit;
    peri_error err = {0};
    open_kit(&kit, (peri_trainer_options){.clock = look_at_clock});
    CHECK("down before", !peri_trainer_is_training(kit.trainer));
    CHECK_STR("scheduled", state_of(&kit), "scheduled");
    CHECK_INT("runs", submit(&kit, 42, train, &err), PERI_OK);
    CHECK("up inside", kit.flag_inside);
    CHECK("down for the listener", !kit.flag_in_listener);
    CHECK("down after", !peri_trainer_is_training(kit.trainer));
    CHECK_INT("number", kit.last.number, 1);
    CHECK_INT("due", kit.last.due_utc, 42);
    CHECK_INT("duration by the given clock", kit.last.duration_ns, 7);
    CHECK_INT("outcome", kit.last.outcome, PERI_TRAINING_DONE);
    CHECK_STR("done", state_of(&kit), "done");
    CHECK_INT("dropped", kit.drops, 1);
    close_kit(&kit);
}

SUITE(training_that_fails)
{
    static const struct {
        int rc;
        const char *state;
    } rows[] = {{PERI_ESCRIPT, "failed"}, {PERI_ELIMIT, "over_limit"}, {PERI_EINTERRUPT, "failed"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit kit;
        peri_error err = {0};
        peri_training_view view;
        open_kit(&kit, (peri_trainer_options){.clock = NULL});
        kit.result = rows[i].rc;
        CHECK_INT("its error comes back", submit(&kit, 42, train, &err), rows[i].rc);
        CHECK_STR("as it was", err.text, "it broke");
        CHECK_INT("called once", kit.runs, 1);
        CHECK("the flag is down", !peri_trainer_is_training(kit.trainer));
        peri_training_look(kit.training, &view);
        CHECK_STR("state", peri_training_state_name(view.state), rows[i].state);
        CHECK_STR("error", view.error, "it broke");
        CHECK_INT("no clock, no duration", view.last_duration_ns, 0);
        CHECK_INT("counted", peri_trainer_count(kit.trainer), 1);
        kit.result = PERI_OK;
        CHECK_INT("the next goes well", submit(&kit, 42, train, &err), PERI_OK);
        peri_training_look(kit.training, &view);
        CHECK_STR("and is forgotten", view.error, "");
        CHECK_INT("two runs", view.runs, 2);
        close_kit(&kit);
    }
    peri_trainer_close(NULL);
    peri_training_release(NULL);
}

static int cancel_itself(void *ctx, void *what, int64_t due, peri_error *err)
{
    struct kit *kit = what;
    (void)ctx;
    (void)due;
    CHECK("not asked yet", !peri_training_should_stop(kit->training));
    peri_training_progress(kit->training, 0.4, "epoch 12");
    CHECK("it runs", peri_trainer_cancel(kit->trainer, kit->training));
    CHECK_INT("on the strategy's thread", kit->stopped, PERI_TRAINER_SELF);
    CHECK("asked", peri_training_should_stop(kit->training));
    return peri_fail(err, PERI_EINTERRUPT, "stopped");
}

SUITE(training_cancels_itself)
{
    struct kit kit;
    peri_training_view view;
    open_kit(&kit, (peri_trainer_options){.clock = NULL});
    CHECK("nothing runs", !peri_trainer_cancel(kit.trainer, kit.training));
    CHECK_INT("not an error", submit(&kit, 1, cancel_itself, NULL), PERI_OK);
    peri_training_look(kit.training, &view);
    CHECK_STR("cancelled", peri_training_state_name(view.state), "cancelled");
    CHECK_NEAR("progress", view.progress, 0.4, 0);
    CHECK_STR("message", view.message, "epoch 12");
    CHECK_INT("runs again", submit(&kit, 42, train, NULL), PERI_OK);
    CHECK_STR("done", state_of(&kit), "done");
    close_kit(&kit);
}

SUITE(training_progress_is_cut)
{
    static const struct {
        double given, want;
    } rows[] = {{-1, 0}, {2, 1}, {0.5, 0.5}, {0.0 / 1.0, 0}};
    struct kit kit;
    peri_training_view view;
    open_kit(&kit, (peri_trainer_options){.clock = NULL});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_training_progress(kit.training, rows[i].given, NULL);
        peri_training_look(kit.training, &view);
        CHECK_NEAR("cut", view.progress, rows[i].want, 0);
        CHECK_STR("no text", view.message, "");
    }
    close_kit(&kit);
}

/* --- on threads --- */

static void enter(void *ctx, int worker)
{
    (void)worker;
    (void)ctx;
}

static void nudge(void *ctx)
{
    struct kit *kit = ctx;
    pthread_mutex_lock(&kit->lock);
    kit->nudges++;
    pthread_cond_broadcast(&kit->changed);
    pthread_mutex_unlock(&kit->lock);
}

/* Runs until it may go on, or is stopped. */
static int train_long(void *ctx, void *what, int64_t due, peri_error *err)
{
    struct kit *kit = what;
    (void)ctx;
    (void)due;
    pthread_mutex_lock(&kit->lock);
    kit->runs++;
    kit->inside++;
    pthread_cond_broadcast(&kit->changed);
    while (!kit->go_on && !kit->asked_to_stop)
        pthread_cond_wait(&kit->changed, &kit->lock);
    bool stopped = kit->asked_to_stop;
    kit->inside--;
    pthread_mutex_unlock(&kit->lock);
    return stopped ? peri_fail(err, PERI_EINTERRUPT, "stopped") : PERI_OK;
}

static void wait_inside(struct kit *kit, int n)
{
    pthread_mutex_lock(&kit->lock);
    while (kit->inside < n)
        pthread_cond_wait(&kit->changed, &kit->lock);
    pthread_mutex_unlock(&kit->lock);
}

static void wait_nudges(struct kit *kit, int n)
{
    pthread_mutex_lock(&kit->lock);
    while (kit->nudges < n)
        pthread_cond_wait(&kit->changed, &kit->lock);
    pthread_mutex_unlock(&kit->lock);
    peri_trainer_collect(kit->trainer);
}

static void set_go_on(struct kit *kit)
{
    pthread_mutex_lock(&kit->lock);
    kit->go_on = true;
    pthread_cond_broadcast(&kit->changed);
    pthread_mutex_unlock(&kit->lock);
}

static void open_threads(struct kit *kit, int count)
{
    open_kit(kit, (peri_trainer_options){.threads = {count, enter, enter, nudge}});
}

SUITE(training_on_a_thread)
{
    struct kit kit;
    open_threads(&kit, 1);
    CHECK_INT("submitted", submit(&kit, 42, train_long, NULL), PERI_OK);
    CHECK("the flag is up at once", peri_trainer_is_training(kit.trainer));
    wait_inside(&kit, 1);
    CHECK_STR("running", state_of(&kit), "running");
    CHECK("by name", peri_trainer_is_training_named(kit.trainer, "weekly"));
    CHECK("not by another", !peri_trainer_is_training_named(kit.trainer, "daily"));
    CHECK_INT("nothing ended", kit.ended, 0);
    set_go_on(&kit);
    wait_nudges(&kit, 1);
    CHECK_INT("ended", kit.ended, 1);
    CHECK_INT("done", kit.states[0], PERI_TRAINING_DONE);
    CHECK("the flag is down", !peri_trainer_is_training(kit.trainer));
    CHECK_INT("dropped", kit.drops, 1);
    close_kit(&kit);
}

/* Times missed while it runs become one more run, at the last of them. */
SUITE(training_times_missed)
{
    struct kit kit;
    open_threads(&kit, 1);
    submit(&kit, 1, train_long, NULL);
    wait_inside(&kit, 1);
    for (int64_t due = 2; due <= 5; due++)
        CHECK_INT("remembered", submit(&kit, due, train_long, NULL), PERI_OK);
    CHECK_INT("each dropped at once", kit.drops, 4);
    set_go_on(&kit);
    wait_nudges(&kit, 2);
    CHECK_INT("two runs", kit.runs, 2);
    CHECK_INT("at the last time", kit.last.due_utc, 5);
    CHECK_STR("done", state_of(&kit), "done");
    CHECK_INT("all dropped", kit.drops, 5);
    close_kit(&kit);
}

SUITE(training_cancelled_on_a_thread)
{
    struct kit kit;
    peri_training *other;
    open_threads(&kit, 1);
    submit(&kit, 1, train_long, NULL);
    wait_inside(&kit, 1);
    submit(&kit, 2, train_long, NULL);
    CHECK_INT("another", peri_training_open("other", &other, NULL), PERI_OK);
    const peri_trainer_task task = {other, 3, train_long, drop, &kit, &kit};
    CHECK_INT("waits", peri_trainer_submit(kit.trainer, &task, NULL), PERI_OK);
    CHECK("cancels the one that waits", peri_trainer_cancel(kit.trainer, other));
    CHECK_INT("nobody was stopped", kit.stopped, -2);
    CHECK("cancels the one that runs", peri_trainer_cancel(kit.trainer, kit.training));
    wait_nudges(&kit, 2);
    CHECK_INT("by its worker", kit.stopped, 0);
    CHECK_INT("runs", kit.runs, 1);
    CHECK_INT("cancelled", kit.states[0], PERI_TRAINING_CANCELLED);
    CHECK_INT("cancelled", kit.states[1], PERI_TRAINING_CANCELLED);
    CHECK("nothing is left", !peri_trainer_is_training(kit.trainer));
    peri_training_release(other);
    close_kit(&kit);
}

SUITE(training_closed_while_it_runs)
{
    struct kit kit;
    open_threads(&kit, 2);
    submit(&kit, 1, train_long, NULL);
    wait_inside(&kit, 1);
    close_kit(&kit);
    CHECK_INT("it was stopped", kit.inside, 0);
    CHECK_INT("dropped", kit.drops, 1);
}

SUITE(training_too_many_wait)
{
    struct kit kit;
    peri_training *waiting[PERI_TRAINER_QUEUE];
    peri_error err = {0};
    open_threads(&kit, 1);
    submit(&kit, 1, train_long, NULL);
    wait_inside(&kit, 1);
    for (int i = 0; i < PERI_TRAINER_QUEUE; i++) {
        peri_training_open("many", &waiting[i], NULL);
        const peri_trainer_task task = {waiting[i], 3, train_long, drop, &kit, &kit};
        if (peri_trainer_submit(kit.trainer, &task, &err) != PERI_OK)
            CHECK_STR("waits", err.text, "");
    }
    peri_training *last;
    peri_training_open("last", &last, NULL);
    const peri_trainer_task task = {last, 3, train_long, drop, &kit, &kit};
    CHECK_INT("refused", peri_trainer_submit(kit.trainer, &task, &err), PERI_ELIMIT);
    CHECK_STR("says so", err.text, "training 'last': 1000 trainings wait already");
    CHECK_INT("dropped", kit.drops, 1);
    peri_training_release(last);
    close_kit(&kit);
    CHECK_INT("all dropped", kit.drops, PERI_TRAINER_QUEUE + 2);
    for (int i = 0; i < PERI_TRAINER_QUEUE; i++)
        peri_training_release(waiting[i]);
}

SUITE(training_out_of_memory)
{
    const peri_trainer_options options = {.threads = {2, enter, enter, nudge}};
    peri_trainer *trainer = NULL;
    peri_training *training = NULL;
    int64_t live = peri_mem_live();
    int n = 1;
    for (; n < 20 && !trainer; n++) {
        peri_mem_fail_at(n);
        int rc = peri_trainer_open(&options, &trainer, NULL);
        peri_mem_fail_at(0);
        CHECK_INT("only this", rc, trainer ? PERI_OK : PERI_ENOMEM);
    }
    CHECK("failed at first", n > 2);
    peri_trainer_close(trainer);
    for (n = 1; n < 20 && !training; n++) {
        peri_mem_fail_at(n);
        peri_training_open("x", &training, NULL);
        peri_mem_fail_at(0);
    }
    CHECK("failed at first", n > 2);
    peri_training_release(training);
    CHECK_INT("no leak", peri_mem_live(), live);
}
