/* trainer_held.c - trainings that end later in simulated time: their flag is up, their functions
 * are called when they are asked for. Layer 3. */
#include "train/trainer_internal.h"

#include "base/mem.h"
#include "train/training_internal.h"

/* The flag goes up; its function is called later. */
static void hold(peri_trainer *trainer, struct entry *entry)
{
    peri_training_begin(entry->task.training);
    pthread_mutex_lock(&trainer->lock);
    peri_trainer_append(&trainer->held, entry);
    pthread_mutex_unlock(&trainer->lock);
}

int peri_trainer_hold(peri_trainer *trainer, const peri_trainer_task *task, bool *held,
                      peri_error *err)
{
    struct entry *entry;
    int rc = peri_trainer_entry(task, &entry, err);
    *held = entry != NULL;
    if (entry)
        hold(trainer, entry);
    return rc;
}

int peri_trainer_hold_again(peri_trainer *trainer, peri_training *training,
                            const peri_trainer_task *task, peri_error *err)
{
    struct entry *entry = task ? peri_calloc(1, sizeof *entry) : NULL;
    if (entry) {
        entry->task = *task;
        peri_training_retain(training);
        hold(trainer, entry);
        return PERI_OK;
    }
    peri_training_unqueue(training);
    if (!task)
        return PERI_OK;
    task->drop(task->ctx, task->what);
    return peri_fail(err, PERI_ENOMEM, "no memory for the training '%.200s'",
                     peri_training_name(training));
}

/* Where the held entry of a training is linked, or the end of the list. */
static struct entry **find_held(peri_trainer *trainer, const peri_training *training)
{
    struct entry **at = &trainer->held;
    while (*at && (*at)->task.training != training)
        at = &(*at)->next;
    return at;
}

bool peri_trainer_held(peri_trainer *trainer, const peri_training *training, peri_trainer_task *out)
{
    pthread_mutex_lock(&trainer->lock);
    const struct entry *entry = *find_held(trainer, training);
    if (entry)
        *out = entry->task;
    pthread_mutex_unlock(&trainer->lock);
    return entry != NULL;
}

int peri_trainer_run_held(peri_trainer *trainer, peri_training *training, bool *again,
                          peri_error *err)
{
    *again = false;
    pthread_mutex_lock(&trainer->lock);
    struct entry **at = find_held(trainer, training), *entry = *at;
    if (entry)
        *at = entry->next;
    pthread_mutex_unlock(&trainer->lock);
    return entry ? peri_trainer_run_now(trainer, entry, again, err) : PERI_OK;
}
