/* text_file.h - the lines of a file, read in chunks. Layer 2. */
#ifndef PERI_TEXT_FILE_H
#define PERI_TEXT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum {
    PERI_TEXT_LINE = (256 << 10) - 1 /* longest line that is kept whole, bytes */
};

/* Unread bytes are [at, filled) of the buffer. */
typedef struct peri_text_file {
    const char *path; /* borrowed */
    int fd;
    int64_t size; /* of the file when it was opened, bytes; 0 for a pipe */
    char *buffer; /* owned, PERI_TEXT_LINE + 1 bytes */
    size_t at, filled;
    bool ended;
    struct peri_source_sum
        *sum; /* for the caller to set: gets all bytes that are read (borrowed) */
} peri_text_file;

typedef struct peri_text_line {
    const char *text; /* borrowed, valid until the next line is asked for; not terminated */
    size_t len;       /* without the line feed; a carriage return stays */
    bool cut;         /* the line was longer than PERI_TEXT_LINE: text is empty, it is lost */
} peri_text_line;

/*
 * Open a file for reading.
 *
 * path  must live as long as the file (borrowed)
 * Returns PERI_OK, PERI_ENOTFOUND, PERI_EIO or PERI_ENOMEM, and then there is nothing to close.
 */
int peri_text_file_open(peri_text_file *file, const char *path, peri_error *err);
void peri_text_file_close(peri_text_file *file);

/* Get the next line. Returns 1 with a line, 0 at the end of the file, or PERI_EIO. */
int peri_text_file_next(peri_text_file *file, peri_text_line *line, peri_error *err);

#endif
