/* test_stream_queue.c - the queue of records, full and empty, with one thread and with two. */
#include "check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "stream/stream_log.h"
#include "stream/stream_queue.h"

static peri_stream_item numbered(int64_t line)
{
    peri_stream_item item = {.kind = PERI_STREAM_TRADE, .line = line};
    return item;
}

static peri_stream_put try_push(peri_stream_queue *queue, int64_t line)
{
    peri_stream_item item = numbered(line);
    return peri_stream_queue_try_push(queue, &item);
}

SUITE(stream_queue_waits_or_drops)
{
    peri_stream_queue queue;
    peri_stream_item items[8];
    CHECK_INT("opens", peri_stream_queue_init(&queue, 2, false, NULL), PERI_OK);
    CHECK_INT("nothing", peri_stream_queue_take(&queue, items, 8), 0);
    CHECK_INT("first", try_push(&queue, 1), PERI_STREAM_PUT_FIRST);
    CHECK_INT("second", try_push(&queue, 2), PERI_STREAM_PUT_BEHIND);
    CHECK_INT("full", try_push(&queue, 3), PERI_STREAM_PUT_FULL);
    CHECK_INT("one", peri_stream_queue_take(&queue, items, 1), 1);
    CHECK_INT("the oldest", items[0].line, 1);
    CHECK_INT("room", try_push(&queue, 3), PERI_STREAM_PUT_BEHIND);
    CHECK_INT("over the edge", peri_stream_queue_take(&queue, items, 8), 2);
    CHECK_INT("in order", items[0].line * 10 + items[1].line, 23);
    CHECK_INT("empty again", try_push(&queue, 4), PERI_STREAM_PUT_FIRST);
    peri_stream_queue_close(&queue);
    CHECK_INT("closed", try_push(&queue, 5), PERI_STREAM_PUT_CLOSED);
    CHECK_INT("what is in comes out", peri_stream_queue_take(&queue, items, 8), 1);
    CHECK_INT("none dropped", peri_stream_queue_dropped(&queue), 0);
    peri_stream_queue_deinit(&queue);

    CHECK_INT("opens", peri_stream_queue_init(&queue, 3, true, NULL), PERI_OK);
    for (int64_t line = 1; line <= 10; line++)
        CHECK_INT("never full", try_push(&queue, line),
                  line == 1 ? PERI_STREAM_PUT_FIRST : PERI_STREAM_PUT_BEHIND);
    CHECK_INT("count", peri_stream_queue_count(&queue), 3);
    CHECK_INT("dropped", peri_stream_queue_dropped(&queue), 7);
    CHECK_INT("the newest", peri_stream_queue_take(&queue, items, 8), 3);
    CHECK_INT("in order", items[0].line * 1000 + items[1].line * 100 + items[2].line, 8910);
    peri_stream_queue_deinit(&queue);
}

/* A queue of one: each record that comes in is the first and the last. */
SUITE(stream_queue_of_one)
{
    peri_stream_queue queue;
    peri_stream_item items[2];
    CHECK_INT("opens", peri_stream_queue_init(&queue, 1, true, NULL), PERI_OK);
    CHECK_INT("first", try_push(&queue, 1), PERI_STREAM_PUT_FIRST);
    CHECK_INT("alone once more", try_push(&queue, 2), PERI_STREAM_PUT_FIRST);
    CHECK_INT("one", peri_stream_queue_take(&queue, items, 2), 1);
    CHECK_INT("the newest", items[0].line, 2);
    peri_stream_queue_deinit(&queue);
}

SUITE(stream_queue_like_a_list)
{
    for (uint64_t seed = 1; seed <= 200; seed++) {
        check_rng rng = {seed};
        peri_stream_queue queue;
        peri_stream_item items[40];
        size_t cap = (size_t)check_random_in(&rng, 1, 20);
        bool drop = check_random(&rng) & 1, ok = true;
        int64_t next = 0, oldest = 0, dropped = 0; /* the queue holds [oldest, next) */
        peri_stream_queue_init(&queue, cap, drop, NULL);
        for (int step = 0; step < 200; step++) {
            if (check_random(&rng) & 1) {
                bool full = next - oldest == (int64_t)cap;
                peri_stream_put put = try_push(&queue, next);
                ok = ok && (put == PERI_STREAM_PUT_FULL) == (full && !drop);
                dropped += full && drop;
                oldest += full && drop;
                next += put != PERI_STREAM_PUT_FULL;
                continue;
            }
            size_t most = (size_t)check_random_in(&rng, 0, 39);
            size_t n = peri_stream_queue_take(&queue, items, most);
            ok = ok && n == (most < (size_t)(next - oldest) ? most : (size_t)(next - oldest));
            for (size_t i = 0; i < n; i++)
                ok = ok && items[i].line == oldest++;
        }
        ok = ok && peri_stream_queue_dropped(&queue) == dropped;
        if (!CHECK("as the list", ok))
            printf("seed %llu\n", (unsigned long long)seed);
        peri_stream_queue_deinit(&queue);
    }
}

