/* training.c - the mutex-guarded training flag and the synchronous trainer. Layer 3. */
#include "train/training.h"

#include "base/mem.h"
#include "train/watch.h"

#include <pthread.h>

struct peri_trainer {
    pthread_mutex_t flag_lock; /* guards `running` */
    int running;               /* trainings under way */
    int64_t count;
    peri_watch *watch;
    peri_clock_fn clock;
    peri_training_listener listener;
    void *ctx;
};

int peri_trainer_open(peri_watch *watch, peri_clock_fn clock, peri_training_listener listener,
                      void *ctx, peri_trainer **out, peri_error *err)
{
    *out = NULL;
    peri_trainer *trainer = peri_calloc(1, sizeof *trainer);
    if (!trainer || pthread_mutex_init(&trainer->flag_lock, NULL) != 0) {
        peri_free(trainer);
        return peri_fail(err, PERI_ENOMEM, "no memory for the trainer");
    }
    trainer->watch = watch;
    trainer->clock = clock;
    trainer->listener = listener;
    trainer->ctx = ctx;
    *out = trainer;
    return PERI_OK;
}

void peri_trainer_close(peri_trainer *trainer)
{
    if (!trainer)
        return;
    pthread_mutex_destroy(&trainer->flag_lock);
    peri_free(trainer);
}

static void change_running(peri_trainer *trainer, int by)
{
    pthread_mutex_lock(&trainer->flag_lock);
    trainer->running += by;
    pthread_mutex_unlock(&trainer->flag_lock);
}

bool peri_trainer_is_training(peri_trainer *trainer)
{
    pthread_mutex_lock(&trainer->flag_lock);
    bool is = trainer->running > 0;
    pthread_mutex_unlock(&trainer->flag_lock);
    return is;
}

int peri_trainer_run(peri_trainer *trainer, const char *name, int64_t due_utc,
                     int (*run)(void *ctx, peri_error *err), void *ctx, peri_error *err)
{
    int64_t began = trainer->clock ? trainer->clock(trainer->ctx) : 0;
    change_running(trainer, 1);
    int64_t minutes = 0;
    peri_watch_begin_training(trainer->watch, due_utc);
    int rc = run(ctx, err);
    int late = peri_watch_end_training(trainer->watch, &minutes, rc == PERI_OK ? err : NULL);
    rc = rc == PERI_OK ? late : rc;
    change_running(trainer, -1);
    int64_t ended = trainer->clock ? trainer->clock(trainer->ctx) : 0;
    peri_training training = {
        .name = name,
        .number = ++trainer->count,
        .due_utc = due_utc,
        .duration_ns = ended - began,
        .minutes = minutes,
        .outcome = rc == PERI_OK ? PERI_TRAINING_DONE : PERI_TRAINING_FAILED,
    };
    if (trainer->listener)
        trainer->listener(trainer->ctx, &training);
    return rc;
}

int64_t peri_trainer_count(const peri_trainer *trainer)
{
    return trainer->count;
}
