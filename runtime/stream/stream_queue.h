/* stream_queue.h - records on their way from one thread to another, not too many. Layer 3. */
#ifndef PERI_STREAM_QUEUE_H
#define PERI_STREAM_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "stream/stream_item.h"

/* First in, first out; one thread puts, one takes. In the caller's storage; fields are private. */
typedef struct peri_stream_queue {
    peri_stream_item *items; /* a ring */
    size_t cap;
    bool drop; /* full: the oldest goes */

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t taken; /* there is room, or the queue is closed */
    size_t first, count;
    int64_t dropped;
    bool closed;
} peri_stream_queue;

typedef enum peri_stream_put {
    PERI_STREAM_PUT_FIRST,  /* it is in; the queue was empty before */
    PERI_STREAM_PUT_BEHIND, /* it is in, behind others */
    PERI_STREAM_PUT_FULL,   /* it is not in: no room, and nothing may be dropped */
    PERI_STREAM_PUT_CLOSED  /* it is not in, and none will ever be */
} peri_stream_put;

/* An empty queue for cap items, > 0. Returns PERI_OK or PERI_ENOMEM. */
int peri_stream_queue_init(peri_stream_queue *queue, size_t cap, bool drop, peri_error *err);
void peri_stream_queue_deinit(peri_stream_queue *queue); /* nobody may wait in it any more */

/*
 * Put a copy of an item into the queue.
 *
 * push      waits while the queue is full, if it may drop nothing: never PERI_STREAM_PUT_FULL
 * try_push  never waits
 */
peri_stream_put peri_stream_queue_push(peri_stream_queue *queue, const peri_stream_item *item);
peri_stream_put peri_stream_queue_try_push(peri_stream_queue *queue, const peri_stream_item *item);

/* Take up to cap of the oldest items; never waits. Returns how many; also from a closed queue. */
size_t peri_stream_queue_take(peri_stream_queue *queue, peri_stream_item *items, size_t cap);

/* Let nothing in any more; who waits in push comes back. Thread: any. */
void peri_stream_queue_close(peri_stream_queue *queue);

size_t peri_stream_queue_count(peri_stream_queue *queue);    /* Thread: any */
int64_t peri_stream_queue_dropped(peri_stream_queue *queue); /* Thread: any */

#endif
