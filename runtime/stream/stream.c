/* stream.c - see stream.h. Layer 3.
 *
 * Of the locks (the counts', the queue's, the log's) no two are held at once, and none is while
 * `arrived` is called. What has none belongs to the reader's thread.
 */
#include "stream/stream.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread.h"
#include "base/wake.h"
#include "market/number.h"
#include "stream/stream_cutter.h"
#include "stream/stream_line.h"
#include "stream/stream_queue.h"
#include "stream/stream_source.h"
#include "time/civil.h"

#define FIRST_WAIT (PERI_SECOND / 4)
#define LONGEST_WAIT (30 * PERI_SECOND)

enum {
    BAD_LINES_TOLD = 10,
    BAD_LINES_EVERY = 1000
};

struct peri_stream {
    peri_stream_options options; /* its source is not looked at any more */
    peri_stream_source source;
    peri_wake wake; /* fired: the thread is to end */
    peri_stream_queue queue;
    peri_stream_log log;
    pthread_t thread;
    bool running;

    pthread_mutex_t lock; /* guards what follows */
    peri_stream_counts counts;
    bool ended;

    /* The reader's thread's own. */
    peri_stream_cutter cutter;
    int64_t wait_ns;     /* before the next connection */
    int64_t connections; /* so far */
    bool untold;         /* records were queued that nobody was told of */
};

static void tell(peri_stream *stream)
{
    stream->untold = false;
    if (stream->options.arrived)
        stream->options.arrived(stream->options.ctx);
}

/* ---- lines ---- */

static int64_t count_line(peri_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    int64_t line = ++stream->counts.lines;
    pthread_mutex_unlock(&stream->lock);
    return line;
}

static void refuse(peri_stream *stream, int64_t line, const char *why)
{
    pthread_mutex_lock(&stream->lock);
    peri_stream_counts *counts = &stream->counts;
    int64_t bad = ++counts->bad_lines;
    if (bad == 1)
        snprintf(counts->first_bad, sizeof counts->first_bad, "line %lld: %s", (long long)line,
                 why);
    pthread_mutex_unlock(&stream->lock);
    if (bad > BAD_LINES_TOLD && bad % BAD_LINES_EVERY != 0)
        return;
    peri_stream_log_add(&stream->log, PERI_STREAM_WARNING,
                        "line %lld: %.512s (bad lines so far: %lld)", (long long)line, why,
                        (long long)bad);
    tell(stream);
}

/* Put a record into the queue, told at once where somebody may sleep for it. */
static int queue_item(peri_stream *stream, const peri_stream_item *item)
{
    pthread_mutex_lock(&stream->lock);
    stream->counts.items++;
    pthread_mutex_unlock(&stream->lock);
    peri_stream_put put = peri_stream_queue_try_push(&stream->queue, item);
    if (put == PERI_STREAM_PUT_FULL) {
        tell(stream);
        put = peri_stream_queue_push(&stream->queue, item);
    }
    if (put == PERI_STREAM_PUT_CLOSED)
        return PERI_EINTERRUPT;
    stream->untold = true;
    if (put == PERI_STREAM_PUT_FIRST)
        tell(stream);
    return PERI_OK;
}

/* line: NULL when it was too long. Returns PERI_OK or PERI_EINTERRUPT. */
static int take_line(peri_stream *stream, const char *line, size_t len)
{
    char too_long[64];
    peri_error err;
    peri_stream_item item;
    int64_t number = count_line(stream);
    if (!line) {
        snprintf(too_long, sizeof too_long, "longer than %d bytes", PERI_STREAM_LINE);
        refuse(stream, number, too_long);
        return PERI_OK;
    }
    if (peri_stream_line_parse(line, len, &item, &err) != PERI_OK) {
        refuse(stream, number, err.text);
        return PERI_OK;
    }
    if (item.kind == PERI_STREAM_NONE)
        return PERI_OK;
    item.line = number;
    stream->wait_ns = stream->options.first_wait_ns;
    return queue_item(stream, &item);
}

static int take_lines(peri_stream *stream)
{
    const char *line;
    size_t len;
    int rc = PERI_OK;
    while (rc == PERI_OK && peri_stream_cutter_next(&stream->cutter, &line, &len))
        rc = take_line(stream, line, len);
    if (stream->untold)
        tell(stream);
    return rc;
}

