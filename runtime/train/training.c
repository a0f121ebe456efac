/* training.c - see training.h. Layer 3. */
#include "train/training.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "train/training_internal.h"

struct peri_training {
    atomic_int holders;
    char *name;
    pthread_mutex_t lock; /* guards what follows; nothing is locked under it */
    peri_training_view view;
    bool stop;         /* it was cancelled */
    bool has_asked;    /* whether it was, in this run */
    bool again;        /* it was due while it ran */
    int64_t due_again; /* the last of these times */
};

const char *peri_training_state_name(peri_training_state state)
{
    static const char *const names[] = {"scheduled", "queued",    "running",   "done",
                                        "failed",    "cancelled", "over_limit"};
    return names[state];
}

int peri_training_open(const char *name, peri_training **out, peri_error *err)
{
    peri_training *training = peri_calloc(1, sizeof *training);
    *out = NULL;
    if (training)
        training->name = peri_strdup(name);
    if (!training || !training->name || pthread_mutex_init(&training->lock, NULL) != 0) {
        if (training)
            peri_free(training->name);
        peri_free(training);
        return peri_fail(err, PERI_ENOMEM, "no memory for the training '%.200s'", name);
    }
    atomic_init(&training->holders, 1);
    *out = training;
    return PERI_OK;
}

peri_training *peri_training_retain(peri_training *training)
{
    atomic_fetch_add(&training->holders, 1);
    return training;
}

void peri_training_release(peri_training *training)
{
    if (!training || atomic_fetch_sub(&training->holders, 1) > 1)
        return;
    pthread_mutex_destroy(&training->lock);
    peri_free(training->name);
    peri_free(training);
}

const char *peri_training_name(const peri_training *training)
{
    return training->name;
}

void peri_training_look(peri_training *training, peri_training_view *out)
{
    pthread_mutex_lock(&training->lock);
    *out = training->view;
    pthread_mutex_unlock(&training->lock);
}

void peri_training_progress(peri_training *training, double fraction, const char *text)
{
    pthread_mutex_lock(&training->lock);
    training->view.progress = fraction > 0 ? (fraction < 1 ? fraction : 1) : 0;
    snprintf(training->view.message, sizeof training->view.message, "%s", text ? text : "");
    pthread_mutex_unlock(&training->lock);
}

bool peri_training_should_stop(peri_training *training)
{
    pthread_mutex_lock(&training->lock);
    bool stop = training->stop;
    pthread_mutex_unlock(&training->lock);
    return stop;
}

bool peri_training_asks(peri_training *training)
{
    pthread_mutex_lock(&training->lock);
    bool stop = training->stop;
    training->has_asked = true;
    pthread_mutex_unlock(&training->lock);
    return stop;
}

bool peri_training_has_asked(peri_training *training)
{
    pthread_mutex_lock(&training->lock);
    bool has_asked = training->has_asked;
    pthread_mutex_unlock(&training->lock);
    return has_asked;
}

static bool is_active(const peri_training *training)
{
    peri_training_state state = training->view.state;
    return state == PERI_TRAINING_QUEUED || state == PERI_TRAINING_RUNNING;
}

bool peri_training_enqueue(peri_training *training, int64_t due_utc)
{
    pthread_mutex_lock(&training->lock);
    bool queue = !is_active(training);
    if (queue) {
        training->stop = training->again = false;
        training->view.state = PERI_TRAINING_QUEUED;
    } else {
        training->again = true;
        training->due_again = due_utc;
    }
    pthread_mutex_unlock(&training->lock);
    return queue;
}

void peri_training_begin(peri_training *training)
{
    pthread_mutex_lock(&training->lock);
    training->view.state = PERI_TRAINING_RUNNING;
    training->has_asked = false;
    training->view.progress = 0;
    training->view.message[0] = '\0';
    pthread_mutex_unlock(&training->lock);
}

bool peri_training_end(peri_training *training, const peri_training_run *run, int64_t *due_utc)
{
    peri_training_view *view = &training->view;
    pthread_mutex_lock(&training->lock);
    bool again = training->again && !training->stop;
    view->state = again ? PERI_TRAINING_QUEUED : run->outcome;
    view->last_outcome = run->outcome;
    view->runs++;
    view->last_duration_ns = run->duration_ns;
    view->minutes += run->minutes;
    snprintf(view->error, sizeof view->error, "%s", run->error);
    *due_utc = training->due_again;
    training->again = false;
    pthread_mutex_unlock(&training->lock);
    return again;
}

void peri_training_unqueue(peri_training *training)
{
    pthread_mutex_lock(&training->lock);
    if (training->view.state == PERI_TRAINING_QUEUED)
        training->view.state = training->view.last_outcome;
    pthread_mutex_unlock(&training->lock);
}

bool peri_training_ask_to_stop(peri_training *training)
{
    pthread_mutex_lock(&training->lock);
    bool active = is_active(training);
    if (active)
        training->stop = true;
    pthread_mutex_unlock(&training->lock);
    return active;
}
