/* stream.h - lines of market data from a pipe or socket, read on a thread of their own. Layer 3. */
#ifndef PERI_STREAM_H
#define PERI_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "stream/stream_item.h"
#include "stream/stream_log.h"

/*
 * A thread reads lines (stream/stream_line.h), checks them and puts records into a queue, from
 * which one other thread takes them. Full: the reader waits, and so in the end does the sender,
 * and nothing is lost; or the oldest record is dropped and counted. A bad line is counted and told,
 * never more. A socket that is lost is connected anew, for ever, with waits that double; standard
 * input has an end.
 */
typedef struct peri_stream peri_stream;

enum {
    PERI_STREAM_QUEUE_MOST = 1000000,
    PERI_STREAM_QUEUE_USUAL = 65536
};

typedef struct peri_stream_options {
    const char *source;      /* "-", "unix:/path", "tcp:host:port" (borrowed for the call) */
    int fd;                  /* what "-" reads; 0: standard input. Stays open, and as it is */
    size_t queue;            /* records that may wait, 1 to 1000000; 0: 65536 */
    bool drop;               /* full: drop the oldest; else the reader waits */
    int64_t first_wait_ns;   /* before a socket is connected anew, > 0; 0: 0.25 s */
    int64_t longest_wait_ns; /* after some failures in a row, >= the first; 0: 30 s, or the first.
                                A connection that brought a good line begins anew at the first */
    /* Something is there to take: a record in a queue that was empty (so take until nothing is
       left), more of them, a message, or the end. Called on the reader's thread; must not wait for
       a thread that closes the stream. NULL: nobody is told. */
    void (*arrived)(void *ctx);
    void *ctx;
} peri_stream_options;

/* Check the options and make a stream at rest; the source is not opened.
   Returns PERI_OK, PERI_EINVAL, PERI_ENOMEM or PERI_EIO; out is the caller's (peri_stream_close).
 */
int peri_stream_open(const peri_stream_options *options, peri_stream **out, peri_error *err);

/* Begin to read, once. Returns PERI_OK, PERI_EIO (no thread) or PERI_ESTATE (it does already). */
int peri_stream_start(peri_stream *stream, peri_error *err);

/* End the thread, whatever it waits for, and free all; what was not taken is gone. NULL: nothing.
   Not from within `arrived`. */
void peri_stream_close(peri_stream *stream);

/* Take up to cap of the oldest records, in order. Returns how many, at once. One thread. */
size_t peri_stream_take(peri_stream *stream, peri_stream_item *items, size_t cap);

/* True when nothing comes any more and all records were taken. Sockets never end. Thread: any. */
bool peri_stream_has_ended(peri_stream *stream);

/*
 * Take the next message for the log; false when there is none. 64 may wait, the oldest go first.
 * Of bad lines the first 10 are told, then every 1000th:
 *
 *   connected to tcp:localhost:9000
 *   lost tcp:localhost:9000: Connection reset by peer; trying again in 0.5 s
 *   line 17: price was -1; expected a number above 0 (bad lines so far: 1)
 *
 * Thread: any.
 */
bool peri_stream_next_message(peri_stream *stream, peri_stream_message *out);

typedef struct peri_stream_counts {
    int64_t lines;       /* read, with the empty ones; over all connections */
    int64_t items;       /* good ones, put into the queue or about to be */
    int64_t bad_lines;   /* not JSON or not market data, longer than 64 KiB, cut off */
    int64_t dropped;     /* items that had to leave the queue */
    int64_t reconnects;  /* connections behind the first one */
    char first_bad[512]; /* "line 17: price was ..."; "": none yet */
} peri_stream_counts;

void peri_stream_get(peri_stream *stream, peri_stream_counts *out); /* Thread: any */

#endif
