/* value_tape.c - record and replay of value events. Layer 2. */
#include "store/value_tape.h"

#include <string.h>

void peri_value_tape_init(peri_value_tape *tape)
{
    peri_buf_init(&tape->bytes);
}

void peri_value_tape_deinit(peri_value_tape *tape)
{
    peri_buf_deinit(&tape->bytes);
}

/* One event: a letter and the bytes behind it, all or nothing. */
static int record(void *ctx, char letter, const void *bytes, size_t len, peri_error *err)
{
    peri_value_tape *tape = ctx;
    size_t start = tape->bytes.len;
    char event[1 + sizeof(int64_t)] = {letter};
    memcpy(event + 1, bytes ? bytes : "", len);
    peri_buf_add(&tape->bytes, event, 1 + len);
    if (!tape->bytes.failed)
        return PERI_OK;
    tape->bytes.len = start;
    return peri_fail(err, PERI_ENOMEM, "no memory for a document of over %zu bytes", start);
}

static int record_text(void *ctx, char letter, const char *bytes, size_t len, peri_error *err)
{
    peri_value_tape *tape = ctx;
    size_t start = tape->bytes.len;
    int rc = record(ctx, letter, &len, sizeof len, err);
    if (rc != PERI_OK)
        return rc;
    peri_buf_add(&tape->bytes, bytes, len);
    if (!tape->bytes.failed)
        return PERI_OK;
    tape->bytes.len = start;
    return peri_fail(err, PERI_ENOMEM, "no memory for a string of %zu bytes", len);
}

static int on_begin_object(void *ctx, peri_error *err)
{
    return record(ctx, '{', NULL, 0, err);
}

static int on_end_object(void *ctx, peri_error *err)
{
    return record(ctx, '}', NULL, 0, err);
}

static int on_begin_array(void *ctx, peri_error *err)
{
    return record(ctx, '[', NULL, 0, err);
}

static int on_end_array(void *ctx, peri_error *err)
{
    return record(ctx, ']', NULL, 0, err);
}

static int on_key(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    return record_text(ctx, 'k', bytes, len, err);
}

static int on_string(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    return record_text(ctx, 's', bytes, len, err);
}

static int on_integer(void *ctx, int64_t value, peri_error *err)
{
    return record(ctx, 'i', &value, sizeof value, err);
}

static int on_real(void *ctx, double value, peri_error *err)
{
    return record(ctx, 'r', &value, sizeof value, err);
}

static int on_boolean(void *ctx, bool value, peri_error *err)
{
    return record(ctx, value ? 't' : 'f', NULL, 0, err);
}

static int on_null(void *ctx, peri_error *err)
{
    return record(ctx, 'n', NULL, 0, err);
}

peri_value_sink peri_value_tape_sink(peri_value_tape *tape)
{
    return (peri_value_sink){.ctx = tape,
                             .begin_object = on_begin_object,
                             .end_object = on_end_object,
                             .begin_array = on_begin_array,
                             .end_array = on_end_array,
                             .key = on_key,
                             .string = on_string,
                             .integer = on_integer,
                             .real = on_real,
                             .boolean = on_boolean,
                             .null = on_null};
}

/* Copies the next `size` bytes of the tape to out and moves on. */
static void take(const char **at, void *out, size_t size)
{
    memcpy(out, *at, size);
    *at += size;
}

static int play_text(const char **at, bool is_key, const peri_value_sink *to, peri_error *err)
{
    size_t len = 0;
    take(at, &len, sizeof len);
    const char *bytes = *at;
    *at += len;
    return is_key ? to->key(to->ctx, bytes, len, err) : to->string(to->ctx, bytes, len, err);
}

static int play_number(const char **at, bool is_real, const peri_value_sink *to, peri_error *err)
{
    int64_t integer = 0;
    double real = 0;
    if (is_real) {
        take(at, &real, sizeof real);
        return to->real(to->ctx, real, err);
    }
    take(at, &integer, sizeof integer);
    return to->integer(to->ctx, integer, err);
}

static int play_one(const char **at, const peri_value_sink *to, peri_error *err)
{
    char letter = 0;
    take(at, &letter, 1);
    switch (letter) {
    case '{':
        return to->begin_object(to->ctx, err);
    case '}':
        return to->end_object(to->ctx, err);
    case '[':
        return to->begin_array(to->ctx, err);
    case ']':
        return to->end_array(to->ctx, err);
    case 'k':
    case 's':
        return play_text(at, letter == 'k', to, err);
    case 'i':
    case 'r':
        return play_number(at, letter == 'r', to, err);
    case 't':
    case 'f':
        return to->boolean(to->ctx, letter == 't', err);
    default:
        return to->null(to->ctx, err);
    }
}

int peri_value_tape_play(const peri_value_tape *tape, const peri_value_sink *sink, peri_error *err)
{
    const char *at = peri_buf_str(&tape->bytes);
    const char *end = at + tape->bytes.len;
    int rc = PERI_OK;
    while (rc == PERI_OK && at < end)
        rc = play_one(&at, sink, err);
    return rc;
}
