/* trainer_active.c - trainings that wait or run: stopping them, and asking which there are.
 * Layer 3.
 */
#include "train/trainer_internal.h"

#include <string.h>

#include "time/civil.h"
#include "train/training_internal.h"

/* -- stopping ------------------------------------------------------------------------------- */

/* Call for each worker, the strategy's thread included; the lock is held. */
static void each_worker(peri_trainer *trainer,
                        void (*visit)(struct worker *worker, const void *arg), const void *arg)
{
    visit(&trainer->self, arg);
    for (int i = 0; i < trainer->started; i++)
        visit(&trainer->workers[i], arg);
}

/* A training that asks whether to stop gets a moment to do so. True while it has it. */
static bool may_end_itself(const struct worker *worker)
{
    struct entry *entry = worker->entry;
    const peri_trainer *trainer = worker->trainer;
    if (worker->index == PERI_TRAINER_SELF || trainer->closing || !trainer->options.clock ||
        !peri_training_has_asked(entry->task.training))
        return false;
    if (entry->stop_at == 0)
        entry->stop_at = peri_trainer_real_time(trainer) + PERI_TRAINER_MOMENT;
    return peri_trainer_real_time(trainer) < entry->stop_at;
}

/* training NULL: whatever it runs. */
static void stop_worker(struct worker *worker, const void *training)
{
    const peri_trainer_options *options = &worker->trainer->options;
    bool meant = worker->entry && (!training || worker->entry->task.training == training);
    if (!meant)
        return;
    peri_training_ask_to_stop(worker->entry->task.training);
    if (worker->inside && options->stop && !may_end_itself(worker))
        options->stop(options->ctx, worker->index, "the training was cancelled");
}

/* Those whose moment is over. *at: when the next one's is. */
static void stop_late_ones(peri_trainer *trainer, int64_t *at)
{
    for (int i = 0; i < trainer->started; i++) {
        struct worker *worker = &trainer->workers[i];
        if (!worker->entry || worker->entry->stop_at == 0)
            continue;
        stop_worker(worker, NULL);
        if (worker->inside && worker->entry->stop_at < *at)
            *at = worker->entry->stop_at;
    }
}

int64_t peri_trainer_press(peri_trainer *trainer)
{
    int64_t at = PERI_NEVER;
    pthread_mutex_lock(&trainer->lock);
    stop_late_ones(trainer, &at);
    pthread_mutex_unlock(&trainer->lock);
    if (at == PERI_NEVER)
        return at;
    int64_t left = at - peri_trainer_real_time(trainer);
    return left > PERI_SECOND / 100 ? left : PERI_SECOND / 100;
}

bool peri_trainer_cancel(peri_trainer *trainer, peri_training *training)
{
    pthread_mutex_lock(&trainer->lock);
    bool active = peri_training_ask_to_stop(training);
    each_worker(trainer, stop_worker, training);
    pthread_mutex_unlock(&trainer->lock);
    return active;
}

void peri_trainer_cancel_all(peri_trainer *trainer)
{
    pthread_mutex_lock(&trainer->lock);
    for (struct entry *entry = trainer->waiting; entry; entry = entry->next)
        peri_training_ask_to_stop(entry->task.training);
    each_worker(trainer, stop_worker, NULL);
    pthread_mutex_unlock(&trainer->lock);
}

/* -- asking --------------------------------------------------------------------------------- */

/* What is looked for among the trainings that wait or run; name NULL: any. */
struct search {
    const char *name;
    bool *found;
};

static void match(const struct entry *entry, const struct search *search)
{
    if (!search->name || strcmp(peri_training_name(entry->task.training), search->name) == 0)
        *search->found = true;
}

static void match_worker(struct worker *worker, const void *search)
{
    if (worker->entry)
        match(worker->entry, search);
}

bool peri_trainer_is_training_named(peri_trainer *trainer, const char *name)
{
    bool found = false;
    struct search search = {name, &found};
    pthread_mutex_lock(&trainer->lock);
    each_worker(trainer, match_worker, &search);
    for (const struct entry *entry = trainer->waiting; entry && !found; entry = entry->next)
        match(entry, &search);
    for (const struct entry *entry = trainer->held; entry && !found; entry = entry->next)
        if (!peri_training_should_stop(entry->task.training))
            match(entry, &search);
    pthread_mutex_unlock(&trainer->lock);
    return found;
}

bool peri_trainer_is_training(peri_trainer *trainer)
{
    return peri_trainer_is_training_named(trainer, NULL);
}

void peri_trainer_each_active(peri_trainer *trainer,
                              void (*visit)(void *ctx, const char *name, int64_t due_utc),
                              void *ctx)
{
    pthread_mutex_lock(&trainer->lock);
    for (int i = 0; i < trainer->started; i++) {
        const struct entry *entry = trainer->workers[i].entry;
        if (entry && !entry->over)
            visit(ctx, peri_training_name(entry->task.training), entry->task.due_utc);
    }
    for (const struct entry *entry = trainer->waiting; entry; entry = entry->next)
        visit(ctx, peri_training_name(entry->task.training), entry->task.due_utc);
    pthread_mutex_unlock(&trainer->lock);
}

int64_t peri_trainer_count(peri_trainer *trainer)
{
    pthread_mutex_lock(&trainer->lock);
    int64_t count = trainer->count;
    pthread_mutex_unlock(&trainer->lock);
    return count;
}
