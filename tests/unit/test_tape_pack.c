/* test_tape_pack.c - a packed chunk gives back its rows to the last bit, in few bytes, and bytes
 * that are no chunk are refused without a step outside of them. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "market/tape_pack.h"

enum {
    ROUNDS = 400
};

static const uint64_t SEED = 20261130;

/* --- columns --- */

/* The next word of a column; `at` is its own to go on from. */
typedef uint64_t (*column_of)(check_rng *rng, int64_t *at);

static uint64_t same_word(check_rng *rng, int64_t *at)
{
    (void)rng;
    return (uint64_t)*at;
}

static uint64_t minutes(check_rng *rng, int64_t *at)
{
    (void)rng;
    return (uint64_t)(*at += 60000000000);
}

static uint64_t minutes_with_holes(check_rng *rng, int64_t *at)
{
    *at += check_random_in(rng, 0, 50) == 0 ? 60000000000 * check_random_in(rng, 1, 5000) : 0;
    return (uint64_t)(*at += 60000000000);
}

static uint64_t nanoseconds(check_rng *rng, int64_t *at)
{
    return (uint64_t)(*at += check_random_in(rng, 1, 3000000));
}

static uint64_t long_leaps(check_rng *rng, int64_t *at)
{
    return (uint64_t)(*at += check_random_in(rng, 1, INT32_MAX) * 1000003);
}

static uint64_t far_and_near(check_rng *rng, int64_t *at)
{
    static const int64_t words[] = {INT64_MIN,     INT64_MAX,     0,  INT64_MIN + 1,
                                    INT64_MAX / 2, INT64_MIN / 2, -1, INT32_MAX};
    (void)at;
    return (uint64_t)words[check_random_in(rng, 0, 7)];
}

static uint64_t backwards(check_rng *rng, int64_t *at)
{
    return (uint64_t)(*at -= 1000 * check_random_in(rng, 0, 9));
}

static uint64_t any_word(check_rng *rng, int64_t *at)
{
    (void)at;
    return check_random(rng);
}

static uint64_t any_flag(check_rng *rng, int64_t *at)
{
    (void)at;
    return (uint64_t)check_random_in(rng, 0, 3);
}

static const column_of times[] = {same_word,   minutes,    minutes_with_holes,
                                  nanoseconds, long_leaps, far_and_near,
                                  backwards,   any_word,   any_flag};

/* A decimal fraction as it is read from text. */
static double read_decimal(int64_t parts, int decimals)
{
    char text[64];
    snprintf(text, sizeof text, "%llde-%d", (long long)parts, decimals);
    return strtod(text, NULL);
}

/* A walk by parts of up to `step`, with decimals by where it began. */
static uint64_t walk(check_rng *rng, int64_t *at, int64_t step)
{
    const int decimals = (int)((uint64_t)*at % 10);
    *at += 10 * check_random_in(rng, -step, step);
    return check_bits(read_decimal(*at / 10, decimals));
}

static uint64_t short_walk(check_rng *rng, int64_t *at)
{
    return walk(rng, at, 3);
}

static uint64_t price_walk(check_rng *rng, int64_t *at)
{
    return walk(rng, at, 500);
}

static uint64_t long_walk(check_rng *rng, int64_t *at)
{
    return walk(rng, at, 2000000);
}

static uint64_t volumes(check_rng *rng, int64_t *at)
{
    (void)at;
    return check_bits((double)check_random_in(rng, 0, 3000000000));
}

static uint64_t mixed_decimals(check_rng *rng, int64_t *at)
{
    (void)at;
    return check_bits(
        read_decimal(check_random_in(rng, 1, 99999), (int)check_random_in(rng, 0, 11)));
}

static uint64_t large_whole(check_rng *rng, int64_t *at)
{
    (void)at;
    return check_bits((double)check_random_in(rng, INT64_C(1) << 50, INT64_C(1) << 54));
}

static uint64_t edges_of_whole(check_rng *rng, int64_t *at)
{
    static const double words[] = {0x1p31,     0x1p31 - 1, -0x1p31,     0x1p30,    0x1p30 - 1, 0,
                                   0x1p51 - 1, 0x1p51,     -0x1p51 + 1, 0x1p53,    0x1p53 + 2, 255,
                                   256,        65535,      65536,       0x1p30 + 1};
    (void)at;
    return check_bits(words[check_random_in(rng, 0, 15)]);
}

static uint64_t odd_number(check_rng *rng, int64_t *at)
{
    static const double words[] = {
        -0.0,    0.0,       (double)INFINITY, -(double)INFINITY, DBL_MAX, -DBL_MAX,
        DBL_MIN, 0x1p-1074, 1e-300,           DBL_EPSILON,       1e22,    0.1};
    (void)at;
    return check_bits(words[check_random_in(rng, 0, 11)]);
}

static uint64_t not_a_number(check_rng *rng, int64_t *at)
{
    (void)at;
    return UINT64_C(0x7ff0000000000001) | (check_random(rng) & UINT64_C(0x800fffffffffffff));
}

