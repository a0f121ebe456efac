/* leaky_bucket.h - an allowance in whole tokens that is refilled on a fixed grid of time. Layer 3.
 *
 * What textbooks call a token bucket; the name is QuantConnect's.
 */
#ifndef PERI_LEAKY_BUCKET_H
#define PERI_LEAKY_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Times are ns of any clock, given with each call: nothing here reads one. In the caller's storage;
 * no lock. The fields are what has to be kept to continue later. `available` is of the last call
 * that took or tried to: reading it credits nothing. A refill that would come at the end of the
 * clock (PERI_NEVER) or behind it never comes.
 */
typedef struct peri_bucket {
    bool unlimited;      /* every call succeeds and counts nothing */
    int64_t capacity;    /* tokens it holds at most, >= 0 */
    int64_t amount;      /* tokens of one refill, >= 0 */
    int64_t interval;    /* ns from refill to refill, > 0 */
    int64_t available;   /* tokens now, 0..capacity */
    int64_t next_refill; /* ns; the grid: construction + k * interval */
} peri_bucket;

/* A full bucket whose grid begins at now. Returns PERI_OK or PERI_EINVAL (text names the value). */
int peri_bucket_init(peri_bucket *bucket, int64_t capacity, int64_t amount, int64_t interval_ns,
                     int64_t now_ns, peri_error *err);
void peri_bucket_init_unlimited(peri_bucket *bucket);

/*
 * Credit the refills due by now, then take n tokens if there are as many. Refills that come while
 * the bucket is full are lost; a clock that goes backwards gives nothing and changes nothing.
 *
 * taken  receives whether they were taken; the refill is kept in any case
 * Returns PERI_OK, or PERI_EINVAL when n < 1 or n > capacity (nothing is refilled then). An
 * unlimited bucket takes any n.
 */
int peri_bucket_try_consume(peri_bucket *bucket, int64_t n, int64_t now_ns, bool *taken,
                            peri_error *err);

/* The bucket with the refills due by now credited, as the next call that takes would find it. */
peri_bucket peri_bucket_at(peri_bucket bucket, int64_t now_ns);

/* Somebody who waits for tokens, polled from outside. */
typedef struct peri_bucket_wait {
    int64_t n;
    int64_t began;      /* ns */
    int64_t timeout_ms; /* -1: for ever */
} peri_bucket_wait;

typedef enum peri_bucket_state {
    PERI_BUCKET_DONE,     /* the tokens were taken */
    PERI_BUCKET_BLOCKED,  /* ask again later */
    PERI_BUCKET_TIMED_OUT /* more than timeout_ms have passed since the wait began */
} peri_bucket_state;

/* Begin to wait; takes nothing yet. Returns PERI_OK or PERI_EINVAL (timeout_ms < -1, n as above).
 */
int peri_bucket_wait_begin(const peri_bucket *bucket, int64_t n, int64_t timeout_ms, int64_t now_ns,
                           peri_bucket_wait *wait, peri_error *err);
/* Try once: a refill that arrives with the deadline wins. */
peri_bucket_state peri_bucket_wait_poll(peri_bucket *bucket, const peri_bucket_wait *wait,
                                        int64_t now_ns);

#endif
