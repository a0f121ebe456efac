/* training_internal.h - what the trainer changes in a training. Layer 3. */
#ifndef PERI_TRAINING_INTERNAL_H
#define PERI_TRAINING_INTERNAL_H

#include "train/training.h"

/* It is due: true when it may be queued, with its state QUEUED; false while a run of it waits or
   runs: then it is remembered to run once more. */
bool peri_training_enqueue(peri_training *training, int64_t due_utc);
/* It begins, unless peri_training_should_stop. */
void peri_training_begin(peri_training *training);
/* A run ended. True when it is to be queued again at once, for a time missed meanwhile. */
bool peri_training_end(peri_training *training, const peri_training_run *run, int64_t *due_utc);
/* Ask it to stop. False when it neither waits nor runs. */
bool peri_training_ask_to_stop(peri_training *training);

/* What end said should be queued again is not: it stands as the last run ended. */
void peri_training_unqueue(peri_training *training);

#endif
