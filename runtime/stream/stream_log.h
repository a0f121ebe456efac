/* stream_log.h - what a stream has to say, kept until somebody asks. Layer 3. */
#ifndef PERI_STREAM_LOG_H
#define PERI_STREAM_LOG_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PERI_STREAM_MESSAGE = 640, /* bytes of a text, terminator included */
    PERI_STREAM_MESSAGES = 64  /* that wait */
};

typedef enum peri_stream_level {
    PERI_STREAM_INFO,
    PERI_STREAM_WARNING
} peri_stream_level;

typedef struct peri_stream_message {
    peri_stream_level level;
    char text[PERI_STREAM_MESSAGE]; /* one line, no newline */
} peri_stream_message;

/* A ring of messages. In the caller's storage; fields are private. */
typedef struct peri_stream_log {
    pthread_mutex_t lock; /* guards what follows */
    peri_stream_message messages[PERI_STREAM_MESSAGES];
    int first, count;
    int64_t left_out;
} peri_stream_log;

void peri_stream_log_init(peri_stream_log *log);
void peri_stream_log_deinit(peri_stream_log *log);

/* Keep a message; the oldest goes when there are too many. A text that is too long is cut.
   Thread: any. */
void peri_stream_log_add(peri_stream_log *log, peri_stream_level level, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Take the oldest message. Where some had to go it tells so first ("12 older messages were left
   out"). Returns false when there is none. Thread: any. */
bool peri_stream_log_next(peri_stream_log *log, peri_stream_message *out);

#endif
