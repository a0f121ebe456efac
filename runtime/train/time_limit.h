/* time_limit.h - how long a step or a training may take, and what trainings draw from the bucket.
 * Layer 3. */
#ifndef PERI_TIME_LIMIT_H
#define PERI_TIME_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "train/leaky_bucket.h"

/*
 * One time step: a limit of its own, and, while a training runs in it, one token (a minute) from
 * the bucket for each minute that begins after the first. Minutes granted lengthen the step's
 * limit. A refused minute ends the training at once, even when the limit is far away. Calls may
 * come as rarely as they like: what is asked at a time is answered as if it had been watched all
 * along. Times are ns of the caller's clock, which is the bucket's too
 * unless bucket_now is set. In the caller's storage; no lock.
 *
 * In a backtest refills follow simulated time, which stands still meanwhile: bucket_now then.
 *
 * A step may take exactly its limit. A request that falls on the very end of the limit is put
 * before the limit is looked at: granted, the step goes on; refused, the bucket is the cause.
 */
typedef struct peri_time_limit {
    int64_t step_limit;                 /* ns a step may take; PERI_NEVER: any time */
    peri_bucket *bucket;                /* borrowed; NULL: every minute is granted */
    int64_t step_began, training_began; /* ns; PERI_NEVER: none runs */
    int64_t bucket_now;                 /* the bucket's time; PERI_NEVER: that of each request */
    int64_t granted;                    /* minutes granted in this step */
    int64_t training_granted;           /* of these, to the training that runs */
    int64_t next_request;               /* ns: when the training asks for its next minute */
    bool refused;
    /* Takes a token at an instant, true when there was one; NULL at first: from the bucket itself.
       For a bucket that is kept elsewhere. */
    bool (*take)(void *ctx, peri_bucket *bucket, int64_t now_ns);
    void *take_ctx;
} peri_time_limit;

typedef enum peri_limit_state {
    PERI_LIMIT_WITHIN,
    PERI_LIMIT_STEP,  /* the step took longer than its limit and the minutes granted */
    PERI_LIMIT_BUCKET /* a minute was refused */
} peri_limit_state;

void peri_time_limit_init(peri_time_limit *limit, int64_t step_limit_ns, peri_bucket *bucket);

/*
 * A step, a training within it, and their ends. A new step takes back the minutes granted (not the
 * tokens) and forgets a training that was not ended. A training may run outside of any step: then
 * only the bucket counts. Its end forgets a refusal; ask just before it, for minutes that began
 * since the last question are not counted afterwards.
 */
void peri_time_limit_begin_step(peri_time_limit *limit, int64_t now_ns);
void peri_time_limit_begin_training(peri_time_limit *limit, int64_t now_ns);
void peri_time_limit_end_training(peri_time_limit *limit);

/*
 * Ask how things stand at a time not before the last one asked.
 *
 * stopped_at  receives the instant at which the limit was passed, unless within; may be NULL
 * A bucket of capacity 0 neither grants nor refuses: only the step's limit counts (as in LEAN).
 */
peri_limit_state peri_time_limit_check(peri_time_limit *limit, int64_t now_ns, int64_t *stopped_at);

/* Minutes that the training which runs was granted so far. */
int64_t peri_time_limit_minutes(const peri_time_limit *limit);

/* The first instant at which a check may answer anew: the next request, or the first ns behind the
   limit (in the past once the limit was passed). PERI_NEVER: nothing will change. */
int64_t peri_time_limit_next(const peri_time_limit *limit);

#endif
