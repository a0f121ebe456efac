/* value_events.h - one event interface for nested values, shared by every codec. Layer 2. */
#ifndef PERI_VALUE_EVENTS_H
#define PERI_VALUE_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Objects and arrays may lie at most this deep inside each other, in every codec. */
enum {
    PERI_VALUE_DEPTH = 200
};

/*
 * Receiver of a document as a sequence of events:
 *
 *   document = value
 *   value    = string | integer | real | boolean | null
 *            | begin_array value* end_array | begin_object (key value)* end_object
 *
 * Producers are the parsers, peri_value_tape_play and the walk over a Lua table; receivers are
 * the writers, the tape and the builder of Lua tables.
 *
 * Strings are borrowed for the call, `len` bytes, not terminated. integer and real are kept apart
 * all the way, so 1 and 1.0 come back as what they were. A key may come again within one object:
 * the later value counts.
 *
 * Each call returns PERI_OK, or a negative status with err filled; the producer then stops and
 * returns that status. A receiver of events from a parser must return: it never longjmps (a Lua
 * builder plays a tape instead).
 */
typedef struct peri_value_sink {
    void *ctx; /* first argument of every call (borrowed) */
    int (*begin_object)(void *ctx, peri_error *err);
    int (*end_object)(void *ctx, peri_error *err);
    int (*begin_array)(void *ctx, peri_error *err);
    int (*end_array)(void *ctx, peri_error *err);
    int (*key)(void *ctx, const char *bytes, size_t len, peri_error *err);
    int (*string)(void *ctx, const char *bytes, size_t len, peri_error *err);
    int (*integer)(void *ctx, int64_t value, peri_error *err);
    int (*real)(void *ctx, double value, peri_error *err);
    int (*boolean)(void *ctx, bool value, peri_error *err);
    int (*null)(void *ctx, peri_error *err);
} peri_value_sink;

#endif
