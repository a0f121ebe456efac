/* excerpt.c - foreign bytes in messages. Layer 2. */
#include "market/excerpt.h"

#include <string.h>

const char *peri_excerpt(const char *text, size_t len, char *out)
{
    static const char hex[] = "0123456789abcdef";
    char *p = out;
    for (size_t i = 0; i < len && i < PERI_EXCERPT_BYTES; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte < 0x7f) {
            *p++ = (char)byte;
        } else {
            *p++ = '\\';
            *p++ = 'x';
            *p++ = hex[byte >> 4];
            *p++ = hex[byte & 15];
        }
    }
    if (len > PERI_EXCERPT_BYTES) {
        memcpy(p, "...", 3);
        p += 3;
    }
    *p = '\0';
    return out;
}
