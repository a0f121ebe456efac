/* trainer_internal.h - what trainer.c, trainer_held.c and trainer_active.c share. Layer 3. */
#ifndef PERI_TRAINER_INTERNAL_H
#define PERI_TRAINER_INTERNAL_H

#include "train/trainer.h"

#include <pthread.h>

/* A task that waits, runs, or has ended and was not collected. */
struct entry {
    peri_trainer_task task;
    peri_training_run run;
    char error[PERI_TRAINING_ERROR];
    int64_t
        stop_at; /* real time from which on it is stopped, having been asked to; 0: it was not */
    bool over;   /* its training has ended, and may have been queued anew */
    struct entry *next;
};

struct worker {
    peri_trainer *trainer;
    int index;
    pthread_t thread;
    struct entry *entry; /* what it has taken; NULL: none */
    bool inside;         /* it is in `run`, and can be stopped */
};

struct peri_trainer {
    peri_trainer_options options;
    pthread_mutex_t lock;   /* guards what follows */
    pthread_cond_t changed; /* something waits, or it ends */
    struct entry *waiting, *ended, *held;
    size_t waiting_count;
    struct worker self, *workers; /* shape [threads.count]; owned */
    int started;
    int64_t count;
    bool closing;
};

int64_t peri_trainer_real_time(const peri_trainer *trainer);

/* trainer.c: an entry for a task (owned by the caller until it goes on a list), queued as its
   training's state goes. *out NULL: a run of it waits or runs already. Returns PERI_OK or
   PERI_ENOMEM; the task is dropped where there is no entry. */
int peri_trainer_entry(const peri_trainer_task *task, struct entry **out, peri_error *err);
/* To the end of a list; the lock is held. */
void peri_trainer_append(struct entry **list, struct entry *entry);
/* Run an entry on the strategy's thread, and give it back. *again: a time was missed meanwhile, its
   training is queued for that. Returns what the run returned. */
int peri_trainer_run_now(peri_trainer *trainer, struct entry *entry, bool *again, peri_error *err);

#endif
