/* store_text.h - sizes, ages, times and keys as a person reads them. Layer 8. */
#ifndef PERI_STORE_TEXT_H
#define PERI_STORE_TEXT_H

#include <stdint.h>

#include "base/buf.h"

enum {
    PERI_STORE_TEXT_SIZE = 48
};

/* All but the last fill `out` and return it. */

/* "512 B", "1.2 KiB": one decimal, rounded; less than nothing counts as nothing. */
const char *peri_store_size_text(int64_t bytes, char out[PERI_STORE_TEXT_SIZE]);

/* "3 s", "3 min", "5 h", "2 d", "3 y": whole units that have passed; the future is "0 s". */
const char *peri_store_age_text(int64_t now_ns, int64_t then_ns, char out[PERI_STORE_TEXT_SIZE]);

/* "2026-11-24T03:07:11.5Z", with a fraction only where there is one (3, 6 or 9 digits). */
const char *peri_store_time_text(int64_t time_ns, char out[PERI_STORE_TEXT_SIZE]);

/* "1 object", "12 objects". */
const char *peri_store_count_text(int64_t objects, char out[PERI_STORE_TEXT_SIZE]);

/* Append a key: as it is, or, where that could mislead, in double quotes with escapes: blanks at
   an end, a double quote in front, characters that are not seen or turn the line around. */
void peri_store_key_text(const char *key, peri_buf *out);

#endif
