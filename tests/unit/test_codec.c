/* test_codec.c - records as bytes and back. */
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"

enum {
    FIELDS = 20,
    TEXT = 24,
    RECORDS = 300,
    SEED = 20261129
};

enum field_kind {
    INT,
    INT32,
    BOOL,
    REAL,
    WORDS,
    KINDS
};

struct field {
    enum field_kind kind;
    int64_t integer;
    int32_t small;
    bool yes;
    double real;
    char text[TEXT];
};

struct record {
    struct field fields[FIELDS];
    int n;
};

static void code(peri_codec *codec, struct record *record)
{
    for (int i = 0; i < record->n; i++) {
        struct field *field = &record->fields[i];
        switch (field->kind) {
        case INT:
            peri_code_int(codec, &field->integer);
            break;
        case INT32:
            peri_code_int32(codec, &field->small);
            break;
        case BOOL:
            peri_code_bool(codec, &field->yes);
            break;
        case REAL:
            peri_code_real(codec, &field->real);
            break;
        default:
            peri_code_text(codec, field->text, sizeof field->text);
        }
    }
}

/* Any bits, at times the ends of the range. */
static int64_t any_integer(check_rng *rng)
{
    static const int64_t ends[] = {0, -1, 1, INT64_MIN, INT64_MAX, INT32_MIN, INT32_MAX};
    int64_t pick = check_random_in(rng, 0, 20);
    return pick < 7 ? ends[pick] : (int64_t)check_random(rng);
}

static void fill(struct record *record, check_rng *rng)
{
    memset(record, 0, sizeof *record);
    record->n = (int)check_random_in(rng, 1, FIELDS);
    for (int i = 0; i < record->n; i++) {
        struct field *field = &record->fields[i];
        int64_t bits = any_integer(rng), len = check_random_in(rng, 0, TEXT - 1);
        field->kind = (enum field_kind)check_random_in(rng, 0, KINDS - 1);
        field->integer = bits;
        field->small = (int32_t)(bits % ((int64_t)INT32_MAX + 1));
        field->yes = bits % 2 != 0;
        memcpy(&field->real, &bits, sizeof bits); /* NaNs and infinities among them */
        for (int64_t k = 0; k < len; k++)
            field->text[k] = (char)check_random_in(rng, 1, 255);
    }
}

/* Fields of each kind, without the others. */
static void blank(const struct record *from, struct record *to)
{
    memset(to, 0, sizeof *to);
    to->n = from->n;
    for (int i = 0; i < from->n; i++)
        to->fields[i].kind = from->fields[i].kind;
}

static bool same_field(const struct field *a, const struct field *b)
{
    switch (a->kind) {
    case INT:
        return a->integer == b->integer;
    case INT32:
        return a->small == b->small;
    case BOOL:
        return a->yes == b->yes;
    case REAL:
        return memcmp(&a->real, &b->real, sizeof a->real) == 0;
    default:
        return strcmp(a->text, b->text) == 0;
    }
}

static int differences(const struct record *a, const struct record *b)
{
    int n = 0;
    for (int i = 0; i < a->n; i++)
        n += !same_field(&a->fields[i], &b->fields[i]);
    return n;
}

/* Lengths of records that were read although bytes were missing, or too many. */
static int read_wrong_lengths(const struct record *record, const peri_buf *bytes)
{
    int accepted = 0;
    for (size_t len = 0; len <= bytes->len + 1; len++) {
        struct record got;
        char copy[FIELDS * (TEXT + 8) + 1] = "";
        memcpy(copy, bytes->data, len < bytes->len ? len : bytes->len);
        peri_codec in = peri_codec_read(copy, len);
        blank(record, &got);
        code(&in, &got);
        accepted += len != bytes->len && peri_codec_is_done(&in);
        accepted += len < bytes->len && !in.failed;
    }
    return accepted;
}

SUITE(codec_round_trip)
{
    check_rng rng = {SEED};
    int wrong = 0, accepted = 0, failed = 0;
    for (int i = 0; i < RECORDS; i++) {
        struct record record, got;
        peri_buf bytes;
        fill(&record, &rng);
        blank(&record, &got);
        peri_buf_init(&bytes);
        peri_codec out = peri_codec_write(&bytes);
        code(&out, &record);
        peri_codec in = peri_codec_read(bytes.data, bytes.len);
        code(&in, &got);
        failed += out.failed || !peri_codec_is_done(&in);
        wrong += differences(&record, &got);
        accepted += read_wrong_lengths(&record, &bytes);
        peri_buf_deinit(&bytes);
    }
    if (wrong + accepted + failed > 0)
        printf("codec: seed %d\n", SEED);
    CHECK_INT("all are read", failed, 0);
    CHECK_INT("as they were written", wrong, 0);
    CHECK_INT("no part of one is", accepted, 0);
}

