/* tape_pack.c - packing a chunk of rows, see tape_pack.h. Layer 2. */
#include "market/tape_pack.h"

#include <math.h>
#include <string.h>

enum {
    SAMPLES = 4, /* values of a column that tell how many decimals are tried first */
    BLOCK = 64   /* values that are tried before it is seen whether they fit */
};

/* Added to a number below 2^51 in magnitude, it leaves that number, rounded to a whole one, in the
   lower bits of the sum: unlike a conversion that works for any number, and on vectors. */
static const double ROUNDER = 0x1.8p52;
static const double MOST_WHOLE = 0x1p51;
static const uint64_t MOST_UNIT = 1000000000; /* 9 decimals */
static const uint64_t MOST_SPAN = INT64_MAX / 2;
static const uint32_t MOST_VALUE = INT32_MAX / 2; /* the difference of two is one of 4 bytes */

/* A column that is being packed. */
struct column {
    const uint64_t *words; /* as they are; word i is words[i * stride] */
    size_t n, stride;
    peri_tape_column head;
    int32_t values[PERI_TAPE_CHUNK]; /* less `least`, what the head makes the words of; not when it
                                        is plain */
    int32_t least;                   /* of the values */
};

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double number_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The distance of the least and the greatest value. */
static uint32_t span_of(const int32_t *values, size_t n, int32_t *least)
{
    int32_t low = INT32_MAX, high = INT32_MIN;
    for (size_t i = 0; i < n; i++) {
        low = values[i] < low ? values[i] : low;
        high = values[i] > high ? values[i] : high;
    }
    *least = low;
    return (uint32_t)high - (uint32_t)low;
}

/* Bytes that hold a distance; 8: it is too great. */
static uint32_t width_for(uint32_t span)
{
    if (span > MOST_VALUE)
        return 8;
    return span == 0 ? 0 : span <= UINT8_MAX ? 1 : span <= UINT16_MAX ? 2 : 4;
}

/* --- instants --- */

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        const uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The nearest whole number to distance / unit, unless that is large. */
static uint64_t nearest_steps(uint64_t distance, double per_unit)
{
    return (uint64_t)(int64_t)((double)(int64_t)distance * per_unit + 0.5);
}

/* Count the steps from the base to each word, of the greatest unit that fits all, beginning with
   their span. Most words are seen to fit by a multiplication, since a division of such numbers
   takes long. Returns the unit; 0: the steps are too many. */
static uint64_t count_steps(struct column *column, uint64_t base, uint64_t span)
{
    uint64_t unit = span > 0 ? span : 1;
    double per_unit = 1 / (double)unit;
    for (size_t i = 0; i < column->n;) {
        const uint64_t distance = column->words[i * column->stride] - base;
        const uint64_t steps = nearest_steps(distance, per_unit);
        if (steps * unit == distance) {
            column->values[i++] = (int32_t)steps;
            continue;
        }
        unit = common_divisor(unit, distance);
        per_unit = 1 / (double)unit;
        if (span / unit > MOST_VALUE)
            return 0;
        i = 0;
    }
    return unit;
}

/* Whether the words are few steps from the least of them. */
static bool make_steps(struct column *column)
{
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (size_t i = 0; i < column->n; i++) {
        const int64_t word = (int64_t)column->words[i * column->stride];
        low = word < low ? word : low;
        high = word > high ? word : high;
    }
    const uint64_t span = (uint64_t)high - (uint64_t)low;
    const uint64_t unit = span <= MOST_SPAN ? count_steps(column, (uint64_t)low, span) : 0;
    if (unit == 0)
        return false;
    column->least = 0;
    column->head = (peri_tape_column){.kind = PERI_COLUMN_STEPS,
                                      .width = width_for((uint32_t)(span / unit)),
                                      .base = low,
                                      .unit = unit};
    return true;
}

/* --- numbers --- */

/* Whether a number is so many parts of a unit, to the last bit. */
static bool in_parts(double x, double unit, double *count)
{
    const double product = x * unit;
    if (!(fabs(product) < MOST_WHOLE))
        return false;
    *count = product + ROUNDER - ROUNDER;
    return bits_of(*count / unit) == bits_of(x);
}

/* The least power of ten, from `unit` on, of which some numbers of the column are so many parts;
   more than MOST_UNIT: there is none. */
static uint64_t likely_unit(const struct column *column)
{
    const size_t step = column->n / SAMPLES + 1;
    uint64_t unit = 1;
    double count;
    for (size_t i = 0; i < column->n; i += step)
        while (unit <= MOST_UNIT &&
               !in_parts(number_of(column->words[i * column->stride]), (double)unit, &count))
            unit *= 10;
    return unit;
}