static uint64_t tiny(check_rng *rng, int64_t *at)
{
    (void)at;
    return check_random(rng) % 1000; /* below the least normal number */
}

static uint64_t fraction(check_rng *rng, int64_t *at)
{
    (void)at;
    return check_bits(check_random_unit(rng));
}

static const column_of numbers[] = {same_word,  short_walk,     price_walk,  long_walk,
                                    volumes,    mixed_decimals, large_whole, edges_of_whole,
                                    odd_number, not_a_number,   tiny,        fraction,
                                    any_word,   price_walk,     short_walk,  price_walk};

/* Fill column `index` of rows; one word in it may be of another kind. */
static void fill(uint64_t *rows, size_t words, size_t n, size_t index, column_of next,
                 column_of other, check_rng *rng)
{
    int64_t at = check_random_in(rng, 0, 40000000);
    for (size_t i = 0; i < n; i++)
        rows[i * words + index] = next(rng, &at);
    if (check_random_in(rng, 0, 4) == 0)
        rows[(uint64_t)check_random_in(rng, 0, (int64_t)n - 1) * words + index] = other(rng, &at);
}

static void fill_all(uint64_t *rows, peri_tape_form form, size_t n, check_rng *rng)
{
    const size_t words = peri_tape_words(form);
    for (size_t index = 0; index < words; index++) {
        const bool is_number = index >= 1 && index <= form.numbers;
        const column_of *columns = is_number ? numbers : times;
        const size_t count =
            is_number ? sizeof numbers / sizeof *numbers : sizeof times / sizeof *times;
        const int64_t one = check_random_in(rng, 0, (int64_t)count - 1);
        const int64_t other = check_random_in(rng, 0, (int64_t)count - 1);
        fill(rows, words, n, index, columns[one], columns[other], rng);
    }
}

/* --- there and back --- */

static bool times_come_back(peri_tape_form form, const uint64_t *rows, const uint64_t *packed,
                            size_t len, size_t n)
{
    static uint64_t back[PERI_TAPE_CHUNK * PERI_TAPE_MOST_WORDS];
    const size_t words = peri_tape_words(form);
    memset(back, 0x55, sizeof back);
    bool right = peri_tape_unpack(form, packed, len, n, PERI_TAPE_TIMES, back);
    for (size_t at = 0; at < n * words; at++) {
        const bool is_number = at % words >= 1 && at % words <= form.numbers;
        right &= back[at] == (is_number ? UINT64_C(0x5555555555555555) : rows[at]);
    }
    return right;
}

static bool comes_back(peri_tape_form form, const uint64_t *rows, size_t n)
{
    static uint64_t packed[PERI_TAPE_MOST_PACKED], again[PERI_TAPE_MOST_PACKED],
        back[PERI_TAPE_CHUNK * PERI_TAPE_MOST_WORDS];
    const size_t words = peri_tape_words(form), len = peri_tape_pack(form, rows, n, packed);
    memset(again, 0xaa, sizeof again);
    return len <= words * (PERI_COLUMN_HEAD + n) && peri_tape_pack(form, rows, n, again) == len &&
           memcmp(packed, again, len * sizeof *packed) == 0 &&
           peri_tape_unpack(form, packed, len, n, PERI_TAPE_ALL, back) &&
           memcmp(back, rows, n * words * sizeof *rows) == 0 &&
           times_come_back(form, rows, packed, len, n);
}

SUITE(tape_pack_gives_back_every_bit)
{
    static const size_t sizes[] = {1, 2, 7, 8, 9, 63, 64, 65, 511, 512};
    static uint64_t rows[PERI_TAPE_CHUNK * PERI_TAPE_MOST_WORDS];
    check_rng rng = {SEED};
    for (int round = 0; round < ROUNDS; round++) {
        const peri_tape_form form = {.numbers = (uint32_t)check_random_in(&rng, 0, 10),
                                     .has_text = (uint32_t)check_random_in(&rng, 0, 1)};
        const size_t n = check_random_in(&rng, 0, 2) > 0
                             ? sizes[check_random_in(&rng, 0, 9)]
                             : (size_t)check_random_in(&rng, 1, PERI_TAPE_CHUNK);
        fill_all(rows, form, n, &rng);
        if (!CHECK("every bit", comes_back(form, rows, n)))
            printf("seed %llu, round %d, %zu rows\n", (unsigned long long)SEED, round, n);
    }
}

/* Numerators that are the same lie beside each other only where they are parts of the same. */
SUITE(tape_pack_keeps_units_apart)
{
    static uint64_t rows[PERI_TAPE_CHUNK * 3];
    const peri_tape_form form = {.numbers = 2};
    for (size_t i = 0; i < PERI_TAPE_CHUNK; i++) {
        rows[3 * i] = 60 * i;
        rows[3 * i + 1] = check_bits((double)i);
        rows[3 * i + 2] = check_bits((double)i / 10);
    }
    CHECK("every bit", comes_back(form, rows, PERI_TAPE_CHUNK));
}

