/* reel_rows.c - rows of a tape, a chunk of them in memory. Layer 2.
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
                             .values = peri_calloc(PERI_TAPE_CHUNK * words, sizeof *rows->values)};
    return rows->values ? PERI_OK : PERI_ENOMEM;
}

void peri_reel_rows_deinit(peri_reel_rows *rows)
{
    peri_free(rows->values);
    rows->values = NULL;
}

static void fail(peri_reel_rows *rows, const peri_tape *tape, int error)
{
    rows->tape = tape;
    rows->fault = error;
    memset(rows->values, 0, PERI_TAPE_CHUNK * rows->words * sizeof *rows->values);
}

/* Have the chunk of a row. */
static void load(peri_reel_rows *rows, const peri_tape *tape, uint64_t row)
{
    const uint64_t chunk = row / PERI_TAPE_CHUNK;
    size_t n = PERI_TAPE_CHUNK;
    int error = 0;
    if (rows->fault == 0)
        error = rows->skims ? peri_tape_skim(tape, chunk, rows->values, &n)
                            : peri_tape_read(tape, chunk, rows->values, &n);
    rows->tape = tape;
    rows->first = chunk * PERI_TAPE_CHUNK;
    rows->n = n;
    if (error != 0)
        fail(rows, tape, error);
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
    if (!has(rows, tape, row))
        load(rows, tape, row);
    *n = rows->n - (size_t)(row - rows->first);
    return at(rows, row);
}

/* The instant of a row: for leaps, nothing is read but that, and nothing vouches for it. */
static int64_t peek(peri_reel_rows *rows, const peri_tape *tape, uint64_t row)
{
    int64_t utc_ns = 0;
    if (has(rows, tape, row))
        return (int64_t)at(rows, row)[0];
    const int error = rows->fault != 0 ? 0 : peri_tape_peek(tape, row, &utc_ns);
    if (error != 0)
        fail(rows, tape, error);
    return utc_ns;
}

static bool is_before(peri_reel_rows *rows, const peri_tape *tape, uint64_t row, int64_t utc_ns)
{
    size_t n;
    return (int64_t)peri_reel_rows_from(rows, tape, row, &n)[0] < utc_ns;
}

uint64_t peri_reel_rows_before(peri_reel_rows *rows, const peri_tape *tape, uint64_t first,
                               uint64_t end, int64_t utc_ns)
{
    uint64_t low = first, high = end;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (peek(rows, tape, middle) < utc_ns)
            low = middle + 1;
        else
            high = middle;
    }
    /* by what the chunks' sums vouch for: the rows on both sides */
    const bool right = (low == first || is_before(rows, tape, low - 1, utc_ns)) &&
                       (low == end || !is_before(rows, tape, low, utc_ns));
    if (!right && rows->fault == 0)
        fail(rows, tape, PERI_TAPE_CHANGED);
    return low - first;
}
