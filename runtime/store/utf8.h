/* utf8.h - checking UTF-8 and showing what is not. Layer 2. */
#ifndef PERI_UTF8_H
#define PERI_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Read one character.
 *
 * p, len  bytes left, len > 0 (borrowed)
 * code    receives the code point; may be NULL
 * Returns its length, 1 to 4, or 0 when no well-formed character begins at p (overlong forms,
 * surrogates and code points over U+10FFFF are not well-formed). Thread: any.
 * Source: RFC 3629, section 4.
 */
size_t peri_utf8_read(const char *p, size_t len, uint32_t *code);

/* Offset of the first byte that does not begin a well-formed character; len when all is well. */
size_t peri_utf8_check(const char *bytes, size_t len);

/*
 * Make bytes fit to be shown in an error text: what is not printable UTF-8 becomes \xNN, and what
 * does not fit is cut with "...".
 *
 * out, size  receives the terminated text; size >= 8
 */
void peri_utf8_show(const char *bytes, size_t len, char *out, size_t size);

#endif
