/* utf8.c - UTF-8 checks. Layer 2. */
#include "store/utf8.h"

#include <stdio.h>
#include <string.h>

/* Length by first byte; 0 for bytes that begin nothing. */
static size_t expected_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

size_t peri_utf8_read(const char *p, size_t len, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    static const unsigned char mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    unsigned char first = (unsigned char)p[0];
    size_t n = expected_length(first);
    if (n == 0 || n > len)
        return 0;
    uint32_t c = first & mask[n];
    for (size_t i = 1; i < n; i++) {
        unsigned char next = (unsigned char)p[i];
        if ((next & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (next & 0x3F);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    if (code)
        *code = c;
    return n;
}

size_t peri_utf8_check(const char *bytes, size_t len)
{
    size_t at = 0;
    while (at < len) {
        size_t n = peri_utf8_read(bytes + at, len - at, NULL);
        if (n == 0)
            break;
        at += n;
    }
    return at;
}

void peri_utf8_show(const char *bytes, size_t len, char *out, size_t size)
{
    size_t used = 0;
    for (size_t at = 0; at < len;) {
        char piece[8];
        uint32_t code = 0;
        size_t n = peri_utf8_read(bytes + at, len - at, &code);
        if (n == 0 || code < 0x20 || (code >= 0x7F && code < 0xA0)) {
            snprintf(piece, sizeof piece, "\\x%02X", (unsigned)(unsigned char)bytes[at]);
            n = 1;
        } else {
            memcpy(piece, bytes + at, n);
            piece[n] = '\0';
        }
        at += n;
        size_t width = strlen(piece);
        if (used + width + 4 > size) { /* "..." and the terminator always fit */
            memcpy(out + used, "...", 3);
            used += 3;
            break;
        }
        memcpy(out + used, piece, width);
        used += width;
    }
    out[used] = '\0';
}
