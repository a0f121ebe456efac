/* store_text.c - sizes, ages, times and keys as a person reads them. Layer 8. */
#include "cli/store_text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "store/utf8.h"
#include "time/civil.h"

const char *peri_store_size_text(int64_t bytes, char out[PERI_STORE_TEXT_SIZE])
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    uint64_t size = bytes > 0 ? (uint64_t)bytes : 0, unit = 1, tenths = 0;
    if (size < 1024) {
        snprintf(out, PERI_STORE_TEXT_SIZE, "%" PRIu64 " B", size);
        return out;
    }
    size_t i = 0;
    do { /* until the rounded number is below 1024 */
        unit *= 1024;
        tenths = size / unit * 10 + (size % unit * 10 + unit / 2) / unit;
        i++;
    } while (tenths >= 10240 && i < sizeof units / sizeof *units);
    snprintf(out, PERI_STORE_TEXT_SIZE, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10,
             units[i - 1]);
    return out;
}

const char *peri_store_age_text(int64_t now_ns, int64_t then_ns, char out[PERI_STORE_TEXT_SIZE])
{
    static const struct {
        int64_t seconds, until; /* length of the unit, and the age from which the next is used */
        const char *name;
    } units[] = {
        {1, 60, "s"},
        {60, 3600, "min"},
        {3600, 172800, "h"},
        {86400, INT64_C(730) * 86400, "d"},
        {INT64_C(31556952), INT64_MAX, "y"}, /* the mean year of the calendar */
    };
    uint64_t passed = then_ns < now_ns ? (uint64_t)now_ns - (uint64_t)then_ns : 0;
    int64_t age = (int64_t)(passed / (uint64_t)PERI_SECOND);
    size_t i = 0;
    while (age >= units[i].until)
        i++;
    snprintf(out, PERI_STORE_TEXT_SIZE, "%" PRId64 " %s", age / units[i].seconds, units[i].name);
    return out;
}

const char *peri_store_time_text(int64_t time_ns, char out[PERI_STORE_TEXT_SIZE])
{
    size_t len = peri_time_format(time_ns, out);
    char *blank = strchr(out, ' ');
    if (blank)
        *blank = 'T';
    memcpy(out + len, "Z", 2);
    return out;
}

const char *peri_store_count_text(int64_t objects, char out[PERI_STORE_TEXT_SIZE])
{
    snprintf(out, PERI_STORE_TEXT_SIZE, "%" PRId64 " object%s", objects, objects == 1 ? "" : "s");
    return out;
}

/* -- keys ----------------------------------------------------------------------------------- */

/* Control characters, blanks other than the plain one, what joins or turns text around, and tags.
   Source: Unicode 15, categories Cc, Cf, Zl, Zp, Zs, and the blank letters of Hangul. */
static bool is_hidden(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0000, 0x001F},   {0x007F, 0x00A0},   {0x00AD, 0x00AD}, {0x061C, 0x061C},
        {0x115F, 0x1160},   {0x1680, 0x1680},   {0x180B, 0x180F}, {0x2000, 0x200F},
        {0x2028, 0x202F},   {0x205F, 0x206F},   {0x3000, 0x3000}, {0x3164, 0x3164},
        {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF},
        {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

/* Reads a character of a key, which a damaged file may have spoiled: length 0 where it is none. */
static size_t read_character(const char *p, uint32_t *code)
{
    *code = 0xFFFF;
    return peri_utf8_read(p, strlen(p), code);
}

static bool is_plain(const char *key)
{
    size_t len = strlen(key);
    if (len == 0 || key[0] == ' ' || key[0] == '"' || key[len - 1] == ' ')
        return false;
    for (const char *p = key; *p;) {
        uint32_t code;
        size_t n = read_character(p, &code);
        if (n == 0 || is_hidden(code))
            return false;
        p += n;
    }
    return true;
}

void peri_store_key_text(const char *key, peri_buf *out)
{
    if (is_plain(key)) {
        peri_buf_text(out, key);
        return;
    }
    peri_buf_byte(out, '"');
    for (const char *p = key; *p;) {
        uint32_t code;
        size_t n = read_character(p, &code);
        if (n == 0)
            peri_buf_printf(out, "\\x%02X", (unsigned)(unsigned char)*p);
        else if (is_hidden(code))
            peri_buf_printf(out, "\\u{%04X}", (unsigned)code);
        else if (*p == '"' || *p == '\\')
            peri_buf_printf(out, "\\%c", *p);
        else
            peri_buf_add(out, p, n);
        p += n > 0 ? n : 1;
    }
    peri_buf_byte(out, '"');
}
