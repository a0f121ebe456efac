/* json_write.c - value events to JSON text. Layer 2. */
#include "store/json.h"
#include "store/utf8.h"
#include "store/value_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char codec[] = "JSON";

void peri_json_writer_init(peri_json_writer *writer, peri_buf *out)
{
    *writer = (peri_json_writer){.out = out};
}

static int check_memory(const peri_json_writer *w, peri_error *err)
{
    return w->out->failed ? peri_fail(err, PERI_ENOMEM, "JSON: no memory for the text") : PERI_OK;
}

static int check_utf8(const char *what, const char *bytes, size_t len, peri_error *err)
{
    size_t good = peri_utf8_check(bytes, len);
    if (good == len)
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "JSON: byte %zu of a %s is 0x%02X, which is not UTF-8",
                     good + 1, what, (unsigned)(unsigned char)bytes[good]);
}

/* The letter of the short escape of c, or 0. */
static char short_escape(char c)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    const char *found = c ? strchr(from, c) : NULL;
    if (!found)
        return '\0';
    return to[found - from];
}

static void add_quoted(peri_buf *out, const char *bytes, size_t len)
{
    size_t from = 0;
    peri_buf_byte(out, '"');
    for (size_t i = 0; i < len; i++) {
        char letter = short_escape(bytes[i]);
        if (!letter && (unsigned char)bytes[i] >= 0x20)
            continue;
        peri_buf_add(out, bytes + from, i - from);
        if (letter)
            peri_buf_add(out, (const char[2]){'\\', letter}, 2);
        else
            peri_buf_printf(out, "\\u%04x", (unsigned)(unsigned char)bytes[i]);
        from = i + 1;
    }
    peri_buf_add(out, bytes + from, len - from);
    peri_buf_byte(out, '"');
}

/* Array items are parted here, members at their keys. */
static void part_items(peri_json_writer *w, bool follows)
{
    if (follows)
        peri_buf_byte(w->out, ',');
}

static bool item_follows(const peri_json_writer *w)
{
    return !peri_value_place_in_object(&w->place) && peri_value_place_follows(&w->place);
}

static int put_text(peri_json_writer *w, const char *text, size_t len, peri_error *err)
{
    bool follows = item_follows(w);
    int rc = peri_value_place_value(&w->place, codec, err);
    if (rc != PERI_OK)
        return rc;
    part_items(w, follows);
    peri_buf_add(w->out, text, len);
    return check_memory(w, err);
}

static int open_container(peri_json_writer *w, bool is_object, peri_error *err)
{
    bool follows = item_follows(w);
    int rc = peri_value_place_open(&w->place, is_object, codec, err);
    if (rc != PERI_OK)
        return rc;
    part_items(w, follows);
    peri_buf_byte(w->out, is_object ? '{' : '[');
    return check_memory(w, err);
}

static int close_container(peri_json_writer *w, bool is_object, peri_error *err)
{
    int rc = peri_value_place_close(&w->place, is_object, codec, err);
    if (rc != PERI_OK)
        return rc;
    peri_buf_byte(w->out, is_object ? '}' : ']');
    return check_memory(w, err);
}

static int on_begin_object(void *ctx, peri_error *err)
{
    return open_container(ctx, true, err);
}

static int on_end_object(void *ctx, peri_error *err)
{
    return close_container(ctx, true, err);
}

static int on_begin_array(void *ctx, peri_error *err)
{
    return open_container(ctx, false, err);
}

static int on_end_array(void *ctx, peri_error *err)
{
    return close_container(ctx, false, err);
}

static int on_key(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    peri_json_writer *w = ctx;
    bool follows = peri_value_place_follows(&w->place);
    int rc = check_utf8("key", bytes, len, err);
    if (rc == PERI_OK)
        rc = peri_value_place_key(&w->place, codec, err);
    if (rc != PERI_OK)
        return rc;
    part_items(w, follows);
    add_quoted(w->out, bytes, len);
    peri_buf_byte(w->out, ':');
    return check_memory(w, err);
}

static int on_string(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    peri_json_writer *w = ctx;
    bool follows = item_follows(w);
    int rc = check_utf8("string", bytes, len, err);
    if (rc == PERI_OK)
        rc = peri_value_place_value(&w->place, codec, err);
    if (rc != PERI_OK)
        return rc;
    part_items(w, follows);
    add_quoted(w->out, bytes, len);
    return check_memory(w, err);
}

static int on_integer(void *ctx, int64_t value, peri_error *err)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%" PRId64, value);
    return put_text(ctx, text, (size_t)len, err);
}

static int on_real(void *ctx, double value, peri_error *err)
{
    char text[PERI_VALUE_TEXT];
    if (!isfinite(value))
        return peri_fail(err, PERI_EINVAL, "JSON: a number is %s, expected a finite one",
                         isnan(value) ? "NaN" : "infinite");
    return put_text(ctx, text, peri_value_real_text(value, text), err);
}

static int on_boolean(void *ctx, bool value, peri_error *err)
{
    return value ? put_text(ctx, "true", 4, err) : put_text(ctx, "false", 5, err);
}

static int on_null(void *ctx, peri_error *err)
{
    return put_text(ctx, "null", 4, err);
}

peri_value_sink peri_json_sink(peri_json_writer *writer)
{
    return (peri_value_sink){.ctx = writer,
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

int peri_json_finish(const peri_json_writer *writer, peri_error *err)
{
    int rc = check_memory(writer, err);
    return rc == PERI_OK ? peri_value_place_end(&writer->place, codec, err) : rc;
}