/* Numbers are the same bytes on any machine. */
SUITE(codec_bytes)
{
    static const unsigned char want[] = {0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0,
                                         0,    0,    0,    0,    0,    0xF8, 0x3F, 2,    0,
                                         0,    0,    0,    0,    0,    0,    'h',  'i'};
    int64_t integer = -2;
    double real = 1.5;
    char text[] = "hi";
    peri_buf bytes;
    peri_buf_init(&bytes);
    peri_codec out = peri_codec_write(&bytes);
    peri_code_int(&out, &integer);
    peri_code_real(&out, &real);
    peri_code_text(&out, text, sizeof text);
    CHECK_INT("length", bytes.len, sizeof want);
    CHECK("bytes", bytes.len == sizeof want && memcmp(bytes.data, want, sizeof want) == 0);
    peri_buf_deinit(&bytes);
}

/* -- bytes that cannot be such a record ----------------------------------------------------- */

static peri_codec read_int_as(unsigned char bytes[8], int64_t value)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)value >> (8 * i));
    return peri_codec_read(bytes, 8);
}

SUITE(codec_refuses_numbers_out_of_range)
{
    static const int64_t wide[] = {(int64_t)INT32_MAX + 1, (int64_t)INT32_MIN - 1, INT64_MAX,
                                   INT64_MIN};
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        int32_t small = 7;
        peri_codec in = read_int_as(bytes, wide[i]);
        peri_code_int32(&in, &small);
        CHECK("too wide", in.failed && !peri_codec_is_done(&in));
        CHECK_INT("then it is 0", small, 0);
    }
    for (int64_t value = -1; value <= 2; value++) {
        bool yes = true;
        peri_codec in = read_int_as(bytes, value);
        peri_code_bool(&in, &yes);
        CHECK_INT("0 and 1 only", in.failed, value < 0 || value > 1);
        CHECK_INT("true is 1", yes, value == 1);
    }
}

static void check_text(const char *name, int64_t len, const char *body, size_t body_len, bool good)
{
    unsigned char bytes[64];
    char text[8] = "before";
    read_int_as(bytes, len);
    memcpy(bytes + 8, body, body_len);
    peri_codec in = peri_codec_read(bytes, 8 + body_len);
    peri_code_text(&in, text, sizeof text);
    CHECK_INT(name, peri_codec_is_done(&in), good);
    CHECK("terminated", memchr(text, '\0', sizeof text) != NULL);
}

SUITE(codec_refuses_texts)
{
    check_text("empty", 0, "", 0, true);
    check_text("as long as there is room", 7, "1234567", 7, true);
    check_text("no room for its end", 8, "12345678", 8, false);
    check_text("longer", 9, "123456789", 9, false);
    check_text("a zero byte within", 5, "ab\0cd", 5, false);
    check_text("a zero byte at the end", 3, "ab\0", 3, false);
    check_text("longer than what is left", 5, "abcd", 4, false);
    check_text("a length below 0", -1, "abcd", 4, false);
    check_text("a length beyond any memory", INT64_MAX, "abcd", 4, false);
}

/* What comes behind a failure is 0 and "", whatever the bytes. */
SUITE(codec_stays_failed)
{
    int64_t integer = 5;
    double real = 5;
    bool yes = true;
    char text[8] = "before";
    peri_codec in = peri_codec_read("\1\0\0\0", 4);
    peri_code_int(&in, &integer);
    peri_code_real(&in, &real);
    peri_code_bool(&in, &yes);
    peri_code_text(&in, text, sizeof text);
    CHECK_INT("integer", integer, 0);
    CHECK("real", real == 0);
    CHECK("bool", !yes);
    CHECK_STR("text", text, "");
    CHECK("failed", in.failed);
    peri_codec nothing = peri_codec_read(NULL, 0);
    CHECK("no bytes are a record without fields", peri_codec_is_done(&nothing));
    peri_code_int(&nothing, &integer);
    CHECK("and no other", nothing.failed);
}

SUITE(codec_without_memory)
{
    int64_t integer = 5;
    peri_buf bytes;
    peri_buf_init(&bytes);
    peri_mem_fail_at(1);
    peri_codec out = peri_codec_write(&bytes);
    peri_code_int(&out, &integer);
    peri_mem_fail_at(0);
    CHECK("the buffer tells", bytes.failed);
    peri_buf_deinit(&bytes);
}
