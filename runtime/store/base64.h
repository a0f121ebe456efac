/* base64.h - bytes as printable text. Layer 2. */
#ifndef PERI_BASE64_H
#define PERI_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Append the text of len bytes, padded with '=', without line breaks. Source: RFC 4648, 4. */
void peri_base64_encode(const char *bytes, size_t len, peri_buf *out);

/* Append the bytes of a text; spaces, tabs and line breaks are skipped. False when it is not
   base64: a foreign character, or a length or padding that does not fit; out then holds a part. */
bool peri_base64_decode(const char *text, size_t len, peri_buf *out);

#endif
