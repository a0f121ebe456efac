/* vec_bytes.h - values of the object store as the vectors write them: text, hex digits, sizes. */
#ifndef PERI_VEC_BYTES_H
#define PERI_VEC_BYTES_H

#include "vec_kit.h"

/* The bytes that members `text`, `hex` or `size` of an object describe, or an item that is a text
   or a size itself. Owned by the caller (peri_free); NULL after a failure. */
char *vec_bytes(vec_file *file, const cJSON *item, size_t *len);

/* Bytes as the vectors expect them: hex digits, or text with U+FFFD for what is not UTF-8. */
cJSON *vec_bytes_hex(const char *bytes, size_t len);
cJSON *vec_bytes_text(const char *bytes, size_t len);

#endif