/* What came behind the last newline: a whole line at the end of standard input, else a piece. */
static int take_rest(peri_stream *stream, bool is_whole)
{
    const char *line;
    size_t len;
    if (!peri_stream_cutter_rest(&stream->cutter, &line, &len))
        return PERI_OK;
    if (is_whole || !line)
        return take_line(stream, line, len);
    refuse(stream, count_line(stream),
           stream->source.kind == PERI_STREAM_INPUT ? "cut off by a failure to read"
                                                    : "cut off by the end of the connection");
    return PERI_OK;
}

/* ---- reading ---- */

/* Read until the end. Returns PERI_OK, PERI_EIO (a failure; what came before was taken) or
   PERI_EINTERRUPT. Waits before each read: standard input may block, and is not ours to change. */
static int read_to_end(peri_stream *stream, int fd, peri_error *err)
{
    peri_stream_cutter_reset(&stream->cutter);
    for (;;) {
        size_t room;
        char *to = peri_stream_cutter_room(&stream->cutter, &room);
        int rc = peri_wake_wait(&stream->wake, fd, POLLIN, PERI_NEVER);
        if (rc != PERI_OK)
            return rc;
        ssize_t n = read(fd, to, room);
        if (n == 0)
            return take_rest(stream, stream->source.kind == PERI_STREAM_INPUT);
        if (n > 0) {
            peri_stream_cutter_add(&stream->cutter, (size_t)n);
            rc = take_lines(stream);
            if (rc != PERI_OK)
                return rc;
        } else if (errno != EINTR && errno != EAGAIN) {
            peri_fail_errno(err, PERI_EIO, "lost %s", stream->source.name);
            return take_rest(stream, false) == PERI_OK ? PERI_EIO : PERI_EINTERRUPT;
        }
    }
}

static void read_input(peri_stream *stream)
{
    int fd;
    peri_error err;
    int rc = peri_stream_source_open(&stream->source, &stream->wake, &fd, &err);
    if (rc == PERI_OK) {
        rc = read_to_end(stream, fd, &err);
        peri_stream_source_close(&stream->source, fd);
    }
    if (rc == PERI_EIO)
        peri_stream_log_add(&stream->log, PERI_STREAM_WARNING, "%.600s", err.text);
    if (rc == PERI_EINTERRUPT)
        return;
    pthread_mutex_lock(&stream->lock);
    stream->ended = true;
    pthread_mutex_unlock(&stream->lock);
    tell(stream);
}

/* ---- connections ---- */

static void greet(peri_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->counts.reconnects = stream->connections++;
    pthread_mutex_unlock(&stream->lock);
    peri_stream_log_add(&stream->log, PERI_STREAM_INFO, "connected to %s", stream->source.name);
    tell(stream);
}

/* One connection, from its begin to its end, which err tells. */
static int read_connection(peri_stream *stream, peri_error *err)
{
    int fd;
    int rc = peri_stream_source_open(&stream->source, &stream->wake, &fd, err);
    if (rc != PERI_OK)
        return rc;
    greet(stream);
    rc = read_to_end(stream, fd, err);
    peri_stream_source_close(&stream->source, fd);
    if (rc == PERI_OK)
        peri_fail(err, PERI_EIO, "lost %s: closed by the other side", stream->source.name);
    return rc;
}

/* Wait before the next try. Returns PERI_EINTERRUPT when there will be none. */
static int back_off(peri_stream *stream, const peri_error *err)
{
    char seconds[PERI_NUMBER_TEXT];
    int64_t wait = stream->wait_ns, longest = stream->options.longest_wait_ns;
    stream->wait_ns = wait < longest / 2 ? 2 * wait : longest;
    peri_number_format((double)wait / (double)PERI_SECOND, seconds);
    peri_stream_log_add(&stream->log, PERI_STREAM_WARNING, "%.580s; trying again in %s s",
                        err->text, seconds);
    tell(stream);
    return peri_wake_wait(&stream->wake, -1, 0, wait);
}

static void read_socket(peri_stream *stream)
{
    peri_error err;
    while (read_connection(stream, &err) != PERI_EINTERRUPT)
        if (back_off(stream, &err) == PERI_EINTERRUPT)
            return;
}

