/* tape.h - rows of one source, parsed and checked, in a file that is read piecewise. Layer 2.

   A tape holds the good rows of price files as numbers, whatever a run makes of them: the instant
   of each row, and its fields in order. A piece is what one file gave, with what that file was like
   then. Layout: a header; the rows, in chunks, each packed for itself (tape_pack.h); the directory:
   pieces, what is known of each chunk (where it lies, its sum, its first instant), text. The header
   and the directory have a sum. What lies on a tape is read chunk by chunk, and compared with the
   sums that were there when it was opened: the file may be written over meanwhile. Numbers lie as
   the machine holds them; a tape of another machine, of another version or of other bytes is none.
 */
#ifndef PERI_TAPE_H
#define PERI_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/row.h"
#include "market/source_state.h"

enum {
    PERI_TAPE_CHUNK = 512,     /* rows that are packed, summed and read at once */
    PERI_TAPE_MOST_WORDS = 13, /* of a row: a quote, and how its time was written */
    PERI_TAPE_CHANGED = -1,    /* in place of an errno: rows are not what was written */
    PERI_TAPE_MOST_TEXT = 512
};

/* Words of 8 bytes a row has: its instant, its numbers, its text. */
static inline size_t peri_tape_words(peri_tape_form form)
{
    return 1 + form.numbers + (form.has_text ? 2 : 0);
}

/* Words of rows that are asked for. */
typedef enum peri_tape_parts {
    PERI_TAPE_ALL,
    PERI_TAPE_TIMES, /* all but the numbers */
} peri_tape_parts;

/* Entry of the directory. */
typedef struct peri_tape_piece {
    int64_t date;                      /* of a file that holds one day, else 0; ascending */
    peri_source_state state;           /* of the file before it was read */
    uint64_t first, rows;              /* the good rows, counted over the tape */
    int64_t first_utc_ns, last_utc_ns; /* instants of the first and last of them; 0: none */
    int64_t seen, bad;                 /* rows of text, and those that were refused */
    uint64_t says, says_len; /* the message of the first of these, in the text of the tape */
} peri_tape_piece;

typedef struct peri_tape peri_tape;

/* Whether the process may have descriptors for more tapes: half of those its soft limit allows are
   left to others. A tape keeps one, since its file may be replaced meanwhile. Thread: any. */
bool peri_tape_has_room(void);

/*
 * Open a tape.
 *
 * fd    of its file, open for reading (borrowed; may be closed then)
 * path  where the file lies, for messages (copied); NULL: it has no name
 * key   what it must have been made of
 * Returns the tape (owned by the caller: peri_tape_close); NULL when the file is no such tape, is
 * damaged outside of its rows, or cannot be read.
 */
peri_tape *peri_tape_open(int fd, const char *path, const char *key, peri_tape_form form);
void peri_tape_close(peri_tape *tape);             /* NULL is allowed */
const char *peri_tape_path(const peri_tape *tape); /* NULL: none; borrowed */

/* Its pieces, in ascending order; borrowed. */
const peri_tape_piece *peri_tape_pieces(const peri_tape *tape, size_t *n);
/* They are not asked for again: their memory is given back. */
void peri_tape_end_directory(peri_tape *tape);
/* The message of a piece's first bad row, not terminated; borrowed. */
const char *peri_tape_says(const peri_tape *tape, const peri_tape_piece *piece);
uint64_t peri_tape_rows(const peri_tape *tape);

/* The instant of the first row of a chunk, as of when the tape was opened; chunk < rows of the tape
   / PERI_TAPE_CHUNK, rounded up. */
int64_t peri_tape_chunk_begins(const peri_tape *tape, uint64_t chunk);

/* Unpack a chunk of rows into `rows`, shape [PERI_TAPE_CHUNK * words of a row]: those from
   chunk * PERI_TAPE_CHUNK on, *n of them. Returns 0, PERI_TAPE_CHANGED, or the errno of the failure
   (EIO when the file got shorter); rows are of no use then. */
int peri_tape_read(const peri_tape *tape, uint64_t chunk, uint64_t *rows, size_t *n);
/* The same of the file as it is now: nothing vouches for it. Of times, words of numbers stay what
   they were. */
int peri_tape_skim(const peri_tape *tape, uint64_t chunk, peri_tape_parts parts, uint64_t *rows,
                   size_t *n);

/* Whether the chunks of a piece's rows are what was written; false also when that cannot be read.
   Those of the piece before are not looked at twice. */
bool peri_tape_is_sound(peri_tape *tape, const peri_tape_piece *piece);

#endif
