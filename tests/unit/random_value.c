/* random_value.c - random documents for property tests. */
#include "random_value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static size_t random_string(check_rng *rng, bool any_bytes, char out[64])
{
    static const char *const pieces[] = {"a",        "key",
                                         " ",        "\"",
                                         "\\",       "/",
                                         "\n",       "\t",
                                         "\r",       "<",
                                         "&",        ">",
                                         "]]>",      "'",
                                         "\x01",     "\x1f",
                                         "\x7f",     "\xC3\xA9",
                                         "\xE2\x82", "\xF0\x9F\x98",
                                         "\x80",     "\xEF\xBF\xBF",
                                         "\r\n  ",   "\xEF\xBB\xBF"};
    static const char *const ends[] = {"", "", "", "", "", "", "",     "",     "",     "", "", "",
                                       "", "", "", "", "", "", "\xAC", "\x80", "\x80", "", "", ""};
    size_t len = 0;
    int64_t n = check_random_in(rng, 0, 6);
    for (int64_t i = 0; i < n; i++) {
        size_t pick = (size_t)check_random_in(rng, 0, 23);
        if (pick == 20 && !any_bytes)
            continue;
        const char *part[] = {pieces[pick], ends[pick]};
        for (int j = 0; j < 2; j++) {
            memcpy(out + len, part[j], strlen(part[j]));
            len += strlen(part[j]);
        }
        if (check_random_in(rng, 0, 9) == 0)
            out[len++] = '\0';
    }
    return len;
}

static double random_real(check_rng *rng)
{
    static const double special[] = {0.0,    -0.0,    1.0,  -1.0,   0.1,    1e300,
                                     5e-324, 1.0 / 3, 1e21, 0x1p53, 0x1p63, 1.7976931348623157e308};
    if (check_random_in(rng, 0, 1))
        return special[check_random_in(rng, 0, 11)];
    uint64_t bits = check_random(rng);
    double value;
    memcpy(&value, &bits, sizeof value);
    return isfinite(value) ? value : 0.5;
}

static int64_t random_integer(check_rng *rng)
{
    static const int64_t special[] = {0, 1, -1, INT64_MAX, INT64_MIN, (1LL << 53) + 1};
    if (check_random_in(rng, 0, 1))
        return special[check_random_in(rng, 0, 5)];
    return (int64_t)check_random(rng);
}

static void add_scalar(check_rng *rng, bool any_bytes, const peri_value_sink *to)
{
    char text[64];
    switch (check_random_in(rng, 0, 4)) {
    case 0:
        to->integer(to->ctx, random_integer(rng), NULL);
        break;
    case 1:
        to->real(to->ctx, random_real(rng), NULL);
        break;
    case 2:
        to->boolean(to->ctx, check_random_in(rng, 0, 1) != 0, NULL);
        break;
    case 3:
        to->null(to->ctx, NULL);
        break;
    default:
        to->string(to->ctx, text, random_string(rng, any_bytes, text), NULL);
    }
}

static void add_value(check_rng *rng, bool any_bytes, int depth, const peri_value_sink *to)
{
    int64_t kind = depth == 0 ? 0 : check_random_in(rng, 0, 3);
    if (kind < 2) {
        add_scalar(rng, any_bytes, to);
        return;
    }
    int64_t n = check_random_in(rng, 0, 5);
    if (kind == 2)
        to->begin_array(to->ctx, NULL);
    else
        to->begin_object(to->ctx, NULL);
    for (int64_t i = 0; i < n; i++) {
        char key[64];
        if (kind == 3)
            to->key(to->ctx, key, random_string(rng, any_bytes, key), NULL);
        add_value(rng, any_bytes, depth - 1, to);
    }
    if (kind == 2)
        to->end_array(to->ctx, NULL);
    else
        to->end_object(to->ctx, NULL);
}

void random_document(check_rng *rng, bool any_bytes, peri_value_tape *tape)
{
    peri_value_sink to = peri_value_tape_sink(tape);
    add_value(rng, any_bytes, 6, &to);
}

size_t random_mutation(check_rng *rng, char *text, size_t len)
{
    int64_t n = check_random_in(rng, 1, 4);
    for (int64_t i = 0; i < n && len > 0; i++) {
        size_t at = (size_t)check_random_in(rng, 0, (int64_t)len - 1);
        switch (check_random_in(rng, 0, 3)) {
        case 0:
            text[at] = (char)check_random_in(rng, -128, 127);
            break;
        case 1:
            memmove(text + at, text + at + 1, len - at - 1);
            len--;
            break;
        case 2:
            text[at] = text[check_random_in(rng, 0, (int64_t)len - 1)];
            break;
        default:
            len = check_random_in(rng, 0, 9) == 0 ? at : len;
        }
    }
    return len;
}

bool same_tape(const peri_value_tape *a, const peri_value_tape *b)
{
    return a->bytes.len == b->bytes.len &&
           (a->bytes.len == 0 || memcmp(a->bytes.data, b->bytes.data, a->bytes.len) == 0);
}

