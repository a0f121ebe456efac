/* tape_kit.h - tapes in temporary files, of rows that tell where they stand. */
#ifndef PERI_TEST_TAPE_KIT_H
#define PERI_TEST_TAPE_KIT_H

#include <stdio.h>

#include "market/tape_writer.h"

enum {
    TAPE_KIT_MOST_NUMBERS = 5 /* of a row */
};

#define TAPE_KIT_KEY "key" /* of all tapes of the kit */

/* A temporary file without a name; the caller closes it. */
FILE *tape_kit_file(void);

/* Begin a tape in an empty file; a writer that tape_kit_finish ends. */
peri_tape_writer *tape_kit_begin(FILE *file, peri_tape_form form);
void tape_kit_finish(peri_tape_writer *writer);

/* Write a piece of so many rows: row i is
   at first_ns + i, its numbers are i, the date, 3, 4 and 5, as many as the form has. */
void tape_kit_piece(peri_tape_writer *writer, int64_t date, int64_t first_ns, size_t rows);

/* The tape in a file; NULL, and a failed check: there is none. The caller closes it. */
peri_tape *tape_kit_open(FILE *file, peri_tape_form form);

#endif
