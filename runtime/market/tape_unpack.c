/* tape_unpack.c - reading a packed chunk of rows, see tape_pack.h. Layer 2.
 *
 * Of what is read only kinds and widths decide which memory is touched, and these are checked. Each
 * loop goes over a whole column and does one thing, so that compilers make vectors of it.
 */
#include "market/tape_pack.h"

#include <string.h>

/* A chunk that is being read. */
struct chunk {
    size_t n, words; /* rows, and words of each */
    uint64_t *rows;
    uint64_t first_unit;             /* of the first number; 0: it is not in parts */
    double first[PERI_TAPE_CHUNK];   /* its numerators */
    int32_t values[PERI_TAPE_CHUNK]; /* of the column that is read */
};

static void widen(int32_t *restrict values, const unsigned char *restrict bytes, uint32_t width,
                  size_t n)
{
    if (width == 0)
        memset(values, 0, n * sizeof *values);
    for (size_t i = 0; width == 1 && i < n; i++)
        values[i] = bytes[i];
    for (size_t i = 0; width == 2 && i < n; i++) {
        uint16_t half;
        memcpy(&half, bytes + 2 * i, sizeof half);
        values[i] = half;
    }
    if (width == 4)
        memcpy(values, bytes, n * sizeof *values);
}

static void take_plain(const struct chunk *chunk, const uint64_t *packed, uint64_t *to)
{
    for (size_t i = 0; i < chunk->n; i++)
        to[i * chunk->words] = packed[i];
}

static void take_steps(const struct chunk *chunk, const peri_tape_column *column, uint64_t *to)
{
    const uint64_t base = (uint64_t)column->base, unit = column->unit;
    for (size_t i = 0; i < chunk->n; i++)
        to[i * chunk->words] = base + unit * (uint32_t)chunk->values[i];
}

static void take_beside(const struct chunk *chunk, const peri_tape_column *column, uint64_t *to)
{
    const double base = (double)column->base, unit = (double)column->unit;
    for (size_t i = 0; i < chunk->n; i++) {
        const double number = (chunk->first[i] + (base + (double)chunk->values[i])) / unit;
        memcpy(to + i * chunk->words, &number, sizeof number);
    }
}

static void take_parts(const struct chunk *chunk, const peri_tape_column *column, uint64_t *to)
{
    const double base = (double)column->base, unit = (double)column->unit;
    for (size_t i = 0; i < chunk->n; i++) {
        const double number = (base + (double)chunk->values[i]) / unit;
        memcpy(to + i * chunk->words, &number, sizeof number);
    }
}

/* Columns that lie beside this one will ask for it. */
static void keep_first(struct chunk *chunk, const peri_tape_column *column)
{
    const double base = (double)column->base;
    for (size_t i = 0; i < chunk->n; i++)
        chunk->first[i] = base + (double)chunk->values[i];
    chunk->first_unit = column->unit;
}

/* Whether the head may be that of a column: a number's, or a time's. */
static bool head_fits(const peri_tape_column *column, bool is_number)
{
    const uint32_t width = column->width;
    switch (column->kind) {
    case PERI_COLUMN_PLAIN:
        return width == 8;
    case PERI_COLUMN_STEPS:
        return !is_number && (width <= 2 || width == 4);
    case PERI_COLUMN_PARTS:
    case PERI_COLUMN_BESIDE:
        return is_number && column->unit > 0 && (width <= 2 || width == 4);
    default:
        return false;
    }
}

/* Put a column where it belongs in the rows. False: it lies beside one that has not its unit. */
static bool take(struct chunk *chunk, const peri_tape_column *column, const uint64_t *packed,
                 size_t index)
{
    uint64_t *to = chunk->rows + index;
    if (column->kind == PERI_COLUMN_PLAIN) {
        take_plain(chunk, packed, to);
        return true;
    }
    if (column->kind == PERI_COLUMN_BESIDE && column->unit != chunk->first_unit)
        return false;
    widen(chunk->values, (const unsigned char *)packed, column->width, chunk->n);
    if (column->kind == PERI_COLUMN_STEPS)
        take_steps(chunk, column, to);
    else if (column->kind == PERI_COLUMN_BESIDE)
        take_beside(chunk, column, to);
    else
        take_parts(chunk, column, to);
    if (index == 1)
        keep_first(chunk, column);
    return true;
}

bool peri_tape_unpack(peri_tape_form form, const uint64_t *packed, size_t words, size_t n,
                      peri_tape_parts parts, uint64_t *rows)
{
    struct chunk chunk;
    size_t at = 0;
    chunk.n = n;
    chunk.words = peri_tape_words(form);
    chunk.rows = rows;
    chunk.first_unit = 0;
    for (size_t index = 0; index < chunk.words; index++) {
        const bool is_number = index >= 1 && index <= form.numbers;
        peri_tape_column column;
        if (words - at < PERI_COLUMN_HEAD)
            return false;
        memcpy(&column, packed + at, sizeof column);
        at += PERI_COLUMN_HEAD;
        if (!head_fits(&column, is_number) || words - at < peri_column_words(column.width, n))
            return false;
        const bool wanted = !is_number || parts == PERI_TAPE_ALL;
        if (wanted && !take(&chunk, &column, packed + at, index))
            return false;
        at += peri_column_words(column.width, n);
    }
    return at == words;
}
