/* vec_bytes.c - values of the object store as the vectors write them: text, hex digits, sizes. */
#include "vec_bytes.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define SIZE_LIMIT (INT64_C(1) << 31) /* bytes of a value; far above the store's own limit */

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *found = c ? strchr(digits, c) : NULL;
    int value = found ? (int)(found - digits) : -1;
    return value > 15 ? value - 6 : value;
}

static char *from_hex(vec_file *file, const char *hex, size_t *len)
{
    size_t digits = strlen(hex);
    char *bytes = peri_calloc(digits / 2 + 1, 1);
    vec_need_memory(bytes != NULL);
    for (size_t i = 0; i < digits; i++) {
        int value = hex_digit(hex[i]);
        if (value < 0 || digits % 2 != 0) {
            vec_fail(file, "'%s' is no row of hex digits", hex);
            peri_free(bytes);
            return NULL;
        }
        bytes[i / 2] = (char)((unsigned char)bytes[i / 2] * 16 + value);
    }
    *len = digits / 2;
    return bytes;
}

/* Bytes that are not all the same, so that a value cut short and filled up is noticed. */
static char *of_size(vec_file *file, double size, size_t *len)
{
    if (!(size >= 0 && size <= (double)SIZE_LIMIT)) {
        vec_fail(file, "size %.17g is out of range", size);
        return NULL;
    }
    *len = (size_t)size;
    char *bytes = peri_alloc(*len + 1);
    vec_need_memory(bytes != NULL);
    for (size_t i = 0; i < *len; i++)
        bytes[i] = (char)(i % 251);
    bytes[*len] = '\0';
    return bytes;
}

static char *from_text(const char *text, size_t *len)
{
    char *bytes = peri_strdup(text);
    vec_need_memory(bytes != NULL);
    *len = strlen(text);
    return bytes;
}

char *vec_bytes(vec_file *file, const cJSON *item, size_t *len)
{
    if (cJSON_IsString(item))
        return from_text(item->valuestring, len);
    if (cJSON_IsNumber(item))
        return of_size(file, item->valuedouble, len);
    const cJSON *size = vec_member(item, "size");
    const char *text = vec_text(file, item, "text", NULL), *hex = vec_text(file, item, "hex", NULL);
    if (text)
        return from_text(text, len);
    if (hex)
        return from_hex(file, hex, len);
    if (cJSON_IsNumber(size))
        return of_size(file, size->valuedouble, len);
    vec_fail(file, "a value has neither text nor hex nor size");
    return NULL;
}

cJSON *vec_bytes_hex(const char *bytes, size_t len)
{
    peri_buf hex;
    peri_buf_init(&hex);
    for (size_t i = 0; i < len; i++)
        peri_buf_printf(&hex, "%02x", (unsigned)(unsigned char)bytes[i]);
    cJSON *out = cJSON_CreateString(peri_buf_str(&hex));
    vec_need_memory(!hex.failed && out);
    peri_buf_deinit(&hex);
    return out;
}

/* Bytes of the UTF-8 character that begins here. Of a broken one *ok becomes false, and the bytes
   that might have belonged to it are counted: each such piece shows as one U+FFFD. */
static size_t character_length(const unsigned char *at, size_t left, bool *ok)
{
    static const struct lead {
        unsigned char from, to, second_from, second_to;
        size_t len;
    } leads[] = {
        {0x00, 0x7F, 0x00, 0xFF, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    const struct lead *lead = NULL;
    size_t n = 1;
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
        if (at[0] >= leads[i].from && at[0] <= leads[i].to)
            lead = &leads[i];
    *ok = false;
    if (!lead)
        return 1;
    while (n < lead->len) {
        unsigned char low = n == 1 ? lead->second_from : 0x80;
        unsigned char high = n == 1 ? lead->second_to : 0xBF;
        if (n == left || at[n] < low || at[n] > high)
            return n;
        n++;
    }
    *ok = true;
    return n;
}

cJSON *vec_bytes_text(const char *bytes, size_t len)
{
    peri_buf text;
    peri_buf_init(&text);
    for (size_t at = 0; at < len;) {
        bool ok = false;
        size_t n = character_length((const unsigned char *)bytes + at, len - at, &ok);
        peri_buf_add(&text, ok ? bytes + at : "\xEF\xBF\xBD", ok ? n : 3);
        at += n;
    }
    cJSON *out = cJSON_CreateString(peri_buf_str(&text));
    vec_need_memory(!text.failed && out);
    peri_buf_deinit(&text);
    return out;
}
