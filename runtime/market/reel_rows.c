/* reel_rows.c - blocks of rows of a tape. Layer 2.
 *
 * Read with a system call each, into memory that is used again: to map the file costs a page fault
 * every 4 KB, which on virtual machines takes longer than the copy.
 */
#include "market/reel_internal.h"

#include "base/mem.h"

#include <string.h>

int peri_reel_rows_init(peri_reel_rows *rows, size_t words)
{
    *rows = (peri_reel_rows){.words = words,
                             .values = peri_calloc(PERI_REEL_WINDOW * words, sizeof *rows->values)};
    return rows->values ? PERI_OK : PERI_ENOMEM;
}

void peri_reel_rows_deinit(peri_reel_rows *rows)
{
    peri_free(rows->values);
    rows->values = NULL;
}

static void fail(peri_reel_rows *rows, int error)
{
    rows->fault = error;
    memset(rows->values, 0, PERI_REEL_WINDOW * rows->words * sizeof *rows->values);
}

/* Have rows [first, first + n) of a tape, n <= PERI_REEL_WINDOW. */
static void load(peri_reel_rows *rows, const peri_tape *tape, uint64_t first, size_t n)
{
    const int error = rows->fault != 0 ? 0 : peri_tape_read(tape, first, n, rows->values);
    rows->tape = tape;
    rows->first = first;
    rows->n = n;
    if (error != 0)
        fail(rows, error);
}

static bool has(const peri_reel_rows *rows, const peri_tape *tape, uint64_t row)
{
    return rows->tape == tape && row >= rows->first && row - rows->first < rows->n;
}

static const uint64_t *at(const peri_reel_rows *rows, uint64_t row)
{
    return rows->values + (row - rows->first) * rows->words;
}

const uint64_t *peri_reel_rows_from(peri_reel_rows *rows, const peri_tape *tape, uint64_t row,
                                    size_t *n)
{
    if (!has(rows, tape, row)) {
        const uint64_t left = peri_tape_rows(tape) - row;
        load(rows, tape, row, left < PERI_REEL_WINDOW ? (size_t)left : PERI_REEL_WINDOW);
    }
    *n = rows->n - (size_t)(row - rows->first);
    return at(rows, row);
}

const uint64_t *peri_reel_rows_back_from(peri_reel_rows *rows, const peri_tape *tape, uint64_t row)
{
    if (!has(rows, tape, row)) {
        const uint64_t first = row < PERI_REEL_WINDOW ? 0 : row - (PERI_REEL_WINDOW - 1);
        load(rows, tape, first, (size_t)(row - first) + 1);
    }
    return at(rows, row);
}

int64_t peri_reel_rows_time(peri_reel_rows *rows, const peri_tape *tape, uint64_t row)
{
    if (!has(rows, tape, row))
        load(rows, tape, row, 1);
    return (int64_t)at(rows, row)[0];
}
