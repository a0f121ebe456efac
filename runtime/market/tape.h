/* tape.h - rows of one source, parsed and checked, in a file that is mapped into memory. Layer 2.

   A tape holds the good rows of price files as numbers, whatever a run makes of them: the instant
   of each row, and its fields in order. A piece is what one file gave, with what that file was like
   then. Layout: a header, the rows, the directory of pieces, text. The header and the directory
   have a sum, and each piece has one over its rows. Numbers lie as the machine holds them; a tape
   of another machine, of another version or of other bytes is none. */
#ifndef PERI_TAPE_H
#define PERI_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/row.h"
#include "market/source_state.h"

enum {
    PERI_TAPE_CHUNK = 1024, /* rows whose bytes are summed, written and given back at once */
    PERI_TAPE_MOST_TEXT = 512
};

/* Words of 8 bytes a row has. */
static inline size_t peri_tape_words(peri_tape_form form)
{
    return 1 + form.numbers + (form.has_text ? 2 : 0);
}

/* Entry of the directory. */
typedef struct peri_tape_piece {
    int64_t date;            /* of a file that holds one day, else 0; ascending */
    peri_source_state state; /* of the file before it was read */
    uint64_t first, rows;    /* the good rows, counted over the tape */
    uint64_t sum;            /* over their bytes, see peri_tape_sum */
    int64_t seen, bad;       /* rows of text, and those that were refused */
    uint64_t says, says_len; /* the message of the first of these, in the text of the tape */
} peri_tape_piece;

typedef struct peri_tape peri_tape;

/*
 * Map a tape.
 *
 * fd   of its file, open for reading (borrowed; may be closed then)
 * key  what it must have been made of
 * Returns the tape (owned by the caller: peri_tape_close); NULL when the file is no such tape, is
 * damaged outside of its rows, or cannot be mapped. The file may be replaced meanwhile, but must
 * not get shorter.
 */
peri_tape *peri_tape_map(int fd, const char *key, peri_tape_form form);
void peri_tape_close(peri_tape *tape); /* NULL is allowed */

/* Its pieces, in ascending order; borrowed. */
const peri_tape_piece *peri_tape_pieces(const peri_tape *tape, size_t *n);
/* They are not asked for again: their memory is given back. */
void peri_tape_end_directory(peri_tape *tape);
/* The message of a piece's first bad row, not terminated; borrowed. */
const char *peri_tape_says(const peri_tape *tape, const peri_tape_piece *piece);
/* The bytes of a row, and from there on of all that follow; borrowed. */
const uint64_t *peri_tape_row(const peri_tape *tape, uint64_t row);

/* Whether the rows of a piece are what was written. */
bool peri_tape_is_sound(const peri_tape *tape, const peri_tape_piece *piece);
/* The sum of rows, chunk by chunk from the first of a piece on. sum: of the chunks before, or 0 */
uint64_t peri_tape_sum(uint64_t sum, const void *rows, size_t bytes);

/* The memory of rows, as far as it begins and ends between them, can be given back; they are read
   anew when they are looked at. */
void peri_tape_drop(const peri_tape *tape, uint64_t first, uint64_t last);

#endif
