/* trainer.c - runs trainings, at once or on threads: see trainer.h. Layer 3.
 *
 * Lock order: what is shared with the strategy, then the trainer's lock, then a training's. A
 * worker is stopped under the trainer's lock and only while it is inside of `run`.
 */
#include "train/trainer_internal.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/thread.h"
#include "train/training_internal.h"
#include "train/training_ledger.h"
#include "train/watch.h"

int64_t peri_trainer_real_time(const peri_trainer *trainer)
{
    return trainer->options.clock ? trainer->options.clock(trainer->options.ctx) : 0;
}

void peri_trainer_append(struct entry **list, struct entry *entry)
{
    while (*list)
        list = &(*list)->next;
    entry->next = NULL;
    *list = entry;
}

static void entry_free(struct entry *entry)
{
    peri_training_release(entry->task.training);
    peri_free(entry);
}

static void free_entries(struct entry *entry, bool drop)
{
    while (entry) {
        struct entry *next = entry->next;
        if (drop)
            entry->task.drop(entry->task.ctx, entry->task.what);
        entry_free(entry);
        entry = next;
    }
}

/* -- one run -------------------------------------------------------------------------------- */

/* From here on it can be stopped. False: it was asked to stop before, when it could not be. */
static bool go_inside(struct worker *worker)
{
    pthread_mutex_lock(&worker->trainer->lock);
    worker->inside = !peri_training_should_stop(worker->entry->task.training);
    bool inside = worker->inside;
    pthread_mutex_unlock(&worker->trainer->lock);
    return inside;
}

static void go_outside(struct worker *worker)
{
    pthread_mutex_lock(&worker->trainer->lock);
    worker->inside = false;
    pthread_mutex_unlock(&worker->trainer->lock);
}

static peri_training_state outcome_of(peri_training *training, int rc)
{
    bool was_cancelled = peri_training_should_stop(training);
    if (rc == PERI_OK)
        return was_cancelled ? PERI_TRAINING_CANCELLED : PERI_TRAINING_DONE;
    if (rc == PERI_ELIMIT)
        return PERI_TRAINING_OVER_LIMIT;
    return rc == PERI_EINTERRUPT && was_cancelled ? PERI_TRAINING_CANCELLED : PERI_TRAINING_FAILED;
}

/* Under the watch, and open to be stopped. */
static int call(struct worker *worker, struct entry *entry, peri_error *err)
{
    const peri_trainer_task *task = &entry->task;
    struct peri_watch *watch = worker->trainer->options.watch;
    if (!go_inside(worker))
        return peri_fail(err, PERI_EINTERRUPT, "cancelled before it began");
    peri_watch_begin_training(watch, worker->index, task->due_utc);
    int rc = task->run(task->ctx, task->what, task->due_utc, err);
    int late = peri_watch_end_training(watch, worker->index, &entry->run.minutes,
                                       rc == PERI_OK ? err : NULL);
    go_outside(worker);
    return rc == PERI_OK ? late : rc;
}

/* Run the entry's task, and write down how it went. */
static int run(struct worker *worker, struct entry *entry, peri_error *err)
{
    peri_trainer *trainer = worker->trainer;
    peri_training *training = entry->task.training;
    int64_t began = peri_trainer_real_time(trainer);
    peri_training_begin(training);
    int rc = call(worker, entry, err);
    entry->run.training = training;
    entry->run.due_utc = entry->task.due_utc;
    entry->run.duration_ns = peri_trainer_real_time(trainer) - began;
    entry->run.outcome = outcome_of(training, rc);
    snprintf(entry->error, sizeof entry->error, "%s", rc == PERI_OK ? "" : err->text);
    entry->run.error = entry->error;
    return entry->run.outcome == PERI_TRAINING_CANCELLED ? PERI_OK : rc;
}

static void begin(struct worker *worker, struct entry *entry)
{
    worker->entry = entry;
    entry->run.number = ++worker->trainer->count;
}

/* -- at once -------------------------------------------------------------------------------- */

