/* stream_members.c - see stream_members.h. Layer 3. */
#include "stream/stream_members.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "market/number.h"
#include "store/json.h"
#include "store/utf8.h"

struct name {
    const char *text;
    size_t len;
    peri_stream_member member;
};

#define NAME(text, member)                                                                         \
    {                                                                                              \
        text, sizeof(text) - 1, member                                                             \
    }

/* The first PERI_STREAM_MEMBERS of them in the order of the members, then second names. */
static const struct name names[] = {
    NAME("type", PERI_STREAM_TYPE),         NAME("symbol", PERI_STREAM_SYMBOL),
    NAME("time", PERI_STREAM_AT),           NAME("end", PERI_STREAM_END),
    NAME("open", PERI_STREAM_OPEN),         NAME("high", PERI_STREAM_HIGH),
    NAME("low", PERI_STREAM_LOW),           NAME("close", PERI_STREAM_CLOSE),
    NAME("volume", PERI_STREAM_VOLUME),     NAME("price", PERI_STREAM_PRICE),
    NAME("size", PERI_STREAM_SIZE),         NAME("bid", PERI_STREAM_BID),
    NAME("ask", PERI_STREAM_ASK),           NAME("bid_size", PERI_STREAM_BID_SIZE),
    NAME("ask_size", PERI_STREAM_ASK_SIZE), NAME("bidSize", PERI_STREAM_BID_SIZE),
    NAME("askSize", PERI_STREAM_ASK_SIZE),
};

/* The object while its events come in. */
struct gather {
    peri_stream_members *to;
    peri_stream_value *next; /* of the last key; NULL: not known */
    unsigned seen;           /* one bit a member */
    bool inside;             /* the object has begun */
    char key[48];            /* the last one, for messages */
};

const char *peri_stream_member_name(peri_stream_member member)
{
    return names[member].text;
}

const char *peri_stream_value_show(const peri_stream_value *value, char *out)
{
    char text[PERI_STREAM_SHOWN - 2];
    switch (value->form) {
    case PERI_STREAM_INTEGER:
        snprintf(out, PERI_STREAM_SHOWN, "%lld", (long long)value->integer);
        break;
    case PERI_STREAM_REAL:
        peri_number_format(value->number, out);
        break;
    case PERI_STREAM_TEXT:
        peri_utf8_show(value->text, value->len < PERI_STREAM_KEPT ? value->len : PERI_STREAM_KEPT,
                       text, sizeof text);
        snprintf(out, PERI_STREAM_SHOWN, "'%s'", text);
        break;
    case PERI_STREAM_BOOLEAN:
        snprintf(out, PERI_STREAM_SHOWN, "%s", value->integer ? "true" : "false");
        break;
    default:
        snprintf(out, PERI_STREAM_SHOWN, "missing");
    }
    return out;
}

/* ---- events ---- */

static int fail_shape(const struct gather *g, const char *what, peri_error *err)
{
    if (!g->inside)
        return peri_fail(err, PERI_EFORMAT, "the line was %s; expected a JSON object", what);
    return peri_fail(err, PERI_EFORMAT, "%s was %s; expected a flat object, nothing nested", g->key,
                     what);
}

static int on_object(void *ctx, peri_error *err)
{
    struct gather *g = ctx;
    if (g->inside)
        return fail_shape(g, "an object", err);
    g->inside = true;
    return PERI_OK;
}

static int on_array(void *ctx, peri_error *err)
{
    return fail_shape(ctx, "an array", err);
}

static int on_end(void *ctx, peri_error *err)
{
    (void)ctx;
    (void)err;
    return PERI_OK;
}

static const struct name *find(const char *bytes, size_t len)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].len == len && memcmp(names[i].text, bytes, len) == 0)
            return &names[i];
    return NULL;
}

static int on_key(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    struct gather *g = ctx;
    const struct name *name = find(bytes, len);
    g->next = NULL;
    if (!name) {
        peri_utf8_show(bytes, len, g->key, sizeof g->key);
        return PERI_OK;
    }
    memcpy(g->key, name->text, name->len + 1);
    if (g->seen & 1U << name->member)
        return peri_fail(err, PERI_EFORMAT, "%s is given twice; expected it once",
                         names[name->member].text);
    g->seen |= 1U << name->member;
    g->next = &g->to->value[name->member];
    return PERI_OK;
}

static int on_string(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    struct gather *g = ctx;
    if (!g->inside)
        return fail_shape(g, "a string", err);
    if (!g->next)
        return PERI_OK;
    g->next->form = PERI_STREAM_TEXT;
    g->next->len = len;
    memcpy(g->next->text, bytes, len < PERI_STREAM_KEPT ? len : PERI_STREAM_KEPT);
    return PERI_OK;
}

static int put_number(struct gather *g, peri_stream_form form, int64_t integer, double number,
                      peri_error *err)
{
    if (!g->inside)
        return fail_shape(g, "a number", err);
    if (!g->next)
        return PERI_OK;
    g->next->form = form;
    g->next->integer = integer;
    g->next->number = number;
    return PERI_OK;
}

static int on_integer(void *ctx, int64_t value, peri_error *err)
{
    return put_number(ctx, PERI_STREAM_INTEGER, value, (double)value, err);
}

static int on_real(void *ctx, double value, peri_error *err)
{
    return put_number(ctx, PERI_STREAM_REAL, 0, value, err);
}

static int on_boolean(void *ctx, bool value, peri_error *err)
{
    struct gather *g = ctx;
    if (!g->inside)
        return fail_shape(g, value ? "true" : "false", err);
    if (!g->next)
        return PERI_OK;
    g->next->form = PERI_STREAM_BOOLEAN;
    g->next->integer = value;
    return PERI_OK;
}

static int on_null(void *ctx, peri_error *err)
{
    const struct gather *g = ctx;
    return g->inside ? PERI_OK : fail_shape(g, "null", err);
}

int peri_stream_members_read(const char *text, size_t len, peri_stream_members *out,
                             peri_error *err)
{
    struct gather g = {.to = out};
    const peri_value_sink sink = {.ctx = &g,
                                  .begin_object = on_object,
                                  .end_object = on_end,
                                  .begin_array = on_array,
                                  .end_array = on_end,
                                  .key = on_key,
                                  .string = on_string,
                                  .integer = on_integer,
                                  .real = on_real,
                                  .boolean = on_boolean,
                                  .null = on_null};
    for (int i = 0; i < PERI_STREAM_MEMBERS; i++)
        out->value[i].form = PERI_STREAM_ABSENT;
    return peri_json_parse(text, len, &sink, err);
}