static void *read_on(void *arg)
{
    peri_stream *stream = arg;
    if (stream->source.kind == PERI_STREAM_INPUT)
        read_input(stream);
    else
        read_socket(stream);
    return NULL;
}

/* ---- life ---- */

static int check_options(peri_stream_options *options, peri_error *err)
{
    if (options->queue == 0)
        options->queue = PERI_STREAM_QUEUE_USUAL;
    if (options->queue > PERI_STREAM_QUEUE_MOST)
        return peri_fail(err, PERI_EINVAL,
                         "the queue of a stream was %zu records long; expected 1 to %d",
                         options->queue, PERI_STREAM_QUEUE_MOST);
    if (options->first_wait_ns == 0)
        options->first_wait_ns = FIRST_WAIT;
    if (options->longest_wait_ns == 0)
        options->longest_wait_ns =
            options->first_wait_ns > LONGEST_WAIT ? options->first_wait_ns : LONGEST_WAIT;
    if (options->first_wait_ns < 0 || options->longest_wait_ns < options->first_wait_ns)
        return peri_fail(err, PERI_EINVAL,
                         "the waits of a stream were %lld ns and %lld ns at the longest; expected "
                         "a time above 0, and one not below it",
                         (long long)options->first_wait_ns, (long long)options->longest_wait_ns);
    return PERI_OK;
}

int peri_stream_open(const peri_stream_options *options, peri_stream **out, peri_error *err)
{
    peri_stream *stream = peri_calloc(1, sizeof *stream);
    if (!stream)
        return peri_fail(err, PERI_ENOMEM, "no memory for a stream");
    stream->options = *options;
    int rc = check_options(&stream->options, err);
    if (rc == PERI_OK)
        rc = peri_stream_source_parse(options->source, options->fd, &stream->source, err);
    if (rc == PERI_OK)
        rc = peri_stream_queue_init(&stream->queue, stream->options.queue, options->drop, err);
    if (rc != PERI_OK)
        goto no_queue;
    rc = peri_wake_open(&stream->wake, err);
    if (rc != PERI_OK)
        goto no_wake;
    pthread_mutex_init(&stream->lock, NULL);
    peri_stream_log_init(&stream->log);
    stream->options.source = NULL;
    stream->wait_ns = stream->options.first_wait_ns;
    *out = stream;
    return PERI_OK;

no_wake:
    peri_stream_queue_deinit(&stream->queue);
no_queue:
    peri_free(stream);
    return rc;
}

int peri_stream_start(peri_stream *stream, peri_error *err)
{
    if (stream->running)
        return peri_fail(err, PERI_ESTATE, "%s is being read already", stream->source.name);
    stream->running = peri_thread_start(&stream->thread, read_on, stream);
    return stream->running
               ? PERI_OK
               : peri_fail(err, PERI_EIO, "no thread to read %s with", stream->source.name);
}

void peri_stream_close(peri_stream *stream)
{
    if (!stream)
        return;
    peri_wake_fire(&stream->wake);
    peri_stream_queue_close(&stream->queue);
    if (stream->running)
        pthread_join(stream->thread, NULL);
    peri_stream_log_deinit(&stream->log);
    pthread_mutex_destroy(&stream->lock);
    peri_wake_close(&stream->wake);
    peri_stream_queue_deinit(&stream->queue);
    peri_free(stream);
}

/* ---- the taker ---- */

size_t peri_stream_take(peri_stream *stream, peri_stream_item *items, size_t cap)
{
    return peri_stream_queue_take(&stream->queue, items, cap);
}

bool peri_stream_has_ended(peri_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    bool ended = stream->ended;
    pthread_mutex_unlock(&stream->lock);
    return ended && peri_stream_queue_count(&stream->queue) == 0;
}

bool peri_stream_next_message(peri_stream *stream, peri_stream_message *out)
{
    return peri_stream_log_next(&stream->log, out);
}

void peri_stream_get(peri_stream *stream, peri_stream_counts *out)
{
    pthread_mutex_lock(&stream->lock);
    *out = stream->counts;
    pthread_mutex_unlock(&stream->lock);
    out->dropped = peri_stream_queue_dropped(&stream->queue);
}