/* A training that runs another one inside itself does not occur: a submit comes between steps. */
int peri_trainer_run_now(peri_trainer *trainer, struct entry *entry, bool *again, peri_error *err)
{
    peri_error own;
    int64_t due;
    pthread_mutex_lock(&trainer->lock);
    begin(&trainer->self, entry);
    pthread_mutex_unlock(&trainer->lock);
    int rc = run(&trainer->self, entry, err ? err : &own);
    pthread_mutex_lock(&trainer->lock);
    trainer->self.entry = NULL;
    pthread_mutex_unlock(&trainer->lock);
    *again = peri_training_end(entry->task.training, &entry->run, &due);
    if (trainer->options.ended)
        trainer->options.ended(trainer->options.ctx, &entry->run);
    entry->task.drop(entry->task.ctx, entry->task.what);
    entry_free(entry);
    return rc;
}

/* -- on threads ----------------------------------------------------------------------------- */

/* The time that was missed meanwhile, as a task of its own; NULL: no memory. */
static struct entry *follow_up(const struct entry *entry, int64_t due_utc)
{
    struct entry *next = peri_calloc(1, sizeof *next);
    if (!next)
        return NULL;
    next->task = entry->task;
    next->task.due_utc = due_utc;
    peri_training_retain(next->task.training);
    return next;
}

/* The run is over: its training may be queued anew from here on, by the time missed meanwhile
   first. True when that is so, and the task goes on. */
static bool end_run(peri_trainer *trainer, struct entry *entry)
{
    int64_t due;
    pthread_mutex_lock(&trainer->lock);
    entry->over = true;
    bool again = peri_training_end(entry->task.training, &entry->run, &due);
    struct entry *next = again ? follow_up(entry, due) : NULL;
    if (next) {
        peri_trainer_append(&trainer->waiting, next);
        trainer->waiting_count++;
        pthread_cond_signal(&trainer->changed);
    }
    pthread_mutex_unlock(&trainer->lock);
    return next != NULL;
}

static void run_on_thread(struct worker *worker, struct entry *entry)
{
    peri_trainer *trainer = worker->trainer;
    const peri_trainer_threads *threads = &trainer->options.threads;
    peri_ledger *ledger = trainer->options.ledger;
    peri_error err;
    if (ledger) /* what may wait for the disk is done without what is shared */
        peri_ledger_begin(ledger, worker->index, peri_training_name(entry->task.training),
                          entry->task.due_utc);
    threads->enter(trainer->options.ctx, worker->index);
    run(worker, entry, &err);
    if (!end_run(trainer, entry))
        entry->task.drop(entry->task.ctx, entry->task.what);
    threads->leave(trainer->options.ctx, worker->index);
    peri_watch_settle_training(trainer->options.watch, worker->index);
    if (ledger)
        peri_ledger_end(ledger, worker->index, &entry->run);
    pthread_mutex_lock(&trainer->lock);
    worker->entry = NULL;
    peri_trainer_append(&trainer->ended, entry);
    pthread_mutex_unlock(&trainer->lock);
    threads->nudge(trainer->options.ctx);
}

static void *work(void *arg)
{
    struct worker *worker = arg;
    peri_trainer *trainer = worker->trainer;
    pthread_mutex_lock(&trainer->lock);
    for (;;) {
        while (!trainer->waiting && !trainer->closing)
            pthread_cond_wait(&trainer->changed, &trainer->lock);
        struct entry *entry = trainer->waiting;
        if (!entry)
            break;
        trainer->waiting = entry->next;
        trainer->waiting_count--;
        begin(worker, entry);
        pthread_mutex_unlock(&trainer->lock);
        run_on_thread(worker, entry);
        pthread_mutex_lock(&trainer->lock);
    }
    pthread_mutex_unlock(&trainer->lock);
    return NULL;
}

static int queue(peri_trainer *trainer, struct entry *entry, peri_error *err)
{
    pthread_mutex_lock(&trainer->lock);
    bool full = trainer->waiting_count >= PERI_TRAINER_QUEUE;
    if (!full) {
        peri_trainer_append(&trainer->waiting, entry);
        trainer->waiting_count++;
        pthread_cond_signal(&trainer->changed);
    }
    pthread_mutex_unlock(&trainer->lock);
    if (!full)
        return PERI_OK;
    peri_training *training = entry->task.training;
    peri_training_run refused = {.outcome = PERI_TRAINING_FAILED, .error = "too many wait"};
    int64_t due;
    peri_training_end(training, &refused, &due);
    entry->task.drop(entry->task.ctx, entry->task.what);
    int rc = peri_fail(err, PERI_ELIMIT, "training '%.200s': %d trainings wait already",
                       peri_training_name(training), PERI_TRAINER_QUEUE);
    entry_free(entry);
    return rc;
}

