/* custom_rows.h - statistics that a strategy names itself. Layer 5. */
#ifndef PERI_CUSTOM_ROWS_H
#define PERI_CUSTOM_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum {
    PERI_CUSTOM_TEXT = 256 /* of a name or a value, with its end */
};

typedef struct peri_custom_row {
    char name[PERI_CUSTOM_TEXT], text[PERI_CUSTOM_TEXT];
} peri_custom_row;

/* All zero at first; in the order in which names came first. */
typedef struct peri_custom_rows {
    peri_custom_row *rows; /* shape [n], owned */
    size_t n, cap;
    bool changed; /* since somebody set it to false */
} peri_custom_rows;

/*
 * Set the text of a name; one that is there gets a new one.
 *
 * name, text  UTF-8 of at most 255 bytes without zero bytes, len bytes each; name not empty
 * Returns PERI_OK; PERI_EINVAL, whose text begins with "the name" or "the value"; PERI_ENOMEM.
 */
int peri_custom_rows_set(peri_custom_rows *rows, const char *name, size_t name_len,
                         const char *text, size_t text_len, peri_error *err);
void peri_custom_rows_deinit(peri_custom_rows *rows);

#endif