static void part(peri_buf *out)
{
    if (out->len > 0 && out->data[out->len - 1] != '{' && out->data[out->len - 1] != '[')
        peri_buf_byte(out, ' ');
}

static int show(void *ctx, const char *text)
{
    part(ctx);
    peri_buf_text(ctx, text);
    return PERI_OK;
}

static int show_begin_object(void *ctx, peri_error *err)
{
    (void)err;
    return show(ctx, "{");
}

static int show_end_object(void *ctx, peri_error *err)
{
    (void)err;
    return show(ctx, "}");
}

static int show_begin_array(void *ctx, peri_error *err)
{
    (void)err;
    return show(ctx, "[");
}

static int show_end_array(void *ctx, peri_error *err)
{
    (void)err;
    return show(ctx, "]");
}

static int show_key(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    (void)err;
    show(ctx, "k:");
    peri_buf_add(ctx, bytes, len);
    return PERI_OK;
}

static int show_string(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    (void)err;
    show(ctx, "s:");
    peri_buf_add(ctx, bytes, len);
    return PERI_OK;
}

static int show_integer(void *ctx, int64_t value, peri_error *err)
{
    (void)err;
    show(ctx, "i:");
    peri_buf_printf(ctx, "%" PRId64, value);
    return PERI_OK;
}

static int show_real(void *ctx, double value, peri_error *err)
{
    (void)err;
    show(ctx, "r:");
    peri_buf_printf(ctx, "%.17g", value);
    return PERI_OK;
}

static int show_boolean(void *ctx, bool value, peri_error *err)
{
    (void)err;
    return show(ctx, value ? "true" : "false");
}

static int show_null(void *ctx, peri_error *err)
{
    (void)err;
    return show(ctx, "null");
}

char *tape_text(const peri_value_tape *tape)
{
    peri_buf out;
    peri_buf_init(&out);
    peri_value_sink sink = {.ctx = &out,
                            .begin_object = show_begin_object,
                            .end_object = show_end_object,
                            .begin_array = show_begin_array,
                            .end_array = show_end_array,
                            .key = show_key,
                            .string = show_string,
                            .integer = show_integer,
                            .real = show_real,
                            .boolean = show_boolean,
                            .null = show_null};
    peri_value_tape_play(tape, &sink, NULL);
    if (!out.data)
        peri_buf_text(&out, "");
    return out.data;
}

/* A document, its text, and what is read from that. */
struct trip {
    peri_value_tape tape, back;
    peri_buf text;
};

static void begin(struct trip *trip, uint64_t seed, bool any_bytes)
{
    check_rng rng = {seed};
    peri_value_tape_init(&trip->tape);
    peri_value_tape_init(&trip->back);
    peri_buf_init(&trip->text);
    random_document(&rng, any_bytes, &trip->tape);
}

static bool comes_back(const random_codec *codec, struct trip *trip, peri_error *err)
{
    trip->text.len = 0;
    return codec->write(&trip->tape, &trip->text, err) == PERI_OK &&
           codec->parse(trip->text.data, trip->text.len, &trip->back, err) == PERI_OK &&
           same_tape(&trip->tape, &trip->back);
}

static void end(struct trip *trip)
{
    peri_buf_deinit(&trip->text);
    peri_value_tape_deinit(&trip->tape);
    peri_value_tape_deinit(&trip->back);
}

void random_round_trips(const random_codec *codec)
{
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        struct trip trip;
        peri_error err = {0, ""};
        begin(&trip, seed, codec->any_bytes);
        if (!CHECK("decode(encode(x)) == x", comes_back(codec, &trip, &err)))
            printf("     seed %llu: %s\n     %s\n", (unsigned long long)seed, err.text,
                   peri_buf_str(&trip.text));
        end(&trip);
    }
}

void random_mutations(const random_codec *codec, int n, int least)
{
    int accepted = 0, refused = 0;
    for (uint64_t seed = 1; seed <= (uint64_t)n; seed++) {
        struct trip trip;
        check_rng rng = {seed + (uint64_t)n};
        peri_error err = {0, ""};
        begin(&trip, seed, codec->any_bytes);
        codec->write(&trip.tape, &trip.text, &err);
        const size_t len = random_mutation(&rng, trip.text.data, trip.text.len);
        char *exact = peri_strndup(trip.text.data, len); /* so that ASan sees a read too far */
        peri_value_tape_deinit(&trip.tape);
        if (codec->parse(exact, len, &trip.tape, &err) == PERI_OK) {
            accepted++;
            CHECK("accepted texts are whole", comes_back(codec, &trip, &err));
        } else {
            refused++;
            CHECK("refused with a place",
                  strncmp(err.text, codec->refuses, strlen(codec->refuses)) == 0);
        }
        peri_free(exact);
        end(&trip);
    }
    CHECK("mutations of both kinds", accepted > least && refused > least);
}