/* ---- two threads ---- */

enum {
    MANY = 50000
};

static void *push_many(void *arg)
{
    peri_stream_queue *queue = arg;
    for (int64_t line = 1; line <= MANY; line++) {
        peri_stream_item item = numbered(line);
        peri_stream_queue_push(queue, &item);
    }
    return NULL;
}

SUITE(stream_queue_two_threads)
{
    for (int drop = 0; drop < 2; drop++) {
        peri_stream_queue queue;
        peri_stream_item items[16];
        pthread_t thread;
        int64_t last = 0, taken = 0;
        bool in_order = true;
        CHECK_INT("opens", peri_stream_queue_init(&queue, 7, drop, NULL), PERI_OK);
        pthread_create(&thread, NULL, push_many, &queue);
        while (last < MANY) {
            size_t n = peri_stream_queue_take(&queue, items, 16);
            for (size_t i = 0; i < n; i++) {
                in_order = in_order && items[i].line > last;
                last = items[i].line;
            }
            taken += (int64_t)n;
        }
        pthread_join(thread, NULL);
        CHECK("in order", in_order);
        CHECK_INT("all accounted for", taken + peri_stream_queue_dropped(&queue), MANY);
        CHECK("dropped only where it may", drop || taken == MANY);
        peri_stream_queue_deinit(&queue);
    }
}

struct pusher {
    peri_stream_queue queue;
    atomic_int put;
};

static void *push_one(void *arg)
{
    struct pusher *pusher = arg;
    peri_stream_item item = numbered(2);
    atomic_store(&pusher->put, peri_stream_queue_push(&pusher->queue, &item));
    return NULL;
}

SUITE(stream_queue_close_wakes)
{
    struct pusher pusher;
    pthread_t thread;
    peri_stream_queue_init(&pusher.queue, 1, false, NULL);
    atomic_init(&pusher.put, -1);
    try_push(&pusher.queue, 1);
    pthread_create(&thread, NULL, push_one, &pusher);
    peri_stream_queue_close(&pusher.queue);
    pthread_join(thread, NULL);
    CHECK_INT("closed", atomic_load(&pusher.put), PERI_STREAM_PUT_CLOSED);
    peri_stream_queue_deinit(&pusher.queue);
}

SUITE(stream_queue_without_memory)
{
    peri_stream_queue queue;
    peri_error err;
    peri_mem_fail_at(1);
    CHECK_INT("refused", peri_stream_queue_init(&queue, 9, false, &err), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_STR("says", err.text, "no memory for a queue of 9 records");
}

/* ---- messages ---- */

SUITE(stream_log_keeps_the_newest)
{
    static peri_stream_log log;
    peri_stream_message message;
    char want[32];
    peri_stream_log_init(&log);
    CHECK("nothing", !peri_stream_log_next(&log, &message));
    for (int i = 0; i < PERI_STREAM_MESSAGES + 12; i++)
        peri_stream_log_add(&log, i % 2 ? PERI_STREAM_WARNING : PERI_STREAM_INFO, "message %d", i);
    CHECK("some", peri_stream_log_next(&log, &message));
    CHECK_STR("what is gone", message.text, "12 older messages were left out");
    CHECK_INT("a warning", message.level, PERI_STREAM_WARNING);
    for (int i = 12; i < PERI_STREAM_MESSAGES + 12; i++) {
        snprintf(want, sizeof want, "message %d", i);
        CHECK("next", peri_stream_log_next(&log, &message));
        CHECK_STR("text", message.text, want);
        CHECK_INT("level", message.level, i % 2 ? PERI_STREAM_WARNING : PERI_STREAM_INFO);
    }
    CHECK("no more", !peri_stream_log_next(&log, &message));
    peri_stream_log_deinit(&log);
}

SUITE(stream_log_cuts_between_characters)
{
    static peri_stream_log log;
    peri_stream_message message;
    char text[2 * PERI_STREAM_MESSAGE + 1] = "";
    for (int i = 0; i < PERI_STREAM_MESSAGE; i++)
        strcat(text, "é");
    peri_stream_log_init(&log);
    peri_stream_log_add(&log, PERI_STREAM_INFO, "%s", text);
    CHECK("some", peri_stream_log_next(&log, &message));
    CHECK_INT("whole characters", strlen(message.text), PERI_STREAM_MESSAGE - 2);
    peri_stream_log_deinit(&log);
}
