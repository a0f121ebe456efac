/* tape_writer.h - making a tape. Layer 2. */
#ifndef PERI_TAPE_WRITER_H
#define PERI_TAPE_WRITER_H

#include "base/error.h"
#include "market/reader.h"
#include "market/tape.h"

/* Whatever cannot be written is noted and told at the end; nothing fails before. */
typedef struct peri_tape_writer peri_tape_writer;

/*
 * Begin a tape at the start of an empty file.
 *
 * fd   borrowed until the close
 * key  what it is made of (copied)
 * Returns PERI_OK or PERI_ENOMEM.
 */
int peri_tape_writer_open(int fd, const char *key, peri_tape_form form, peri_tape_writer **out,
                          peri_error *err);
void peri_tape_writer_close(peri_tape_writer *writer); /* NULL is allowed; the file stays */

/* Add a row to the piece that is being made. numbers: shape [form.numbers] */
void peri_tape_writer_row(peri_tape_writer *writer, int64_t utc_ns, const double *numbers,
                          const peri_time_text *time);
/* The rows since the piece before are one of a file. Returns PERI_OK or PERI_ENOMEM. */
int peri_tape_writer_end_piece(peri_tape_writer *writer, int64_t date,
                               const peri_source_state *state, const peri_read_report *report,
                               peri_error *err);
/* Add a piece of another tape of the same form as it is, of a file in the given state. */
int peri_tape_writer_copy(peri_tape_writer *writer, const peri_tape *tape,
                          const peri_tape_piece *piece, const peri_source_state *state,
                          peri_error *err);

/* Write what is left. False when anything could not be written: the file is of no use then. */
bool peri_tape_writer_finish(peri_tape_writer *writer);

#endif