/* Each kind of column alone, in all rows. */
SUITE(tape_pack_holds_columns_of_each_kind)
{
    static uint64_t rows[PERI_TAPE_CHUNK * 2];
    const peri_tape_form form = {.numbers = 1};
    check_rng rng = {SEED + 1};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++) {
            fill(rows, 2, PERI_TAPE_CHUNK, 0, times[i], times[i], &rng);
            fill(rows, 2, PERI_TAPE_CHUNK, 1, numbers[j], numbers[j], &rng);
            if (!CHECK("every bit", comes_back(form, rows, PERI_TAPE_CHUNK)))
                printf("seed %llu, times %zu, numbers %zu\n", (unsigned long long)SEED + 1, i, j);
        }
}

/* --- how many bytes --- */

static peri_tape_column head_at(const uint64_t *packed)
{
    peri_tape_column head;
    memcpy(&head, packed, sizeof head);
    return head;
}

SUITE(tape_pack_finds_the_narrowest_column)
{
    static const struct {
        const char *name;
        double first, step; /* of the numbers: first + i * step, as read from text */
        int decimals;
        uint32_t kind, width; /* that are found */
        uint64_t unit;
    } rows[] = {
        {"all the same", 4200, 0, 2, PERI_COLUMN_PARTS, 0, 1},
        {"whole", 100, 1, 0, PERI_COLUMN_PARTS, 2, 1},
        {"cents", 10001, 3, 2, PERI_COLUMN_PARTS, 2, 100},
        {"falling", 99999999, -100001, 5, PERI_COLUMN_PARTS, 4, 100000},
        {"nine decimals", 1, 1, 9, PERI_COLUMN_PARTS, 2, 1000000000},
        {"ten decimals", 1, 1, 10, PERI_COLUMN_PLAIN, 8, 0},
        {"below zero", -300, 1, 1, PERI_COLUMN_PARTS, 2, 10},
        {"too far apart", 0, 1e10, 0, PERI_COLUMN_PLAIN, 8, 0},
    };
    const peri_tape_form form = {.numbers = 1};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t chunk[PERI_TAPE_CHUNK * 2], packed[PERI_TAPE_MOST_PACKED];
        for (size_t k = 0; k < PERI_TAPE_CHUNK; k++) {
            const double parts = rows[i].first + (double)k * rows[i].step;
            chunk[2 * k] = 1000 + 60 * k;
            chunk[2 * k + 1] = check_bits(read_decimal((int64_t)parts, rows[i].decimals));
        }
        const size_t len = peri_tape_pack(form, chunk, PERI_TAPE_CHUNK, packed);
        const size_t times_len = PERI_COLUMN_HEAD + PERI_TAPE_CHUNK / 4;
        const peri_tape_column time = head_at(packed), number = head_at(packed + times_len);
        CHECK_INT(rows[i].name, time.width, 2);
        CHECK_INT(rows[i].name, time.unit, 60);
        CHECK_INT(rows[i].name, time.base, 1000);
        CHECK_INT(rows[i].name, number.kind, rows[i].kind);
        CHECK_INT(rows[i].name, number.width, rows[i].width);
        CHECK_INT(rows[i].name, number.unit, rows[i].unit);
        CHECK_INT(rows[i].name, len,
                  times_len + PERI_COLUMN_HEAD + PERI_TAPE_CHUNK * rows[i].width / 8);
    }
}

/* Minutes of a stock that moves by cents: 48 bytes a row before. */
SUITE(tape_pack_makes_bars_small)
{
    static uint64_t chunk[PERI_TAPE_CHUNK * 6], packed[PERI_TAPE_MOST_PACKED];
    const peri_tape_form form = {.numbers = 5};
    check_rng rng = {SEED + 2};
    int64_t price = 15000;
    for (size_t i = 0; i < PERI_TAPE_CHUNK; i++) {
        uint64_t *row = chunk + 6 * i;
        const int64_t open = price, close = open + check_random_in(&rng, -90, 90);
        row[0] = UINT64_C(1380000000000000000) + i * UINT64_C(60000000000);
        row[1] = check_bits((double)open / 100);
        row[2] = check_bits((double)((open > close ? open : close) + 4) / 100);
        row[3] = check_bits((double)((open < close ? open : close) - 4) / 100);
        row[4] = check_bits((double)close / 100);
        row[5] = check_bits((double)check_random_in(&rng, 100, 60000));
        price = close;
    }
    const size_t len = peri_tape_pack(form, chunk, PERI_TAPE_CHUNK, packed);
    CHECK("every bit", comes_back(form, chunk, PERI_TAPE_CHUNK));
    /* instant, open and volume in two bytes; high, low and close beside the open in one */
    CHECK_INT("words", len, 6 * PERI_COLUMN_HEAD + (3 * 2 + 3) * PERI_TAPE_CHUNK / 8);
}