/* Write numbers as whole ones behind `base`. Returns 0 when (base + value) / unit is each of them
   again, to the last bit: so what the value was made by need not be proved. */
static uint64_t try_parts(const uint64_t *restrict words, size_t stride, size_t n, double unit,
                          double base, int32_t *restrict values)
{
    uint64_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        const double whole = number_of(words[i * stride]) * unit - base + ROUNDER;
        values[i] = (int32_t)(uint32_t)bits_of(whole);
        wrong |= bits_of((base + (double)values[i]) / unit) ^ words[i * stride];
    }
    return wrong;
}

/* Whether all numbers are so many parts of a unit; the width says whether these are too many. */
static bool make_parts_of(struct column *column, uint64_t unit)
{
    double base;
    if (!in_parts(number_of(column->words[0]), (double)unit, &base))
        return false;
    for (size_t i = 0; i < column->n; i += BLOCK) {
        const size_t n = column->n - i < BLOCK ? column->n - i : BLOCK;
        if (try_parts(column->words + i * column->stride, column->stride, n, (double)unit, base,
                      column->values + i) != 0)
            return false;
    }
    const uint32_t width = width_for(span_of(column->values, column->n, &column->least));
    column->head = (peri_tape_column){.kind = PERI_COLUMN_PARTS,
                                      .width = width,
                                      .base = (int64_t)base + column->least,
                                      .unit = unit};
    return true;
}

static bool make_parts(struct column *column)
{
    for (uint64_t unit = likely_unit(column); unit <= MOST_UNIT; unit *= 10)
        if (make_parts_of(column, unit))
            return column->head.width < 8;
    return false;
}

/* Write a column as what it adds to the first number, where that makes it narrower. */
static void put_beside(struct column *column, const struct column *first)
{
    int32_t values[PERI_TAPE_CHUNK], least;
    if (first->head.kind != PERI_COLUMN_PARTS || first->head.unit != column->head.unit ||
        column->head.width <= 1)
        return;
    for (size_t i = 0; i < column->n; i++)
        values[i] = column->values[i] - first->values[i];
    const uint32_t width = width_for(span_of(values, column->n, &least));
    if (width >= column->head.width)
        return;
    memcpy(column->values, values, column->n * sizeof *values);
    column->head.kind = PERI_COLUMN_BESIDE;
    column->head.width = width;
    column->head.base += (int64_t)least - column->least - (first->head.base - first->least);
    column->least = least;
}

/* --- all of it --- */

static void narrow(unsigned char *restrict bytes, const int32_t *restrict values, int32_t least,
                   uint32_t width, size_t n)
{
    for (size_t i = 0; width == 1 && i < n; i++)
        bytes[i] = (unsigned char)(values[i] - least);
    for (size_t i = 0; width == 2 && i < n; i++) {
        const uint16_t value = (uint16_t)(values[i] - least);
        memcpy(bytes + 2 * i, &value, sizeof value);
    }
    for (size_t i = 0; width == 4 && i < n; i++) {
        const int32_t value = values[i] - least;
        memcpy(bytes + 4 * i, &value, sizeof value);
    }
}

/* Write a column. Returns the words it takes. */
static size_t put(const struct column *column, uint64_t *packed)
{
    const size_t len = peri_column_words(column->head.width, column->n);
    memcpy(packed, &column->head, sizeof column->head);
    packed += PERI_COLUMN_HEAD;
    if (len > 0)
        packed[len - 1] = 0; /* what fills it up */
    if (column->head.kind == PERI_COLUMN_PLAIN)
        for (size_t i = 0; i < column->n; i++)
            packed[i] = column->words[i * column->stride];
    else
        narrow((unsigned char *)packed, column->values, column->least, column->head.width,
               column->n);
    return PERI_COLUMN_HEAD + len;
}

size_t peri_tape_pack(peri_tape_form form, const uint64_t *rows, size_t n, uint64_t *packed)
{
    const size_t words = peri_tape_words(form);
    struct column first = {.n = n, .stride = words}, other = first;
    size_t len = 0;
    for (size_t index = 0; index < words; index++) {
        const bool is_number = index >= 1 && index <= form.numbers;
        struct column *column = index == 1 ? &first : &other;
        column->words = rows + index;
        if (!(is_number ? make_parts(column) : make_steps(column)))
            column->head = (peri_tape_column){.kind = PERI_COLUMN_PLAIN, .width = 8};
        else if (is_number && index > 1)
            put_beside(column, &first);
        len += put(column, packed + len);
    }
    return len;
}
