/* tape_format.h - how a tape's file begins and ends, shared by tape.c and tape_writer.c only.
 * Layer 2. */
#ifndef PERI_TAPE_FORMAT_H
#define PERI_TAPE_FORMAT_H

#include "market/tape.h"

#define PERI_TAPE_MAGIC "perigee rows 5\n"

typedef struct peri_tape_header {
    char magic[16];
    uint64_t order; /* PERI_TAPE_ORDER as this machine writes it */
    peri_tape_form form;
    uint64_t rows, pieces;
    uint64_t text_len;      /* the key first */
    uint64_t packed;        /* bytes of all chunks */
    uint64_t directory_sum; /* over the pieces, the chunks' entries and the text */
    uint64_t reserved;
    uint64_t header_sum; /* over what lies before it */
} peri_tape_header;

/* Entry of the directory: a chunk, which ends where the next one begins. */
typedef struct peri_tape_chunk {
    uint64_t at;  /* of its first byte in the file */
    uint64_t sum; /* of its bytes */
    int64_t first_utc_ns;
} peri_tape_chunk;

/* Chunks of so many rows. */
static inline uint64_t peri_tape_chunks(uint64_t rows)
{
    return rows / PERI_TAPE_CHUNK + (rows % PERI_TAPE_CHUNK != 0);
}

#define PERI_TAPE_ORDER UINT64_C(0x0102030405060708)

_Static_assert(sizeof(peri_tape_header) == 88, "a tape's header has no holes");
_Static_assert(sizeof(peri_tape_piece) % 8 == 0 && sizeof(peri_tape_chunk) % 8 == 0,
               "entries lie on whole words");

#endif
