/* training.h - one training: its state, what is known of its runs, its cancellation. Knows no Lua.
 * Layer 3. */
#ifndef PERI_TRAINING_H
#define PERI_TRAINING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

typedef enum peri_training_state {
    PERI_TRAINING_SCHEDULED, /* waits for its time; the first state */
    PERI_TRAINING_QUEUED,    /* due, waits for a thread */
    PERI_TRAINING_RUNNING,
    PERI_TRAINING_DONE, /* these four: how the last run ended, until the next is due */
    PERI_TRAINING_FAILED,
    PERI_TRAINING_CANCELLED,
    PERI_TRAINING_OVER_LIMIT
} peri_training_state;

const char *peri_training_state_name(peri_training_state state); /* "over_limit" */

/* One training, which may run many times: what Train returns. Counted references; it locks itself.
   Thread: any, for all calls. */
typedef struct peri_training peri_training;

int peri_training_open(const char *name, peri_training **out, peri_error *err); /* or PERI_ENOMEM */
peri_training *peri_training_retain(peri_training *training);
void peri_training_release(peri_training *training);           /* NULL is allowed */
const char *peri_training_name(const peri_training *training); /* borrowed */

enum {
    PERI_TRAINING_TEXT = 160,
    PERI_TRAINING_ERROR = 4096
};

/* How a training stands. */
typedef struct peri_training_view {
    peri_training_state state;
    peri_training_state last_outcome; /* of the last run that ended; SCHEDULED: none did */
    int64_t runs;                     /* ended, however */
    int64_t last_duration_ns; /* real time of the last run; 0 when the trainer has no clock */
    int64_t minutes;          /* all runs took from the allowance */
    double progress;          /* 0..1, as the training itself says; 0 when a run begins */
    char message[PERI_TRAINING_TEXT]; /* what it said with it; "" */
    char error[PERI_TRAINING_ERROR];  /* of the last run; "" when it went well; cut */
} peri_training_view;

void peri_training_look(peri_training *training, peri_training_view *out);

/* Of a training that runs: it says how far it is (fraction cut to 0..1, text cut, NULL: none). */
void peri_training_progress(peri_training *training, double fraction, const char *text);
/* Whether it was cancelled. */
bool peri_training_should_stop(peri_training *training);
/* The same, asked by the training itself, which is then known to end by itself: for the rest of
   this run it gets a moment to do so before it is stopped. */
bool peri_training_asks(peri_training *training);
bool peri_training_has_asked(peri_training *training);

/* One run that ended. */
typedef struct peri_training_run {
    peri_training *training;     /* borrowed for the call that hands the record out */
    int64_t number;              /* 1, 2, ... in order of start */
    int64_t due_utc;             /* simulated (or live) time it was due, ns */
    int64_t duration_ns;         /* real time it took; 0 when the trainer has no clock */
    int64_t minutes;             /* taken from the allowance */
    peri_training_state outcome; /* DONE, FAILED, CANCELLED or OVER_LIMIT */
    const char *error;           /* "" when done; borrowed */
} peri_training_run;

#endif
