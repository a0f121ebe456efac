/* tape_pack.h - a chunk of a tape's rows in few bytes: by columns, each as narrow as it can be.
   Layer 2.

   Bytes are whole words of 8: for each column of the rows, from left to right, a head and the
   values of all rows, `width` bytes each, filled up with zeros. What a value u stands for, its head
   says:

       PLAIN   u itself, a word                        what fits nothing else
       STEPS   base + unit * u, modulo 2^64            instants, flags
       PARTS   (base + u) / unit, a double             prices and volumes: decimal fractions
       BESIDE  (first + base + u) / unit, a double     the high beside the open: first / unit is the
                                                       first number of the row, in PARTS of that
   unit

   A division is rounded correctly, as is a number that is read from text: so the quotient of whole
   numbers that doubles hold exactly is the number that was read, to the last bit. It is not
   believed but tried, with each value, when the chunk is packed.
 */
#ifndef PERI_TAPE_PACK_H
#define PERI_TAPE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/tape.h"

typedef enum peri_tape_column_kind {
    PERI_COLUMN_PLAIN,
    PERI_COLUMN_STEPS,
    PERI_COLUMN_PARTS,
    PERI_COLUMN_BESIDE,
} peri_tape_column_kind;

typedef struct peri_tape_column {
    uint32_t kind;  /* peri_tape_column_kind */
    uint32_t width; /* 8 when plain; else 0, 1, 2, 4, and u is 0 .. 2^31 - 1 */
    int64_t base;
    uint64_t unit;
} peri_tape_column;

enum {
    PERI_COLUMN_HEAD = sizeof(peri_tape_column) / 8, /* words */
    /* Words a packed chunk has at most. */
    PERI_TAPE_MOST_PACKED = PERI_TAPE_MOST_WORDS * (PERI_COLUMN_HEAD + PERI_TAPE_CHUNK)
};

/* Words that n values take. */
static inline size_t peri_column_words(uint32_t width, size_t n)
{
    return (width * n + 7) / 8;
}

/*
 * Pack rows.
 *
 * rows    shape [n * words of a row], n in 1 .. PERI_TAPE_CHUNK
 * packed  shape [PERI_TAPE_MOST_PACKED]
 * Returns how many words of it are used. The same rows make the same bytes. Thread: any.
 */
size_t peri_tape_pack(peri_tape_form form, const uint64_t *rows, size_t n, uint64_t *packed);

/*
 * Unpack what may be any bytes.
 *
 * packed  shape [words]; for n rows of the form
 * parts   PERI_TAPE_TIMES: the numbers of `rows` stay as they are
 * rows    shape [n * words of a row]
 * Returns false when these are no columns of n rows each, or not all of them: rows are of no use
 * then. Thread: any.
 */
bool peri_tape_unpack(peri_tape_form form, const uint64_t *packed, size_t words, size_t n,
                      peri_tape_parts parts, uint64_t *rows);

#endif
