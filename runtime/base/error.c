/* error.c - filling error records. Layer 0. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int peri_fail(peri_error *err, int code, const char *fmt, ...)
{
    if (!err)
        return code;
    va_list args;
    va_start(args, fmt);
    err->code = code;
    vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    return code;
}

int peri_fail_errno(peri_error *err, int code, const char *fmt, ...)
{
    const int saved = errno;
    if (!err)
        return code;
    va_list args;
    va_start(args, fmt);
    err->code = code;
    int used = vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    size_t at = used < 0 ? 0 : (size_t)used;
    if (at < sizeof err->text - 1) {
        char reason[128];
        const char *says = strerror_r(saved, reason, sizeof reason);
        snprintf(err->text + at, sizeof err->text - at, ": %s", says);
    }
    return code;
}

int peri_fail_prefix(peri_error *err, const char *fmt, ...)
{
    if (!err)
        return PERI_EINVAL;
    char rest[sizeof err->text];
    memcpy(rest, err->text, sizeof rest);
    va_list args;
    va_start(args, fmt);
    int used = vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    size_t at = used < 0 ? 0 : (size_t)used;
    if (at < sizeof err->text - 1)
        snprintf(err->text + at, sizeof err->text - at, "%s", rest);
    return err->code;
}
