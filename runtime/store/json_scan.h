/* json_scan.h - strict check of a JSON text, ahead of cJSON. Layer 2. */
#ifndef PERI_JSON_SCAN_H
#define PERI_JSON_SCAN_H

#include "base/buf.h"
#include "base/error.h"

/* Stands for U+0000 inside the strings of the clean text: a byte that UTF-8 never uses. */
enum {
    PERI_JSON_ZERO = 0xFF
};

/*
 * cJSON alone would not do: it reads numbers as doubles, at most 63 bytes of them, by the rules of
 * the locale; it ends strings at \u0000; it lets 01, bare control characters and bad UTF-8 pass.
 * So the text is checked here, and cJSON gets a clean copy of the same tree in which each number
 * is 0 and each \u0000 is PERI_JSON_ZERO. The numbers are found again by their offsets: their
 * order is the order of cJSON's nodes.
 */
typedef struct peri_json_scan {
    peri_buf clean;  /* the copy for cJSON */
    size_t *numbers; /* offset of each number in the text, ascending */
    size_t count;
    size_t cap;
} peri_json_scan;

/*
 * Check a whole text.
 *
 * text, len  as for peri_json_parse, without byte order mark
 * base       bytes of the document before text, for the offsets in error texts
 * out        all zero; filled, also partly on failure: always peri_json_scan_deinit it
 * Returns PERI_OK, PERI_EFORMAT, PERI_ELIMIT or PERI_ENOMEM. Thread: any.
 */
int peri_json_scan_text(const char *text, size_t len, size_t base, peri_json_scan *out,
                        peri_error *err);

void peri_json_scan_deinit(peri_json_scan *scan);

#endif
