/* stream_kit.h - a stream under test, and waiting for what comes out of it. */
#ifndef PERI_TEST_STREAM_KIT_H
#define PERI_TEST_STREAM_KIT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "stream/stream.h"

enum {
    STREAM_KIT_LINE = 160
};

typedef struct stream_kit {
    peri_stream *stream;
    pthread_mutex_t lock;
    pthread_cond_t came;
    unsigned arrivals; /* calls of `arrived` */
} stream_kit;

/* Open and start a stream with the options; `arrived` is the kit's. Waits for connections are 1 ms
   to 4 ms where the options name none. */
void stream_kit_open(stream_kit *kit, peri_stream_options options);

/* Close it; checks that this takes no time worth the name. */
void stream_kit_close(stream_kit *kit);

/* All of these wait as long as they must, up to 20 s, and never look for less than is there. */

/* Take n records; false when they do not come. */
bool stream_kit_take(stream_kit *kit, peri_stream_item *items, size_t n);

/* Take messages up to the first that has the part; false when none does. */
bool stream_kit_told(stream_kit *kit, const char *part);

/* Wait for the end. */
bool stream_kit_ended(stream_kit *kit);

/* Wait until that many lines were read, and that many records dropped. A line is counted before its
   record is in the queue. */
bool stream_kit_counted(stream_kit *kit, int64_t lines, int64_t dropped);

/* Write all bytes; false on failure. No SIGPIPE where fd is a socket. */
bool stream_kit_write(int fd, const char *bytes, size_t len);
bool stream_kit_say(int fd, const char *text);

/* The i-th trade as a line with its newline; out has STREAM_KIT_LINE bytes. Returns its length. */
size_t stream_kit_line(char *out, int64_t i);

/* A listening socket; the source that leads to it is written into spec. stream_kit_accept waits
   for a connection. */
int stream_kit_listen_tcp(char *spec, size_t size);
int stream_kit_listen_unix(const char *name, char *spec, size_t size);
int stream_kit_accept(int listener);

/* Descriptors that are open in this process. */
int stream_kit_open_fds(void);

#endif
