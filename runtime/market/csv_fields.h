/* csv_fields.h - lines of small CSV files cut into fields. Rows of prices, of which there are
   millions, are row.h's. Layer 2. */
#ifndef PERI_CSV_FIELDS_H
#define PERI_CSV_FIELDS_H

#include <stddef.h>
#include <stdint.h>

#include "market/text_file.h"

/* A field without the spaces around it. */
typedef struct peri_csv_field {
    const char *text; /* not terminated (borrowed) */
    size_t len;
} peri_csv_field;

peri_csv_field peri_csv_trimmed(const char *text, size_t len);

/* Cut a line at its commas. Returns how many fields it has, of which at most `most` are kept. */
size_t peri_csv_split(const char *text, size_t len, peri_csv_field *fields, size_t most);

/* Leave out a byte-order mark, which only the first line (number 1) of a file can have. */
void peri_csv_skip_mark(peri_text_line *line, int64_t number);

/* Leave out the spaces and carriage returns at the end. */
void peri_csv_trim_end(peri_text_line *line);

#endif
