/* key.c - rules for keys of the store. Layer 2. */
#include "store/key.h"

#include "base/similar.h"
#include "store/utf8.h"

#include <string.h>

enum {
    SHOWN = 96, /* bytes of a refused key in an error text */
    MOST = 16   /* similar keys that can be asked for */
};

static int refuse(peri_error *err, const char *key, size_t len, const char *why)
{
    char shown[SHOWN];
    peri_utf8_show(key, len, shown, sizeof shown);
    return peri_fail(err, PERI_EINVAL, "store key '%s' %s", shown, why);
}

/* Refuses the character at an offset: code 0 and n 0 when it is none. */
static int refuse_character(const char *key, size_t len, size_t at, size_t n, uint32_t code,
                            peri_error *err)
{
    char shown[SHOWN];
    peri_utf8_show(key, len, shown, sizeof shown);
    if (n == 0)
        return peri_fail(err, PERI_EINVAL,
                         "store key '%s': byte %zu (0x%02X) is not UTF-8, expected text", shown,
                         at + 1, (unsigned)(unsigned char)key[at]);
    return peri_fail(err, PERI_EINVAL,
                     "store key '%s': byte %zu is the control character U+%04X, expected "
                     "printable text",
                     shown, at + 1, (unsigned)code);
}

static int check_characters(const char *key, size_t len, peri_error *err)
{
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        size_t n = peri_utf8_read(key + at, len - at, &code);
        if (n == 0 || code < 0x20 || (code >= 0x7F && code < 0xA0))
            return refuse_character(key, len, at, n, code, err);
        at += n;
    }
    return PERI_OK;
}

static int is_slash(char c)
{
    return c == '/' || c == '\\';
}

static int is_dots(const char *segment, size_t len)
{
    return (len == 1 && segment[0] == '.') || (len == 2 && memcmp(segment, "..", 2) == 0);
}

/* Drops leading slashes and "./", any number of them. */
static void skip_front(const char **key, size_t *len)
{
    for (;;) {
        size_t skip = 0;
        if (*len > 0 && is_slash((*key)[0]))
            skip = 1;
        else if (*len > 1 && (*key)[0] == '.' && is_slash((*key)[1]))
            skip = 2;
        if (skip == 0)
            return;
        *key += skip;
        *len -= skip;
    }
}

int peri_store_key_normalise(const char *key, size_t len, char out[PERI_STORE_KEY_SIZE],
                             peri_error *err)
{
    char made[PERI_STORE_KEY_SIZE];
    size_t used = 0, left = len;
    const char *at = key;
    skip_front(&at, &left);
    while (left > 0) {
        size_t n = 0;
        while (n < left && !is_slash(at[n]))
            n++;
        if (is_dots(at, n))
            return refuse(err, key, len, "has a segment '.' or '..', expected names only");
        size_t joint = used > 0;
        if (used + joint + n > PERI_STORE_KEY_MAX)
            return refuse(err, key, len, "is longer than 512 bytes");
        if (joint)
            made[used++] = '/';
        memcpy(made + used, at, n);
        used += n;
        while (n < left && is_slash(at[n]))
            n++;
        at += n;
        left -= n;
    }
    if (used == 0)
        return refuse(err, key, len, "is empty, expected 1 to 512 bytes");
    int rc = check_characters(made, used, err);
    if (rc != PERI_OK)
        return rc;
    memcpy(out, made, used);
    out[used] = '\0';
    return PERI_OK;
}

bool peri_store_key_prefix(const char *prefix, size_t len, char out[PERI_STORE_KEY_SIZE])
{
    skip_front(&prefix, &len);
    if (len > PERI_STORE_KEY_MAX || (len > 0 && memchr(prefix, '\0', len)))
        return false;
    for (size_t i = 0; i < len; i++)
        out[i] = (char)(is_slash(prefix[i]) ? '/' : prefix[i]);
    out[len] = '\0';
    return true;
}

size_t peri_store_key_similar(const char *key, const char *const *keys, size_t n, size_t *picked,
                              size_t most)
{
    int distance[MOST];
    size_t count = 0;
    if (most > MOST)
        most = MOST;
    for (size_t i = 0; i < n; i++) {
        if (!peri_similar_near(key, keys[i]))
            continue;
        int d = peri_similar_distance(key, keys[i]);
        size_t at = count < most ? count++ : most;
        for (; at > 0 && distance[at - 1] > d; at--) {
            if (at < most) {
                distance[at] = distance[at - 1];
                picked[at] = picked[at - 1];
            }
        }
        if (at < most) {
            distance[at] = d;
            picked[at] = i;
        }
    }
    return count;
}
