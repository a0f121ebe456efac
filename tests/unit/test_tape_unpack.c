/* test_tape_unpack.c - bytes that are no packed chunk of a tape are refused, or do no harm. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "market/tape_pack.h"

enum {
    ROWS = 40,
    WORDS = 7 /* of each */
};

static const peri_tape_form form = {.numbers = 4, .has_text = 1};

static peri_tape_column head_at(const uint64_t *packed)
{
    peri_tape_column head;
    memcpy(&head, packed, sizeof head);
    return head;
}

/* Unpack bytes that lie at the very end of their memory, into rows that do as well. */
static bool unpack_tight(peri_tape_form of, const uint64_t *packed, size_t len, size_t n)
{
    uint64_t *bytes = malloc(len > 0 ? len * sizeof *packed : 1);
    uint64_t *rows = malloc(n * peri_tape_words(of) * sizeof *rows);
    if (!bytes || !rows)
        abort();
    memcpy(bytes, packed, len * sizeof *packed);
    const bool all = peri_tape_unpack(of, bytes, len, n, PERI_TAPE_ALL, rows);
    const bool some = peri_tape_unpack(of, bytes, len, n, PERI_TAPE_TIMES, rows);
    CHECK("times are there when all is", some || !all);
    free(bytes);
    free(rows);
    return all;
}

/* The numbers: in parts, beside these, in other parts, plain. */
static size_t make_small_chunk(uint64_t *packed)
{
    uint64_t rows[ROWS * WORDS];
    for (size_t i = 0; i < ROWS; i++) {
        const double numbers[] = {(double)(1000 * i + 1) / 100,
                                  (double)(1000 * i + 1 + i % 5) / 100, (double)(70000 * i),
                                  1 / (3.0 + (double)i)};
        uint64_t *row = rows + WORDS * i;
        row[0] = UINT64_C(1380000000000000000) + i * UINT64_C(60000000000);
        memcpy(row + 1, numbers, sizeof numbers);
        row[5] = row[0] + UINT64_C(3600000000000) * (i / 3);
        row[6] = i % 4;
    }
    return peri_tape_pack(form, rows, ROWS, packed);
}

SUITE(tape_unpack_refuses_other_lengths)
{
    uint64_t packed[PERI_TAPE_MOST_PACKED] = {0};
    const size_t len = make_small_chunk(packed);
    CHECK("as it is", unpack_tight(form, packed, len, ROWS));
    for (size_t cut = 0; cut < len; cut++)
        CHECK("cut", !unpack_tight(form, packed, cut, ROWS));
    CHECK("longer", !unpack_tight(form, packed, len + 1, ROWS));
    CHECK("more rows", !unpack_tight(form, packed, len, PERI_TAPE_CHUNK));
    CHECK("fewer rows", !unpack_tight(form, packed, len, 1));
    CHECK("fewer columns", !unpack_tight((peri_tape_form){.numbers = 4}, packed, len, ROWS));
}

/* Each bit changed, which the sums of a tape find: here it must do no harm. */
SUITE(tape_unpack_bears_any_bit)
{
    uint64_t packed[PERI_TAPE_MOST_PACKED];
    const size_t len = make_small_chunk(packed);
    unsigned char *bytes = (unsigned char *)packed;
    int refused = 0;
    for (size_t at = 0; at < len * sizeof *packed; at++)
        for (int bit = 0; bit < 8; bit++) {
            bytes[at] ^= (unsigned char)(1 << bit);
            refused += !unpack_tight(form, packed, len, ROWS);
            bytes[at] ^= (unsigned char)(1 << bit);
        }
    CHECK("some are seen", refused > 7 * 32);
    CHECK("as it was", unpack_tight(form, packed, len, ROWS));
}

/* Whether the heads of the small chunk may say so of column `index`; what else they are fits. */
static bool may_be(size_t index, uint32_t kind, uint32_t width, const peri_tape_column *was)
{
    const bool is_number = index >= 1 && index <= form.numbers;
    if (width != was->width)
        return false; /* the columns behind would lie elsewhere */
    if (kind == PERI_COLUMN_PLAIN)
        return width == 8;
    if (kind == PERI_COLUMN_STEPS)
        return !is_number && width < 8;
    if (kind == PERI_COLUMN_PARTS)
        return is_number && width < 8;
    return kind == PERI_COLUMN_BESIDE && index > 1 && is_number && width < 8 && was->unit == 100;
}

SUITE(tape_unpack_checks_kinds_and_widths)
{
    uint64_t packed[PERI_TAPE_MOST_PACKED];
    const size_t len = make_small_chunk(packed);
    size_t at = 0;
    for (size_t index = 0; index < WORDS; index++) {
        const peri_tape_column was = head_at(packed + at);
        for (uint32_t kind = 0; kind < 6; kind++)
            for (uint32_t width = 0; width < 18; width++) {
                peri_tape_column head = was;
                head.kind = kind;
                head.width = width;
                memcpy(packed + at, &head, sizeof head);
                if (!CHECK_INT("kind and width", unpack_tight(form, packed, len, ROWS),
                               may_be(index, kind, width, &was)))
                    printf("column %zu: kind %u, width %u\n", index, kind, width);
            }
        memcpy(packed + at, &was, sizeof was);
        at += PERI_COLUMN_HEAD + peri_column_words(was.width, ROWS);
    }
    CHECK_INT("all columns", at, len);
}

/* Of the first number, of one that lies beside it, and of one of its own. */
SUITE(tape_unpack_refuses_parts_of_nothing)
{
    static const uint64_t units[] = {100, 100, 1};
    uint64_t packed[PERI_TAPE_MOST_PACKED];
    const size_t len = make_small_chunk(packed);
    uint64_t *at = packed + PERI_COLUMN_HEAD + peri_column_words(head_at(packed).width, ROWS);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const peri_tape_column was = head_at(at);
        peri_tape_column number = was;
        CHECK_INT("its unit", number.unit, units[i]);
        number.unit = 0;
        memcpy(at, &number, sizeof number);
        CHECK("refused", !unpack_tight(form, packed, len, ROWS));
        memcpy(at, &was, sizeof was);
        at += PERI_COLUMN_HEAD + peri_column_words(was.width, ROWS);
    }
    CHECK("as it was", unpack_tight(form, packed, len, ROWS));
}
