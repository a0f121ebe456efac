/* base64.c - RFC 4648 base64. Layer 2. */
#include "store/base64.h"

#include <stdint.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void peri_base64_encode(const char *bytes, size_t len, peri_buf *out)
{
    const unsigned char *in = (const unsigned char *)bytes;
    for (size_t i = 0; i < len; i += 3) {
        uint32_t bits = (uint32_t)in[i] << 16;
        if (len - i > 1)
            bits |= (uint32_t)in[i + 1] << 8;
        if (len - i > 2)
            bits |= in[i + 2];
        char four[4];
        for (size_t j = 0; j < 4; j++)
            four[j] = '=';
        for (size_t j = 0; j < 4 && j <= len - i; j++)
            four[j] = letters[bits >> (18 - 6 * j) & 63];
        peri_buf_add(out, four, sizeof four);
    }
}

/* Value of a letter, or -1. */
static int letter_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : -1;
}

bool peri_base64_decode(const char *text, size_t len, peri_buf *out)
{
    uint32_t bits = 0;
    size_t letters_in = 0, padding = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            continue;
        int value = c == '=' ? 0 : letter_value(c);
        if (value < 0 || (padding > 0 && c != '='))
            return false;
        padding += c == '=';
        bits = bits << 6 | (uint32_t)value;
        if (++letters_in % 4 != 0)
            continue;
        if (padding > 2)
            return false;
        const char three[3] = {(char)(bits >> 16 & 255), (char)(bits >> 8 & 255),
                               (char)(bits & 255)};
        peri_buf_add(out, three, 3 - padding);
        bits = 0;
    }
    return letters_in % 4 == 0 && padding <= 2;
}
