/* value_text.c - number texts of the codecs. Layer 2. */
#include "store/value_text.h"

#include <math.h>
#include <string.h>

size_t peri_value_real_text(double value, char *out)
{
    size_t len = peri_number_format(value, out);
    if (!memchr(out, '.', len) && !memchr(out, 'e', len)) {
        memcpy(out + len, ".0", 3);
        len += 2;
    }
    return len;
}

bool peri_value_integer_read(const char *p, const char *end, int64_t *out)
{
    bool negative = p < end && *p == '-';
    if (negative)
        p++;
    if (p == end)
        return false;
    int64_t value = 0; /* kept negative: the smallest integer has no positive twin */
    for (; p < end; p++) {
        if (*p < '0' || *p > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, *p - '0', &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}

bool peri_value_real_read(const char *p, const char *end, double *out)
{
    double value = 0;
    if (peri_number_parse(p, end, &value) != end || !isfinite(value))
        return false;
    *out = value;
    return true;
}
