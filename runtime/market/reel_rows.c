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
        error = rows->skims ? peri_tape_skim(tape, chunk, rows->parts, rows->values, &n)
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

/* The last chunk of [low, high) that begins before an instant; low: none does. */
static uint64_t chunk_before(const peri_tape *tape, uint64_t low, uint64_t high, int64_t utc_ns)
{
    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        if (peri_tape_chunk_begins(tape, middle) < utc_ns)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint64_t peri_reel_rows_before(peri_reel_rows *rows, const peri_tape *tape, uint64_t first,
                               uint64_t end, int64_t utc_ns)
{
    /* what lies before `first` in its chunk may be of another part: that chunk is asked last */
    const uint64_t chunk = chunk_before(tape, first / PERI_TAPE_CHUNK,
                                        (end + PERI_TAPE_CHUNK - 1) / PERI_TAPE_CHUNK, utc_ns);
    uint64_t low = chunk * PERI_TAPE_CHUNK, high = low + PERI_TAPE_CHUNK;
    low = low > first ? low : first;
    high = high < end ? high : end;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        size_t n;
        if ((int64_t)peri_reel_rows_from(rows, tape, middle, &n)[0] < utc_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low - first;
}