int peri_trainer_entry(const peri_trainer_task *task, struct entry **out, peri_error *err)
{
    struct entry *entry = peri_calloc(1, sizeof *entry);
    *out = NULL;
    if (entry && peri_training_enqueue(task->training, task->due_utc)) {
        entry->task = *task;
        peri_training_retain(task->training);
        *out = entry;
        return PERI_OK;
    }
    task->drop(task->ctx, task->what);
    if (!entry)
        return peri_fail(err, PERI_ENOMEM, "no memory for the training '%.200s'",
                         peri_training_name(task->training));
    peri_free(entry);
    return PERI_OK;
}

int peri_trainer_submit(peri_trainer *trainer, const peri_trainer_task *task, peri_error *err)
{
    struct entry *entry;
    bool again;
    int rc = peri_trainer_entry(task, &entry, err);
    if (!entry)
        return rc;
    return trainer->options.threads.count > 0 ? queue(trainer, entry, err)
                                              : peri_trainer_run_now(trainer, entry, &again, err);
}

void peri_trainer_collect(peri_trainer *trainer)
{
    pthread_mutex_lock(&trainer->lock);
    struct entry *entry = trainer->ended;
    trainer->ended = NULL;
    pthread_mutex_unlock(&trainer->lock);
    while (entry) {
        struct entry *next = entry->next;
        if (trainer->options.ended)
            trainer->options.ended(trainer->options.ctx, &entry->run);
        entry_free(entry);
        entry = next;
    }
}

/* -- life ----------------------------------------------------------------------------------- */

static int start_workers(peri_trainer *trainer, peri_error *err)
{
    int count = trainer->options.threads.count;
    trainer->workers = peri_calloc((size_t)count, sizeof *trainer->workers);
    if (!trainer->workers)
        return peri_fail(err, PERI_ENOMEM, "no memory for the trainer");
    for (int i = 0; i < count; i++) {
        struct worker *worker = &trainer->workers[i];
        *worker = (struct worker){.trainer = trainer, .index = i};
        if (!peri_thread_start(&worker->thread, work, worker))
            return peri_fail(err, PERI_EIO, "no thread for trainings");
        pthread_mutex_lock(&trainer->lock);
        trainer->started++;
        pthread_mutex_unlock(&trainer->lock);
    }
    return PERI_OK;
}

int peri_trainer_open(const peri_trainer_options *options, peri_trainer **out, peri_error *err)
{
    *out = NULL;
    peri_trainer *trainer = peri_calloc(1, sizeof *trainer);
    if (!trainer || pthread_mutex_init(&trainer->lock, NULL) != 0) {
        peri_free(trainer);
        return peri_fail(err, PERI_ENOMEM, "no memory for the trainer");
    }
    pthread_cond_init(&trainer->changed, NULL);
    trainer->options = *options;
    trainer->self = (struct worker){.trainer = trainer, .index = PERI_TRAINER_SELF};
    int rc = options->threads.count > 0 ? start_workers(trainer, err) : PERI_OK;
    if (rc != PERI_OK)
        peri_trainer_close(trainer);
    else
        *out = trainer;
    return rc;
}

void peri_trainer_close(peri_trainer *trainer)
{
    if (!trainer)
        return;
    pthread_mutex_lock(&trainer->lock);
    trainer->closing = true;
    pthread_mutex_unlock(&trainer->lock);
    peri_trainer_cancel_all(trainer);
    pthread_mutex_lock(&trainer->lock);
    pthread_cond_broadcast(&trainer->changed);
    pthread_mutex_unlock(&trainer->lock);
    for (int i = 0; i < trainer->started; i++)
        pthread_join(trainer->workers[i].thread, NULL);
    free_entries(trainer->ended, false);
    free_entries(trainer->held, true);
    peri_free(trainer->workers);
    pthread_cond_destroy(&trainer->changed);
    pthread_mutex_destroy(&trainer->lock);
    peri_free(trainer);
}
