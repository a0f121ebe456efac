/* stream_queue.c - see stream_queue.h. Layer 3. */
#include "stream/stream_queue.h"

#include <string.h>

#include "base/mem.h"

int peri_stream_queue_init(peri_stream_queue *queue, size_t cap, bool drop, peri_error *err)
{
    *queue = (peri_stream_queue){.cap = cap, .drop = drop};
    queue->items = peri_calloc(cap, sizeof queue->items[0]);
    if (!queue->items)
        return peri_fail(err, PERI_ENOMEM, "no memory for a queue of %zu records", cap);
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->taken, NULL);
    return PERI_OK;
}

void peri_stream_queue_deinit(peri_stream_queue *queue)
{
    pthread_cond_destroy(&queue->taken);
    pthread_mutex_destroy(&queue->lock);
    peri_free(queue->items);
    queue->items = NULL;
}

/* ---- behind the lock ---- */

/* Forget the n oldest. */
static void advance_locked(peri_stream_queue *queue, size_t n)
{
    queue->first = (queue->first + n) % queue->cap;
    queue->count -= n;
}

static peri_stream_put put_locked(peri_stream_queue *queue, const peri_stream_item *item)
{
    if (queue->closed)
        return PERI_STREAM_PUT_CLOSED;
    if (queue->count == queue->cap) {
        if (!queue->drop)
            return PERI_STREAM_PUT_FULL;
        advance_locked(queue, 1);
        queue->dropped++;
    }
    queue->items[(queue->first + queue->count) % queue->cap] = *item;
    return queue->count++ == 0 ? PERI_STREAM_PUT_FIRST : PERI_STREAM_PUT_BEHIND;
}

/* ---- the contract ---- */

peri_stream_put peri_stream_queue_push(peri_stream_queue *queue, const peri_stream_item *item)
{
    pthread_mutex_lock(&queue->lock);
    peri_stream_put put = put_locked(queue, item);
    while (put == PERI_STREAM_PUT_FULL) {
        pthread_cond_wait(&queue->taken, &queue->lock);
        put = put_locked(queue, item);
    }
    pthread_mutex_unlock(&queue->lock);
    return put;
}

peri_stream_put peri_stream_queue_try_push(peri_stream_queue *queue, const peri_stream_item *item)
{
    pthread_mutex_lock(&queue->lock);
    peri_stream_put put = put_locked(queue, item);
    pthread_mutex_unlock(&queue->lock);
    return put;
}

size_t peri_stream_queue_take(peri_stream_queue *queue, peri_stream_item *items, size_t cap)
{
    pthread_mutex_lock(&queue->lock);
    size_t n = cap < queue->count ? cap : queue->count;
    size_t to_edge = queue->cap - queue->first;
    size_t head = n < to_edge ? n : to_edge;
    if (n > 0) {
        memcpy(items, queue->items + queue->first, head * sizeof items[0]);
        memcpy(items + head, queue->items, (n - head) * sizeof items[0]);
        advance_locked(queue, n);
        pthread_cond_signal(&queue->taken);
    }
    pthread_mutex_unlock(&queue->lock);
    return n;
}

void peri_stream_queue_close(peri_stream_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->taken);
    pthread_mutex_unlock(&queue->lock);
}

size_t peri_stream_queue_count(peri_stream_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t count = queue->count;
    pthread_mutex_unlock(&queue->lock);
    return count;
}

int64_t peri_stream_queue_dropped(peri_stream_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    int64_t dropped = queue->dropped;
    pthread_mutex_unlock(&queue->lock);
    return dropped;
}
