/* stream_log.c - see stream_log.h. Layer 3. */
#include "stream/stream_log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "store/utf8.h"

void peri_stream_log_init(peri_stream_log *log)
{
    log->first = log->count = 0;
    log->left_out = 0;
    pthread_mutex_init(&log->lock, NULL);
}

void peri_stream_log_deinit(peri_stream_log *log)
{
    pthread_mutex_destroy(&log->lock);
}

/* The place of a new message, the last of the ring. */
static peri_stream_message *place_locked(peri_stream_log *log)
{
    if (log->count == PERI_STREAM_MESSAGES) {
        log->first = (log->first + 1) % PERI_STREAM_MESSAGES;
        log->count--;
        log->left_out++;
    }
    return &log->messages[(log->first + log->count++) % PERI_STREAM_MESSAGES];
}

void peri_stream_log_add(peri_stream_log *log, peri_stream_level level, const char *fmt, ...)
{
    peri_stream_message message = {.level = level};
    va_list args;
    va_start(args, fmt);
    vsnprintf(message.text, sizeof message.text, fmt, args);
    va_end(args);
    size_t len = strlen(message.text);
    if (len == sizeof message.text - 1) /* a character may have been cut in two */
        message.text[peri_utf8_check(message.text, len)] = '\0';
    pthread_mutex_lock(&log->lock);
    *place_locked(log) = message;
    pthread_mutex_unlock(&log->lock);
}

static void tell_left_out(peri_stream_log *log, peri_stream_message *out)
{
    out->level = PERI_STREAM_WARNING;
    snprintf(out->text, sizeof out->text, "%lld older message%s left out", (long long)log->left_out,
             log->left_out == 1 ? " was" : "s were");
    log->left_out = 0;
}

bool peri_stream_log_next(peri_stream_log *log, peri_stream_message *out)
{
    pthread_mutex_lock(&log->lock);
    bool any = log->left_out > 0 || log->count > 0;
    if (log->left_out > 0) {
        tell_left_out(log, out);
    } else if (any) {
        *out = log->messages[log->first];
        log->first = (log->first + 1) % PERI_STREAM_MESSAGES;
        log->count--;
    }
    pthread_mutex_unlock(&log->lock);
    return any;
}
